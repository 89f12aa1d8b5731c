"""The superior's written answer, and carrying out what it orders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.models import Purpose, Signature, Visibility
from pendopo.kernel.documents.signing.actions import store_letter
from pendopo.kernel.events import publish
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.rules import FRONT_OFFICE, PPID, SUPERIOR
from pendopo.kernel.workflow.actions import advance, check, lock
from pendopo.lib.text import gettext_noop
from pendopo.modules.objections import events
from pendopo.modules.objections.actions import clocks, messages
from pendopo.modules.objections.actions.handling import require
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.permissions import may_answer, may_execute
from pendopo.modules.objections.queries.cases import decided_by
from pendopo.modules.objections.queries.letters import letter_number
from pendopo.modules.objections.rules import procedure, stops
from pendopo.modules.objections.rules.objecting import (
    DECISIONS,
    GRANTED,
    ORDERING,
    SUBJECT_TYPE,
    Reply,
    missing_words,
)
from pendopo.modules.objections.rules.procedure import PROCEDURE


class ReplyIncomplete(Exception):
    """The answer lacks what the law demands of its decision; `missing` is field → sentence."""

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__(", ".join(sorted(missing)))
        self.missing = missing


def answer(
    *, objection: Objection, reply: Reply, execute_by: dt.date | None = None, by: Actor, letter: bytes | None = None
) -> Objection:
    """Answer the objection in writing: the superior's time stops, the requester's 14 working days begin.

    `execute_by` is the local date until which the PPID has to carry out the order. `letter` is the PDF, rendered
    before the transaction. An answer after the 30 working days is accepted too; the window that the silence opened
    runs on beside the new one. Raises WrongState, NotAllowed (whoever had a hand in the decision), ReplyIncomplete,
    ValueError for a time limit that is over already.
    """
    ordering = reply.decision in ORDERING
    if missing := missing_words(reply, has_date=execute_by is not None):
        raise ReplyIncomplete(missing)
    with transaction.atomic():
        case = lock(objection)
        check(case, PROCEDURE, "answer", by=by)
        require(may_answer(by, case, decided_by(case)))
        if ordering and execute_by is not None and execute_by < clock.today(case.agency.timezone):
            raise ValueError("An order cannot be due before it is given.")
        now = clock.now()
        _keep_letter(case, letter, by=by)
        changes = {
            "decision": reply.decision,
            "reasons": reply.reasons,
            "order": reply.order if ordering else "",
            "execute_by": execute_by if ordering else None,
            "letter_number": letter_number(case),
            "answered_by": by.user,
            "answered_at": now,
        }
        advance(
            case,
            PROCEDURE,
            "answer",
            by=by,
            changes=changes,
            details={
                "decision": reply.decision,
                "execute_by": execute_by.isoformat() if ordering and execute_by else "",
            },
            event=events.ObjectionAnswered(case.agency_id, case.pk, reply.decision),
        )
        clocks.stop(case, procedure.CLOCK_REPLY, reason=stops.ANSWERED, by=by)
        clocks.open_window(case, procedure.CLOCK_DISPUTE, now, by=by)
        _tell_of_answer(case, by)
    return case


def _keep_letter(case: Objection, letter: bytes | None, *, by: Actor) -> None:
    if letter is not None:
        name = f"tanggapan-keberatan-{case.seq}-{case.year}.pdf"
        store_letter(agency=case.agency, subject_type=SUBJECT_TYPE, subject_id=case.pk, name=name, letter=letter, by=by)


def tell_signed(signature: Signature) -> None:
    """Tell the requester that the answer was signed; called in the transaction that signs it."""
    case = Objection.objects.for_agency(signature.agency).select_related("contact").get(pk=signature.subject_id)
    case.agency = signature.agency
    messages.write_to_requester(
        case,
        gettext_noop("Surat %(letter)s telah ditandatangani"),
        gettext_noop("Surat ini sudah ditandatangani dan dapat diunduh dari halaman lacak."),
        letter=signature.number,
    )


def _tell_of_answer(case: Objection, by: Actor) -> None:
    said = gettext_noop("Keberatan %(number)s ditanggapi atasan PPID.")
    if case.decision in ORDERING:
        said = gettext_noop("Keberatan %(number)s dikabulkan. Laksanakan perintah atasan PPID.")
        publish(events.ObjectionGranted(case.agency_id, case.pk, case.inquiry_id, case.decision == GRANTED))
    messages.tell(case, said, roles=(PPID, FRONT_OFFICE), by=by)
    with translation.override("id"):
        decision = _(DECISIONS[case.decision])
    messages.write_to_requester(
        case,
        gettext_noop("Tanggapan atas keberatan %(number)s"),
        gettext_noop("Atasan PPID telah memberi tanggapan tertulis: %(decision)s."),
        gettext_noop("Suratnya dapat diunduh dari halaman lacak."),
        decision=decision,
    )


def execute(*, objection: Objection, note: str, by: Actor, uploads: Sequence[Inspected] = ()) -> Objection:
    """Carry out the superior's order: hand the files over to the requester, and say what was done.

    Raises WrongState, NotAllowed where nothing is ordered or all is done, FileRefused.
    """
    with transaction.atomic():
        case = lock(objection)
        check(case, PROCEDURE, "execute", by=by)
        require(may_execute(case))
        for upload in uploads:
            documents.store(
                agency=case.agency,
                subject_type=SUBJECT_TYPE,
                subject_id=case.pk,
                purpose=Purpose.ANSWER,
                upload=upload,
                visibility=Visibility.REQUESTER,
                by=by,
            )
        changes = {"executed_at": clock.now(), "executed_by": by.user, "execution_note": note}
        advance(case, PROCEDURE, "execute", by=by, changes=changes, public_note=note, details={"files": len(uploads)})
        messages.tell(case, gettext_noop("Putusan atas keberatan %(number)s dilaksanakan."), roles=(SUPERIOR,), by=by)
        messages.write_to_requester(
            case,
            gettext_noop("Putusan atas keberatan %(number)s dilaksanakan"),
            gettext_noop("PPID telah melaksanakan perintah atasannya. Berkasnya dapat diunduh dari halaman lacak."),
        )
    return case
