"""Really at once: two who begin one answer begin it once, and the other is told so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from pendopo.kernel.audit.queries import verify
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.modules.disclosure import actions
from pendopo.modules.disclosure.models import Answer
from pendopo.modules.disclosure.tests.desk import CLEAN, INQUIRY, Desk

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_answer_begun_by_three(transactional_db: None, desk: Desk) -> None:
    card, by, start = desk.shelf.card(desk.agency, INQUIRY), desk.ppid, Barrier(3)
    assert card is not None

    def begin(_each: int) -> str:
        try:
            start.wait()
            return actions.begin(agency=desk.agency, card=card, draft=CLEAN, harmless=[], by=by).state
        except NotAllowed as refused:
            return type(refused).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(begin, range(3))) == ["NotAllowed", "NotAllowed", "draft"]
    assert list(Answer.objects.values_list("seq", flat=True)) == [1]
    assert verify(desk.agency).intact
