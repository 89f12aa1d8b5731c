"""Searching: roots, beginnings, slips of the pen, facets, places, order, pages; and nothing that is typed does harm."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.search import queries, reading
from pendopo.kernel.search.queries import FacetCount, branches, closed_agencies, search, status, suggest
from pendopo.kernel.search.registry import Entry, add_searchable, find_searchable, searchables
from pendopo.kernel.search.rules import MAX_HITS
from pendopo.kernel.search.tests.indexing import Indexed
from pendopo.kernel.search.tests.shelf import DAY, HERE, THERE, Shelf


def ids(words: str, **more: Any) -> list[int]:
    return [hit.id.int for hit in search(words, **more).hits]


def suggested(words: str, **more: Any) -> list[int]:
    return [hit.id.int for hit in suggest(words, **more)]


@pytest.fixture
def library(index: Indexed, shelf: Shelf) -> Shelf:
    put = shelf.put
    put(
        1,
        "Laporan realisasi anggaran 2025",
        "Belanja pendidikan.",
        class_="berkala",
        year="2025",
        unit="Keuangan",
        format="pdf",
    )
    put(
        2,
        "Laporan realisasi anggaran 2024",
        "Belanja kesehatan.",
        class_="berkala",
        year="2024",
        unit="Keuangan",
        format="xlsx",
    )
    put(
        3,
        "Daftar informasi yang dikecualikan",
        "Hasil uji konsekuensi, anggaran.",
        class_="setiap-saat",
        year="2024",
        unit="PPID",
    )
    put(
        4,
        "Kalender pelatihan teknis",
        "Jadwal pelatihan aparatur.",
        class_="berkala",
        year="2025",
        unit="Diklat",
        agency=THERE,
    )
    put(
        5,
        "Peringatan dini banjir",
        "Warga diminta mengungsi.",
        class_="serta-merta",
        year="2026",
        unit="BPBD",
        agency=THERE,
    )
    index.bring_up_to_date()
    return shelf


# ------------------------------------------------------------------------------------------------------------ words
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("anggaran", [1, 2, 3]),
        ("ANGGARAN", [1, 2, 3]),
        ("penganggaran", [1, 2, 3]),
        ("pengecualian", [3]),
        ("kecuali", [3]),
        ("anggaran kesehatan", [2]),
        ("berapa anggaran untuk kesehatan?", [2]),
        ("2025", [1]),
        ("melatih", [4]),
        ("rahasia", []),
        ("", []),
        ("   ", []),
        ("🙂 ** ''", []),
    ],
)
def test_words_are_found_by_their_root(library: Shelf, words: str, found: list[int]) -> None:
    assert sorted(ids(words)) == found


@pytest.mark.parametrize(
    "words",
    [
        '"', "'", "title:", "a AND", "(", "* *", "^", "~1", "\\", "anggaran\x00", "[a TO b]", "+-!", "/.*/", "}{", "k:v:w",
        "anggaran" * 2000, "x " * 5000, "\u202e\ufeff", "%s %d {0}", "'; DROP TABLE search_change; --", "<script>",
    ],
)  # fmt: skip
def test_nothing_that_is_typed_is_an_operator_or_an_error(library: Shelf, words: str) -> None:
    assert search(words).ready
    assert isinstance(suggest(words), list)
    assert status().ready


def test_operators_are_plain_words(library: Shelf) -> None:
    results = search("anggaran NOT kesehatan")
    assert (list(results.words), results.loosely, results.hits[0].id.int) == (["anggaran", "not", "kesehatan"], True, 2)
    assert sorted(ids('"anggaran" (kesehatan)')) == [2]


def test_a_word_in_the_title_stands_before_one_in_the_text(library: Shelf) -> None:
    assert ids("anggaran") == [1, 2, 3]


def test_among_equals_the_newest_stands_first(index: Indexed, shelf: Shelf) -> None:
    for number, on in ((1, "2019-01-01"), (2, "2026-01-02"), (3, "2026-01-01"), (4, "1999-01-01")):
        shelf.put(number, "Laporan tahunan", on=dt.date.fromisoformat(on))
    index.bring_up_to_date()
    assert ids("laporan") == [2, 3, 1, 4]


# ----------------------------------------------------------------------------- unfinished, misspelt, some of the words
def test_the_last_word_may_be_unfinished(library: Shelf) -> None:
    assert suggested("pelat") == [4]
    assert suggested("laporan real") == [1, 2]
    assert suggested("laporan realisasi a") == [1, 2]
    assert suggested("an") == []
    assert suggested("kal") == [4]
    assert ids("banj") == [5]
    assert suggested("anggar", limit=1) == [1]
    assert suggested("anggaran", agency_ids=[THERE]) == []


def test_a_title_that_begins_so_stands_before_a_text_that_does(library: Shelf) -> None:
    assert suggested("angg") == [1, 2, 3]


@pytest.mark.parametrize("typed", ["angaran", "anggarna", "anggarann", "anggarxn", "nggaran"])
def test_a_slip_of_the_pen_is_put_right_and_said_so(library: Shelf, typed: str) -> None:
    results = search(f"{typed} kesehatan")
    assert [hit.id.int for hit in results.hits] == [2]
    assert (list(results.words), list(results.instead), results.loosely) == (
        [typed, "kesehatan"],
        ["anggaran", "kesehatan"],
        False,
    )
    assert "<mark>anggaran</mark>" in results.hits[0].heading


def test_slips_in_what_is_being_typed_are_put_right_too(library: Shelf) -> None:
    assert suggested("pelatihn") == [4]
    assert suggested("zzzzzzz") == []


@pytest.mark.parametrize("words", ["ang", "angxxran", "2052", "rahsia"])
def test_short_words_numbers_and_two_slips_are_left_as_they_are(library: Shelf, words: str) -> None:
    assert list(search(words).instead) == []


def test_a_word_that_many_things_hold_is_no_slip(index: Indexed, shelf: Shelf) -> None:
    """Five hits are enough: nothing else is tried."""
    for number in range(1, 6):
        shelf.put(number, "Uang saku")
    for number in range(6, 90):
        shelf.put(number, "Ulang saku")
    index.bring_up_to_date()
    assert sorted(ids("uang")) == [1, 2, 3, 4, 5]


def test_a_word_that_was_taken_back_is_not_suggested_as_a_spelling(index: Indexed, shelf: Shelf) -> None:
    shelf.put(1, "Burungkenari", "terbuka")
    shelf.put(2, "Terbuka lain")
    index.bring_up_to_date()
    assert list(search("burungkxnari terbuka").instead) == ["burungkenari", "terbuka"]
    shelf.hide(UUID(int=1))
    index.bring_up_to_date()
    results = search("burungkxnari terbuka")
    assert (list(results.instead), results.loosely, [hit.id.int for hit in results.hits]) == ([], True, [2])


def test_where_nothing_holds_all_words_some_are_enough(library: Shelf) -> None:
    results = search("anggaran rahasia")
    assert (sorted(hit.id.int for hit in results.hits), results.loosely) == ([1, 2, 3], True)
    results = search("xyzzy plugh")
    assert (results.total, results.loosely) == (0, False)


# ----------------------------------------------------------------------------------------------------------- facets
def test_facets_are_counted_over_all_hits(library: Shelf) -> None:
    facets = search("anggaran", size=1).facets
    assert facets["class"] == [FacetCount("berkala", 2), FacetCount("setiap-saat", 1)]
    assert facets["year"] == [FacetCount("2024", 2), FacetCount("2025", 1)]
    assert facets["format"] == [FacetCount("pdf", 1), FacetCount("xlsx", 1)]
    assert facets["unit"] == [FacetCount("Keuangan", 2), FacetCount("PPID", 1)]
    assert facets["kind"] == [FacetCount("book", 3)]
    assert facets["agency"] == [FacetCount(str(HERE), 3)]


def test_choosing_narrows_and_the_other_values_stay_to_be_chosen(library: Shelf) -> None:
    results = search("anggaran", chosen={"class": ["berkala"], "year": ["2024"]})
    assert [hit.id.int for hit in results.hits] == [2]
    assert results.facets["class"] == [FacetCount("berkala", 1, chosen=True), FacetCount("setiap-saat", 1)]
    assert results.facets["year"] == [FacetCount("2024", 1, chosen=True), FacetCount("2025", 1)]
    assert results.facets["unit"] == [FacetCount("Keuangan", 1)]
    assert sorted(ids("anggaran", chosen={"year": ["2024", "2025"]})) == [1, 2, 3]


def test_a_chosen_value_that_nothing_has_stays_to_be_taken_back(library: Shelf) -> None:
    results = search("anggaran", chosen={"class": ["tiada"], "ngawur": ["x"]})
    assert results.total == 0
    assert results.facets["class"] == [
        FacetCount("berkala", 2),
        FacetCount("setiap-saat", 1),
        FacetCount("tiada", 0, chosen=True),
    ]


def test_places_where_is_looked(library: Shelf) -> None:
    assert sorted(ids("laporan pelatihan banjir")) == [1, 2, 4, 5]
    assert sorted(ids("laporan pelatihan banjir", agency_ids=[THERE])) == [4, 5]
    assert sorted(ids("laporan pelatihan banjir", agency_ids=[HERE, THERE])) == [1, 2, 4, 5]
    assert ids("laporan", agency_ids=[]) == []
    assert sorted(ids("laporan pelatihan banjir", never=[THERE])) == [1, 2]
    assert ids("laporan", kinds=["film"]) == []
    assert ids("laporan", kinds=["film", "book"]) == [1, 2]


def test_pages_are_bounded(index: Indexed, shelf: Shelf) -> None:
    shelf.fill(MAX_HITS + 50)
    index.bring_up_to_date()
    first = search("laporan", size=20)
    assert (first.total, len(first.hits)) == (MAX_HITS + 50, 20)
    second = search("laporan", size=20, page=2)
    assert not {hit.id for hit in first.hits} & {hit.id for hit in second.hits}
    last = search("laporan", size=20, page=MAX_HITS // 20)
    assert [hit.id for hit in search("laporan", size=20, page=10**9).hits] == [hit.id for hit in last.hits]
    assert len(search("laporan", size=10**6).hits) == 100
    assert len(search("laporan", size=-1, page=-5).hits) == 1


def test_a_hit_is_what_the_module_gave(library: Shelf) -> None:
    (hit,) = search("kesehatan").hits
    assert (hit.kind, hit.id, hit.agency_id, hit.title, hit.url, hit.on) == (
        "book", UUID(int=2), HERE, "Laporan realisasi anggaran 2024", "/b/2/", DAY,
    )  # fmt: skip
    assert hit.snippet == "Belanja <mark>kesehatan</mark>."
    assert hit.heading == "Laporan realisasi anggaran 2024"


def test_searching_asks_the_database_nothing(library: Shelf, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        search("angaran", chosen={"class": ["berkala"]})
        suggest("angg")


def test_an_open_index_shows_what_was_written_meanwhile(library: Shelf, index: Indexed) -> None:
    assert ids("baru") == []
    opened = reading.reading()
    library.put(9, "Barang baru")
    index.bring_up_to_date()
    assert ids("baru") == [9]
    assert reading.reading() is opened


# --------------------------------------------------------------------------------------------------------- registry
def test_a_kind_has_one_owner(shelf: Shelf) -> None:
    add_searchable(shelf.searchable)
    with pytest.raises(ValueError, match="book"):
        add_searchable(Shelf("book").searchable)
    assert searchables() == [shelf.searchable]
    assert find_searchable("book") is shelf.searchable
    assert find_searchable("film") is None


def test_an_unknown_facet_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        Entry("book", HERE, HERE, "", "", "", DAY, {"colour": ["red"]})


# --------------------------------------------------------------------------------------------------------- agencies
def test_branches_are_the_agency_and_the_active_ones_below(db: None, django_assert_num_queries: Any) -> None:
    def office(slug: str, parent: Agency | None = None, *, active: bool = True) -> Agency:
        return Agency.objects.create(slug=slug, name=slug, short_name=slug.title(), parent=parent, is_active=active)

    top = office("kota")
    below = office("dinas", top)
    deep = office("upt", below)
    closed = office("bubar", top, active=False)
    office("bubar-anak", closed)
    office("lain")
    with django_assert_num_queries(1):
        assert branches(top) == {top.pk: ("kota", "Kota"), below.pk: ("dinas", "Dinas"), deep.pk: ("upt", "Upt")}
    assert branches(deep) == {deep.pk: ("upt", "Upt")}
    assert closed_agencies() == [closed.pk]
    assert queries.named_agencies(ids=[top.pk, closed.pk], slugs=["upt"]) == {
        top.pk: ("kota", "Kota"),
        deep.pk: ("upt", "Upt"),
    }


# ----------------------------------------------------------------------------------------------------------- status
def test_status_tells_how_far_the_index_follows(index: Indexed, shelf: Shelf) -> None:
    before = status()
    assert (before.ready, before.entries, before.waiting, before.building) == (False, 0, 0, None)
    assert before.lines()[0] == ("State", "no index yet; `pendopo work` builds it, or `pendopo search rebuild`")
    shelf.put(1, "Laporan")
    index.bring_up_to_date()
    shelf.put(2, "Laporan")
    now = status()
    assert (now.ready, now.entries, now.waiting, now.place, now.last) == (True, 1, 1, 1, 1)
    assert dict(now.lines())["Changes"] == "1 waiting; applied up to 1 of 1"
