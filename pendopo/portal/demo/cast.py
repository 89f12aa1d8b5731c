"""Agencies, units, accounts and requesters of the example; every name, number and address is made up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from pendopo.kernel.people import rules as people
from pendopo.kernel.people.models import Role
from pendopo.modules.information.rules.request import GROUP, LEGAL_ENTITY, PERSON, Requester

PASSWORD: Final = "pendopo-demo"  # noqa: S105 - printed on the login page of the example

MINISTRY, PROVINCE, REGENCY = "bpsdm", "bpmp", "kab-contoh"

AGENCIES: Final[dict[str, dict[str, Any]]] = {
    MINISTRY: {
        "name": "Badan Pengembangan Sumber Daya Manusia Kementerian Contoh",
        "short_name": "BPSDM Kementerian Contoh",
        "brand_name": "BPSDM Kementerian Contoh",
        "brand_kind": "Pejabat Pengelola Informasi dan Dokumentasi",
        "logo_text": "SDM",
        "kind": "ministry",
        "region_code": "31.74",
        "address": "Jalan Contoh Raya Nomor 20, Jakarta Selatan 12110",
        "phone": "(021) 5550 100",
        "email": "ppid@bpsdm.example",
        "code": "PPID",
    },
    PROVINCE: {
        "name": "Balai Penjaminan Mutu Pendidikan Provinsi Contoh",
        "short_name": "BPMP Provinsi Contoh",
        "brand_name": "BPMP Provinsi Contoh",
        "brand_kind": "Unit Layanan Terpadu",
        "logo_text": "BPMP",
        "kind": "office",
        "region_code": "33",
        "address": "Jalan Pendidikan Nomor 7, Kota Contoh 50123",
        "phone": "(024) 5550 200",
        "email": "ult@bpmp.example",
        "code": "PPID",
        "opens_at": dt.time(7, 30),
        "colour_primary": "#7a2e8e",
        "colour_dark": "#52195f",
        "colour_light": "#f8f0fa",
    },
    REGENCY: {
        "name": "Pemerintah Kabupaten Contoh",
        "short_name": "Kabupaten Contoh",
        "brand_name": "PPID Kabupaten Contoh",
        "brand_kind": "Pemerintah Kabupaten Contoh",
        "logo_text": "KC",
        "kind": "regency",
        "region_code": "81.01",
        "address": "Jalan Pattimura Contoh Nomor 1, Kota Contoh 97500",
        "phone": "(0911) 555 300",
        "email": "ppid@kabcontoh.example",
        "code": "PPID",
        "timezone": "Asia/Jayapura",
        "week_days": 6,
        "closes_at": dt.time(14, 0),
        "notice_basis": "receipt",
        "receipt_policy": "next_working_day",
        "colour_primary": "#0b6b4f",
        "colour_dark": "#064a36",
        "colour_light": "#edf8f3",
    },
}
NUMBER_TEMPLATES: Final = {REGENCY: "{seq:03d}/{code}/{month_roman}/{year}"}

UNITS: Final = {
    MINISTRY: {
        "sekretariat": "Sekretariat Badan",
        "teknis": "Pusat Pelatihan Teknis",
        "talenta": "Pusat Pengembangan Talenta",
        "politeknik": "Politeknik Contoh",
    },
    PROVINCE: {"mutu": "Tim Kerja Penjaminan Mutu", "umum": "Subbagian Umum"},
    REGENCY: {
        "kominfo": "Dinas Komunikasi dan Informatika",
        "pendidikan": "Dinas Pendidikan",
        "puskesmas": "Dinas Kesehatan",
    },
}


@dataclass(frozen=True, slots=True)
class Account:
    """An example account with its roles as (agency, role, unit); `shown` ones stand in the welcome of `make demo`."""

    username: str
    name: str
    roles: tuple[tuple[str, str, str], ...]
    is_superuser: bool = False
    shown: bool = True


_FRONT, _BACK, _PPID = people.FRONT_OFFICE, people.BACK_OFFICE, people.PPID
CAST: Final = (
    Account("ult", "Dewi Lestari", ((MINISTRY, _FRONT, ""),)),
    Account("unit", "Bambang Prasetyo", ((MINISTRY, _BACK, "teknis"),)),
    Account(
        "unit2",
        "Yohana Manurung",
        ((MINISTRY, _BACK, "sekretariat"), (MINISTRY, _BACK, "talenta"), (MINISTRY, _BACK, "politeknik")),
        shown=False,
    ),
    Account("ppid", "Siti Rahmawati", ((MINISTRY, _PPID, ""),)),
    Account("ppid2", "Agus Hidayat", ((MINISTRY, _PPID, ""),)),
    Account("atasan", "Dr. Hendra Wijaya", ((MINISTRY, people.SUPERIOR, ""),)),
    Account("admin", "Nur Aisyah", ((MINISTRY, people.AGENCY_ADMIN, ""),)),
    Account(
        "auditor",
        "Made Sudarsana",
        tuple((agency, people.AUDITOR, "") for agency in (MINISTRY, PROVINCE, REGENCY)),
    ),
    Account("sistem", "Administrator Sistem", (), is_superuser=True),
    Account("bpmp-ult", "Fitri Handayani", ((PROVINCE, _FRONT, ""),), shown=False),
    Account("bpmp-unit", "Slamet Riyadi", ((PROVINCE, _BACK, "mutu"), (PROVINCE, _BACK, "umum")), shown=False),
    Account("bpmp-ppid", "Endang Susilowati", ((PROVINCE, _PPID, ""),), shown=False),
    Account("bpmp-atasan", "Drs. Wahyu Nugroho", ((PROVINCE, people.SUPERIOR, ""),), shown=False),
    Account("kab-ult", "Maria Latuconsina", ((REGENCY, _FRONT, ""),), shown=False),
    Account(
        "kab-unit",
        "Yusuf Tuasikal",
        tuple((REGENCY, _BACK, unit) for unit in ("kominfo", "pendidikan", "puskesmas")),
        shown=False,
    ),
    Account("kab-ppid", "Johanis Pattiasina", ((REGENCY, _PPID, ""),), shown=False),
    Account("kab-ppid2", "Nurlela Wattimena", ((REGENCY, _PPID, ""),), shown=False),
)


def _role_words(account: Account) -> str:
    if account.is_superuser:
        return _("Administrator sistem")
    return ", ".join(dict.fromkeys(str(Role(role).label) for _agency, role, _unit in account.roles))


def _place_words(account: Account) -> str:
    if account.is_superuser:
        return _("Semua instansi")
    return ", ".join(dict.fromkeys(str(AGENCIES[agency]["short_name"]) for agency, _role, _unit in account.roles))


def accounts() -> list[dict[str, str]]:
    """Return the example accounts as the login page shows them: username, role, place."""
    return [
        {"username": account.username, "role": _role_words(account), "place": _place_words(account)} for account in CAST
    ]


ACCOUNTS: Final = (
    ("ult", "Petugas meja layanan (ULT)"),
    ("unit", "PPID Pelaksana, Pusat Pelatihan Teknis"),
    ("ppid", "PPID"),
    ("ppid2", "PPID kedua, untuk keputusan oleh dua orang"),
    ("atasan", "Atasan PPID"),
    ("admin", "Admin instansi"),
    ("auditor", "Auditor, di tiga instansi"),
    ("sistem", "Administrator sistem"),
)
THINGS_TO_TRY: Final = (
    "Ask for information without an account at {address}/bpsdm/ and follow it with its number and code.",
    "Log in as ult, declare it complete and hand it to Pusat Pelatihan Teknis; answer it as unit; decide it as ppid.",
    "Log in as auditor and open the legal register, on screen, as CSV and as XLSX: your request stands in it.",
)


def _person(name: str, serial: int, address: str, occupation: str, *, phone: str = "", email: str = "") -> Requester:
    # No province has the number 99: these identity numbers belong to nobody.
    nik = f"9901{serial % 70 + 1:02d}{serial % 28 + 1:02d}0{serial % 9 + 1}8{serial % 10}{serial:04d}"
    return Requester(PERSON, name, address, nik=nik, phone=phone, email=email, occupation=occupation)


REQUESTERS: Final = {
    "rina": _person("Rina Wulandari", 1, "Jalan Melati 12, Bandung", "Mahasiswa", email="rina@warga.example"),
    "budi": _person("Budi Santoso", 2, "Jalan Kenanga 4, Semarang", "Guru", phone="0812 5550 0102"),
    "sutrisno": _person("Sutrisno", 3, "Dusun Krajan RT 02 RW 01, Magelang", "Petani", phone="0812 5550 0103"),
    "lia": _person("Lia Kartika", 4, "Jalan Cendana 8, Jakarta Timur", "Wartawan", email="lia@warga.example"),
    "ahmad": _person("Ahmad Fauzi", 5, "Jalan Merdeka 45, Palembang", "Kontraktor", email="ahmad@warga.example"),
    "nyoman": _person("Ni Nyoman Ayu", 6, "Jalan Hayam Wuruk 3, Denpasar", "Peneliti", email="nyoman@warga.example"),
    "yosef": _person("Yosef Rumbiak", 7, "Jalan Trikora 9, Manokwari", "Pegawai swasta", phone="0812 5550 0107"),
    "tini": _person("Suhartini", 8, "Jalan Anggrek 21, Surakarta", "Pensiunan", phone="0812 5550 0108"),
    "dian": _person("Dian Permata", 9, "Jalan Mawar 17, Makassar", "Dosen", email="dian@warga.example"),
    "eko": _person("Eko Nugroho", 10, "Jalan Veteran 30, Malang", "Wiraswasta", email="eko@warga.example"),
    "wati": _person("Wati Salampessy", 11, "Jalan Pantai 5, Kota Contoh", "Bidan", phone="0812 5550 0111"),
    "hasan": _person("Hasan Basri", 12, "Jalan Teuku Umar 2, Banda Aceh", "Advokat", email="hasan@warga.example"),
    "grace": _person("Grace Tampubolon", 13, "Jalan Sisingamangaraja 6, Medan", "Arsitek", email="grace@warga.example"),
    "joko": _person(
        "Joko Susilo",
        14,
        "Jalan Dahlia 11, Yogyakarta",
        "Penyandang disabilitas netra, penulis",
        phone="0812 5550 0114",
        email="joko@warga.example",
    ),
    "forum": Requester(
        GROUP,
        "Reza Pahlevi",
        "Kampus Contoh, Jalan Pendidikan 1, Surabaya",
        nik="9901152503990015",
        email="forum.teknik@warga.example",
        occupation="Mahasiswa",
        on_behalf_of="Forum Mahasiswa Teknik Sipil Contoh",
    ),
    "wali": Requester(
        GROUP,
        "Sri Mulyani Hasibuan",
        "Perumahan Asri Blok C 4, Kota Contoh",
        nik="9901164506850016",
        phone="0812 5550 0116",
        occupation="Ibu rumah tangga",
        on_behalf_of="Paguyuban Wali Murid SD Negeri Contoh 3",
    ),
    "pantau": Requester(
        LEGAL_ENTITY,
        "Perkumpulan Pantau Anggaran Contoh",
        "Jalan Keadilan 15 lantai 2, Jakarta Pusat",
        decree_number="AHU-0000123.AH.01.07.TAHUN 2019",
        phone="(021) 5550 901",
        email="sekretariat@pantau.example",
        occupation="Organisasi kemasyarakatan",
    ),
    "koperasi": Requester(
        LEGAL_ENTITY,
        "Koperasi Jasa Konstruksi Maju Contoh",
        "Jalan Industri 3, Bekasi",
        decree_number="AHU-0000456.AH.01.26.TAHUN 2021",
        email="admin@majucontoh.example",
        occupation="Badan usaha",
    ),
}
