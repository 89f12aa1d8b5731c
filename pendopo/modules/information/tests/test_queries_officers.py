"""The worklist, one case, figures of a year: rows, order, working days, number of queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Purpose
from pendopo.modules.information import actions
from pendopo.modules.information.queries import cases, inquiries
from pendopo.modules.information.rules import procedure
from pendopo.modules.information.rules.urgency import PASSED
from pendopo.modules.information.tests.citizen_cases import inspected
from pendopo.modules.information.tests.office import (
    DUE,
    GRANTING,
    MONDAY,
    REFUSING,
    TUESDAY,
    WIB,
    Office,
    awaiting,
    clocks,
    drafted,
    in_process,
    issued,
    make_office,
    registered,
    tracked_inquiry,
)

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return make_office()


def rows(office: Office, actor: Any, **words: Any) -> list[inquiries.WorkRow]:
    """Return the worklist's lines."""
    return inquiries.work_rows(office.agency, list(inquiries.worklist(office.agency, actor, **words)))


def test_worklist_is_sorted_by_what_is_due_first(office: Office) -> None:
    later = in_process(office, at=TUESDAY + DAY, details="Kedua")
    waiting = registered(office, at=TUESDAY)
    granted = issued(office)
    with clock.frozen(MONDAY + 4 * DAY):
        found = rows(office, office.ppid)
    assert [(row.inquiry, row.due_on, row.days_left, row.late) for row in found] == [
        (waiting, dt.date(2026, 8, 7), 0, False),
        (later, DUE, 6, False),
        (granted, None, None, False),
    ]


def test_the_earlier_of_both_readings_is_shown(office: Office) -> None:
    inquiry = in_process(office)
    due = {label: on for label, (_state, on, _why) in clocks(inquiry).items()}
    assert due["notice_receipt"] == DUE
    assert due["notice_complete"] == dt.date(2026, 8, 19)
    with clock.frozen(TUESDAY):
        assert [row.due_on for row in rows(office, office.back)] == [DUE]


@pytest.mark.parametrize(
    ("basis", "now", "expected"),
    [
        # Due on the 18th counted from receipt, on the 19th counted from completeness.
        ("complete", dt.datetime(2026, 8, 18, 23, 0, tzinfo=WIB), (0, False, 0, "")),
        ("complete", dt.datetime(2026, 8, 19, 0, 30, tzinfo=WIB), (0, False, 0, PASSED["notice_receipt"])),
        ("complete", dt.datetime(2026, 8, 21, 9, 0, tzinfo=WIB), (-2, True, 2, "")),
        ("receipt", dt.datetime(2026, 8, 18, 23, 0, tzinfo=WIB), (0, False, 0, "")),
        ("receipt", dt.datetime(2026, 8, 19, 0, 30, tzinfo=WIB), (-1, True, 1, "")),
        ("receipt", dt.datetime(2026, 8, 21, 9, 0, tzinfo=WIB), (-3, True, 3, "")),
    ],
)
def test_only_the_deciding_reading_makes_a_case_late(
    basis: str, now: dt.datetime, expected: tuple[int, bool, int, str]
) -> None:
    office = make_office(notice_basis=basis)
    inquiry = in_process(office)
    with clock.frozen(now):
        (row,) = rows(office, office.back)
        found = cases.case_file(office.agency, office.back, inquiry)
    assert (row.days_left, row.late, row.days_late, row.warning) == expected
    assert found.urgent is not None
    assert (found.urgent.days_left, found.urgent.late, found.warning) == (expected[0], expected[1], expected[3])


@pytest.mark.parametrize(("now", "soon"), [(MONDAY, False), (MONDAY + DAY, False), (MONDAY + 2 * DAY, True)])
def test_a_new_request_is_not_urgent_at_once(office: Office, now: dt.datetime, soon: bool) -> None:
    registered(office)
    with clock.frozen(now):
        (row,) = rows(office, office.ppid)
    assert (row.due_on, row.soon) == (dt.date(2026, 8, 6), soon)


