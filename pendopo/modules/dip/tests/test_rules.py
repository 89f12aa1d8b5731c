"""The closed lists, the contents, the figures and the columns of an older list."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pendopo.kernel.imports.rules import Unreadable
from pendopo.modules.dip.rules import kinds, old_list
from pendopo.modules.dip.rules.categories import CATEGORIES, OPENED
from pendopo.modules.dip.rules.contents import Link, NoLink, read_link
from pendopo.modules.dip.rules.figures import marks_of
from pendopo.modules.dip.rules.procedure import PROCEDURE, PUBLIC, step_of, verb_of
from pendopo.modules.dip.tests.desk import WHOLE


def test_the_laws_items_are_data_with_source_and_mark() -> None:
    counted = {code: sum(each.entry_class == code for each in CATEGORIES.values()) for code in kinds.CLASSES}
    assert counted == {kinds.PERIODIC: 11, kinds.IMMEDIATE: 1, kinds.ANY_TIME: 16}
    assert {each.confidence for each in CATEGORIES.values()} == {"B"}
    assert all(each.source and each.label for each in CATEGORIES.values())
    assert CATEGORIES[OPENED].label == "Informasi yang telah dinyatakan terbuka"


@pytest.mark.parametrize(
    ("entry_class", "cycle", "due"),
    [
        (kinds.PERIODIC, kinds.YEARLY, dt.date(2026, 8, 28)),  # Pasal 9 ayat (3): six months at most
        (kinds.PERIODIC, kinds.MONTHLY, dt.date(2026, 3, 28)),
        (kinds.ANY_TIME, kinds.YEARLY, dt.date(2027, 2, 28)),
        (kinds.ANY_TIME, kinds.ON_CHANGE, dt.date(2026, 8, 28)),
        (kinds.IMMEDIATE, kinds.QUARTERLY, dt.date(2026, 5, 28)),
    ],
)
def test_the_review_comes_with_the_cycle_and_periodic_information_within_the_law(
    entry_class: str, cycle: str, due: dt.date
) -> None:
    assert kinds.review_due(dt.date(2026, 2, 28), entry_class, cycle) == due


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ({}, set()),
        ({"title": "", "summary": "", "entry_class": ""}, {"title", "summary", "entry_class"}),
        ({"entry_class": kinds.ANY_TIME}, {"category"}),
        ({"category": "periodic-12"}, {"category"}),
        ({"category": ""}, set()),
        ({"info_year": 1944}, {"info_year"}),
        ({"info_year": 2027}, set()),
        ({"info_year": 2028}, {"info_year"}),
        ({"tags": [str(n) for n in range(11)]}, {"tags"}),
        ({"tags": ["x" * 41]}, {"tags"}),
    ],
)
def test_what_never_fits_together(words: dict[str, object], wrong: set[str]) -> None:
    assert set(replace(WHOLE, **words).problems(2026)) == wrong  # type: ignore[arg-type]


def test_the_official_columns_are_asked_for_before_publication_only() -> None:
    bare = replace(WHOLE, responsible="", made_when="", retention="")
    assert (bare.problems(2026), bare.gaps()) == ({}, ["responsible", "made_when", "retention"])
    assert WHOLE.gaps() == []


@pytest.mark.parametrize("line", ["javascript:alert(1)", "ftp://x.example/a", "laporan.pdf", "https://", "http://a b>"])
def test_only_addresses_of_the_web_are_links(line: str) -> None:
    if line == "http://a b>":
        assert read_link(line) == Link("http://a", "b>")
    else:
        with pytest.raises(NoLink):
            read_link(line)


def test_verbs_on_what_is_public_are_steps_of_the_revision() -> None:
    assert [step_of("publish", state) for state in ("review", "revision_review")] == ["publish", "publish_revision"]
    assert [verb_of(name) for name in ("submit_revision", "withdraw")] == ["submit", "withdraw"]
    assert {state for state in PUBLIC if PROCEDURE.state(state).is_final} == set()


@pytest.mark.parametrize(
    ("published", "withdrawn_on", "marks"),
    [
        ([(2, "periodic")], None, {"public", "public_periodic", "added"}),
        ([(-9, "periodic")], None, {"public", "public_periodic"}),
        ([(-9, "periodic"), (3, "any_time")], None, {"public", "public_any_time", "renewed"}),
        ([(1, "periodic"), (3, "any_time")], 5, {"withdrawn", "added", "renewed"}),
        ([(-9, "periodic")], 40, {"public", "public_periodic"}),
        ([(-9, "periodic")], -3, set()),
    ],
)
def test_figures_of_an_entry(published: list[tuple[int, str]], withdrawn_on: int | None, marks: set[str]) -> None:
    start = dt.date(2026, 1, 1)
    days = [(start + dt.timedelta(days=day), which) for day, which in published]
    gone = None if withdrawn_on is None else start + dt.timedelta(days=withdrawn_on)
    assert marks_of(published=days, withdrawn_on=gone, start=start, end=dt.date(2026, 1, 31)) == marks


def test_cells_of_an_older_list_are_read_as_lists_write_them() -> None:
    assert old_list.read_category(" RINGKASAN kinerja ") == "periodic-3"
    assert old_list.read_category("any_time-o") == OPENED
    assert [old_list.read_year(text) for text in ("2024", "2024.0")] == [2024, 2024]
    assert old_list.read_tags("anggaran; APBD, \n") == ["anggaran", "APBD"]
    assert old_list.read_links(f"{'https://a.example/1'} Satu\n\nhttps://a.example/2") == [
        Link("https://a.example/1", "Satu"),
        Link("https://a.example/2"),
    ]
    for read, text in (
        (old_list.read_category, "Rahasia"),
        (old_list.read_year, "dua ribu"),
        (old_list.read_links, "laporan"),
    ):
        with pytest.raises(Unreadable, match=text):
            read(text)


def test_a_list_without_titles_gives_the_beginning_of_the_summary() -> None:
    said = old_list.contents_in({"summary": "Rekap tamu; per bulan", "entry_class": "any_time", "number": "1"})
    assert (said.title, said.summary) == ("Rekap tamu", "Rekap tamu; per bulan")
    assert [
        (each.column, each.params)
        for each in old_list.problems({"entry_class": "periodic", "summary": "x", "info_year": 1900}, 2026)
    ] == [("info_year", {"first": "1945", "last": "2027"})]
