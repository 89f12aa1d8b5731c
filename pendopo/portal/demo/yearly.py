"""A dispute over the unanswered objection, and this year's report as the PPID has begun to write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from pendopo.kernel import clock
from pendopo.kernel.calendar.queries import work_calendar
from pendopo.modules.annual_reports import actions as reports
from pendopo.modules.disputes import actions as disputes
from pendopo.modules.disputes.models import Dispute
from pendopo.modules.disputes.ports import objections as known
from pendopo.modules.objections.models import Objection
from pendopo.portal.demo.cast import MINISTRY
from pendopo.portal.demo.objections import Beat
from pendopo.portal.demo.players import Company

TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "kebijakan": {
        "policy": "Layanan informasi berpedoman pada Peraturan Kepala Badan tentang Standar Layanan Informasi Publik dan "
        "maklumat pelayanan yang diumumkan di ruang layanan dan laman. Sasaran tahun ini: semua permohonan dijawab "
        "tanpa perpanjangan."
    },
    "pelaksanaan": {
        "facilities": "Satu ruang layanan di lantai dasar dengan jalur kursi roda, satu meja informasi, dan layanan daring.",
        "staff": "Satu PPID, dua petugas meja layanan, dan penghubung di setiap unit. Dua petugas mengikuti pelatihan.",
    },
}


def yearly_beats(company: Company) -> list[Beat]:
    """Return the steps of the dispute and of the report, to be played between those of the cases."""
    agency, ppid = company.agencies[MINISTRY], company.actors["ppid", MINISTRY]
    made: list[Dispute] = []
    # The superior's silence is over since three working days.
    first, last = reversed(_working_days_back(agency.zone, 2, work_calendar(agency).is_working))

    def record() -> None:
        objection = Objection.objects.for_agency(agency).get(state="unanswered")
        about = known.get().card(agency, objection.pk)
        if about is None:
            raise LookupError("The objection of the example is gone.")
        case = disputes.record(
            agency=agency,
            about=about,
            commission="Komisi Informasi Provinsi Contoh",
            petitioned_on=first.date(),
            by=ppid,
        )
        made.append(case)

    def register() -> None:
        case = disputes.register(
            dispute=made[0], register_number="021/KI-PS/CONTOH", registered_on=last.date(), by=ppid
        )
        hearing = last + dt.timedelta(days=14, minutes=40)
        disputes.schedule(dispute=case, kind="preliminary", starts_at=hearing, place="Ruang sidang 1", by=ppid)

    def report() -> None:
        made_report = reports.start(agency=agency, year=last.year, by=ppid)
        for part, texts in TEXTS.items():
            made_report = reports.write(report=made_report, part=part, texts=texts, by=ppid)

    minutes = dt.timedelta(minutes=1)
    return [Beat(first + 20 * minutes, record), Beat(last + 20 * minutes, register), Beat(last + 45 * minutes, report)]


def _working_days_back(zone: dt.tzinfo, count: int, is_working: Callable[[dt.date], bool]) -> list[dt.datetime]:
    """Return the last `count` working days before today at 9 o'clock, the newest first."""
    day = clock.now().astimezone(zone).date()
    found: list[dt.datetime] = []
    while len(found) < count:
        day -= dt.timedelta(days=1)
        if is_working(day):
            found.append(dt.datetime.combine(day, dt.time(9), tzinfo=zone))
    return found