def test_on_the_weekend_after_a_due_friday_it_is_late_without_a_working_day_lost(office: Office) -> None:
    registered(office, at=TUESDAY)
    with clock.frozen(dt.datetime(2026, 8, 8, 9, 0, tzinfo=WIB)):
        (row,) = rows(office, office.ppid)
    assert (row.due_on, row.days_left, row.late, row.days_late) == (dt.date(2026, 8, 7), 0, True, 0)


def test_filters(office: Office) -> None:
    first = in_process(office, details="Data stunting 2025")
    second = in_process(office, unit=office.other_unit, details="Anggaran jalan")
    new = registered(office, details="Anggaran stunting")
    actions.take(inquiry=first, by=office.back)

    def found(**words: Any) -> set[Any]:
        return {row.inquiry for row in rows(office, office.ppid, **words)}

    assert found() == {first, second, new}
    assert found(state="registered") == {new}
    assert found(unit=office.other_unit.pk) == {second}
    assert found(words="STUNTING") == {first, new}
    assert found(words="anggaran stunting") == {new}
    assert found(words=second.number) == {second}
    assert found(mine=True) == set()
    assert {row.inquiry for row in rows(office, office.back, mine=True)} == {first}


def test_closed_ones_stand_apart_the_last_first(office: Office) -> None:
    refused = issued(office, REFUSING)
    withdrawn = registered(office)
    with clock.frozen(MONDAY + 7 * DAY):
        actions.withdraw(inquiry=withdrawn, reason="Tidak perlu", by=office.front)
    open_one = registered(office)
    assert [row.inquiry for row in rows(office, office.ppid, state=inquiries.CLOSED)] == [withdrawn, refused]
    assert [row.inquiry for row in rows(office, office.ppid)] == [open_one]
    assert [row.inquiry for row in rows(office, office.ppid, state="refused")] == [refused]


def test_counts_by_state(office: Office) -> None:
    registered(office)
    in_process(office)
    in_process(office, unit=office.other_unit)
    issued(office, REFUSING)
    assert inquiries.counts_by_state(office.agency, office.ppid) == {"registered": 1, "in_process": 2}
    assert inquiries.counts_by_state(office.agency, office.back) == {"in_process": 1}


def test_counts_are_narrowed_as_the_list_is(office: Office) -> None:
    first = in_process(office, details="Anggaran jalan")
    in_process(office, unit=office.other_unit)
    registered(office)
    actions.take(inquiry=first, by=office.back)

    def counted(**words: Any) -> dict[str, int]:
        return inquiries.counts_by_state(office.agency, office.ppid, **words)

    assert counted(unit=office.other_unit.pk) == {"in_process": 1}
    assert counted(words="jalan") == {"in_process": 1}
    assert counted(mine=True) == {}
    assert inquiries.counts_by_state(office.agency, office.back, mine=True) == {"in_process": 1}


def test_another_agency_stays_out_of_sight(office: Office) -> None:
    other = make_office("lain")
    foreign = in_process(other)
    assert rows(office, office.ppid) == []
    assert inquiries.counts_by_state(office.agency, office.ppid) == {}
    assert inquiries.inquiry_for(office.agency, office.ppid, foreign.pk) is None
    assert inquiries.inquiry_for(other.agency, other.ppid, foreign.pk) == foreign


def test_a_unit_reads_no_other_unit_s_case(office: Office) -> None:
    foreign = in_process(office, unit=office.other_unit)
    assert inquiries.inquiry_for(office.agency, office.back, foreign.pk) is None


@pytest.mark.parametrize("many", [1, 30])
def test_worklist_costs_the_same_for_many(office: Office, many: int, django_assert_num_queries: Any) -> None:
    for _each in range(many):
        in_process(office)
    actor = office.ppid
    with clock.frozen(TUESDAY):
        rows(office, actor)
        with django_assert_num_queries(3):
            assert len(rows(office, actor)) == many


