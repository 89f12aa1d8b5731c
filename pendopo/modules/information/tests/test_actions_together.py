"""Two officers really at once: one of them wins, the other is told, and nothing is written twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from pendopo.kernel.audit.queries import verify
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.kernel.workflow.models import Move
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.office import Office, drafted, in_process, make_office, registered

pytestmark = pytest.mark.django_db(transaction=True)


def race(*runs: Callable[[], object]) -> list[str]:
    """Start all runs at the same moment; return the names of their outcomes, sorted."""
    start = Barrier(len(runs))

    def run(each: Callable[[], object]) -> str:
        try:
            start.wait()
            each()
        except (WrongState, NotAllowed) as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(runs)) as pool:
        return sorted(pool.map(run, runs))


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.mark.parametrize(
    ("make", "step", "act", "loser"),
    [
        (registered, "declare_complete", lambda q, by: actions.declare_complete(inquiry=q, by=by), "WrongState"),
        (in_process, "take", lambda q, by: actions.take(inquiry=q, by=by), "NotAllowed"),
        (drafted, "grant", lambda q, by: actions.issue_notice(inquiry=q, by=by), "WrongState"),
    ],
)
def test_one_wins(office: Office, make: Any, step: str, act: Any, loser: str) -> None:
    inquiry: Inquiry = make(office)
    first, second = office.ppid, office.second_ppid
    assert race(lambda: act(inquiry, first), lambda: act(inquiry, second)) == [loser, "done"]
    assert Move.objects.filter(subject_id=inquiry.pk, step=step).count() == 1
    assert verify(office.agency).intact
