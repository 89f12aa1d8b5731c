"""Keeping data that would otherwise end, or that are not to be used for now."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.privacy.models import Hold
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.lib.text import gettext_noop


def hold(*, agency: Agency, subject_type: str, subject_id: UUID, reason: str, restricts: bool, by: Actor) -> Hold:
    """Hold the data of a case: nothing of it ends; with `restricts` its identity is not opened either.

    Raises NotAllowed when it is held already.
    """
    try:
        with transaction.atomic():
            placed = Hold.objects.create(
                agency=agency, subject_type=subject_type, subject_id=subject_id, reason=reason, is_restriction=restricts,
                placed_at=clock.now(), placed_by_id=by.user_pk,
            )  # fmt: skip
            _record(placed, "privacy.hold", by)
    except IntegrityError:
        raise NotAllowed(gettext_noop("Data perkara ini sudah ditahan atau dibatasi.")) from None
    return placed


def lift(*, held: Hold, by: Actor) -> Hold:
    """End a hold; whoever ended it first stands."""
    with transaction.atomic():
        changed = Hold.objects.filter(pk=held.pk, lifted_at__isnull=True).update(
            lifted_at=clock.now(), lifted_by=by.user
        )
        if changed:
            _record(held, "privacy.lift", by)
    held.refresh_from_db()
    return held


def _record(placed: Hold, action: str, by: Actor) -> None:
    details = {"hold": str(placed.pk), "restricts": placed.is_restriction}
    record(
        agency=placed.agency, action=action, subject_type=placed.subject_type, subject_id=placed.subject_id, by=by,
        details=details,
    )  # fmt: skip
