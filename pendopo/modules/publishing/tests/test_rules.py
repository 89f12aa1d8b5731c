"""The catalogue, due dates and standings, and when a link is dead."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from pendopo.lib import deadlines
from pendopo.modules.publishing.rules import catalogue, duties, limits, links
from pendopo.modules.publishing.rules.duties import Terms

pytestmark = pytest.mark.once
D = dt.date
TODAY = D(2026, 8, 3)
NOW = dt.datetime(2026, 8, 3, 3, 0, tzinfo=dt.UTC)


def test_the_catalogue_holds_what_the_sources_list() -> None:
    found = catalogue.catalogue_on(TODAY)
    counted = Counter(item.kind for item in found.items)
    assert counted == {"periodic": 11, "immediate": 1, "any_time": 16, "yearly": 2, "standard": 8}
    assert len(found.by_key) == len(found.items) == 38
    assert {item.confidence for item in found.items} == {"A", "B"}
    assert all(item.article and item.source and item.text for item in found.items)
    assert [item.key for item in found.items if item.kind == "any_time"] == [
        f"any_time-{c}" for c in "abcdefghijklmnop"
    ]


def test_villages_are_bound_by_the_law_itself() -> None:
    found = catalogue.catalogue_on(TODAY)
    assert {item.key for item in found.for_kind("village")} == {
        *(f"periodic-{n}" for n in (1, 2, 3, 4)), "immediate-1", *(f"any_time-{c}" for c in "abdhjno"), "yearly-announcement",
    }  # fmt: skip
    assert found.for_kind("regency") == found.items


def test_every_period_is_a_registered_rule() -> None:
    rules = {item.rule for item in catalogue.catalogue_on(TODAY).items} - {""}
    assert rules == {"periodic_refresh", "annual_report", "yearly_announcement"}
    assert {code: deadlines.rule(code).n for code in rules} == {
        "periodic_refresh": 6, "annual_report": 3, "yearly_announcement": 12,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("months", "proved_on", "due"),
    [
        (6, D(2026, 8, 31), D(2027, 2, 28)),  # reference/kip.md, worked example 34
        (6, D(2027, 8, 31), D(2028, 2, 29)),
        (6, D(2026, 2, 28), D(2026, 8, 28)),
        (6, D(2026, 12, 31), D(2027, 6, 30)),
        (1, D(2026, 1, 31), D(2026, 2, 28)),
        (12, D(2024, 2, 29), D(2025, 2, 28)),
        (3, D(2026, 11, 30), D(2027, 2, 28)),
        (6, D(2026, 3, 15), D(2026, 9, 15)),
    ],
)
def test_months_end_with_a_shorter_month(months: int, proved_on: dt.date, due: dt.date) -> None:
    assert duties.due_on(Terms(months), proved_on, TODAY) == due


@pytest.mark.parametrize(
    ("agreed", "proved_on", "due"),
    [
        (Terms(3, yearly=True), None, D(2026, 3, 31)),
        (Terms(3, yearly=True), D(2026, 3, 30), D(2027, 3, 31)),
        (Terms(3, yearly=True), D(2026, 7, 1), D(2027, 3, 31)),
        (Terms(3, yearly=True), D(2025, 3, 1), D(2026, 3, 31)),
        (Terms(12, yearly=True), None, D(2026, 12, 31)),
        (Terms(12, yearly=True), D(2026, 5, 1), D(2027, 12, 31)),
        (Terms(6), None, None),
        (Terms(), D(2026, 5, 1), None),
        (Terms(), None, None),
    ],
)
def test_yearly_and_undated(agreed: Terms, proved_on: dt.date | None, due: dt.date | None) -> None:
    assert duties.due_on(agreed, proved_on, TODAY) == due


def test_the_stricter_period_counts() -> None:
    refresh, yearly = deadlines.rule("periodic_refresh"), deadlines.rule("annual_report")
    assert duties.terms(refresh, None) == Terms(6)
    assert duties.terms(refresh, 3) == Terms(3)
    assert duties.terms(refresh, 12) == Terms(6)
    assert duties.terms(yearly, 1) == Terms(3, yearly=True)
    assert duties.terms(None, 6) == Terms(6)
    assert duties.terms(None, None) == Terms()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"waived": True, "due": D(2020, 1, 1), "dead": True}, "not_applicable"),
        ({"due": D(2026, 8, 2)}, "overdue"),
        ({"due": D(2026, 8, 2), "dead": True}, "overdue"),
        ({"due": D(2026, 8, 3)}, "soon"),
        ({"due": D(2026, 9, 2)}, "soon"),
        ({"due": D(2026, 9, 3)}, "met"),
        ({"due": None}, "met"),
        ({"due": None, "dead": True}, "dead_link"),
        ({"proved_on": None, "due": None}, "no_proof"),
        ({"proved_on": None, "due": D(2026, 12, 31)}, "no_proof"),
        ({"proved_on": None, "due": D(2026, 8, 20)}, "soon"),
        ({"proved_on": None, "due": D(2026, 3, 31)}, "overdue"),
        ({"proved_on": None, "due": None, "immediate": True}, "waiting"),
        ({"due": None, "immediate": True}, "met"),
    ],
)
def test_standings(given: dict[str, object], expected: str) -> None:
    facts = {
        "waived": False,
        "immediate": False,
        "proved_on": D(2026, 1, 1),
        "dead": False,
        "today": TODAY,
        "soon_days": 30,
    }
    assert duties.standing(**(facts | given)) == expected  # type: ignore[arg-type]
    assert set(duties.STANDINGS) >= {expected}


@pytest.mark.parametrize(
    ("ok", "failures", "hours", "state"),
    [
        (True, 0, None, "fine"),
        (False, 1, 0, "failing"),
        (False, 2, 30, "failing"),
        (False, 3, 23, "failing"),
        (False, 3, 24, "dead"),
        (False, 9, 240, "dead"),
        (False, 3, None, "failing"),
    ],
)
def test_dead_only_after_failures_in_time(ok: bool, failures: int, hours: int | None, state: str) -> None:
    first = None if hours is None else NOW - dt.timedelta(hours=hours)
    assert links.state_after(ok=ok, failures=failures, first_failed_at=first, now=NOW) == state


def test_asked_again_sooner_after_failures() -> None:
    waits = [links.next_check_at(failures=n, now=NOW) - NOW for n in range(4)]
    assert waits == [dt.timedelta(days=limits.RECHECK_DAYS), *(dt.timedelta(hours=h) for h in (1, 24, 24))]