def test_material_worklist(office: Office) -> None:
    inquiry = in_process(office)
    with clock.frozen(TUESDAY):
        soon = actions.ask_unit(inquiry=inquiry, unit=office.other_unit, question="Satu", by=office.back)
        later = actions.ask_unit(
            inquiry=inquiry, unit=office.other_unit, question="Dua", by=office.back, due_on=dt.date(2026, 8, 14)
        )
        answered = actions.ask_unit(inquiry=inquiry, unit=office.other_unit, question="Tiga", by=office.back)
        actions.supply(material=answered, answer="Ini", by=office.other_back)
        closed = in_process(office)
        actions.ask_unit(inquiry=closed, unit=office.other_unit, question="Empat", by=office.back)
        actions.withdraw(inquiry=closed, reason="Sudah dapat", by=office.front)
    assert list(inquiries.material_worklist(office.agency, office.other_back)) == [soon, later]
    assert list(inquiries.material_worklist(office.agency, office.back)) == []
    assert list(inquiries.materials_of(inquiry)) == [soon, later, answered]


def test_tracking_needs_number_and_code_together(office: Office) -> None:
    inquiry = registered(office)
    code = actions.reissue_code(inquiry=inquiry, by=office.front)
    other = make_office("lain")
    assert tracked_inquiry(office.agency, f" {inquiry.number.lower()} ", code.lower()) == inquiry
    assert tracked_inquiry(office.agency, inquiry.number, "0000000000") is None
    assert tracked_inquiry(office.agency, "PPID-2026-999999", code) is None
    assert tracked_inquiry(other.agency, inquiry.number, code) is None
    assert inquiries.own_inquiry(office.agency, inquiry.pk) == inquiry
    assert inquiries.own_inquiry(other.agency, inquiry.pk) is None


@pytest.mark.parametrize(("basis", "in_time"), [("complete", 2), ("receipt", 1)])
def test_figures_of_a_year(office: Office, basis: str, in_time: int) -> None:
    Agency.objects.filter(pk=office.agency.pk).update(notice_basis=basis)
    agency = Agency.objects.get(pk=office.agency.pk)
    issued(office, REFUSING)
    registered(office)
    # Due on the 18th by receipt, on the 19th by completeness; issued on the 19th.
    narrow = drafted(office)
    with clock.frozen(dt.datetime(2026, 8, 19, 9, 0, tzinfo=WIB)):
        actions.issue_notice(inquiry=narrow, by=office.ppid)
    late = drafted(office)
    with clock.frozen(dt.datetime(2026, 8, 20, 9, 0, tzinfo=WIB)):
        actions.issue_notice(inquiry=late, by=office.ppid)
    registered(office, at=dt.datetime(2025, 12, 31, 23, 0, tzinfo=WIB))
    assert inquiries.month_figures(agency, year=2026) == {"received": 4, "answered": 3, "in_time": in_time}
    assert inquiries.month_figures(agency, year=2025) == {"received": 1, "answered": 0, "in_time": 0}


def test_case_file(office: Office, django_assert_num_queries: Any) -> None:
    inquiry = drafted(office)
    with clock.frozen(TUESDAY):
        for purpose in (Purpose.IDENTITY, Purpose.ANSWER):
            documents.store(
                agency=office.agency,
                subject_type="inquiry",
                subject_id=inquiry.pk,
                purpose=purpose,
                upload=inspected(),
                by=office.ppid,
            )
        actions.ask_unit(inquiry=inquiry, unit=office.other_unit, question="Data?", by=office.back)
        given = actions.ask_unit(inquiry=inquiry, unit=office.other_unit, question="Lagi?", by=office.back)
        actions.supply(material=given, answer="Ini", by=office.other_back)
    with clock.frozen(dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB)):
        inquiry = inquiries.inquiry_for(office.agency, office.ppid, inquiry.pk)  # type: ignore[assignment]
        with django_assert_num_queries(5):
            found = cases.case_file(office.agency, office.ppid, inquiry)
        narrow = cases.case_file(office.agency, office.back, inquiry)
    assert found.notice == inquiry.notice
    assert (len(found.documents), found.hidden_files) == (2, 0)
    assert ([each.purpose for each in narrow.documents], narrow.hidden_files) == (["answer"], 1)
    assert [(line.days_left, line.late) for line in found.materials] == [(-1, True), (None, False)]
    assert [move.step for move in found.moves] == [
        "register", "declare_complete", "assign", "draft", "ask_unit", "ask_unit", "supply",
    ]  # fmt: skip
    assert [(line.title, line.days_left, line.late, line.decisive) for line in found.clocks] == [
        ("Pemeriksaan kelengkapan", None, False, False),
        ("Pemberitahuan tertulis, dihitung dari penerimaan", 5, False, False),
        ("Pemberitahuan tertulis, dihitung dari dinyatakan lengkap", 6, False, True),
    ]
    assert found.urgent is not None
    assert found.urgent.clock.label == "notice_receipt"


