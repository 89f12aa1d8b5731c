"""The periodic jobs call the module's actions."""

from __future__ import annotations

import datetime as dt

import pytest

from pendopo.kernel import clock
from pendopo.kernel.notifications.jobs import known_jobs
from pendopo.modules.information import tasks
from pendopo.modules.information.tests.office import DUE, WIB, fresh, in_process, make_office, registered

pytestmark = pytest.mark.django_db


def test_jobs_are_known() -> None:
    mine = {name.rpartition(".")[2]: every for name, every in known_jobs().items() if "information" in name}
    assert mine == {"settle_overdue": 300, "remind": 3600}


def test_settle_overdue() -> None:
    inquiry = registered(make_office())
    with clock.frozen(dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB)):
        assert tasks.settle_overdue() == 1
    assert fresh(inquiry).state == "in_process"


def test_remind() -> None:
    office = make_office()
    people = [office.back]
    in_process(office)
    with clock.frozen(dt.datetime.combine(DUE - dt.timedelta(days=4), dt.time(9), tzinfo=WIB)):
        assert tasks.remind() == len(people)
