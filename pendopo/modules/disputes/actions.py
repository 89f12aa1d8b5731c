"""Following a dispute: each step is recorded with the day on which it happened at the Komisi Informasi or in court."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record as audit
from pendopo.kernel.calendar import actions as calendar
from pendopo.kernel.notifications import actions as notifications
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.people.rules import PPID, SUPERIOR
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock, new_case, open_case
from pendopo.lib.text import gettext_noop
from pendopo.modules.disputes import events, rules
from pendopo.modules.disputes.models import Dispute, Session
from pendopo.modules.disputes.permissions import may_step
from pendopo.modules.disputes.ports import ObjectionCard
from pendopo.modules.disputes.rules import PROCEDURE

_NOON = dt.time(12)


def _not_in_the_future(agency: Agency, *days: dt.date | None) -> None:
    if any(day is not None and day > clock.today(agency.timezone) for day in days):
        raise NotAllowed(gettext_noop("Tanggal itu belum tiba. Catat yang sudah terjadi."))


def record(*, agency: Agency, about: ObjectionCard, commission: str, petitioned_on: dt.date, by: Actor) -> Dispute:
    """Record that a petition was filed. Raises NotAllowed for a day to come, or when the dispute is recorded already."""
    _not_in_the_future(agency, petitioned_on)
    try:
        with transaction.atomic():
            case = new_case(
                Dispute,
                PROCEDURE,
                rules.REGISTER,
                agency=agency,
                at=clock.now(),
                template=rules.NUMBER_TEMPLATE,
                objection_id=about.objection_id,
                objection_number=about.number,
                inquiry_number=about.inquiry_number,
                subject=about.subject,
                grounds=about.grounds,
                commission=commission,
                petitioned_on=petitioned_on,
            )
            late = about.window_until is not None and petitioned_on > about.window_until
            open_case(case, PROCEDURE, "record", by=by, details={"objection": str(about.objection_id), "late": late})
            for rule in (rules.CLOCK_REGISTER, rules.CLOCK_START, rules.CLOCK_FINISH):
                _start(case, rule, petitioned_on, by)
            notifications.tell(
                agency=agency,
                roles=(PPID, SUPERIOR),
                text=gettext_noop("Sengketa %(number)s diajukan ke Komisi Informasi."),
                params={"number": case.number},
                url=page_of(case),
                subject_type=rules.SUBJECT_TYPE,
                subject_id=case.pk,
                but=by.user,
            )
    except IntegrityError:
        if not Dispute.objects.for_agency(agency).filter(objection_id=about.objection_id, ended_on=None).exists():
            raise
        raise NotAllowed(gettext_noop("Sengketa atas keberatan ini sudah dicatat. Buka dari daftar.")) from None
    return case


def page_of(case: Dispute) -> str:
    """Return the path of the officers' page of a dispute."""
    return reverse("disputes:detail", args=[case.agency.slug, case.pk])


def _start(case: Dispute, rule: str, on: dt.date, by: Actor) -> None:
    calendar.start_clock(
        agency=case.agency,
        subject_type=rules.SUBJECT_TYPE,
        subject_id=case.pk,
        rule=rule,
        label=rule,
        start_at=dt.datetime.combine(on, _NOON, tzinfo=case.agency.zone),
        start_on=on,
        by=by,
    )


def _follow(
    dispute: Dispute,
    step: str,
    changes: Mapping[str, object],
    *,
    by: Actor,
    note: str = "",
    starts: Mapping[str, dt.date] | None = None,
    event: object | None = None,
) -> Dispute:
    """Take a step: days are checked, fields set, clocks stopped and started."""
    with transaction.atomic():
        case = lock(dispute)
        found = check(case, PROCEDURE, step, by=by)
        if isinstance(verdict := may_step(by, found, case), Denied):
            raise NotAllowed(verdict.reason)
        days = {name: value.isoformat() for name, value in changes.items() if isinstance(value, dt.date)}
        advance(case, PROCEDURE, step, by=by, changes=changes, note=note, details=days, event=event)
        if labels := rules.STOPS.get(step):
            calendar.stop_clocks(
                agency=case.agency,
                subject_type=rules.SUBJECT_TYPE,
                subject_id=case.pk,
                labels=labels,
                reason=found.label,
                by=by,
            )
        for rule, on in (starts or {}).items():
            _start(case, rule, on, by)
    return case


