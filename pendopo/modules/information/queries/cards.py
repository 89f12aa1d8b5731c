"""A request as an objection to it is judged by: what happened, when each ground was found, and who had a hand in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.calendar.queries import clocks_of
from pendopo.kernel.workflow.models import Move
from pendopo.modules.information.models import Inquiry, Notice
from pendopo.modules.information.queries.own import issued_notice
from pendopo.modules.information.rules import procedure
from pendopo.modules.information.rules.notice import WITHHOLDING
from pendopo.modules.information.rules.request import SUBJECT_TYPE
from pendopo.modules.information.rules.urgency import decisive_clock

# What a person does who has a hand in the decision: drafting, proposing and issuing the notice.
_HANDS = ("draft", "propose", *sorted(set(procedure.ISSUING_STEP.values())))


@dataclass(frozen=True, slots=True)
class Card:
    """What became of a request: `found` is ground (UU 14/2008 Pasal 35 ayat (1)) → the instant at which it was found.

    `silent_from` is the first day on which the unanswered request is late.
    """

    inquiry: Inquiry
    notice: Notice | None
    hands: frozenset[UUID]
    found: dict[str, dt.datetime]
    silent_from: dt.date | None


def card_of(agency: Agency, inquiry_id: UUID) -> Card | None:
    """Return the card of one request of the agency, None for an unknown one. Three queries."""
    related = ("contact", "unit", "notice")
    inquiry = Inquiry.objects.for_agency(agency).filter(pk=inquiry_id).select_related(*related).first()
    if inquiry is None:
        return None
    inquiry.agency = agency
    notice = issued_notice(inquiry)
    due = _decisive(agency, clocks_of(agency, SUBJECT_TYPE, [inquiry.pk]))
    moves = Move.objects.for_agency(agency).filter(subject_type=SUBJECT_TYPE, subject_id=inquiry.pk, step__in=_HANDS)
    hands = frozenset(moves.filter(user__isnull=False).values_list("user", flat=True))
    silent = _silent_from(inquiry, notice, due)
    return Card(inquiry, notice, hands, _found(inquiry, notice, due), silent)


def _decisive(agency: Agency, clocks: Iterable[Clock]) -> Clock | None:
    """Return the clock by which a notice is called late; before completeness that is the one from receipt."""
    by_label = {found.label: found for found in clocks}
    return by_label.get(decisive_clock(agency.notice_basis)) or by_label.get(procedure.CLOCK_RECEIPT)


def _found(inquiry: Inquiry, notice: Notice | None, due: Clock | None) -> dict[str, dt.datetime]:
    """Return when each ground was found; ground b needs no request and is not told here."""
    found: dict[str, dt.datetime] = {}
    if inquiry.state == procedure.WITHDRAWN:
        return found
    # Question A8: silence is found at the due date itself, also when an answer came later.
    answered_at = notice.issued_at if notice else None
    closed_at = inquiry.closed_at
    ended = answered_at or (closed_at if inquiry.state == procedure.CLOSED_INCOMPLETE else None)
    if due is not None and (ended is None or ended > due.due_at):
        found["c"] = due.due_at
    if inquiry.state == procedure.CLOSED_INCOMPLETE and closed_at is not None:
        found["e"] = closed_at
    if notice is None or answered_at is None:
        return found
    delivered_at = closed_at if inquiry.state == procedure.COMPLETED else None
    if notice.decision in WITHHOLDING:
        found["a"] = answered_at
    found["d"] = delivered_at or answered_at
    # Also what was granted may remain unfulfilled, for as long as it is not handed over.
    found["e"] = delivered_at or answered_at
    if notice.cost:
        found["f"] = answered_at
    if due is not None and answered_at > due.due_at:
        found["g"] = delivered_at or answered_at
    return found


def _silent_from(inquiry: Inquiry, notice: Notice | None, due: Clock | None) -> dt.date | None:
    if notice is not None or not inquiry.is_open or due is None or due.due_on is None:
        return None
    return due.due_on + dt.timedelta(days=1)


def numbered(agency: Agency, number: str) -> UUID | None:
    """Return the key of the agency's request with this register number. One query."""
    found: UUID | None = Inquiry.objects.for_agency(agency).filter(number=number).values_list("pk", flat=True).first()
    return found
