"""Words about a date: since when a version of the law holds, whose regime, and entries whose date may still move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.actions import start_clock
from pendopo.kernel.calendar.explaining import period_words
from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.calendar.queries import case_entries
from pendopo.kernel.calendar.registry import AgendaKind, add_agenda, agendas
from pendopo.kernel.people.actors import SYSTEM
from pendopo.lib import deadlines
from pendopo.lib.deadlines import rule
from pendopo.lib.ids import uuid7

URL = "/kalkulator-tenggat/"
BASIS = "UU 14/2008 Pasal 22 ayat (7)"


@pytest.mark.parametrize(
    ("valid_from", "words"),
    [
        (None, f"10 hari kerja: {BASIS}"),
        (date(2026, 8, 1), f"10 hari kerja: {BASIS} (berlaku sejak 1 Agustus 2026)"),
    ],
)
def test_a_period_names_its_article_and_since_when_it_holds(valid_from: date | None, words: str) -> None:
    assert period_words(replace(rule("notice"), legal_basis=BASIS, valid_from=valid_from), 10) == words


def basis(client: Client, **asked: str) -> list[str]:
    """Return what the calculator's page gives as legal basis."""
    answer = client.get(URL, {"rule": "notice", "received": "2026-08-03T10:00+07:00", **asked})
    assert answer.status_code == 200
    found: list[str] = answer.context["rows"][-1]["value"]
    assert all(words in answer.content.decode() for words in found)
    return found


@pytest.mark.usefixtures("seeded", "noon")
def test_the_calculator_names_the_regime_and_the_version_of_the_law(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    law = basis(client)
    assert len(law) == 1
    assert basis(client, regime="village") == [*law, "Desa (belum diverifikasi)"]
    old = rule("notice")
    versions = (replace(old, valid_until=date(2026, 7, 31)), replace(old, n=7, valid_from=date(2026, 8, 1)))
    monkeypatch.setitem(deadlines._rules, "notice", versions)
    assert basis(client) == [*law, "Berlaku sejak 1 Agustus 2026."]
    assert basis(client, received="2026-07-31T10:00+07:00") == law


@pytest.mark.usefixtures("seeded", "noon")
@pytest.mark.parametrize(
    ("year", "notes"),
    [(2026, []), (2028, ["Tanggal ini masih sementara: cuti bersama belum ditetapkan."])],
)
def test_an_entry_says_that_its_date_is_provisional(agency: Agency, year: int, notes: list[str]) -> None:
    at = datetime(year, 3, 6, 10, tzinfo=ZoneInfo("Asia/Jakarta"))
    clock = start_clock(
        agency=agency, subject_type="inquiry", subject_id=uuid7(), rule="notice", start_at=at, by=SYSTEM
    )

    def title(_clock: Clock) -> str:
        return "Pemberitahuan tertulis"

    [entry] = case_entries(agency, [clock], f"7/{year}", title=title)
    assert (entry.summary, entry.at, entry.sequence) == (f"Pemberitahuan tertulis · 7/{year}", clock.due_on, 0)
    assert entry.description.split("\n")[1:] == notes


def test_a_kind_of_case_has_one_agenda() -> None:
    before: dict[str, AgendaKind] = dict(agendas())
    known = before["inquiry"]
    add_agenda(known)
    with pytest.raises(ValueError, match="Two different agendas are called 'inquiry'"):
        add_agenda(replace(known, page="information:own"))
    assert dict(agendas()) == before
