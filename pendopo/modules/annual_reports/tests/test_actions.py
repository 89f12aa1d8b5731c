"""From frozen figures to a published report."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import RegisterCounter
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.documents.models import Document
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.reporting.models import Snapshot
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.modules.annual_reports import actions, rules
from pendopo.modules.annual_reports.models import AnnualReport
from pendopo.modules.annual_reports.tests.yearbook import (
    FEBRUARY,
    WIB,
    approved,
    make_office,
    published,
    started,
    written,
)

pytestmark = pytest.mark.django_db


def test_a_report_starts_with_frozen_figures_and_its_deadline() -> None:
    office = make_office()
    report = started(office)
    assert (report.state, report.report_year, report.current.label) == (rules.COMPILING, 2025, "Disusun")
    assert report.snapshot.values["permohonan"]["granted"] == "3"
    assert (report.snapshot.start_on, report.snapshot.end_on) == (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    running = Clock.objects.get(subject_id=report.pk)
    assert (running.due_on, running.state) == (dt.date(2026, 3, 31), "running")


@pytest.mark.parametrize(
    ("year", "reason"),
    [(2027, "Tahun itu belum dimulai."), (2025, "Laporan tahun ini sudah dimulai.")],
)
def test_no_report_of_the_future_and_none_twice(year: int, reason: str) -> None:
    office = make_office()
    started(office)
    with pytest.raises(NotAllowed, match=reason):
        started(office, year=year)
    assert AnnualReport.objects.count() == 1
    # Nothing of the second try is left: its number goes to the next report.
    assert started(office, year=2024).seq == 2


def test_a_number_given_already_is_not_taken_for_a_report_started_twice() -> None:
    office = make_office()
    started(office)
    # As after restoring a counter from an older copy: the next number is the first one once more.
    RegisterCounter.objects.filter(agency=office.agency, register=rules.REGISTER).update(last=0)
    with pytest.raises(IntegrityError):
        started(office, year=2024)
    assert list(AnnualReport.objects.values_list("report_year", "seq")) == [(2025, 1)]
    assert Snapshot.objects.count() == 1


def test_texts_are_kept_part_by_part() -> None:
    office = make_office()
    report = actions.write(report=started(office), part="kebijakan", texts={"policy": "Satu."}, by=office.ppid)
    report = actions.write(report=report, part="rincian", texts={"service_note": "Dua."}, by=office.ppid)
    assert report.texts == {"policy": "Satu.", "service_note": "Dua."}


@pytest.mark.parametrize(("part", "texts"), [("kebijakan", {"budget": "x"}), ("tidak-ada", {})])
def test_a_passage_of_another_part_is_refused(part: str, texts: dict[str, str]) -> None:
    office = make_office()
    with pytest.raises(ValueError, match="has no passages"):
        actions.write(report=started(office), part=part, texts=texts, by=office.ppid)


def test_figures_can_be_frozen_again_and_the_old_ones_stay() -> None:
    office = make_office()
    report = started(office)
    with clock.frozen(FEBRUARY + dt.timedelta(days=1)):
        again = actions.freeze(report=report, by=office.ppid)
    assert again.snapshot_id != report.snapshot_id
    assert Snapshot.objects.count() == 2


def test_an_unfinished_report_cannot_be_proposed() -> None:
    office = make_office()
    with pytest.raises(NotAllowed, match="Masih ada bagian yang belum ditulis"):
        actions.propose(report=started(office), by=office.ppid)


def test_figures_of_a_running_year_cannot_be_proposed() -> None:
    office = make_office()
    report = written(office, year=2025, at=dt.datetime(2025, 12, 31, 23, 0, tzinfo=WIB))
    with pytest.raises(NotAllowed, match="sebelum tahunnya berakhir"):
        actions.propose(report=report, by=office.ppid)


def test_the_superior_sends_back_and_approves() -> None:
    office = make_office()
    _ = office.superior  # whoever is told must be there
    report = actions.propose(report=written(office), by=office.ppid)
    report = actions.send_back(report=report, note="Anggaran belum jelas.", by=office.superior)
    assert report.state == rules.COMPILING
    report = actions.approve(report=actions.propose(report=report, by=office.ppid), by=office.superior)
    assert report.state == rules.APPROVED
    assert [item.text % item.params for item in InboxItem.objects.order_by("id")] == [
        "Laporan layanan informasi tahun 2025 menunggu persetujuan Anda.",
        "Laporan layanan informasi tahun 2025 dikembalikan atasan PPID.",
        "Laporan layanan informasi tahun 2025 menunggu persetujuan Anda.",
        "Laporan layanan informasi tahun 2025 disetujui dan dapat diumumkan.",
    ]


def test_the_wrong_person_and_the_wrong_state() -> None:
    office = make_office()
    report = actions.propose(report=written(office), by=office.ppid)
    with pytest.raises(NotAllowed):
        actions.approve(report=report, by=office.ppid)
    for step in (
        lambda: actions.write(report=report, part="kebijakan", texts={"policy": "x"}, by=office.ppid),
        lambda: actions.freeze(report=report, by=office.ppid),
        lambda: actions.publish(report=report, pdf=b"%PDF-", xlsx=b"PK", by=office.ppid),
    ):
        with pytest.raises(WrongState):
            step()


def test_publishing_keeps_the_files_and_stops_the_deadline() -> None:
    office = make_office()
    report = published(office)
    assert (report.state, report.published_at) == (rules.PUBLISHED, FEBRUARY)
    assert list(Document.objects.order_by("name").values_list("name", "visibility", "size")) == [
        ("angka-layanan-informasi-2025.xlsx", "public", 8),
        ("laporan-layanan-informasi-2025.pdf", "public", 16),
    ]
    stopped = Clock.objects.get(subject_id=report.pk)
    assert (stopped.state, stopped.stop_reason) == ("stopped", "laporan diumumkan")
    assert list(
        Entry.objects.filter(subject_id=report.pk, action__startswith="annual_report.")
        .order_by("seq")
        .values_list("action", flat=True)
    ) == [
        "annual_report.start",
        *["annual_report.write"] * 4,
        *(f"annual_report.{s}" for s in ("propose", "approve", "publish")),
    ]


def test_two_people_publish_at_once() -> None:
    office = make_office()
    report = approved(office)
    actions.publish(report=report, pdf=b"%PDF-1.7", xlsx=b"PK", by=office.ppid)
    with pytest.raises(WrongState):
        actions.publish(report=report, pdf=b"%PDF-1.7", xlsx=b"PK", by=office.ppid)
    assert Document.objects.count() == 2
