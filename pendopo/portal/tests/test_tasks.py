"""What is kept for a while only is swept by the worker."""

from __future__ import annotations

import datetime as dt

import pytest

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.notifications.jobs import known_jobs
from pendopo.kernel.people.limits import count_try
from pendopo.kernel.people.models import CountedTry
from pendopo.kernel.people.rules import TRACK_PER_NUMBER
from pendopo.kernel.tracking.actions import keep_draft, new_token
from pendopo.kernel.tracking.models import Draft
from pendopo.portal import tasks

AT = dt.datetime(2026, 8, 3, 2, 0, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_drafts_and_counts_are_swept_every_hour() -> None:
    assert known_jobs()["pendopo.portal.tasks.sweep"] == 3600
    agency = Agency.objects.create(slug="dinas", name="Dinas Contoh", short_name="Dinas")
    with clock.frozen(AT):
        keep_draft(agency=agency, kind="inquiry", token=new_token(), answers={"details": "x"})
        count_try("track:1", TRACK_PER_NUMBER)
        assert tasks.sweep() == 0
    with clock.frozen(AT + dt.timedelta(days=7, minutes=1)):
        assert tasks.sweep() == 2
    assert not Draft.objects.exists()
    assert not CountedTry.objects.exists()
