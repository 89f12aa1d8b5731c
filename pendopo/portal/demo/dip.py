"""The list of public information of the example: published in the past, one revised, one withdrawn, one asked for, one decree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from pendopo.kernel import clock
from pendopo.kernel.documents.inspection import Inspected, inspect_bytes
from pendopo.kernel.documents.letters import render_letter
from pendopo.kernel.people.actors import Actor
from pendopo.modules.dip import actions
from pendopo.modules.dip.actions.decreeing import decree
from pendopo.modules.dip.models import Entry
from pendopo.modules.dip.queries import decrees
from pendopo.modules.dip.queries.entries import contents_of, latest_of
from pendopo.modules.dip.rules import kinds
from pendopo.modules.dip.rules.contents import Contents, Link
from pendopo.portal.demo.cast import MINISTRY
from pendopo.portal.demo.entries import ENTRIES
from pendopo.portal.demo.objections import Beat
from pendopo.portal.demo.players import Company

_MONTHS: Final = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
_CALENDAR: Final = (
    "pelatihan,mulai,selesai,tempat,jam pelajaran\n"
    "Manajemen konstruksi,2026-09-07,2026-09-11,Balai Pelatihan Wilayah II,40\n"
    "Pengadaan barang dan jasa,2026-10-05,2026-10-09,daring,32\n"
)
_FILES: Final[Mapping[str, tuple[str, str]]] = {
    "Kalender pelatihan teknis": ("kalender-pelatihan.csv", _CALENDAR),
    "Jadwal posyandu dan imunisasi setiap desa": (
        "jadwal-posyandu.csv",
        "desa,hari,jam,tempat\nDesa Contoh,Selasa pertama,08.00,Balai desa\n",
    ),
}
# What an entry says beyond title, class and summary, where it differs from its neighbours.
_MORE: Final[Mapping[str, Mapping[str, Any]]] = {
    "Rencana kerja dan anggaran tahun berjalan": {"category": "periodic-2", "tags": ("anggaran", "program")},
    "Laporan kinerja tahun lalu": {"category": "periodic-3", "tags": ("LKjIP",), "form": kinds.BOTH},
    "Kalender pelatihan teknis": {"tags": ("pelatihan",), "cycle": kinds.QUARTERLY},
    "Daftar informasi publik": {"category": "any_time-a", "cycle": kinds.YEARLY},
    "Laporan layanan informasi publik tahun lalu": {"category": "periodic-5", "form": kinds.BOTH},
    "Penutupan sementara Balai Pelatihan Wilayah IV karena banjir": {"category": "immediate-1", "has_audio": True},
    "Rapor pendidikan provinsi: ringkasan untuk masyarakat": {"category": "periodic-3", "has_visual": True},
    "Standar biaya penggandaan dokumen": {"category": "any_time-p", "form": kinds.HARD},
    "Ringkasan APBD tahun berjalan": {"category": "periodic-4", "tags": ("APBD", "anggaran"), "has_braille": True},
    "Peringatan gelombang tinggi di penyeberangan antarpulau": {"category": "immediate-1", "has_audio": True},
}
REVISED: Final = "Kalender pelatihan teknis"
WITHDRAWN: Final = "Brosur pelatihan angkatan lama"
ASKED: Final = "Laporan keuangan tahun lalu yang telah diaudit"
DRAFT: Final = "Daftar penyedia jasa pelatihan"


def entry_beats(company: Company) -> list[Beat]:
    """Return the steps of all entries in time, to be played between those of the cases."""
    made: dict[str, Entry] = {}
    beats: list[Beat] = []
    for number, (key, title, entry_class, unit, ago, summary) in enumerate(ENTRIES):
        beats += _published(company, made, (key, unit), Contents(title, summary, entry_class), ago=ago, number=number)
    old = Contents(WITHDRAWN, "Pelatihan yang dibuka dua tahun lalu.", kinds.ANY_TIME)
    beats += _published(company, made, (MINISTRY, "teknis"), old, ago=190, number=30)
    beats += _afterwards(company, made)
    return sorted(beats, key=lambda beat: beat.at)


def _at(company: Company, key: str, ago: int, minute: int) -> dt.datetime:
    zone = company.agencies[key].zone
    day = clock.now().astimezone(zone).date() - dt.timedelta(days=ago)
    return dt.datetime.combine(day, dt.time(7, minute % 60), tzinfo=zone)


def _writer(company: Company, place: tuple[str, str]) -> Actor:
    holder = company.units[place].pk
    return next(each for (_name, key), each in company.actors.items() if key == place[0] and holder in each.unit_ids)


def _ppid(company: Company, key: str) -> Actor:
    return next(each for (_name, agency), each in company.actors.items() if agency == key and each.has("ppid"))


def _whole(company: Company, place: tuple[str, str], said: Contents, ago: int) -> Contents:
    """Return what is said with the official columns filled in."""
    holder, agency = company.units[place], company.agencies[place[0]]
    day = _at(company, place[0], ago, 0).date()
    columns: dict[str, Any] = {
        "holder": f"Kepala {holder.name}",
        "responsible": holder.name,
        "made_when": f"{_MONTHS[day.month - 1]} {day.year}",
        "made_where": agency.address.split(",")[1].strip() if agency.address.count(",") > 1 else agency.short_name,
        "retention": "5 tahun" if said.entry_class == kinds.PERIODIC else "Selama berlaku, lalu 2 tahun",
        "info_year": day.year - ("tahun lalu" in said.title),
    }
    return replace(said, **columns, **_MORE.get(said.title, {}))


def _attached(title: str) -> actions.Attached:
    if title not in _FILES:
        return actions.Attached()
    return actions.Attached(uploads=[_csv(*_FILES[title])])


def _csv(name: str, text: str) -> Inspected:
    return inspect_bytes(text.encode(), name=name, allowed=frozenset({"csv"}))


def _published(
    company: Company, made: dict[str, Entry], place: tuple[str, str], said: Contents, *, ago: int, number: int
) -> list[Beat]:
    """Return the steps of an entry that its unit wrote and the PPID published on one day."""
    writer, ppid = _writer(company, place), _ppid(company, place[0])

    def write() -> None:
        contents = _whole(company, place, said, ago)
        made[said.title] = actions.write(
            agency=company.agencies[place[0]],
            unit=company.units[place],
            contents=contents,
            attached=_attached(said.title),
            by=writer,
        )
        actions.submit(entry=made[said.title], by=writer)

    start = _at(company, place[0], ago, number)
    return [
        Beat(start, write),
        Beat(start + dt.timedelta(minutes=30), _step(made, said.title, actions.publish, by=ppid)),
    ]


def _step(made: dict[str, Entry], title: str, act: Callable[..., Entry], **given: Any) -> Callable[[], None]:
    def play() -> None:
        made[title] = act(entry=made[title], **given)

    return play


def _afterwards(company: Company, made: dict[str, Entry]) -> list[Beat]:
    """Return what came later: a withdrawal, a decree, a revision, a draft, and an entry that waits for the PPID."""
    writer, ppid = _writer(company, (MINISTRY, "teknis")), company.actors["ppid", MINISTRY]
    secretary = _writer(company, (MINISTRY, "sekretariat"))

    def revise() -> None:
        entry = actions.revise(entry=made[REVISED], by=writer)
        said = replace(contents_of(latest_of(entry)), tags=("pelatihan", "jadwal"))
        link = Link("https://bpsdm.example/kalender", "Kalender daring")
        actions.edit(
            entry=entry,
            unit=company.units[MINISTRY, "teknis"],
            contents=said,
            attached=actions.Attached([link]),
            change="jadwal triwulan IV ditambahkan",
            by=writer,
        )
        actions.publish(entry=actions.submit(entry=entry, by=writer), by=ppid)

    def ask() -> None:
        said = Contents(
            ASKED, "Neraca, realisasi anggaran, dan catatan atas laporan keuangan.", kinds.PERIODIC, "periodic-4"
        )
        entry = actions.write(
            agency=company.agencies[MINISTRY],
            unit=company.units[MINISTRY, "sekretariat"],
            contents=_whole(company, (MINISTRY, "sekretariat"), said, 6),
            by=secretary,
        )
        actions.submit(entry=entry, note="Sudah diaudit bulan lalu.", by=secretary)

    def draft() -> None:
        said = Contents(DRAFT, "Nama penyedia, pelatihan, dan nilai kontrak.", kinds.ANY_TIME, "any_time-d")
        actions.write(
            agency=company.agencies[MINISTRY], unit=company.units[MINISTRY, "teknis"], contents=said, by=writer
        )

    withdraw = _step(
        made,
        WITHDRAWN,
        actions.withdraw,
        reason="Brosur ini tidak berlaku lagi. Lihat kalender pelatihan teknis.",
        by=ppid,
    )
    return [
        Beat(_at(company, MINISTRY, 30, 10), withdraw),
        Beat(_at(company, MINISTRY, 24, 15), lambda: set_list(company)),
        Beat(_at(company, MINISTRY, 8, 20), revise),
        Beat(_at(company, MINISTRY, 6, 25), draft),
        Beat(_at(company, MINISTRY, 2, 28), ask),
    ]


def set_list(company: Company) -> None:
    """Set the ministry's list by decree, with its letter."""
    agency, ppid = company.agencies[MINISTRY], company.actors["ppid", MINISTRY]
    lines, number = decrees.standing(agency), decrees.next_number(agency)
    paper = decrees.letter(agency, lines, number=number, place="Jakarta", signer=ppid.label)
    decree(
        agency=agency,
        lines=lines,
        number=number,
        place="Jakarta",
        letter=render_letter(paper.template, paper.content, letterhead=paper.letterhead),
        file_name=paper.file_name,
        by=ppid,
    )
