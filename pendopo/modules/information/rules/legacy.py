"""Register lama: how its columns are called, and what a row must hold to be taken over as a request that has ended."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from pendopo.kernel.imports.rules import (
    Column,
    Problem,
    block_of,
    choice_of,
    line_of,
    read_day,
    read_rupiah,
    read_tick,
)
from pendopo.lib.article17 import KINDS
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.information.rules import procedure, request
from pendopo.modules.information.rules.grounds import GROUNDS
from pendopo.modules.information.rules.notice import GRANT, NOT_HELD, PARTIAL, REDIRECT, REFUSE

# Cells of long text; a register's cell holds a paragraph, a spreadsheet's at most 32,767 characters.
_LONG: Final = 20_000

WITHDRAWN, INCOMPLETE = procedure.WITHDRAWN, procedure.CLOSED_INCOMPLETE
# Decision as registers write it, the usual word first.
_DECISIONS: Final[Mapping[str, tuple[str, ...]]] = {
    GRANT: ("Dikabulkan", "Dikabulkan seluruhnya", "Dikabulkan semua", "Diterima", "Dipenuhi", "Diberikan", "Dikabulkan penuh",
            "Diberikan seluruhnya", "Selesai", "Dijawab", "Terbuka"),
    PARTIAL: ("Dikabulkan sebagian", "Sebagian", "Diberikan sebagian", "Dipenuhi sebagian", "Ditolak sebagian"),
    REFUSE: ("Ditolak", "Ditolak seluruhnya", "Tidak dikabulkan", "Penolakan", "Dikecualikan", "Tidak diberikan"),
    NOT_HELD: ("Tidak dikuasai", "Tidak menguasai", "Informasi tidak dikuasai", "Tidak dalam penguasaan", "Belum dikuasai"),
    REDIRECT: ("Dirujuk", "Dirujuk ke badan publik lain", "Diteruskan", "Dialihkan", "Diteruskan ke badan publik lain"),
    WITHDRAWN: ("Dicabut", "Dibatalkan", "Batal", "Ditarik", "Dicabut oleh pemohon", "Dicabut pemohon"),
    INCOMPLETE: ("Tidak lengkap", "Tidak dapat diproses", "Tidak diproses", "Gugur", "Tidak dilengkapi"),
}  # fmt: skip
STATES: Final[Mapping[str, str]] = {
    GRANT: procedure.COMPLETED,
    PARTIAL: procedure.COMPLETED,
    REFUSE: procedure.REFUSED,
    NOT_HELD: procedure.NOT_HELD,
    REDIRECT: procedure.REDIRECTED,
    WITHDRAWN: WITHDRAWN,
    INCOMPLETE: INCOMPLETE,
}
_KINDS: Final = {
    request.PERSON: ("Perorangan", "Perseorangan", "Pribadi", "Individu", "WNI", "Orang"),
    request.GROUP: ("Kelompok orang", "Kelompok", "Kelompok masyarakat"),
    request.LEGAL_ENTITY: (
        "Badan hukum",
        "Lembaga",
        "LSM",
        "Organisasi",
        "Perusahaan",
        "Yayasan",
        "Badan hukum Indonesia",
    ),
}
_CHANNELS: Final = {
    request.WALK_IN: ("Datang langsung", "Langsung", "Tatap muka", "Meja layanan", "Loket", "Lisan"),
    request.LETTER: ("Surat", "Pos", "Tertulis", "Surat tertulis"),
    request.EMAIL: ("Surel", "Email", "E-mail"),
    request.WEB: ("Laman web", "Website", "Web", "Situs", "Online", "Daring", "Aplikasi"),
    request.PHONE: ("Telepon", "Telp", "Telpon"),
    request.SOCIAL_MEDIA: ("Media sosial", "Medsos", "WhatsApp", "WA", "Instagram", "Facebook"),
}


def read_number(text: str) -> str:
    """Return a register number as it is kept: in capitals, without blanks around, at most 80 characters."""
    return line_of(80)(text).upper()


COLUMNS: Final = (
    Column("number", _("Nomor pendaftaran"), read_number, (
        "Nomor", "No. Pendaftaran", "No Register", "Nomor register", "No. Registrasi", "Nomor registrasi", "No. Permohonan",
        "Nomor permohonan"), True),
    Column("received", _("Tanggal diterima"), read_day, (
        "Tanggal", "Tgl", "Tgl. diterima", "Tanggal permohonan", "Tgl permohonan", "Tanggal masuk", "Tanggal terima",
        "Tgl. masuk"), True),
    Column("name", _("Nama"), line_of(200), ("Nama pemohon", "Pemohon", "Pemohon: Nama", "Nama pemohon informasi"), True),
    Column("kind", _("Jenis pemohon"), choice_of(_KINDS), ("Kategori pemohon",)),
    Column("address", _("Alamat"), line_of(500), ("Alamat pemohon", "Pemohon: Alamat")),
    Column("contact", _("Nomor kontak"), line_of(200), (
        "Kontak", "No. kontak", "Telepon", "No. telepon", "No HP", "Nomor telepon", "Telepon/email", "No. HP/Email")),
    Column("email", _("Surel"), line_of(254), ("Email", "E-mail", "Alamat email")),
    Column("occupation", _("Pekerjaan"), line_of(100), ("Pekerjaan pemohon", "Pemohon: Pekerjaan")),
    Column("details", _("Informasi yang diminta"), block_of(_LONG), (
        "Informasi yang dimohon", "Rincian informasi", "Rincian informasi yang dibutuhkan", "Informasi yang dibutuhkan",
        "Informasi diminta", "Permintaan informasi", "Isi permohonan"), True),
    Column("purpose", _("Tujuan penggunaan informasi"), block_of(_LONG), (
        "Tujuan", "Tujuan penggunaan", "Alasan permintaan", "Tujuan permohonan", "Alasan penggunaan informasi")),
    Column("channel", _("Saluran"), choice_of(_CHANNELS), (
        "Cara permohonan", "Media permohonan", "Saluran permohonan", "Melalui")),
    Column("held", _("Di bawah penguasaan: ya"), read_tick, ("Status informasi: Di bawah penguasaan: ya", "Di bawah penguasaan")),
    Column("not_held", _("Di bawah penguasaan: tidak"), read_tick, ("Status informasi: Di bawah penguasaan: tidak",)),
    Column("not_documented", _("Belum didokumentasikan"), read_tick, ("Status informasi: Belum didokumentasikan",)),
    Column("holder", _("Badan publik yang menguasai"), line_of(300), ("Status informasi: Badan publik yang menguasai",)),
    Column("softcopy", _("Softcopy"), read_tick, ("Soft copy", "Salinan elektronik", "Bentuk informasi: softcopy")),
    Column("hardcopy", _("Hardcopy"), read_tick, ("Hard copy", "Salinan cetak", "Bentuk informasi: hardcopy")),
    Column("view", _("Melihat/mengetahui"), read_tick, ("Melihat", "Melihat mengetahui", "Jenis permohonan: melihat")),
    Column("copy", _("Meminta salinan"), read_tick, ("Salinan", "Jenis permohonan: meminta salinan")),
    Column("decision", _("Keputusan"), choice_of(_DECISIONS), (
        "Hasil", "Status", "Status permohonan", "Keputusan PPID", "Tindak lanjut", "Jawaban"), True),
    Column("refusal", _("Alasan penolakan"), block_of(_LONG), ("Alasan", "Alasan ditolak", "Dasar penolakan")),
    Column("noticed", _("Pemberitahuan tertulis"), read_day, (
        "Tanggal pemberitahuan tertulis", "Tanggal jawaban", "Tgl jawaban", "Hari dan tanggal: pemberitahuan tertulis",
        "Tanggal pemberitahuan", "Tanggal selesai", "Tgl selesai", "Tanggal dijawab")),
    Column("given", _("Pemberian informasi"), read_day, (
        "Tanggal pemberian informasi", "Hari dan tanggal: pemberian informasi", "Tanggal penyerahan")),
    Column("cost", _("Biaya (Rp)"), read_rupiah, ("Biaya", "Biaya dan cara pembayaran: biaya (Rp)")),
    Column("payment", _("Cara pembayaran"), line_of(300), ("Pembayaran", "Biaya dan cara pembayaran: cara pembayaran")),
)  # fmt: skip


def ended_on(values: Mapping[str, Any]) -> dt.date | None:
    """Return the day on which the request ended: information was given, or the notice was, or it was withdrawn."""
    found: dt.date | None = values.get("given") or values.get("noticed")
    if found is None and values["decision"] in {WITHDRAWN, INCOMPLETE}:
        return values.get("received")
    return found


def noticed_on(values: Mapping[str, Any]) -> dt.date | None:
    """Return the day of the written notice, that of giving where no other is told."""
    return values.get("noticed") or values.get("given")


def problems(values: Mapping[str, Any], today: dt.date) -> list[Problem]:
    """Return what is wrong between the columns of a row whose cells could all be read."""
    found = []
    future = _("Tanggal ini belum tiba. Perbaiki di berkas asal.")
    found += [Problem(key, future) for key in ("received", "noticed", "given") if key in values and values[key] > today]
    early = _("Tanggal ini sebelum tanggal diterima (%(received)s). Perbaiki salah satunya.")
    told = {"received": values["received"].strftime("%d/%m/%Y")}
    found += [
        Problem(key, early, told) for key in ("noticed", "given") if key in values and values[key] < values["received"]
    ]
    if ended_on(values) is None:
        lacking = _("Permohonan yang sudah diputus perlu tanggal pemberitahuan tertulis atau pemberian informasi.")
        found.append(Problem("noticed", lacking))
    return found


_ARTICLE_17: Final = re.compile(
    r"\b17\b(?:\s*ayat\s*\(?1\)?)?((?:[\s,]*(?:dan|serta)?\s*huruf\s+[a-j]\b(?:\s*(?:,|dan)\s*[a-j]\b)*)+)", re.I
)
_ARTICLE_6: Final = re.compile(
    r"\b6\b\s*ayat\s*\(?3\)?((?:[\s,]*(?:dan|serta)?\s*huruf\s+[a-e]\b(?:\s*(?:,|dan)\s*[a-e]\b)*)+)", re.I
)


def grounds_in(reason: str) -> list[str]:
    """Return the grounds that a written reason names by article and letter, in the order of the law.

    >>> grounds_in("Pasal 17 huruf h dan b; juga Pasal 6 ayat (3) huruf e")
    ['17b', '17h', '6e']
    """
    named = {
        f"17{letter}" for found in _ARTICLE_17.finditer(reason) for letter in _letters(found[1]) if letter in KINDS
    }
    named |= {f"6{letter}" for found in _ARTICLE_6.finditer(reason) for letter in _letters(found[1])}
    return [code for code in GROUNDS if code in named]


def _letters(text: str) -> list[str]:
    return [letter.lower() for letter in re.findall(r"\b[a-j]\b", text, re.IGNORECASE)]


def split_contact(text: str) -> tuple[str, str]:
    """Return telephone and e-mail of a cell that holds either or both.

    >>> split_contact("0812-3456 / budi@contoh.example")
    ('0812-3456', 'budi@contoh.example')
    """
    found = re.search(r"[^\s,;/]+@[^\s,;/]+\.[^\s,;/]+", text)
    email = found[0] if found else ""
    phone = text.replace(email, "").strip(" ,;/") if email else text
    return phone[:40], email


def split_name(text: str) -> tuple[str, str]:
    """Return the name and for whom the person asks, as the register writes it in brackets.

    >>> split_name("Reza Pahlevi (Kelompok Tani Maju)")
    ('Reza Pahlevi', 'Kelompok Tani Maju')
    """
    found = re.fullmatch(r"(.+?)\s*\(([^()]{4,})\)", text)
    return (found[1], found[2]) if found else (text, "")
