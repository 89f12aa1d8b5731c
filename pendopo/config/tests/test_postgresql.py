"""Connections are asked after only when they may be gone, and then really."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from pendopo.config.postgresql import base

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """How often the server was asked, and what came of it."""
    answers: list[bool] = []
    ask = base.base.DatabaseWrapper.is_usable

    def note(self: base.DatabaseWrapper) -> bool:
        answers.append(ask(self))
        return answers[-1]

    monkeypatch.setattr(base.base.DatabaseWrapper, "is_usable", note)
    return answers


def test_a_connection_in_use_is_asked_once(asked: list[bool]) -> None:
    connection.ensure_connection()
    connection._well_at = None
    assert [connection.is_usable() for _ in range(5)] == [True] * 5
    assert asked == [True]


def test_after_a_rest_it_is_asked_again(asked: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    connection.ensure_connection()
    assert connection.is_usable()
    monkeypatch.setattr(base, "QUIET_SECONDS", 0)
    assert connection.is_usable()
    assert asked[-1:] == [True]


def test_in_a_transaction_that_failed_it_is_not_usable(asked: list[bool]) -> None:
    with transaction.atomic():
        assert connection.is_usable()
        with pytest.raises(ProgrammingError), connection.cursor() as cursor:
            cursor.execute("SELECT nothing")
        assert not connection.is_usable()
        transaction.set_rollback(True)
    assert connection.is_usable()


def test_a_connection_that_the_server_ended_is_noticed(asked: list[bool]) -> None:
    connection.ensure_connection()
    assert connection.is_usable()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
    finally:
        other.close()
    assert not connection.is_usable()
    connection.close()
    assert asked[-1] is False
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