def register(*, dispute: Dispute, register_number: str, registered_on: dt.date, by: Actor) -> Dispute:
    """Record the commission's registration. Raises WrongState, NotAllowed."""
    _not_in_the_future(dispute.agency, registered_on)
    return _follow(dispute, "register", {"register_number": register_number, "registered_on": registered_on}, by=by)


def mediate(*, dispute: Dispute, started_on: dt.date, by: Actor) -> Dispute:
    """Record that mediation began. Raises WrongState, NotAllowed for a refusal (ground a)."""
    _not_in_the_future(dispute.agency, started_on)
    return _follow(dispute, "mediate", {}, by=by, starts={rules.CLOCK_MEDIATION: started_on})


def agree(*, dispute: Dispute, agreed_on: dt.date, note: str, by: Actor) -> Dispute:
    """Record what was agreed in mediation. Raises WrongState, NotAllowed."""
    _not_in_the_future(dispute.agency, agreed_on)
    return _follow(dispute, "agree", {"agreed_on": agreed_on}, by=by, note=note)


def adjudicate(*, dispute: Dispute, note: str, by: Actor) -> Dispute:
    """Record that adjudication began. Raises WrongState, NotAllowed."""
    return _follow(dispute, "adjudicate", {}, by=by, note=note)


def order_test(*, dispute: Dispute, until: dt.date, note: str, by: Actor) -> Dispute:
    """Record the panel's order of a consequence test with its date. Raises WrongState, NotAllowed."""
    return _follow(dispute, "order_test", {"test_ordered_until": until}, by=by, note=note)


def decide(
    *,
    dispute: Dispute,
    decision_number: str,
    result: str,
    decided_on: dt.date,
    received_on: dt.date,
    note: str,
    by: Actor,
) -> Dispute:
    """Record the commission's decision; 14 working days for a lawsuit run from its receipt. Raises WrongState, NotAllowed."""
    _not_in_the_future(dispute.agency, decided_on, received_on)
    changes = {
        "decision_number": decision_number,
        "result": result,
        "decided_on": decided_on,
        "decision_received_on": received_on,
    }
    return _follow(dispute, "decide", changes, by=by, note=note, starts={rules.CLOCK_LAWSUIT: received_on})


def sue(*, dispute: Dispute, court: str, court_number: str, sued_on: dt.date, by: Actor) -> Dispute:
    """Record a lawsuit. Raises WrongState, NotAllowed."""
    _not_in_the_future(dispute.agency, sued_on)
    return _follow(dispute, "sue", {"court": court, "court_number": court_number, "sued_on": sued_on}, by=by)


def end(*, dispute: Dispute, ended_on: dt.date, opens_information: bool, note: str, by: Actor) -> Dispute:
    """Record that agreement, decision or judgment is final. Raises WrongState, NotAllowed."""
    _not_in_the_future(dispute.agency, ended_on)
    event = events.DisputeEnded(dispute.agency_id, dispute.pk, opens_information)
    changes = {"ended_on": ended_on, "opens_information": opens_information}
    return _follow(dispute, "end", changes, by=by, note=note, event=event)


def lapse(*, dispute: Dispute, lapse: str, ended_on: dt.date, note: str, by: Actor) -> Dispute:
    """Record that the dispute lapsed. Raises WrongState, NotAllowed."""
    _not_in_the_future(dispute.agency, ended_on)
    event = events.DisputeEnded(dispute.agency_id, dispute.pk, False)
    return _follow(dispute, "lapse", {"lapse": lapse, "ended_on": ended_on}, by=by, note=note, event=event)


def schedule(*, dispute: Dispute, kind: str, starts_at: dt.datetime, place: str, by: Actor) -> Session:
    """Record a session. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(dispute)
        advance(case, PROCEDURE, "schedule", by=by, details={"kind": kind, "at": starts_at.isoformat()})
        return Session.objects.create(
            agency=case.agency, dispute=case, kind=kind, starts_at=starts_at, place=place, noted_by_id=by.user_pk
        )


def note(*, dispute: Dispute, note: str, by: Actor) -> Dispute:
    """Write a note. Raises WrongState, NotAllowed."""
    return _follow(dispute, "note", {}, by=by, note=note)


def note_dossier(*, agency: Agency, objection_id: UUID, file_format: str, files: int, by: Actor) -> None:
    """Write into the audit trail who took a dossier, which names the requester."""
    with transaction.atomic():
        audit(
            agency=agency,
            action="dispute.dossier",
            subject_type="objection",
            subject_id=objection_id,
            by=by,
            details={"format": file_format, "files": files},
        )
