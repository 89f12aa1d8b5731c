"""Whoever's case has ended is invited to say how the service was."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import SYSTEM
from pendopo.kernel.tracking.registry import kind_of
from pendopo.modules.information.events import InquiryClosed, NoticeIssued
from pendopo.modules.information.rules import procedure as inquiries
from pendopo.modules.information.rules.request import SUBJECT_TYPE as INQUIRY
from pendopo.modules.objections.events import ObjectionAnswered
from pendopo.modules.objections.rules.objecting import SUBJECT_TYPE as OBJECTION
from pendopo.modules.satisfaction.actions.inviting import invite
from pendopo.modules.satisfaction.queries.inviting import asked_of_kind
from pendopo.modules.satisfaction.rules.collecting import INQUIRY_SERVICE, OBJECTION_SERVICE

# Ends at which nobody was served.
_NOT_SERVED = frozenset({inquiries.WITHDRAWN, inquiries.CLOSED_INCOMPLETE})
# What ended longer ago, and is only now written down, is no longer fresh in anybody's memory.
_FRESH = dt.timedelta(days=7)


def after_inquiry(event: InquiryClosed | NoticeIssued) -> None:
    """Invite the requester once the request has ended in an answer; a granted one ends when it is handed over."""
    case = _case(event.agency_id, INQUIRY, event.inquiry_id, INQUIRY_SERVICE)
    if case is not None and not case[1].is_open and case[1].state not in _NOT_SERVED:
        _invite(*case)


def after_objection(event: ObjectionAnswered) -> None:
    """Invite the objector once the superior has answered."""
    case = _case(event.agency_id, OBJECTION, event.objection_id, OBJECTION_SERVICE)
    if case is not None:
        _invite(*case)


def _case(agency_id: UUID, subject_type: str, key: UUID, kind: str) -> tuple[Any, Any] | None:
    """Return what is asked about and the case; None without an open survey about it, or without a person behind it."""
    agency = Agency.objects.get(pk=agency_id)
    asked = asked_of_kind(agency, kind)
    case: Any = kind_of(subject_type).own(agency, key) if asked is not None else None
    if case is None or case.contact.erased_at is not None or clock.now() - case.state_since_at > _FRESH:
        return None
    return asked, case


def _invite(asked: Any, case: Any) -> None:
    invite(asked=asked, subject_type=case.subject_type, subject_id=case.pk, email=case.contact.email, by=SYSTEM)
