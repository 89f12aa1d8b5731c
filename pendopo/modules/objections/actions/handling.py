"""Beside the answer: the outcome of an amicable settlement, notes, withdrawal, a new code."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.models import Purpose, Visibility
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import Denied, Verdict
from pendopo.kernel.people.rules import SUPERIOR
from pendopo.kernel.tracking.actions import give_new_code
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock
from pendopo.lib.text import gettext_noop
from pendopo.modules.objections.actions import clocks, messages
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.permissions import may_settle
from pendopo.modules.objections.rules import objecting, stops
from pendopo.modules.objections.rules.procedure import PROCEDURE


def require(verdict: Verdict) -> None:
    """Raise NotAllowed with the reason of a denial."""
    if isinstance(verdict, Denied):
        raise NotAllowed(_(verdict.reason))


def settle(*, objection: Objection, outcome: str, on: dt.date, note: str, minutes: Inspected, by: Actor) -> Objection:
    """Record the outcome of an amicable settlement (musyawarah) held `on` a local date, with its minutes.

    The superior's time runs on. Raises WrongState, NotAllowed (ground a alone, recorded already), FileRefused,
    ValueError for an unknown outcome or a date outside the objection's life.
    """
    if outcome not in objecting.SETTLEMENTS:
        raise ValueError(f"No outcome of a settlement: {outcome}")
    with transaction.atomic():
        case = lock(objection)
        check(case, PROCEDURE, "settle", by=by)
        require(may_settle(case))
        if not case.received_at.astimezone(case.agency.zone).date() <= on <= clock.today(case.agency.timezone):
            raise ValueError("A settlement is held between receipt and today.")
        documents.store(
            agency=case.agency,
            subject_type=objecting.SUBJECT_TYPE,
            subject_id=case.pk,
            purpose=Purpose.MATERIAL,
            upload=minutes,
            visibility=Visibility.REQUESTER,
            by=by,
        )
        changes = {"settled_on": on, "settlement": outcome, "settlement_note": note}
        advance(case, PROCEDURE, "settle", by=by, changes=changes, public_note=note, details={"outcome": outcome})
        messages.tell(case, gettext_noop("Hasil musyawarah %(number)s dicatat."), roles=(SUPERIOR,), by=by)
    return case


def add_note(*, objection: Objection, text: str, by: Actor) -> Objection:
    """Add an internal note. Raises WrongState once the objection has ended."""
    with transaction.atomic():
        case = lock(objection)
        advance(case, PROCEDURE, "note", by=by, note=text)
    return case


def withdraw(*, objection: Objection, reason: str, by: Actor) -> Objection:
    """Withdraw the objection at the requester's wish. Raises WrongState."""
    with transaction.atomic():
        case = lock(objection)
        advance(case, PROCEDURE, "withdraw", by=by, changes={"closed_at": clock.now()}, note=reason)
        clocks.stop(case, reason=stops.WITHDRAWN, by=by)
        messages.tell(case, gettext_noop("Keberatan %(number)s dicabut pemohon."), by=by)
    return case


def reissue_code(*, objection: Objection, by: Actor) -> str:
    """Give a new tracking code to a requester who lost it and proved the identity at the desk; the old one ends."""
    return give_new_code(case=objection, by=by)
