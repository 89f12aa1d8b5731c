"""What was published before there was a DIP keeps its address, its words and its link."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pendopo.kernel import clock
from pendopo.modules.dip.actions import recount
from pendopo.modules.dip.models import Entry, EntryFile, EntryVersion, Tally
from pendopo.modules.dip.tests.desk import make_desk

BEFORE = [("dip", "0001_initial"), ("information", "0006_imported_notices")]


def migrate(targets: list[tuple[str, str]]) -> Any:
    """Go to these migrations and return the models as they are then."""
    return MigrationExecutor(connection).migrate(targets).apps


@pytest.mark.django_db(transaction=True)
def test_published_information_becomes_entries_under_its_own_address() -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    desk, empty = make_desk(), make_desk("kosong")
    unit = desk.unit
    try:
        old = migrate(BEFORE).get_model("information", "PublicEntry").objects
        words = {"agency_id": desk.agency.pk, "summary": "Isi.", "search_text": "laporan isi."}
        first = old.create(title="Laporan", entry_class="periodic", published_on=dt.date(2025, 8, 31), unit_id=unit.pk,
                           url="https://sukamaju.example/1", **words)  # fmt: skip
        old.create(title="Rencana", entry_class="any_time", published_on=dt.date(2026, 3, 1), **words)
    finally:
        migrate(latest)
    entries = list(Entry.objects.order_by("year"))
    assert [(each.number, each.state, each.unit_id, each.review_due) for each in entries] == [
        ("DIP-SUK-2025-00001", "published", unit.pk, dt.date(2026, 2, 28)),
        ("DIP-SUK-2026-00001", "published", None, dt.date(2026, 9, 1)),
    ]
    assert (entries[0].pk, EntryFile.objects.get().url) == (first.pk, "https://sukamaju.example/1")
    assert list(EntryVersion.objects.order_by("published_on").values_list("title", "is_live", "is_latest", "number")) == [
        ("Laporan", True, True, 1), ("Rencana", True, True, 1),
    ]  # fmt: skip
    assert (Tally.objects.count(), recount(desk.agency), recount(empty.agency)) == (2, 2, 0)
    # The register goes on after them.
    with clock.frozen(dt.datetime(2026, 8, 3, 3, tzinfo=dt.UTC)):
        assert desk.draft().number == "DIP-SUK-2026-00002"
