"""Failures of protection: recorded with their clock, who is affected found, and everybody told (UU 27/2022 Pasal 46)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import insert
from pendopo.kernel.calendar import actions as calendar
from pendopo.kernel.notifications import actions as notifications
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.privacy.actions.erasing import contact_of
from pendopo.kernel.privacy.models import Affected, Incident
from pendopo.kernel.privacy.queries import incidents as found_by
from pendopo.kernel.privacy.registry import case_kind
from pendopo.kernel.privacy.rules import incidents, limits
from pendopo.kernel.privacy.rules.incidents import PROCEDURE
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock, new_case, open_case
from pendopo.lib.text import gettext_noop

NOBODY = gettext_noop("Belum ada yang dicatat sebagai terdampak. Cari yang terdampak dahulu.")


def record(
    *,
    agency: Agency,
    title: str,
    known_at: dt.datetime,
    happened_from: dt.datetime,
    happened_until: dt.datetime,
    exposed: str,
    cause: str,
    by: Actor,
) -> Incident:
    """Record an incident; its 72 hours run from `known_at`. Raises NotAllowed."""
    with transaction.atomic():
        case = new_case(
            Incident,
            PROCEDURE,
            incidents.REGISTER,
            agency=agency,
            at=clock.now(),
            template=incidents.NUMBER_TEMPLATE,
            title=title,
            known_at=known_at,
            happened_from=happened_from,
            happened_until=happened_until,
            due_at=known_at,
            exposed=exposed,
            cause=cause,
        )
        started = calendar.start_clock(
            agency=agency, subject_type=incidents.SUBJECT_TYPE, subject_id=case.pk, rule=incidents.RULE,
            label=incidents.CLOCK, start_at=known_at, by=by,
        )  # fmt: skip
        case.due_at = started.due_at
        open_case(case, PROCEDURE, "record", by=by)
    return case


def describe(
    *, incident: Incident, exposed: str, cause: str, handling: str, disturbs_public: bool, by: Actor
) -> Incident:
    """Bring the description up to what is known now. Raises WrongState, NotAllowed."""
    changes = {"exposed": exposed, "cause": cause, "handling": handling, "disturbs_public": disturbs_public}
    with transaction.atomic():
        case = lock(incident)
        advance(case, PROCEDURE, "describe", by=by, changes=changes)
    return case


def find(*, incident: Incident, way: str, by: Actor, **asked: Any) -> int:
    """Add the cases that an incident may concern and return how many are new; `way` and `asked` are as in queries.incidents.

    Raises WrongState, NotAllowed.
    """
    with transaction.atomic():
        case = lock(incident)
        check(case, PROCEDURE, "find", by=by)
        known = set(Affected.objects.filter(incident=case).values_list("subject_id", flat=True))
        touched = found_by.touched(case.agency, way, case.happened_from, case.happened_until, **asked)
        new = [each for each in touched if each.subject_id not in known][: limits.AFFECTED_MAX - len(known)]
        insert(
            *[
                Affected(
                    agency=case.agency, incident=case, subject_type=each.subject_type, subject_id=each.subject_id,
                    number=each.number,
                )
                for each in new
            ]
        )  # fmt: skip
        details: Mapping[str, object] = {
            "way": way,
            "new": len(new),
            **{name: str(value) for name, value in asked.items()},
        }
        advance(case, PROCEDURE, "find", by=by, details=details)
    return len(new)


def tell(*, incident: Incident, subject: str, body: str, by: Actor) -> int:
    """Write to everybody affected who was not told yet; return to how many a message goes.

    Who left no address is told by letter: they stay untold until `mark_told`. A hundred in a transaction, so that others
    go on working. Raises WrongState, NotAllowed.
    """
    sent = 0
    with transaction.atomic():
        case = lock(incident)
        check(case, PROCEDURE, "tell", by=by)
        if not Affected.objects.filter(incident=case).exists():
            raise NotAllowed(NOBODY)
        advance(case, PROCEDURE, "tell", by=by)
        calendar.stop_clocks(
            agency=case.agency, subject_type=incidents.SUBJECT_TYPE, subject_id=case.pk,
            reason=gettext_noop("subjek data diberi tahu"), by=by,
        )  # fmt: skip
    after = None
    while True:
        with transaction.atomic():
            waiting = Affected.objects.filter(incident=case, told_at__isnull=True).order_by("id")
            if after is not None:
                waiting = waiting.filter(pk__gt=after)
            batch = list(waiting.select_for_update(of=("self",))[: limits.LETTERS_AT_ONCE])
            if not batch:
                return sent
            after = batch[-1].pk
            sent += sum(_write_to(case, each, subject, body) for each in batch)


def _write_to(case: Incident, each: Affected, subject: str, body: str) -> bool:
    kind = case_kind(each.subject_type)
    if kind is None or not kind.contact:
        return False
    found = kind.model.objects.for_agency(case.agency).filter(pk=each.subject_id).select_related(kind.contact).first()
    contact = contact_of(kind, found) if found is not None else None
    if contact is None or not contact.email:
        return False
    # About the person's own case, so that it goes when that is erased.
    message = notifications.enqueue_email(
        agency=case.agency, to=contact.email, subject=subject, body=body, subject_type=each.subject_type,
        subject_id=each.subject_id,
    )  # fmt: skip
    Affected.objects.filter(pk=each.pk).update(told_at=clock.now(), message_id=message.pk)
    return True


def mark_told(*, incident: Incident, by: Actor) -> int:
    """Note that those without an address were told by letter; return how many. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(incident)
        told = Affected.objects.filter(incident=case, told_at__isnull=True).update(told_at=clock.now())
        advance(case, PROCEDURE, "tell", by=by, details={"letters": told})
    return int(told)


def report(*, incident: Incident, authority: str, told_at: dt.datetime, by: Actor) -> Incident:
    """Note when the authority was told. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(incident)
        advance(case, PROCEDURE, "report", by=by, changes={"authority": authority, "authority_told_at": told_at})
    return case


def close(*, incident: Incident, note: str, by: Actor) -> Incident:
    """Close an incident that everybody was told of. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(incident)
        advance(case, PROCEDURE, "close", by=by, changes={"closed_at": clock.now()}, note=note)
    return case
