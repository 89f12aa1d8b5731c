"""Objections of the example: one granted and carried out, one at the superior, one granted and owed, one unanswered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.queries import work_calendar
from pendopo.kernel.documents.inspection import inspect_bytes
from pendopo.kernel.documents.letters import render_letter
from pendopo.kernel.people.actors import CITIZEN, Actor
from pendopo.kernel.people.rules import PPID, SUPERIOR
from pendopo.lib.workdays import WorkCalendar
from pendopo.modules.information.models import Inquiry
from pendopo.modules.objections import actions
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.queries import letters
from pendopo.modules.objections.rules.objecting import GRANTED, PARTLY, Claim, Filing, Objector, Reply
from pendopo.portal.demo.cast import MINISTRY, PROVINCE
from pendopo.portal.demo.players import Company

_LIST: Final = b"nomor,sertifikat,berlaku_sampai\n1,Manajemen konstruksi,2028\n2,Pengawasan jalan,2027\n"


@dataclass(frozen=True, slots=True)
class Scene:
    """An objection to the request whose text begins with `about` (empty: periodic information); days are working days ago."""

    agency: str
    about: str
    grounds: str
    position: str
    ago: int
    reply: Reply | None = None
    answered: int = 0
    executed: int = 0
    satisfied: bool = False
    unanswered: bool = False


SCENES: Final = (
    Scene(
        MINISTRY,
        "Daftar nilai ujian sertifikasi",
        "ad",
        "Saya meminta daftar nilai untuk mencari tenaga kerja bersertifikat. Permohonan ditolak seluruhnya, padahal daftar "
        "pemegang sertifikat tanpa alamat tidak mengandung rahasia pribadi.",
        48,
        Reply(
            PARTLY,
            "Nilai dan alamat memang rahasia pribadi. Daftar sertifikat yang masih berlaku tidak termasuk yang dikecualikan.",
            "Serahkan daftar sertifikat yang masih berlaku tanpa nama, nilai, dan alamat.",
        ),
        answered=33,
        executed=28,
        satisfied=True,
    ),
    Scene(
        PROVINCE,
        "Nama guru yang sedang diperiksa",
        "a",
        "Publik berhak tahu apakah pemeriksaan benar-benar berjalan. Saya tidak meminta alamat atau nomor identitas.",
        24,
        Reply(GRANTED, "", "Serahkan jumlah pemeriksaan menurut jenis pelanggaran dan tahapnya."),
        answered=14,
    ),
    Scene(
        MINISTRY,
        "Nota dinas internal tentang rencana mutasi",
        "a",
        "Klien saya dipindahkan tanpa penjelasan. Bagian nota dinas yang memuat alasannya menyangkut haknya sendiri.",
        24,
    ),
    Scene(
        MINISTRY,
        "Salinan kontrak pengadaan katering",
        "de",
        "Berita acara angkatan tiga tidak diserahkan, dan rincian harga dihitamkan tanpa penjelasan.",
        34,
        unanswered=True,
    ),
    Scene(
        MINISTRY,
        "",
        "b",
        "Laporan keuangan tahun lalu belum ada di laman, padahal wajib diumumkan paling lambat setiap enam bulan.",
        6,
    ),
)
_STRANGER: Final = Objector(
    "person",
    "Yulia Contoh",
    "Jalan Contoh 5",
    nik="9901014502900088",
    phone="081255500088",
    email="yulia@warga.example",
)


@dataclass(frozen=True, slots=True)
class Beat:
    """One step of a scene, to be played at `at`."""

    at: dt.datetime
    play: Callable[[], object]


def objection_beats(company: Company) -> list[Beat]:
    """Return the steps of all scenes in time, to be played between those of the requests."""
    found = [beat for number, scene in enumerate(SCENES) for beat in _beats(company, scene, number)]
    return sorted(found, key=lambda beat: beat.at)


def _beats(company: Company, scene: Scene, number: int) -> Iterator[Beat]:
    agency = company.agencies[scene.agency]
    diary = _Diary(agency, work_calendar(agency), clock.now())
    made: list[Objection] = []

    def submit() -> None:
        filing = _filing(agency, scene)
        made.append(actions.submit(agency=agency, filing=filing, token=_token(number), by=CITIZEN))

    yield Beat(diary.moment(scene.ago, number), submit)
    reply, until = scene.reply, diary.day(scene.answered - 10)
    if reply is not None:
        yield Beat(diary.moment(scene.answered, number), lambda: _answer(company, scene, made[0], reply, until))
    if scene.executed:
        yield Beat(diary.moment(scene.executed, number), lambda: _execute(company, scene, made[0]))
    if scene.satisfied:
        yield Beat(diary.moment(scene.executed - 1, number), lambda: actions.accept(objection=made[0], by=CITIZEN))
    if scene.unanswered:
        yield Beat(diary.moment(scene.ago - 31, number), actions.mark_unanswered)


def _token(number: int) -> str:
    return f"demo-objection-{number:03d}"


def _filing(agency: Agency, scene: Scene) -> Filing:
    if not scene.about:
        asked = "Laporan realisasi anggaran, neraca, dan catatan atas laporan keuangan tahun lalu."
        claim = Claim(scene.grounds, scene.position, asked, "Pemantauan anggaran.")
        return Filing(claim, objector=_STRANGER, found_on=clock.today(agency.timezone))
    inquiry = Inquiry.objects.for_agency(agency).get(details__startswith=scene.about)
    return Filing(Claim(scene.grounds, scene.position), inquiry_id=inquiry.pk)


def _answer(company: Company, scene: Scene, objection: Objection, reply: Reply, until: dt.date) -> None:
    by = _officer(company, scene, SUPERIOR)
    letter = letters.answer_letter(objection, reply, execute_by=until, by=by, issuing=True)
    paper = render_letter(letter.template, letter.content, letterhead=letter.letterhead)
    actions.answer(objection=objection, reply=reply, execute_by=until, by=by, letter=paper)


def _officer(company: Company, scene: Scene, role: str) -> Actor:
    return next(
        actor for (_name, agency), actor in company.actors.items() if agency == scene.agency and actor.has(role)
    )


def _execute(company: Company, scene: Scene, objection: Objection) -> None:
    upload = inspect_bytes(_LIST, name="sertifikat-berlaku.csv", allowed=frozenset({"csv"}))
    by = _officer(company, scene, PPID)
    actions.execute(
        objection=objection, note="Daftar sertifikat yang masih berlaku diserahkan.", uploads=[upload], by=by
    )


@dataclass(frozen=True, slots=True)
class _Diary:
    agency: Agency
    calendar: WorkCalendar
    now: dt.datetime

    def day(self, ago: int) -> dt.date:
        """Return the working day `ago` working days before the last one; after it for a negative number."""
        today = self.now.astimezone(self.agency.zone).date()
        last = next(day for day in _steps(today, -1) if self.calendar.is_working(day))
        found = (day for day in _steps(last, -1 if ago >= 0 else 1) if self.calendar.is_working(day))
        for _each in range(abs(ago)):
            next(found)
        return next(found)

    def moment(self, ago: int, number: int) -> dt.datetime:
        """Return a moment in the morning of that working day, never in the future."""
        at = dt.datetime.combine(self.day(ago), dt.time(10, 7 * number % 60), tzinfo=self.agency.zone)
        return min(at, self.now - dt.timedelta(minutes=30 - number))


def _steps(day: dt.date, by: int) -> Iterator[dt.date]:
    while True:
        yield day
        day += dt.timedelta(days=by)
