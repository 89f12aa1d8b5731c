"""Deadline rules: the registry, and working days, months and hours (examples 31 to 34)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from pendopo.lib import deadlines
from pendopo.lib.deadlines import (
    Deadline,
    DeadlineRule,
    Regime,
    UnknownRegime,
    UnknownRule,
    add_months,
    compute,
    register_regimes,
    register_rules,
    rule,
    rule_under,
)
from pendopo.lib.workdays import DayOff, WorkCalendar

pytestmark = pytest.mark.once

WIB, WITA = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar")
CALENDAR = WorkCalendar(
    date(2026, 1, 1), date(2026, 12, 31), days_off={date(2026, 8, 17): DayOff(date(2026, 8, 17), "Merdeka")}
)
NOTICE = DeadlineRule("notice", 10, "working_days", "Pemberitahuan", "diterima", "UU", "A")
BREACH = DeadlineRule("breach", 72, "hours", "Kegagalan", "diketahui", "UU", "B")
REFRESH = DeadlineRule("refresh", 6, "months", "Berkala", "diumumkan", "UU", "B")
REPORT = DeadlineRule("report", 3, "months", "Laporan", "akhir tahun", "PerKI", "B", anchor="year_end")


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(deadlines, "_rules", {})


@pytest.mark.usefixtures("registry")
def test_rules_are_registered_in_order_and_once():
    register_rules(NOTICE, BREACH)
    register_rules(NOTICE)
    assert dict(deadlines.all_rules()) == {"notice": NOTICE, "breach": BREACH}
    assert rule("breach") is BREACH


@pytest.mark.usefixtures("registry")
def test_a_code_means_one_thing():
    register_rules(NOTICE)
    other = DeadlineRule("notice", 3, "working_days", "Pemilu", "diterima", "PerKI", "B")
    with pytest.raises(ValueError, match="Two different deadline rules are called 'notice'"):
        register_rules(other)


@pytest.mark.usefixtures("registry")
def test_an_unknown_rule_names_the_known_ones():
    with pytest.raises(UnknownRule, match="No deadline rule 'x'; known are none"):
        rule("x")
    register_rules(NOTICE, BREACH)
    with pytest.raises(UnknownRule, match="known are notice, breach") as caught:
        rule("x")
    assert caught.value.known == ("notice", "breach")


OLD = replace(NOTICE, valid_until=date(2026, 6, 30))
NEW = replace(NOTICE, n=7, valid_from=date(2026, 7, 1), legal_basis="UU baru")


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)])
def test_the_version_in_force_on_a_day_counts(order: tuple[DeadlineRule, ...]):
    register_rules(*order, BREACH)
    register_rules(*order)
    assert deadlines.versions_of("notice") == (OLD, NEW)
    assert (rule("notice", date(2026, 6, 30)).n, rule("notice", date(2026, 7, 1)).n) == (10, 7)
    assert rule("notice") is NEW
    assert dict(deadlines.all_rules(date(2026, 1, 1))) == {"notice": OLD, "breach": BREACH}
    assert dict(deadlines.all_rules()) == {"notice": NEW, "breach": BREACH}
    assert (OLD.version, NEW.version) == ("notice", "notice@2026-07-01")


@pytest.mark.usefixtures("registry")
def test_versions_neither_overlap_nor_end_before_they_begin():
    register_rules(OLD)
    with pytest.raises(ValueError, match="on the same day"):
        register_rules(replace(NEW, valid_from=date(2026, 6, 30)))
    with pytest.raises(ValueError, match="ends before it begins"):
        register_rules(replace(NEW, valid_until=date(2026, 6, 1)))
    assert deadlines.versions_of("notice") == (OLD,)


@pytest.mark.usefixtures("registry")
def test_a_gap_between_versions_is_no_rule():
    register_rules(OLD, replace(NEW, valid_from=date(2026, 8, 1)))
    with pytest.raises(UnknownRule, match="in force on 2026-07-15"):
        rule("notice", date(2026, 7, 15))
    assert dict(deadlines.all_rules(date(2026, 7, 15))) == {}


def test_a_regime_names_what_takes_the_place_of_the_general_rules(monkeypatch):
    monkeypatch.setattr(deadlines, "_rules", {})
    monkeypatch.setattr(deadlines, "_regimes", {})
    short = replace(NOTICE, code="short_notice", n=3)
    general = Regime("general", "Umum", "UU", "naskah", verified=True)
    election = Regime("election", "Pemilu", "PerKI", "berita", verified=False, replaces={"notice": "short_notice"})
    register_rules(NOTICE, BREACH, short)
    register_regimes(general, election)
    register_regimes(general)
    assert dict(deadlines.all_regimes()) == {"general": general, "election": election}
    assert [rule_under(code, "notice").n for code in ("general", "election", "")] == [10, 3, 10]
    assert rule_under("election", "breach") is BREACH
    with pytest.raises(UnknownRegime, match="'mars'; known are general, election"):
        deadlines.regime("mars")
    with pytest.raises(ValueError, match="Two different regimes are called 'general'"):
        register_regimes(replace(general, title="Lain"))


def test_working_days_end_with_the_last_second_of_the_day_in_the_zone():
    due = compute(NOTICE, datetime(2026, 8, 3, 10, tzinfo=WIB), WIB, CALENDAR)
    assert due == Deadline(
        NOTICE,
        10,
        date(2026, 8, 3),
        date(2026, 8, 18),
        datetime(2026, 8, 18, 23, 59, 59, tzinfo=WIB),
        CALENDAR.explain(date(2026, 8, 3), 10),
    )


@pytest.mark.parametrize(
    ("received", "receipt", "start_on"),
    [
        (datetime(2026, 5, 8, 19, 30, tzinfo=WIB), "as_is", date(2026, 5, 8)),
        (datetime(2026, 5, 8, 19, 30, tzinfo=WIB), "next_working_day", date(2026, 5, 11)),
        (date(2026, 5, 8), "next_working_day", date(2026, 5, 8)),
        (date(2026, 5, 9), "next_working_day", date(2026, 5, 11)),
        (date(2026, 5, 9), "as_is", date(2026, 5, 9)),
    ],
)
def test_receipt_policy_moves_the_start(received, receipt, start_on):
    assert compute(NOTICE, received, WIB, CALENDAR, receipt=receipt).start_on == start_on


def test_the_closing_hour_decides():
    late = datetime(2026, 5, 8, 15, 0, tzinfo=WIB)
    due = compute(NOTICE, late, WIB, CALENDAR, receipt="next_working_day", closes_at=time(15, 0))
    assert due.start_on == date(2026, 5, 11)


def test_31_breach_is_due_72_elapsed_hours_later():
    due = compute(BREACH, datetime(2026, 12, 24, 15, tzinfo=WIB), WIB, CALENDAR)
    assert due.due_at == datetime(2026, 12, 27, 15, tzinfo=WIB)
    assert (due.start_on, due.due_on, due.computation) == (date(2026, 12, 24), date(2026, 12, 27), None)


def test_32_hours_ignore_holidays_and_keep_the_zone():
    due = compute(BREACH, datetime(2026, 5, 29, 16, 30, tzinfo=WITA), WITA, CALENDAR)
    assert due.due_at.isoformat() == "2026-06-01T16:30:00+08:00"


def test_hours_are_elapsed_also_where_clocks_change():
    zone = ZoneInfo("Europe/Berlin")
    due = compute(BREACH, datetime(2026, 10, 24, 12, tzinfo=zone), zone, CALENDAR)
    assert due.due_at.isoformat() == "2026-10-27T11:00:00+01:00"


def test_hours_from_a_plain_date_run_from_midnight():
    due = compute(BREACH, date(2026, 12, 24), WIB, CALENDAR)
    assert due.due_at.astimezone(UTC) == datetime(2026, 12, 26, 17, tzinfo=UTC)


def test_33_annual_report_counts_from_the_end_of_the_year():
    due = compute(REPORT, date(2026, 5, 4), WIB, CALENDAR)
    assert (due.start_on, due.due_on) == (date(2026, 12, 31), date(2027, 3, 31))


def test_34_periodic_information_clamps_to_the_end_of_the_month():
    due = compute(REFRESH, datetime(2026, 8, 31, 20, tzinfo=UTC), ZoneInfo("UTC"), CALENDAR)
    assert (due.start_on, due.due_on) == (date(2026, 8, 31), date(2027, 2, 28))
    assert due.due_at.isoformat() == "2027-02-28T23:59:59+00:00"


@pytest.mark.parametrize(
    ("on", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 6, 30), 0, date(2026, 6, 30)),
    ],
)
def test_add_months(on: date, months: int, later: date):
    assert add_months(on, months) == later
