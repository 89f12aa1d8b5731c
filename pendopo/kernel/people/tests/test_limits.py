from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from pendopo.kernel import clock
from pendopo.kernel.people.limits import count_try, exceeded, give_back, seconds_left, sweep, take
from pendopo.kernel.people.models import CountedTry
from pendopo.kernel.people.rules import Limit

NOON = dt.datetime(2026, 8, 3, 5, tzinfo=dt.UTC)
THREE = Limit(3, 600)


def at(seconds: int) -> dt.datetime:
    return NOON + dt.timedelta(seconds=seconds)


@pytest.mark.django_db
def test_tries_are_used_up_within_a_window() -> None:
    said = []
    for turn in range(4):
        with clock.frozen(at(turn)):
            said.append(exceeded("a", THREE))
            count_try("a", THREE)
    assert said == [False, False, False, True]
    with clock.frozen(at(599)):
        assert exceeded("a", THREE)
        assert not exceeded("b", THREE)
    with clock.frozen(at(600)):
        assert not exceeded("a", THREE)


@pytest.mark.django_db
def test_windows_of_different_length_count_apart() -> None:
    with clock.frozen(NOON):
        for _ in range(3):
            count_try("a", THREE)
        assert exceeded("a", THREE)
        assert not exceeded("a", Limit(3, 3600))


@pytest.mark.django_db
def test_keys_are_stored_as_digests(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with clock.frozen(NOON):
        with django_assert_num_queries(3):
            count_try("rina@contoh.example", THREE)
        with django_assert_num_queries(1):
            count_try("rina@contoh.example", THREE)
        with django_assert_num_queries(1):
            exceeded("rina@contoh.example", THREE)
    row = CountedTry.objects.get()
    assert (len(row.key), row.count, row.window) == (64, 2, int(NOON.timestamp()))
    assert "rina" not in row.key


@pytest.mark.django_db
def test_sweep_deletes_what_ended_long_ago() -> None:
    for hours in (0, 23, 25, 48):
        with clock.frozen(NOON - dt.timedelta(hours=hours)):
            count_try("a", THREE)
    with clock.frozen(NOON):
        assert sweep() == 2
        assert sweep() == 0
        assert sweep(older_than_seconds=0) == 1
    assert CountedTry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_is_forgotten_when_many_count_at_once() -> None:
    def count_some(_worker: int) -> None:
        try:
            with clock.frozen(NOON):
                for _ in range(5):
                    count_try("a", THREE)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(count_some, range(6)))
    assert [row.count for row in CountedTry.objects.all()] == [30]


@pytest.mark.django_db
def test_try_is_taken_before_it_is_made_and_given_back() -> None:
    with clock.frozen(at(1)):
        assert [take("a", THREE) for _ in range(4)] == [True, True, True, False]
        assert seconds_left(THREE) == 599
        for _ in range(2):
            give_back("a", THREE)
        assert [take("a", THREE), take("a", THREE)] == [True, False]
        give_back("b", THREE)
        assert take("b", THREE)
    with clock.frozen(at(600)):
        assert (take("a", THREE), seconds_left(THREE)) == (True, 600)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_than_allowed_are_let_through() -> None:
    def guess(_turn: int) -> bool:
        try:
            with clock.frozen(NOON):
                return take("a", THREE)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(guess, range(18))) <= 3
