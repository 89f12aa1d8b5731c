"""Really at once: two presses are one objection, two objections are one, two superiors are one answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from pendopo.kernel.audit.queries import verify
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.people.models import Role
from pendopo.kernel.tracking.actions import new_token
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.modules.objections import actions
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.ports import inquiries
from pendopo.modules.objections.rules.objecting import Claim, Filing
from pendopo.modules.objections.tests.office import UPHOLD, Office, Requests, make_office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(transactional_db: None) -> Iterator[Office]:
    before, here = inquiries.get(), Requests()
    inquiries.connect(here)
    yield make_office(here)
    inquiries.connect(before)


def race(*runs: Callable[[], object]) -> list[str]:
    """Start all runs at the same moment; return what came of them, sorted."""
    start = Barrier(len(runs))

    def run(each: Callable[[], object]) -> str:
        try:
            start.wait()
            return str(each())
        except (WrongState, NotAllowed) as refused:
            return type(refused).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runs)) as pool:
        return sorted(pool.map(run, runs))


def submitting(office: Office, filing: Filing, token: str) -> Callable[[], object]:
    return lambda: actions.submit(agency=office.agency, filing=filing, token=token, by=CITIZEN).number


def test_the_same_press_four_times_at_once(office: Office) -> None:
    card, token = office.request(), new_token()
    filing = Filing(Claim("a", "Ditolak."), inquiry_id=card.inquiry_id)
    assert race(*[submitting(office, filing, token)] * 4) == ["PPID-KEB-2026-000001"] * 4
    assert list(Objection.objects.values_list("seq", flat=True)) == [1]
    assert verify(office.agency).intact


def test_two_objections_to_one_request_at_once(office: Office) -> None:
    card = office.request()
    filing = Filing(Claim("a", "Ditolak."), inquiry_id=card.inquiry_id)
    found = race(*(submitting(office, filing, new_token()) for _each in range(3)))
    assert found == ["NotAllowed", "NotAllowed", "PPID-KEB-2026-000001"]
    assert list(Objection.objects.values_list("seq", flat=True)) == [1]


def test_two_superiors_at_once(office: Office) -> None:
    card = office.request()
    filing = Filing(Claim("a", "Ditolak."), inquiry_id=card.inquiry_id)
    objection = actions.submit(agency=office.agency, filing=filing, token=new_token(), by=CITIZEN)
    first, second = office.superior, office.actor(Role.SUPERIOR, name="second")
    found = race(
        *(
            lambda by=by: actions.answer(objection=objection, reply=UPHOLD, by=by).state  # type: ignore[misc]
            for by in (first, second)
        )
    )
    assert found == ["WrongState", "answered"]
    assert verify(office.agency).intact
