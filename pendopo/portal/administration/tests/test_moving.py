from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.actions import amend_holiday, recompute_open_clocks
from pendopo.kernel.calendar.models import HolidayKind
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.people.actors import SYSTEM
from pendopo.kernel.people.models import User
from pendopo.portal.administration.tests.cases import running_clock
from pendopo.portal.tasks import tell_moved

pytestmark = pytest.mark.usefixtures("noon", "seeded")


def test_each_officer_gets_one_line_for_all_deadlines_that_moved(
    agency: Agency, other_agency: Agency, hire: Callable[..., User]
) -> None:
    officers = [hire("rina", agency), hire("budi", agency), hire("sari", other_agency)]
    for whose in (agency, agency, agency, other_agency):
        running_clock(whose)
    kind = HolidayKind.JOINT_LEAVE
    amend_holiday(on=dt.date(2026, 8, 13), name="Cuti Bersama", kind=kind, decree="Keppres 5/2026", by=SYSTEM)
    recompute_open_clocks(by=SYSTEM, reason="Keppres 5/2026")
    assert InboxItem.objects.count() == 0
    assert (tell_moved(), tell_moved()) == (2, 0)
    lines = InboxItem.objects.order_by("user__username").values_list("user__username", "agency", "params")
    assert list(lines) == [
        ("budi", agency.pk, {"count": 3}),
        ("rina", agency.pk, {"count": 3}),
        ("sari", other_agency.pk, {"count": 1}),
    ]
    assert {user.pk for user in officers} == set(InboxItem.objects.values_list("user", flat=True))
