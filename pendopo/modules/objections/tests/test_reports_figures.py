"""Facts about objections for the annual report, and their papers for a dossier."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.kernel.reporting.period import of_year
from pendopo.modules.objections.queries import papers
from pendopo.modules.objections.reports import OBJECTION_FACTS
from pendopo.modules.objections.tests.office import UPHOLD, WIB, Office, answered, filed, unanswered

CUT_OFF = dt.datetime(2026, 7, 1, 8, 0, tzinfo=WIB)


def test_answered_waiting_and_silent_objections(office: Office) -> None:
    told, silent = answered(office), unanswered(office)
    found = {fact.subject_id: fact for fact in OBJECTION_FACTS.facts(office.agency, of_year(2026), CUT_OFF)}
    assert {key: (set(fact.marks), dict(fact.measures)) for key, fact in found.items()} == {
        told.pk: ({"received", "letter_a", "refused", "answered"}, {"days": DAYS}),
        silent.pk: ({"received", "letter_a", "unanswered"}, {}),
    }
    assert list(OBJECTION_FACTS.facts(office.agency, of_year(2025), CUT_OFF)) == []


# Received on Monday 13 April 2026, answered on Friday 29 May: 34 weekdays, less 1, 14, 15, 27 and 28 May.
DAYS = 29


@pytest.mark.parametrize("rows", [1, 50])
def test_facts_take_one_query_for_1_and_50_objections(office: Office, rows: int) -> None:
    for _ in range(rows):
        filed(office)
    list(OBJECTION_FACTS.facts(office.agency, of_year(2026), CUT_OFF))  # the calendar is read once per process
    with CaptureQueriesContext(connection) as seen:
        assert len(list(OBJECTION_FACTS.facts(office.agency, of_year(2026), CUT_OFF))) == rows
    assert len(seen) == 2


def test_papers_of_an_answered_and_of_a_silent_objection(office: Office) -> None:
    told, silent = answered(office, UPHOLD), unanswered(office)
    assert [(each.title, each.on) for each in papers.papers_of(office.agency, told)] == [
        ("Keberatan", dt.date(2026, 4, 13)),
        ("Tanggapan atasan PPID", dt.date(2026, 5, 29)),
    ]
    assert [(each.title, each.on) for each in papers.papers_of(office.agency, silent)] == [
        ("Keberatan", dt.date(2026, 4, 13)),
        ("Tidak ada tanggapan sampai batas waktu", dt.date(2026, 6, 2)),
    ]
    facts = dict(papers.papers_of(office.agency, told)[1].facts)
    assert (facts["Keputusan"], facts["Alasan"]) == ("Keberatan ditolak", UPHOLD.reasons)
    assert papers.window_until(office.agency, silent.pk) == dt.date(2026, 6, 23)
    assert papers.window_until(office.agency, filed(office).pk) is None
    assert papers.numbered(office.agency, told.number) == told.pk
    assert papers.numbered(office.agency, "tidak-ada") is None
