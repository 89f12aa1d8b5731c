from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.calendar.actions import Recomputed
from pendopo.kernel.calendar.models import AgencyDay, ClockEvent
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import User
from pendopo.portal.administration import actions
from pendopo.portal.administration.tests.cases import due, running_clock, trail

pytestmark = pytest.mark.usefixtures("noon", "seeded")

WEDNESDAY = dt.date(2026, 8, 12)
WORDS = {"reason": "Hari jadi daerah", "decree": "SK 12/2026"}


def test_day_off_moves_deadlines_and_is_taken_back(
    agency: Agency, other_agency: Agency, by: Actor, hire: Callable[..., User]
) -> None:
    hire("rina", agency)
    here, there = running_clock(agency), running_clock(other_agency)
    done = actions.add_day(agency=agency, on=WEDNESDAY, is_working=False, by=by, **WORDS)
    assert (done, due(here), due(there)) == (Recomputed(1, 1), "2026-08-19", "2026-08-18")
    day = AgencyDay.objects.get()
    assert actions.remove_day(day=day, by=by) == Recomputed(1, 1)
    assert (due(here), AgencyDay.objects.count()) == ("2026-08-18", 0)
    reasons = ClockEvent.objects.filter(kind="recomputed").order_by("id").values_list("reason", flat=True)
    assert list(reasons) == ["Hari jadi daerah (SK 12/2026)", "Hari jadi daerah: dibatalkan"]
    assert [action for action, _subject, _details in trail(agency)] == ["calendar.amend_day", "calendar.forget_day"]
    assert InboxItem.objects.count() == 2


def test_second_say_replaces_the_first(agency: Agency, by: Actor) -> None:
    actions.add_day(agency=agency, on=dt.date(2026, 8, 17), is_working=True, by=by, **WORDS)
    done = actions.add_day(agency=agency, on=dt.date(2026, 8, 17), is_working=False, by=by, **WORDS)
    assert done == Recomputed()
    assert [day.is_working for day in AgencyDay.objects.all()] == [False]


def test_foreign_unit_and_missing_decree_change_nothing(agency: Agency, other_agency: Agency, by: Actor) -> None:
    unit = Unit.objects.create(agency=other_agency, name="Lain")
    with pytest.raises(ValueError, match="another agency"):
        actions.add_day(agency=agency, on=WEDNESDAY, is_working=False, by=by, unit=unit, **WORDS)
    with pytest.raises(ValueError, match="decree"):
        actions.add_day(agency=agency, on=WEDNESDAY, is_working=False, by=by, reason="x", decree=" ")
    assert AgencyDay.objects.count() == 0
