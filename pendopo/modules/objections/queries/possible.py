"""What may be objected to now: the seven grounds as they stand for one request, or without any."""

from __future__ import annotations

import datetime as dt
from typing import cast

from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.queries import calendar_book
from pendopo.lib.deadlines import compute, rule
from pendopo.lib.workdays import ReceiptPolicy
from pendopo.modules.objections.ports import InquiryCard
from pendopo.modules.objections.rules.grounds import C_FROM, GROUNDS, WITHOUT_REQUEST, Standing, standings
from pendopo.ui.formats import long_date


def reply_due(agency: Agency, received_at: dt.datetime) -> dt.date:
    """Return the last of the superior's 30 working days, by the agency's own rule of receipt. Raises DateUnknown."""
    policy = cast(ReceiptPolicy, agency.receipt_policy)
    calendar = calendar_book().calendar(agency)
    period = rule("superior_reply")
    return compute(period, received_at, agency.zone, calendar, receipt=policy, closes_at=agency.closes_at).due_on


def window_end(agency: Agency, code: str, at: dt.datetime) -> dt.date:
    """Return the last day of a requester's window `code` that opened at `at`; its local date is T0, whatever the hour."""
    calendar = calendar_book().calendar(agency)
    return compute(rule(code), at.astimezone(agency.zone).date(), agency.zone, calendar).due_on


def grounds_of(agency: Agency, card: InquiryCard, *, at: dt.datetime | None = None) -> list[Standing]:
    """Return the seven grounds as they stand for a request `at` an instant, now when left out. One query."""
    calendar = calendar_book().calendar(agency)
    window = rule("objection_window")

    def last_day(found_at: dt.datetime) -> dt.date:
        return compute(window, found_at.astimezone(agency.zone).date(), agency.zone, calendar).due_on

    moment = at or clock.now()
    found = dict(card.found)
    if card.decided_at is not None and card.decided_at <= moment:
        # Whoever was answered late objects to the delay (g), not to silence.
        found.pop("c", None)
    return standings(
        found,
        now=moment,
        today=moment.astimezone(agency.zone).date(),
        last_day=last_day,
        silent_from=card.silent_from,
    )


def ground_without_inquiry(agency: Agency, found_on: dt.date, *, at: dt.datetime) -> Standing:
    """Return ground b as it stands for periodic information that was missing on `found_on`. One query."""
    calendar = calendar_book().calendar(agency)
    until = compute(rule("objection_window"), found_on, agency.zone, calendar).due_on
    found_at = min(dt.datetime.combine(found_on, dt.time(), tzinfo=agency.zone), at)
    return Standing(GROUNDS[WITHOUT_REQUEST], found_at, until, until < at.astimezone(agency.zone).date())


def not_yet(line: Standing) -> str:
    """Return, in the reader's language, why a ground cannot be used now, and from when it can."""
    if line.possible_from is not None:
        return _(C_FROM) % {"date": long_date(line.possible_from)}
    return _(line.ground.not_yet)
