"""Snapshots: frozen once, proved by recount, every figure opens its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.people.actors import SYSTEM
from pendopo.kernel.reporting import facts
from pendopo.kernel.reporting.actions import take_snapshot
from pendopo.kernel.reporting.facts import FactSource, add_source, all_sources, find_source
from pendopo.kernel.reporting.models import Snapshot, SnapshotRow
from pendopo.kernel.reporting.period import Period, of_year
from pendopo.kernel.reporting.queries import figure_rows, recount
from pendopo.kernel.reporting.rules import Fact, Figure
from pendopo.kernel.reporting.tests.letters import AT

RECEIVED = Figure("received", "Diterima", basis="Pasal uji")
A_B = Figure("a_b", "Bertanda a_b")
AXB = Figure("axb", "Bertanda axb")
DAYS = Figure("received", "Lama", "median", "days")
_count = 3


def _facts(agency: Agency, period: Period, cut_off: dt.datetime) -> Iterator[Fact]:
    for number in range(1, _count + 1):
        marks = {"received", "a_b" if number % 2 else "axb"}
        measures = {"days": number} if number < 3 else {}
        yield Fact(UUID(int=number), f"{number:03d}/{agency.slug}", period.start, frozenset(marks), measures)


SOURCE = FactSource(
    key="uji",
    title="Perkara uji",
    version="2026.1",
    figures=(RECEIVED, A_B, AXB, DAYS),
    facts=_facts,
    link=lambda subject, agency: f"/{agency.slug}/meja/uji/{subject}/",
)


@pytest.fixture(autouse=True)
def _sources() -> Iterator[None]:
    kept = dict(facts._sources)
    facts._sources.clear()
    add_source(SOURCE)
    with clock.frozen(AT):
        yield
    facts._sources.clear()
    facts._sources.update(kept)


@pytest.fixture
def taken(agency: Agency) -> Snapshot:
    return take_snapshot(agency=agency, report="uji", period=of_year(2026), sources=all_sources(), by=SYSTEM)


def url(snapshot: Snapshot, key: str, slug: str = "sukamaju") -> str:
    return f"/{slug}/meja/laporan/{snapshot.pk}/uji/{key}/"


def test_a_snapshot_keeps_figures_versions_and_rows(agency: Agency, taken: Snapshot) -> None:
    assert taken.values == {"uji": {"received": "3", "a_b": "2", "axb": "1", "received:median:days": "1.5"}}
    assert (taken.versions, taken.cut_off_at, taken.value("uji", "a_b"), taken.value("lain", "x")) == (
        {"uji": "2026.1"}, AT, "2", None,
    )  # fmt: skip
    assert list(SnapshotRow.objects.order_by("id").values_list("number", "marks", "measures")) == [
        ("001/sukamaju", "|a_b|received|", {"days": 1}),
        ("002/sukamaju", "|axb|received|", {"days": 2}),
        ("003/sukamaju", "|a_b|received|", {}),
    ]
    assert list(Snapshot.objects.for_agency(agency)) == [taken]
    entry = Entry.objects.for_agency(agency).get(action="reporting.snapshot")
    assert (entry.details["rows"], entry.details["digests"]) == (3, taken.digests)


def test_a_figure_finds_its_own_rows_only(taken: Snapshot) -> None:
    # "_" is a wildcard of LIKE: a_b must not find axb.
    assert [row.number for row in figure_rows(taken, "uji", A_B)] == ["001/sukamaju", "003/sukamaju"]
    assert [row.number for row in figure_rows(taken, "uji", DAYS)] == ["001/sukamaju", "002/sukamaju"]


def test_recount_proves_and_finds_what_was_changed(taken: Snapshot) -> None:
    assert recount(taken, all_sources()).is_equal
    SnapshotRow.objects.filter(number="002/sukamaju").update(number="999/sukamaju")
    assert recount(taken, all_sources()).differing == ("uji",)


def test_progress_is_told_by_batch(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pendopo.kernel.reporting.actions._BATCH", 2)
    told: list[int] = []
    take_snapshot(
        agency=agency, report="uji", period=of_year(2026), sources=all_sources(), by=SYSTEM, progress=told.append
    )
    assert told == [2, 3]


def test_two_sources_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="Two sources"):
        add_source(FactSource("uji", "Lain", "1", (), _facts, lambda subject, agency: ""))
    assert find_source("tidak-ada") is None


def test_the_page_of_a_figure_shows_value_rows_cut_off_and_version(
    taken: Snapshot, visit: Callable[..., Client]
) -> None:
    page = visit("ppid").get(url(taken, "a_b")).content.decode()
    for shown in ("Bertanda a_b: 2", "001/sukamaju", f"/sukamaju/meja/uji/{UUID(int=3)}/", "2026.1", "01.30"):
        assert shown in page
    assert "002/sukamaju" not in page


def test_doors_of_a_figure(taken: Snapshot, other_agency: Agency, visit: Callable[..., Client]) -> None:
    visitors = {
        "nobody": Client(),
        "desk": visit("front_office"),
        "stranger": visit("ppid", where=other_agency),
        "superior": visit("superior"),
        "auditor": visit("auditor"),
    }
    seen = {who: client.get(url(taken, "received")).status_code for who, client in visitors.items()}
    assert seen == {"nobody": 302, "desk": 403, "stranger": 404, "superior": 200, "auditor": 200}
    missing = [
        url(taken, "lain"),
        url(taken, "received").replace("/uji/", "/tak-ada/"),
        url(taken, "a_b") + "?setelah=x",
    ]
    assert [visit("ppid").get(address).status_code for address in missing] == [404, 404, 404]
    assert visit("ppid", where=other_agency).get(url(taken, "a_b", "lain")).status_code == 404


@pytest.mark.parametrize("rows", [1, 50])
def test_the_page_of_a_figure_takes_the_same_queries_for_1_and_50_rows(
    agency: Agency, visit: Callable[..., Client], rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}._count", rows)
    snapshot = take_snapshot(agency=agency, report="uji", period=of_year(2026), sources=all_sources(), by=SYSTEM)
    client = visit("ppid")
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url(snapshot, "received")).status_code == 200
    assert len(seen) == 7


def test_a_figure_turns_its_pages(
    agency: Agency, visit: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}._count", 51)
    snapshot = take_snapshot(agency=agency, report="uji", period=of_year(2026), sources=all_sources(), by=SYSTEM)
    client = visit("ppid")
    first = client.get(url(snapshot, "received")).content.decode()
    assert "050/sukamaju" in first
    assert "051/sukamaju" not in first
    fiftieth = SnapshotRow.objects.order_by("id")[49]
    second = client.get(url(snapshot, "received") + f"?setelah={fiftieth.pk}").content.decode()
    assert "051/sukamaju" in second
    assert "050/sukamaju" not in second
