"""Changes: noted, placed in an order that holds, followed, forgotten."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from pendopo.kernel import clock
from pendopo.kernel.search import actions, folder, upkeep
from pendopo.kernel.search.models import Change, Course
from pendopo.kernel.search.queries import search, status
from pendopo.kernel.search.reading import reading
from pendopo.kernel.search.schema import KEY, WORDS
from pendopo.kernel.search.tests.indexing import Indexed
from pendopo.kernel.search.tests.shelf import Shelf

AT = dt.datetime(2026, 8, 3, 3, 0, tzinfo=dt.UTC)


def ids(words: str) -> list[int]:
    return [hit.id.int for hit in search(words).hits]


def places() -> list[tuple[int, int | None]]:
    return [(change.object_id.int, change.place) for change in Change.objects.order_by("id")]


def test_noting_is_one_query(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        actions.changed(kind="book", ids=[UUID(int=1)])
    with django_assert_num_queries(1):
        actions.changed(kind="book", ids=[UUID(int=number) for number in [*range(2, 52), 2]])
    assert Change.objects.count() == 51


def test_a_round_with_nothing_to_do_asks_twice(index: Indexed, shelf: Shelf, django_assert_num_queries: Any) -> None:
    index.bring_up_to_date()
    with django_assert_num_queries(2):
        assert upkeep.keep_up() == 0


def test_what_was_rolled_back_is_not_noted(db: None) -> None:
    with transaction.atomic():
        actions.changed(kind="book", ids=[UUID(int=1)])
        transaction.set_rollback(True)
    assert not Change.objects.exists()


def test_places_are_given_in_order_and_bounded(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "PLACE_ROWS", 2)
    actions.changed(kind="book", ids=[UUID(int=number) for number in (1, 2, 3, 4, 5)])
    assert actions.place_changes() == 5
    assert places() == [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)]
    assert actions.place_changes() == 0
    actions.changed(kind="book", ids=[UUID(int=1)])
    assert actions.place_changes() == 1
    assert places()[-1] == (1, 4)
    assert Course.objects.get().last == 4
    assert (str(Course.objects.get()), str(Change.objects.first())) == ("4", f"book {UUID(int=1)}")


def test_an_entry_comes_changes_and_leaves(index: Indexed, shelf: Shelf) -> None:
    shelf.put(1, "Laporan keuangan")
    index.bring_up_to_date()
    assert ids("keuangan") == [1]
    shelf.put(2, "Laporan kinerja")
    shelf.put(1, "Laporan kepegawaian")
    index.bring_up_to_date()
    assert (ids("keuangan"), ids("laporan"), ids("kepegawaian")) == ([], [2, 1], [1])
    shelf.hide(UUID(int=1))
    index.bring_up_to_date()
    assert (ids("laporan"), ids("kepegawaian")) == ([2], [])


def test_many_changes_are_followed_in_several_rounds(
    index: Indexed, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.bring_up_to_date()
    monkeypatch.setattr(upkeep, "_PLACES", 1)
    for number in (1, 2, 3):
        shelf.put(number, "Laporan")
        actions.place_changes()
    assert [upkeep.keep_up(seconds=-1), search("laporan").total] == [1, 1]
    assert [upkeep.keep_up(seconds=-1), search("laporan").total] == [1, 2]
    assert [upkeep.keep_up(), search("laporan").total] == [1, 3]


def test_load_is_the_only_door(index: Indexed, shelf: Shelf) -> None:
    """What `load` does not return is nowhere in the folder, whatever `every` and `changed` told."""
    shelf.secret.add(UUID(int=7))
    shelf.put(7, "Kenari rahasia", "burungkenari")
    shelf.put(8, "Terbuka", "burunggereja")
    index.bring_up_to_date()
    assert (ids("burungkenari"), ids("burunggereja")) == ([], [8])
    upkeep.begin_anew()
    index.bring_up_to_date()
    assert (ids("burungkenari"), ids("burunggereja")) == ([], [8])
    whole = reading()
    assert whole is not None
    assert whole.searcher.terms_with_prefix(WORDS, "burung") == [("burunggereja", 1)]
    assert whole.searcher.terms_with_prefix(KEY, "book") == [(f"book:{UUID(int=8)}", 1)]
    assert UUID(int=7) in {pk for asked in shelf.asked for pk in asked}


@pytest.mark.parametrize("wrong", ["other kind", "other id", "twice", "broken"])
def test_a_module_that_gives_something_else_changes_nothing(index: Indexed, shelf: Shelf, wrong: str) -> None:
    shelf.put(1, "Laporan")
    index.bring_up_to_date()
    found = shelf.entries[UUID(int=1)]

    def load(_ids: Any) -> Any:
        if wrong == "broken":
            raise ZeroDivisionError
        return {
            "other kind": [found.__class__("film", *_rest(found))],
            "other id": [found.__class__("book", UUID(int=9), *_rest(found)[1:])],
            "twice": [found, found],
        }[wrong]

    from pendopo.kernel.search import registry

    object.__setattr__(registry._searchables["book"], "load", load)
    shelf.put(1, "Berita")
    with pytest.raises(ZeroDivisionError if wrong == "broken" else upkeep.LoadFailed):
        upkeep.keep_up()
    assert (ids("laporan"), ids("berita")) == ([1], [])
    object.__setattr__(registry._searchables["book"], "load", shelf.load)
    index.bring_up_to_date()
    assert (ids("laporan"), ids("berita")) == ([], [1])


def _rest(found: Any) -> tuple[Any, ...]:
    return found.id, found.agency_id, found.title, found.text, found.url, found.on, found.facets


def test_a_kind_that_nobody_knows_any_more_leaves(index: Indexed, shelf: Shelf) -> None:
    from pendopo.kernel.search import registry

    film = Shelf("film")
    registry.add_searchable(film.searchable)
    film.put(5, "Laporan film")
    shelf.put(1, "Laporan buku")
    index.bring_up_to_date()
    assert sorted(ids("laporan")) == [1, 5]
    del registry._searchables["film"]
    index.bring_up_to_date()
    assert ids("laporan") == [1]


def test_old_changes_are_forgotten_by_whole_places(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "PLACE_ROWS", 2)
    with clock.frozen(AT):
        actions.changed(kind="book", ids=[UUID(int=number) for number in range(1, 6)])
        actions.place_changes()
    assert places() == [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)]
    young = AT + dt.timedelta(days=7, hours=1)
    Change.objects.filter(object_id=UUID(int=4)).update(noted_at=young)
    with clock.frozen(AT + dt.timedelta(days=7)):
        assert actions.forget_changes() == 0
    with clock.frozen(young):
        assert actions.forget_changes() == 2
    assert [number for number, _place in places()] == [3, 4, 5]
    assert Course.objects.get().forgotten == 1
    with clock.frozen(young + dt.timedelta(days=8)):
        assert actions.forget_changes() == 3
    assert Course.objects.get().forgotten == 3


def test_many_old_changes_are_forgotten_in_several_goes(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "PLACE_ROWS", 2)
    with clock.frozen(AT):
        actions.changed(kind="book", ids=[UUID(int=number) for number in range(1, 12)])
        actions.place_changes()
        actions.changed(kind="book", ids=[UUID(int=99)])
    with clock.frozen(AT + dt.timedelta(days=8)):
        assert actions.forget_changes() == 11
    assert places() == [(99, None)]
    assert Course.objects.get().forgotten == 6


def test_a_node_that_was_away_too_long_builds_anew(index: Indexed, shelf: Shelf) -> None:
    with clock.frozen(AT):
        shelf.put(1, "Laporan lama")
        index.bring_up_to_date()
        before = folder.current()
        shelf.hide(UUID(int=1))
        actions.place_changes()
    with clock.frozen(AT + dt.timedelta(days=8)):
        actions.forget_changes()
        assert not Change.objects.exists()
        upkeep.keep_up(seconds=60)
        assert folder.current() != before
        assert ids("laporan") == []


def test_an_index_of_another_database_answers_no_more(index: Indexed, shelf: Shelf) -> None:
    shelf.put(1, "Laporan lain")
    index.bring_up_to_date()
    before = Course.objects.get()
    actions.start_lineage()
    now = Course.objects.get()
    assert (now.last, now.lineage == before.lineage) == (before.last, False)
    shelf.entries.clear()
    upkeep.keep_up(seconds=60)
    assert ids("laporan") == []
    assert status().ready


def test_a_database_put_back_from_a_backup_is_followed_anew(index: Indexed, shelf: Shelf) -> None:
    for number in (1, 2, 3):
        shelf.put(number, "Laporan")
        index.bring_up_to_date()
    before = folder.current()
    Change.objects.all().delete()
    Course.objects.update(last=1)
    shelf.entries.pop(UUID(int=3))
    index.bring_up_to_date()
    assert folder.current() != before
    assert ids("laporan") == [1, 2]


def test_after_a_week_the_index_is_compared_as_a_whole(index: Indexed, shelf: Shelf) -> None:
    with clock.frozen(AT):
        shelf.put(1, "Laporan")
        index.bring_up_to_date()
        # A module that forgot to tell.
        shelf.secret.add(UUID(int=1))
    with clock.frozen(AT + dt.timedelta(days=6)):
        index.bring_up_to_date()
        assert ids("laporan") == [1]
    with clock.frozen(AT + dt.timedelta(days=8)):
        index.bring_up_to_date()
        assert ids("laporan") == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_a_transaction_that_takes_long_is_not_passed_over(shelf: Shelf) -> None:
    """Ids are given before the commit: the later one may be seen first. Places are not."""
    noted, go = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            actions.changed(kind="book", ids=[UUID(int=1)])
            noted.set()
            assert go.wait(20)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert noted.wait(20)
    actions.changed(kind="book", ids=[UUID(int=2)])
    assert actions.place_changes() == 1
    go.set()
    thread.join(20)
    assert actions.place_changes() == 1
    assert places() == [(1, 2), (2, 1)]


@pytest.mark.django_db(transaction=True)
def test_processes_that_place_at_the_same_time_give_every_place_once(shelf: Shelf) -> None:
    actions.changed(kind="book", ids=[UUID(int=number) for number in range(1, 21)])
    placed: list[int] = []

    def place() -> None:
        placed.append(actions.place_changes())
        connections.close_all()

    threads = [threading.Thread(target=place) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(placed) == 20
    assert not Change.objects.filter(place__isnull=True).exists()
    connection.close()
