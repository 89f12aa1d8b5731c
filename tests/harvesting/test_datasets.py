"""The list of public information as datasets: what is public and nothing else, narrowed, ordered and counted by the database."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.adapters.open_data import PublishedDatasets
from pendopo.kernel import clock
from pendopo.kernel.search.tests.indexing import Indexed, searchable
from pendopo.lib.keeping import forget_all
from pendopo.modules.dip import actions
from pendopo.modules.dip.actions import Attached
from pendopo.modules.dip.queries import machines
from pendopo.modules.dip.rules import kinds
from pendopo.modules.dip.tests.desk import LINK, Desk, make_desk, upload
from pendopo.modules.open_data.ports import Dataset, Found, Scope, datasets
from pendopo.modules.open_data.rules.asking import Sort, read

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 8, 3, 3, 0, tzinfo=dt.UTC)
EVERYBODY = Scope()
BY_KEY = Sort("id", descending=False)
PORT = PublishedDatasets()


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def index() -> Iterator[Indexed]:
    with searchable() as found:
        yield found


def search(q: str = "", fq: str = "", *, scope: Scope = EVERYBODY, sort: Sort = BY_KEY, **more: Any) -> Found:
    return PORT.search(scope, read(q, [fq]), sort, **({"start": 0, "rows": 50} | more))


def titles(*asked: Any, **more: Any) -> list[str]:
    return [each.title for each in search(*asked, **more).rows]


def of(desk: Desk) -> Scope:
    return Scope(frozenset({desk.agency.pk}))


def test_the_port_is_connected() -> None:
    assert isinstance(datasets.get(), PublishedDatasets)


def test_an_entry_as_a_dataset(desk: Desk) -> None:
    with clock.frozen(MONDAY):
        entry = desk.published("Kas", attached=Attached(links=[LINK], uploads=[upload()]))
    found = PORT.one(EVERYBODY, entry.pk)
    assert found is not None
    file, link = sorted(found.resources, key=lambda each: each.is_download, reverse=True)
    assert (found.id, found.agency_id, found.title, found.group, found.tags) == (
        entry.pk, desk.agency.pk, "Kas", kinds.PERIODIC, ["LKjIP"],
    )  # fmt: skip
    assert (found.created_at, found.modified_at) == (MONDAY, MONDAY)
    assert found.page == f"/sukamaju/informasi/{entry.pk}/"
    assert found.extras == {
        "number": entry.number, "category": "Ringkasan kinerja", "holder": "Sekretariat",
        "responsible": "Kepala Bagian Perencanaan", "made": "Januari 2026, Sukamaju", "form": "Softcopy",
        "retention": "5 tahun, lalu permanen", "year": "2025", "cycle": "Bila ada perubahan",
    }  # fmt: skip
    assert (file.format, file.mimetype, len(file.sha256), file.url.split("/")[:4]) == (
        "CSV", "text/csv", 64, ["", "sukamaju", "informasi", str(entry.pk)],
    )  # fmt: skip
    assert (link.name, link.url, link.format, link.size) == (LINK.label, LINK.url, "", None)


def test_only_what_is_public_now_is_there(desk: Desk) -> None:
    desk.draft()
    desk.asked()
    gone = desk.published("Ditarik")
    actions.withdraw(entry=gone, reason="Keliru.", by=desk.ppid)
    asleep = make_desk("tidur")
    asleep.published("Instansi nonaktif")
    type(asleep.agency).objects.filter(pk=asleep.agency.pk).update(is_active=False)
    with clock.frozen(MONDAY):
        shown = desk.published("Lama")
    desk.revised(shown, title="RAHASIA belum terbit")
    assert titles() == ["Lama"]
    assert [key for key, _agency in PORT.keys(EVERYBODY, start=0, rows=None)] == [shown.pk]
    assert [each.title for each in PORT.all_of(desk.agency)] == ["Lama"]
    assert PORT.counts(EVERYBODY) == {desk.agency.pk: 1}
    assert PORT.state(desk.agency) == (1, MONDAY)
    assert PORT.one(EVERYBODY, gone.pk) is None
    assert PORT.one(of(asleep), shown.pk) is None


def test_a_revision_changes_the_moment_and_keeps_key_and_first_day(desk: Desk) -> None:
    with clock.frozen(MONDAY):
        entry = desk.published("Lama")
    later = MONDAY + dt.timedelta(days=2)
    with clock.frozen(later):
        revised = desk.revised(entry, title="Baru")
        actions.publish(entry=actions.submit(entry=revised, by=desk.writer), by=desk.ppid)
    [found] = search("", "metadata_modified:[2026-08-04T00:00:00Z TO *]").rows
    assert (found.id, found.title, found.created_at, found.modified_at) == (entry.pk, "Baru", MONDAY, later)
    assert titles("", "metadata_created:[2026-08-04T00:00:00Z TO *]") == []
    assert titles("", "metadata_created:[* TO 2026-08-04T00:00:00Z]") == ["Baru"]


@pytest.fixture
def four(desk: Desk) -> Desk:
    """Four entries of two agencies, an hour apart."""
    other = make_desk("lain")
    for hour, (whose, title, more) in enumerate(
        [
            (desk, "Anggaran kas", {"tags": ("kas daerah", "uang"), "attached": Attached(uploads=[upload()])}),
            (desk, "Gempa", {"entry_class": kinds.IMMEDIATE, "category": "", "tags": ("é \"gempa\"",)}),
            (desk, "Rencana", {"entry_class": kinds.ANY_TIME, "category": "", "tags": ()}),
            (other, "Bantuan", {"tags": ("uang",), "summary": "Zebra."}),
        ]
    ):  # fmt: skip
        with clock.frozen(MONDAY + dt.timedelta(hours=hour)):
            whose.published(title, **more)
    return desk


def test_conditions(four: Desk) -> None:
    everything = ["Anggaran kas", "Gempa", "Rencana", "Bantuan"]
    for fq, wanted in [
        ("", everything),
        ("tags:uang", ["Anggaran kas", "Bantuan"]),
        ('tags:("kas daerah" OR tidak)', ["Anggaran kas"]),
        (r'tags:"é \"gempa\""', ["Gempa"]),
        ("tags:kas", []),
        ("-tags:uang", ["Gempa", "Rencana"]),
        ("groups:immediate", ["Gempa"]),
        ("-groups:(immediate OR any_time)", ["Anggaran kas", "Bantuan"]),
        ("res_format:CSV", ["Anggaran kas"]),
        ("res_format:XYZ", []),
        ("-res_format:CSV", ["Gempa", "Rencana", "Bantuan"]),
        ("id:x", []),
        ("metadata_modified:[2026-08-03T04:00:00Z TO 2026-08-03T05:00:00Z]", ["Gempa", "Rencana"]),
    ]:
        found = search("", fq)
        assert ([each.title for each in found.rows], found.total) == (wanted, len(wanted)), fq
    assert titles(scope=of(four)) == everything[:3]
    assert titles(scope=Scope(None, frozenset({four.agency.pk}))) == ["Bantuan"]


def test_orders_and_pages(four: Desk) -> None:
    for key, wanted in {
        "modified": ["Anggaran kas", "Gempa", "Rencana", "Bantuan"],
        "relevance": ["Anggaran kas", "Gempa", "Rencana", "Bantuan"],
        "created": ["Anggaran kas", "Gempa", "Rencana", "Bantuan"],
        "title": ["Anggaran kas", "Bantuan", "Gempa", "Rencana"],
        "id": ["Anggaran kas", "Gempa", "Rencana", "Bantuan"],
    }.items():
        for descending in (False, True):
            ordered = wanted[::-1] if descending else wanted
            pages = [titles(sort=Sort(key, descending), start=start, rows=3) for start in (0, 3, 6)]
            assert pages == [ordered[:3], ordered[3:], []], (key, descending)
    assert [key for key, _agency in PORT.keys(EVERYBODY, start=1, rows=2)] == [each.id for each in search().rows[1:3]]


def test_facets(four: Desk) -> None:
    wanted = ["organization", "groups", "tags", "res_format"]
    other = search("zebra").rows[0].agency_id
    assert search(facets=wanted, rows=0).facets == {
        "organization": {str(four.agency.pk): 3, str(other): 1},
        "groups": {"periodic": 2, "immediate": 1, "any_time": 1},
        "tags": {"kas daerah": 1, "uang": 2, "é \"gempa\"": 1},
        "res_format": {"CSV": 1},
    }  # fmt: skip
    assert search("", "tags:uang", facets=wanted, rows=0).facets == {
        "organization": {str(four.agency.pk): 1, str(other): 1},
        "groups": {"periodic": 2},
        "tags": {"kas daerah": 1, "uang": 2},
        "res_format": {"CSV": 1},
    }


def test_words_by_the_index_and_without_it(four: Desk, index: Indexed) -> None:
    # No index stands yet: the database looks for the words as they are.
    assert titles("zebra") == ["Bantuan"]
    index.bring_up_to_date()
    assert titles("zebra", sort=Sort()) == titles("zebra") == ["Bantuan"]
    assert titles("zebra", scope=of(four)) == []
    assert titles("zebra", "tags:kas") == []
    assert search("anggaran", sort=Sort()).rows[0].title == "Anggaran kas"
    # A machine that asked for these words is not told of others.
    assert titles("zebro") == titles("zebra tidakada") == []


def test_one_and_fifty_entries_cost_the_same(desk: Desk) -> None:
    costs = []
    for rows in (1, 49):
        for _ in range(rows):
            desk.published()
        forget_all()
        with CaptureQueriesContext(connection) as seen:
            found = search(facets=["groups", "organization", "tags", "res_format"])
        costs.append((len(found.rows), len(seen)))
    assert costs == [(1, 8), (50, 8)]
    with CaptureQueriesContext(connection) as seen:
        assert len(list(PORT.all_of(desk.agency))) == 50
    assert len(seen) == 3


def test_a_long_list_is_read_in_batches(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        desk.published()
    monkeypatch.setattr(machines, "_BATCH", 2)
    found: list[Dataset] = list(PORT.all_of(desk.agency))
    assert [each.id for each in found] == [key for key, _agency in PORT.keys(of(desk), start=0, rows=None)]


def test_the_list_as_csv_holds_what_is_public_and_no_name_of_an_officer(desk: Desk) -> None:
    desk.published("Kas", attached=Attached(links=[LINK], uploads=[upload()]))
    desk.draft()
    answer = Client().get("/sukamaju/data-terbuka/informasi-publik.csv")
    text = b"".join(answer.streaming_content).decode()
    [row] = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["title"], row["class"], row["year"], row["tags"]) == ("Kas", "Berkala", "2025", "LKjIP")
    assert LINK.url in row["files"]
    assert [name for name in ("Nama penulis", "Nama ppid") if name in text] == []
