"""The private address under which an officer's calendar program reads the open deadlines."""

from __future__ import annotations

import secrets

from django.db import transaction

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.calendar.models import CalendarFeed
from pendopo.kernel.calendar.queries.agenda import feed_digest
from pendopo.kernel.clock import now
from pendopo.kernel.people.actors import Actor


def create_feed(*, agency: Agency, by: Actor) -> str:
    """Make a new secret for the officer in this agency and return it; it is shown once, and an older one ends."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        CalendarFeed.objects.update_or_create(
            agency=agency, user=by.user, defaults={"token_digest": feed_digest(token), "created_at": now()}
        )
        _record(agency, "calendar.create_feed", by)
    return token


def revoke_feed(*, agency: Agency, by: Actor) -> bool:
    """End the officer's address in this agency at once; return whether there was one."""
    with transaction.atomic():
        gone, _rows = CalendarFeed.objects.for_agency(agency).filter(user=by.user).delete()
        if gone:
            _record(agency, "calendar.revoke_feed", by)
    return bool(gone)


def _record(agency: Agency, action: str, by: Actor) -> None:
    record(agency=agency, action=action, subject_type="account", subject_id=by.user_pk, by=by)