def test_nothing_is_urgent_when_all_clocks_stand(office: Office) -> None:
    inquiry = issued(office)
    found = cases.case_file(office.agency, office.ppid, inquiry)
    assert {line.clock.label for line in found.clocks if line.clock.is_open} == {"objection_window"}
    assert found.urgent is None
    assert {line.clock.label for line in found.clocks if not line.ours} == {"objection_window"}


def test_a_case_without_notice_has_none(office: Office) -> None:
    assert cases.notice_of(registered(office)) is None


def test_receipt_decides_where_the_agency_says_so() -> None:
    office = make_office("ketat", notice_basis="receipt")
    found = cases.case_file(office.agency, office.ppid, in_process(office))
    assert {line.clock.label: line.decisive for line in found.clocks} == {
        "completeness_check": False,
        "notice_receipt": True,
        "notice_complete": False,
    }


def test_an_unknown_clock_is_called_by_its_label() -> None:
    assert cases.clock_title(Clock(label="internal")) == "internal"


def test_explained_clocks(office: Office) -> None:
    inquiry = in_process(office)
    with clock.frozen(TUESDAY):
        actions.extend(inquiry=inquiry, reason="not_yet_held", note="Dikumpulkan.", by=office.ppid)
        found = {line.clock.label: explained for line, explained in cases.explained_clocks(office.agency, inquiry)}
    receipt = found["notice_receipt"]
    counted = [day.on for day in receipt.days if day.kind == "counted"]
    # Worked examples 1 and 2: to 18 August, and from there to 28 August.
    assert (counted[9], counted[-1], len(counted)) == (DUE, dt.date(2026, 8, 28), 17)
    assert {day.on: day.name for day in receipt.days if day.kind == "holiday"} == {
        dt.date(2026, 8, 17): "Hari Kemerdekaan Republik Indonesia",
        dt.date(2026, 8, 25): "Maulid Nabi Muhammad",
    }
    assert [rule.legal_basis for rule in receipt.rules] == [
        "UU 14/2008 Pasal 22 ayat (7)",
        "UU 14/2008 Pasal 22 ayat (8)",
    ]


def test_time_for_repair(office: Office) -> None:
    inquiry = awaiting(office)

    def overdue_at(at: dt.datetime) -> bool:
        with clock.frozen(at):
            return cases.repair_overdue(inquiry, cases.case_file(office.agency, office.ppid, inquiry).clocks)

    # Asked on Tuesday 4 August: three working days end on Friday the 7th.
    assert overdue_at(dt.datetime(2026, 8, 7, 23, 0, tzinfo=WIB)) is False
    assert overdue_at(dt.datetime(2026, 8, 8, 0, 1, tzinfo=WIB)) is True


def test_state_clocks_are_those_of_the_answer() -> None:
    assert set(inquiries._STATE_CLOCKS) == {
        procedure.CLOCK_CHECK,
        procedure.CLOCK_FIX,
        procedure.CLOCK_RECEIPT,
        procedure.CLOCK_COMPLETE,
    }


def test_the_page_s_inquiry_is_read_in_one_query(office: Office, django_assert_num_queries: Any) -> None:
    pk, actor = drafted(office, GRANTING).pk, office.ppid
    with django_assert_num_queries(1):
        found = inquiries.inquiry_for(office.agency, actor, pk)
        assert found is not None
        read = (found.contact.name, found.unit, found.notice.drafted_by, found.agency)
    assert read == ("Sri Rahayu", office.unit, office.back.user, office.agency)
