"""Counts before a request: once in a search, never by a reload or a second press, never with a word or a visitor."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.modules.disclosure.actions import counting
from pendopo.modules.disclosure.models import DayCount
from pendopo.modules.disclosure.rules import limits
from pendopo.modules.disclosure.tests.desk import NOW, Desk

ONE, TWO = ("dip", UUID(int=1)), ("answer", UUID(int=2))
HERE = "192.0.2.7"


def counts() -> dict[UUID, tuple[int, int, int]]:
    return {row.item_id: (row.shown, row.opened, row.answered) for row in DayCount.objects.all()}


def search(desk: Desk, *items: tuple[str, UUID], token: str = "", address: str = HERE) -> str:
    return counting.shown(agency=desk.agency, items=list(items), token=token, address=address)


def answered(desk: Desk, token: str, item: tuple[str, UUID] = ONE, address: str = HERE) -> bool:
    return counting.answered(agency=desk.agency, item=item, token=token, address=address)


def test_typing_on_shows_a_thing_once(desk: Desk) -> None:
    token = search(desk, ONE)
    token = search(desk, ONE, TWO, token=token)
    with CaptureQueriesContext(connection) as asked:
        search(desk, TWO, ONE, token=token)
    assert (counts(), len(asked)) == ({ONE[1]: (1, 0, 0), TWO[1]: (1, 0, 0)}, 0)
    search(desk, ONE)
    assert counts()[ONE[1]] == (2, 0, 0)


def test_an_answer_counts_once_in_a_search(desk: Desk) -> None:
    token = search(desk, ONE, TWO)
    assert [answered(desk, token), answered(desk, token), answered(desk, token, TWO)] == [True, False, False]
    assert counts() == {ONE[1]: (1, 0, 1), TWO[1]: (1, 0, 0)}
    assert answered(desk, search(desk, ONE))
    assert counts()[ONE[1]] == (2, 0, 2)


def test_each_thing_is_opened_once_in_a_search(desk: Desk) -> None:
    token = search(desk, ONE, TWO)
    opened = [counting.opened(agency=desk.agency, item=item, token=token) for item in (ONE, TWO, ONE)]
    assert (opened, counts()) == ([True, True, False], {ONE[1]: (1, 1, 0), TWO[1]: (1, 1, 0)})


def test_a_token_that_is_none_counts_nothing(desk: Desk) -> None:
    token = search(desk, ONE)
    elsewhere = Agency.objects.create(slug="lain", name="Lain", short_name="Lain")
    assert not counting.answered(agency=elsewhere, item=ONE, token=token, address=HERE)
    assert not answered(desk, token[:-2] + "xx")
    assert not answered(desk, "")
    # Shown in another search only.
    assert not answered(desk, token, TWO)
    with clock.frozen(NOW + dt.timedelta(seconds=limits.TOKEN_SECONDS + 1)):
        assert not answered(desk, token)
    assert counts() == {ONE[1]: (1, 0, 0)}


def test_a_token_ends_with_the_day_on_which_it_is_remembered(desk: Desk) -> None:
    # 23.50 UTC; ten minutes later the counted tries begin anew, and so a token of yesterday must not count again.
    late = dt.datetime(2026, 11, 20, 23, 50, tzinfo=dt.UTC)
    with clock.frozen(late):
        token = search(desk, ONE)
        assert answered(desk, token)
    with clock.frozen(late + dt.timedelta(minutes=20)):
        assert not answered(desk, token)
    # The local day of the agency, which is the 21st already.
    assert DayCount.objects.get().day == dt.date(2026, 11, 21)


def test_one_address_counts_so_often_and_no_more(desk: Desk) -> None:
    most = limits.ANSWERS_PER_ADDRESS.tries
    tokens = [search(desk, ONE, address="") for _ in range(most + 1)]
    assert Counter(answered(desk, token) for token in tokens) == {True: most, False: 1}
    # Who has no address, as behind a local socket, is not taken for one visitor.
    assert answered(desk, search(desk, ONE, address=""), address="")


def test_searches_of_a_machine_are_served_and_not_counted(desk: Desk) -> None:
    for _ in range(limits.SEARCHES_PER_ADDRESS.tries):
        search(desk, ONE)
    token = search(desk, ONE)
    assert counts()[ONE[1]][0] == limits.SEARCHES_PER_ADDRESS.tries
    # The token is a good one all the same: a citizen behind the same address may be done.
    assert answered(desk, token, address="198.51.100.1")


def test_a_token_stays_short(desk: Desk) -> None:
    token = ""
    for _ in range(20):
        token = search(desk, *(("dip", uuid4()) for _ in range(5)), token=token)
    found = counting.search_of(desk.agency, token)
    assert found is not None
    assert (len(found.shown), len(token) < 600) == (limits.TOKEN_ITEMS, True)


@pytest.mark.parametrize("rows", [1, 50])
def test_counting_is_one_statement_however_much_was_shown(desk: Desk, rows: int) -> None:
    with CaptureQueriesContext(connection) as asked:
        search(desk, *(("dip", uuid4()) for _ in range(rows)), address="")
    assert (len(asked), DayCount.objects.count()) == (1, rows)
