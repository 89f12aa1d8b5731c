"""The follow-up plan: who may, its end, percentage, reminders, once only; rules and actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pendopo.kernel import clock
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.modules.satisfaction import actions as surveys
from pendopo.modules.satisfaction.actions import follow_up as actions
from pendopo.modules.satisfaction.models import FollowUp, Survey
from pendopo.modules.satisfaction.queries import follow_up as queries
from pendopo.modules.satisfaction.rules import following_up, limits
from pendopo.modules.satisfaction.tests.surveying import Surveyed, answer

DAY = dt.date(2026, 9, 30)


def closed(office: Surveyed, period: str = "2026-Q2") -> Survey:
    survey = office.open(period)
    answer(survey, "343333332")
    return office.fresh(surveys.close(survey=survey, by=office.ppid))


def planned(office: Surveyed, survey: Survey, **more: Any) -> FollowUp:
    given: dict[str, Any] = {
        "element": "penanganan_pengaduan", "programme": "Kotak saran di loket", "year": 2026, "quarters": [3],
        "owner": office.ppid.user, "by": office.ppid, **more,
    }  # fmt: skip
    return actions.plan(survey=survey, **given)


@pytest.mark.once
@pytest.mark.parametrize(
    ("due", "done", "cancelled", "expected"),
    [
        (DAY, None, False, "planned"),
        (DAY - dt.timedelta(1), None, False, "late"),
        (DAY - dt.timedelta(1), DAY, False, "done"),
        (DAY, None, True, "cancelled"),
    ],
)
def test_standing(due: dt.date, done: dt.date | None, cancelled: bool, expected: str) -> None:
    assert following_up.standing(due=due, done=done, is_cancelled=cancelled, today=DAY) == expected


@pytest.mark.once
@pytest.mark.parametrize(
    ("days", "reminded", "expected"),
    [(15, None, False), (14, None, True), (0, None, True), (0, 5, False), (-1, 5, True), (-1, None, True), (-9, 8, False)],
)  # fmt: skip
def test_reminded_before_and_after_the_end(days: int, reminded: int | None, expected: bool) -> None:
    """`days` are left until the end; the last reminder was so many days ago."""
    due = DAY + dt.timedelta(days)
    last = None if reminded is None else DAY - dt.timedelta(reminded)
    assert following_up.is_to_remind(due=due, reminded=last, today=DAY) is expected


@pytest.mark.once
def test_percentage_and_end() -> None:
    assert [str(following_up.percent_done(*pair)) for pair in ((0, 0), (1, 3), (3, 3))] == ["0.00", "33.33", "100.00"]
    with pytest.raises(ValueError, match="quarter"):
        following_up.due_on(2026, [])
    with pytest.raises(ValueError, match="quarter"):
        following_up.due_on(2026, [5])


def test_a_plan_from_beginning_to_end(office: Surveyed) -> None:
    survey = closed(office)
    line = planned(office, survey, quarters=[4, 3])
    assert (line.quarters, line.due_on) == ([3, 4], dt.date(2026, 12, 31))
    dropped = planned(office, survey, owner=None, owner_unit=office.unit)
    actions.cancel(line=dropped, by=office.ppid)
    # The owner reports, whatever their role; somebody else may not.
    other = planned(office, survey, owner=office.actor("front_office").user)
    with pytest.raises(NotAllowed, match="penanggung jawab"):
        actions.finish(line=line, note="Sudah", by=office.actor("front_office"))
    actions.finish(line=other, note="Sudah dipasang", by=office.actor("front_office"))
    plan = queries.plan_of(survey)
    assert (plan.planned, plan.done, str(plan.percent)) == (2, 1, "50.00")
    for again in (other, dropped):
        with pytest.raises(NotAllowed, match="sudah selesai atau dibatalkan"):
            actions.finish(line=again, note="Lagi", by=office.ppid)
    following = closed(office, "2026-Q3")
    assert [queries.survey_before(each) for each in (following, survey)] == [survey, None]


def test_who_may_plan_and_when(office: Surveyed) -> None:
    survey = closed(office)
    with pytest.raises(NotAllowed, match="Peran Anda"):
        planned(office, survey, by=office.actor("front_office"))
    with pytest.raises(NotAllowed, match="Pilih penanggung jawab"):
        planned(office, survey, owner=None)
    with pytest.raises(KeyError):
        planned(office, survey, element="zebra")
    with pytest.raises(NotAllowed, match="setelah survei ditutup"):
        planned(office, office.open("2026-Q4"))
    line = planned(office, survey)
    with pytest.raises(NotAllowed, match="Peran Anda"):
        actions.cancel(line=line, by=office.actor("front_office"))
    FollowUp.objects.bulk_create(
        FollowUp(
            agency=office.agency,
            survey=survey,
            element="produk",
            programme="x",
            year=2026,
            due_on=DAY,
            made_at=line.made_at,
        )
        for _n in range(limits.PLAN_LINES - 1)
    )
    with pytest.raises(NotAllowed, match="sudah penuh"):
        planned(office, survey)


def test_owners_are_reminded_once_before_and_once_after(office: Surveyed) -> None:
    survey = closed(office)
    planned(office, survey, owner=office.actor("front_office").user)
    nobody = planned(office, survey, owner=None, owner_unit=office.unit)
    planned(office, survey, year=2030)
    FollowUp.objects.filter(pk=nobody.pk).update(due_on=dt.date(2026, 10, 31))
    InboxItem.objects.all().delete()

    def on(day: dt.date, hour: int = 3) -> int:
        with clock.frozen(dt.datetime.combine(day, dt.time(hour), dt.UTC)):
            return actions.remind()

    # In Papua it is the next day already, in this office it is not.
    assert on(DAY - dt.timedelta(15), hour=16) == 0

    assert [on(DAY - dt.timedelta(days)) for days in (20, 14, 3, 0)] == [0, 1, 0, 0]
    assert [on(dt.date(2026, 10, day)) for day in (1, 2, 20)] == [1, 0, 1]
    texts = list(InboxItem.objects.order_by("id").values_list("user__username", "text"))
    assert [name for name, _text in texts] == ["diskominfo-front_office"] * 2 + ["diskominfo-ppid"]
    assert ["paling lambat" in text for _name, text in texts] == [True, False, True]
