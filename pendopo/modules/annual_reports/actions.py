"""Compiling, agreeing to and publishing an annual report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django.db import IntegrityError, transaction
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar import actions as calendar
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Purpose, Visibility
from pendopo.kernel.notifications import actions as notifications
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.people.rules import PPID, SUPERIOR
from pendopo.kernel.reporting.actions import take_snapshot
from pendopo.kernel.reporting.facts import find_source
from pendopo.kernel.reporting.models import Snapshot
from pendopo.kernel.reporting.period import of_year
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock, new_case, open_case
from pendopo.lib.text import gettext_noop
from pendopo.modules.annual_reports import events, rules
from pendopo.modules.annual_reports.models import AnnualReport
from pendopo.modules.annual_reports.permissions import may_step
from pendopo.modules.annual_reports.rules import PROCEDURE

Progress = Callable[[int], object]


def _freeze(agency: Agency, year: int, by: Actor, progress: Progress | None) -> Snapshot:
    wanted = [find_source(key) for part in rules.PARTS for key in part.sources]
    sources = [source for source in wanted if source is not None]
    return take_snapshot(
        agency=agency, report=rules.REPORT, period=of_year(year), sources=sources, by=by, progress=progress
    )


def start(*, agency: Agency, year: int, by: Actor, progress: Progress | None = None) -> AnnualReport:
    """Start the report of `year`: its figures are frozen, its deadline runs. Raises NotAllowed when it stands already."""
    if year > clock.today(agency.timezone).year:
        raise NotAllowed(gettext_noop("Tahun itu belum dimulai. Pilih tahun berjalan atau tahun yang lalu."))
    try:
        with transaction.atomic():
            report = new_case(
                AnnualReport, PROCEDURE, rules.REGISTER, agency=agency, at=clock.now(),
                template=rules.NUMBER_TEMPLATE, report_year=year,
            )  # fmt: skip
            report.snapshot = _freeze(agency, year, by, progress)
            open_case(report, PROCEDURE, "start", by=by, details={"year": year, "snapshot": str(report.snapshot_id)})
            calendar.start_clock(
                agency=agency,
                subject_type=rules.SUBJECT_TYPE,
                subject_id=report.pk,
                rule="annual_report",
                label=rules.CLOCK,
                start_at=dt.datetime(year, 12, 31, 12, tzinfo=agency.zone),
                by=by,
            )
    except IntegrityError:
        # Two people pressed at once: the other one's report is the report of this year.
        if not AnnualReport.objects.for_agency(agency).filter(report_year=year).exists():
            raise
        raise NotAllowed(gettext_noop("Laporan tahun ini sudah dimulai. Buka dari daftar.")) from None
    return report


def write(*, report: AnnualReport, part: str, texts: Mapping[str, str], by: Actor) -> AnnualReport:
    """Keep the texts of one part. Raises WrongState, NotAllowed, ValueError for a passage of another part."""
    known = {passage.key for found in rules.PARTS if found.key == part for passage in found.passages}
    if not known or set(texts) - known:
        raise ValueError(f"Part {part!r} has no passages {sorted(set(texts) - known)}.")
    with transaction.atomic():
        case = lock(report)
        kept = {**case.texts, **texts}
        advance(case, PROCEDURE, "write", by=by, changes={"texts": kept}, details={"part": part})
    return case


def freeze(*, report: AnnualReport, by: Actor, progress: Progress | None = None) -> AnnualReport:
    """Freeze the figures anew; the earlier snapshot is kept. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(report)
        check(case, PROCEDURE, "freeze", by=by)
        snapshot = _freeze(case.agency, case.report_year, by, progress)
        advance(
            case, PROCEDURE, "freeze", by=by, changes={"snapshot": snapshot}, details={"snapshot": str(snapshot.pk)}
        )
    return case


def propose(*, report: AnnualReport, by: Actor) -> AnnualReport:
    """Propose the report to the superior. Raises WrongState, NotAllowed while something is missing."""
    with transaction.atomic():
        case = lock(report)
        step = check(case, PROCEDURE, "propose", by=by)
        if isinstance(verdict := may_step(by, step, case), Denied):
            raise NotAllowed(verdict.reason)
        advance(case, PROCEDURE, "propose", by=by)
        _tell(case, (SUPERIOR,), gettext_noop("Laporan layanan informasi tahun %(year)s menunggu persetujuan Anda."))
    return case


def send_back(*, report: AnnualReport, note: str, by: Actor) -> AnnualReport:
    """Send the report back with a note. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(report)
        advance(case, PROCEDURE, "send_back", by=by, note=note)
        _tell(case, (PPID,), gettext_noop("Laporan layanan informasi tahun %(year)s dikembalikan atasan PPID."))
    return case


def approve(*, report: AnnualReport, by: Actor) -> AnnualReport:
    """Approve the report. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(report)
        advance(case, PROCEDURE, "approve", by=by)
        _tell(case, (PPID,), gettext_noop("Laporan layanan informasi tahun %(year)s disetujui dan dapat diumumkan."))
    return case


def publish(*, report: AnnualReport, pdf: bytes, xlsx: bytes, by: Actor) -> AnnualReport:
    """Publish the report with its files, made before the transaction. Raises WrongState, NotAllowed, FileRefused."""
    with transaction.atomic():
        case = lock(report)
        check(case, PROCEDURE, "publish", by=by)
        year = case.report_year
        _keep(case, Purpose.LETTER, f"laporan-layanan-informasi-{year}.pdf", pdf, by)
        _keep(case, Purpose.ANSWER, f"angka-layanan-informasi-{year}.xlsx", xlsx, by)
        advance(
            case,
            PROCEDURE,
            "publish",
            by=by,
            changes={"published_at": clock.now()},
            event=events.AnnualReportPublished(case.agency_id, case.pk, case.report_year),
        )
        calendar.stop_clocks(
            agency=case.agency,
            subject_type=rules.SUBJECT_TYPE,
            subject_id=case.pk,
            reason=gettext_noop("laporan diumumkan"),
            by=by,
        )
    return case


def _keep(case: AnnualReport, purpose: str, name: str, content: bytes, by: Actor) -> None:
    documents.store_bytes(
        agency=case.agency,
        subject_type=rules.SUBJECT_TYPE,
        subject_id=case.pk,
        purpose=purpose,
        name=name,
        content=content,
        visibility=Visibility.PUBLIC,
        by=by,
    )


def _tell(case: AnnualReport, roles: tuple[str, ...], text: str) -> None:
    notifications.tell(
        agency=case.agency,
        roles=roles,
        text=text,
        params={"year": case.report_year},
        url=reverse("annual_reports:detail", args=[case.agency.slug, case.pk]),
        subject_type=rules.SUBJECT_TYPE,
        subject_id=case.pk,
    )
