"""Receiving, numbering and checking a request, until it is complete or ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.numbering import take_number
from pendopo.kernel.agencies.rows import insert, together
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.models import Purpose, Visibility
from pendopo.kernel.people.actors import SYSTEM, Actor
from pendopo.kernel.people.models import Contact
from pendopo.kernel.people.personal import digest, seal
from pendopo.kernel.tracking.actions import (
    code_of,
    forget_draft,
    give_new_code,
    token_digest,
    tracking_digest,
)
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock, open_case, settle_each
from pendopo.lib.text import gettext_noop
from pendopo.modules.information import events
from pendopo.modules.information.actions import clocks, messages, regimes
from pendopo.modules.information.actions.letters import keep_letter
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules import procedure, request, stops
from pendopo.modules.information.rules.procedure import PROCEDURE
from pendopo.ui.formats import medium_date


@dataclass(frozen=True, slots=True)
class _Submission:
    """What one press of the button carries."""

    wish: request.Wish
    requester: request.Requester
    token: str
    channel: str
    received_at: dt.datetime
    help_given: str
    read_back: bool
    uploads: Sequence[Inspected]
    regime: str


def register(
    *,
    agency: Agency,
    wish: request.Wish,
    requester: request.Requester,
    token: str,
    by: Actor,
    channel: str = request.WEB,
    received_at: dt.datetime | None = None,
    help_given: str = "",
    read_back: bool = False,
    uploads: Sequence[Inspected] = (),
    regime: str = "",
) -> Inquiry:
    """Register a request and return it, with its number; the same `token` always returns the same request.

    `received_at` is when it reached the agency, now when left out, never in the future. `regime` is the agency's own
    unless this request has another; `read_back` says that the requester confirmed what an officer wrote down (question
    A3). The tracking code is `code_of(token)`. Raises NotAllowed, FileRefused, ValueError.
    """
    chosen = regimes.expect(agency, regime or agency.regime)
    submission = token_digest(token)
    at = received_at or clock.now()
    given = _Submission(wish, requester, token, channel, at, help_given, read_back, uploads, chosen)
    try:
        with transaction.atomic(), together():
            # With files the question comes first, so that none is stored in vain; else the unique digest answers it.
            before = _submitted(agency, submission) if uploads else None
            return before or _insert(agency, given, by=by)
    except IntegrityError:
        # The same button pressed twice at once: the other press has won, and its number is the answer to both.
        before = _submitted(agency, submission)
        if before is None:
            raise
        return before


def _submitted(agency: Agency, submission: str) -> Inquiry | None:
    return Inquiry.objects.for_agency(agency).filter(submission_digest=submission).select_related("contact").first()


def _contact(agency: Agency, requester: request.Requester, now: dt.datetime) -> Contact:
    return Contact(
        agency=agency,
        kind=requester.kind,
        name=requester.name,
        on_behalf_of=requester.on_behalf_of,
        nik_sealed=seal(requester.nik, purpose="nik"),
        nik_digest=digest(requester.nik, purpose="nik") if requester.nik else "",
        decree_number=requester.decree_number,
        other_id=requester.other_id,
        address=requester.address,
        phone=requester.phone,
        email=requester.email,
        occupation=requester.occupation,
        created_at=now,
    )


def _insert(agency: Agency, given: _Submission, *, by: Actor) -> Inquiry:
    now = clock.now()
    wish, token = given.wish, given.token
    if given.received_at > now:
        raise ValueError("A request cannot be received in the future.")
    local = now.astimezone(agency.zone).date()
    inquiry = Inquiry(
        agency=agency,
        contact=_contact(agency, given.requester, now),
        year=local.year,
        procedure_version=PROCEDURE.version,
        state=PROCEDURE.initial,
        state_since_at=now,
        regime=given.regime,
        channel=given.channel,
        received_at=given.received_at,
        registered_at=now,
        registered_by=by.user,
        details=wish.details,
        purpose=wish.purpose,
        obtain_way=wish.obtain_way,
        delivery_way=wish.delivery_way,
        accommodation=wish.accommodation,
        help_given=given.help_given,
        tracking_digest=tracking_digest(code_of(token)),
        submission_digest=token_digest(token),
    )
    # Everything that needs no number comes first: the register's row is locked from the number to the commit.
    clocks.start(inquiry, {procedure.CLOCK_CHECK: now, procedure.CLOCK_RECEIPT: given.received_at}, by=by)
    insert(inquiry.contact)
    forget_draft(agency=agency, kind=request.SUBJECT_TYPE, token=token)
    inquiry.seq, inquiry.number = take_number(agency, request.REGISTER, on=local)
    # After the number: a file writes into the audit trail, and whoever locks both must do it in the same order.
    _keep_identity(inquiry, given.uploads, by=by)
    messages.tell_desk(inquiry, gettext_noop("Permohonan baru %(number)s: periksa kelengkapannya."))
    with messages.to_requester():
        messages.write_to_requester(
            inquiry,
            subject=_("Permohonan informasi %(number)s telah terdaftar") % {"number": inquiry.number},
            lines=[_("Permohonan informasi Anda telah kami terima dan daftarkan.")],
        )
    open_case(
        inquiry,
        PROCEDURE,
        "register",
        by=by,
        details={
            "channel": given.channel,
            "seq": inquiry.seq,
            "requester": request_digest(given.requester),
            **({"read_back": True} if given.read_back else {}),
        },
        event=events.InquiryRegistered(agency.pk, inquiry.pk),
    )
    return inquiry


def _keep_identity(inquiry: Inquiry, uploads: Sequence[Inspected], *, by: Actor) -> None:
    for upload in uploads:
        documents.store(
            agency=inquiry.agency,
            subject_type=request.SUBJECT_TYPE,
            subject_id=inquiry.pk,
            purpose=Purpose.IDENTITY,
            upload=upload,
            visibility=Visibility.PRIVATE,
            by=by,
        )


def request_digest(requester: request.Requester) -> str:
    """Return the audit trail's digest of who asked."""
    from pendopo.kernel.audit.actions import digested

    return digested(
        f"{requester.kind}|{requester.name}|{requester.nik or requester.decree_number or requester.other_id}"
    )


def declare_complete(*, inquiry: Inquiry, by: Actor, at: dt.datetime | None = None) -> Inquiry:
    """Declare the request complete (dinyatakan lengkap): the second reading of the 10 days starts. Raises WrongState.

    `at` is the instant that counts as the declaration, now when left out.
    """
    with transaction.atomic():
        case = lock(inquiry)
        moment = at or clock.now()
        advance(case, PROCEDURE, "declare_complete", by=by, changes={"complete_at": moment})
        clocks.stop(case, procedure.CLOCK_CHECK, reason=stops.COMPLETE, by=by)
        clocks.start(case, {procedure.CLOCK_COMPLETE: moment}, by=by)
    return case


def declare_incomplete(
    *, inquiry: Inquiry, items: Sequence[str], note: str, by: Actor, letter: bytes | None = None
) -> Inquiry:
    """Ask the requester to complete the request. Raises WrongState, NotAllowed after one round, ValueError.

    `letter` is the PDF, rendered before the transaction.
    """
    unknown = set(items) - set(request.REPAIR_ITEMS)
    if not items or unknown:
        raise ValueError(f"Name what is missing, from the list; unknown: {sorted(unknown)}")
    with transaction.atomic():
        case = lock(inquiry)
        check(case, PROCEDURE, "declare_incomplete", by=by)
        if case.repair_rounds >= request.REPAIR_ROUNDS:
            raise NotAllowed(
                _("Pemohon sudah diminta melengkapi satu kali. Nyatakan lengkap, lalu jawab menurut isinya.")
            )
        keep_letter(case, "permintaan-kelengkapan", letter, by=by)
        advance(
            case,
            PROCEDURE,
            "declare_incomplete",
            by=by,
            changes={"repair_items": list(items), "repair_note": note, "repair_rounds": case.repair_rounds + 1},
            public_note=note,
            details={"items": list(items)},
        )
        clocks.stop(case, procedure.CLOCK_CHECK, reason=stops.ASKED_TO_COMPLETE, by=by)
        [fix] = clocks.start(case, {procedure.CLOCK_FIX: clock.now()}, by=by)
        with messages.to_requester():
            until = _("Lengkapi paling lambat %(due)s. Sesudah itu permohonan tidak dapat diproses.")
            messages.write_to_requester(
                case,
                subject=_("Permohonan %(number)s perlu dilengkapi") % {"number": case.number},
                lines=[
                    _("Permohonan Anda belum lengkap. Yang perlu dilengkapi:"),
                    *_named(items),
                    note,
                    until % {"due": medium_date(fix.due_on)},
                ],
            )
    return case


def _named(items: Sequence[str]) -> list[str]:
    return [f"- {_(request.REPAIR_ITEMS[item])}" for item in items]


def repair(
    *,
    inquiry: Inquiry,
    addition: str,
    by: Actor,
    purpose: str = "",
    changes: dict[str, str] | None = None,
    uploads: Sequence[Inspected] = (),
) -> Inquiry:
    """Complete the request: `addition` is appended to what is asked, `purpose` to what it is for, `changes` correct
    contact fields, files are kept.

    Raises WrongState, NotAllowed, FileRefused, ValueError for a field that cannot be corrected here.
    """
    allowed = {"name", "address", "phone", "email", "occupation", "decree_number", "other_id", "on_behalf_of", "nik"}
    corrected = dict(changes or {})
    if set(corrected) - allowed:
        raise ValueError(f"Cannot be corrected here: {sorted(set(corrected) - allowed)}")
    with transaction.atomic():
        case = lock(inquiry)
        check(case, PROCEDURE, "repair", by=by)
        _keep_identity(case, uploads, by=by)
        fields = sorted([*corrected, *(["purpose"] if purpose else [])])
        _correct_contact(case.contact, corrected)
        before = {"details": (case.details, addition), "purpose": (case.purpose, purpose)}
        advance(
            case,
            PROCEDURE,
            "repair",
            by=by,
            changes={name: "\n\n".join(filter(None, words)) for name, words in before.items()},
            details={"fields": fields, "files": len(uploads), "added": bool(addition)},
        )
        clocks.stop(case, procedure.CLOCK_FIX, reason=stops.COMPLETED, by=by)
        clocks.start(case, {procedure.CLOCK_CHECK: clock.now()}, by=by)
        messages.tell_desk(case, gettext_noop("Permohonan %(number)s telah dilengkapi pemohon."))
    return case


def _correct_contact(contact: Contact, corrected: dict[str, str]) -> None:
    nik = corrected.pop("nik", "")
    if nik:
        contact.nik_sealed, contact.nik_digest = seal(nik, purpose="nik"), digest(nik, purpose="nik")
    for name, value in corrected.items():
        setattr(contact, name, value)
    if nik or corrected:
        contact.save()


def close_incomplete(*, inquiry: Inquiry, by: Actor) -> Inquiry:
    """Close a request that was not completed in time; it stays in the register (question A2).

    Raises WrongState, NotAllowed while the requester still has time.
    """
    with transaction.atomic():
        case = lock(inquiry)
        check(case, PROCEDURE, "close_incomplete", by=by)
        now = clock.now()
        if any(fix.due_at > now for fix in clocks.running(case, procedure.CLOCK_FIX)):
            raise NotAllowed(_("Pemohon masih punya waktu untuk melengkapi. Tutup setelah batas waktunya lewat."))
        advance(
            case,
            PROCEDURE,
            "close_incomplete",
            by=by,
            changes={"closed_at": now},
            event=events.InquiryClosed(case.agency_id, case.pk, procedure.CLOSED_INCOMPLETE),
        )
        clocks.stop_answering(case, reason=stops.NOT_COMPLETED, by=by)
        with messages.to_requester():
            messages.write_to_requester(
                case,
                subject=_("Permohonan %(number)s tidak dapat diproses") % {"number": case.number},
                lines=[_("Permohonan tidak dilengkapi sampai batas waktu. Anda dapat mengajukan permohonan baru.")],
            )
    return case


def withdraw(*, inquiry: Inquiry, reason: str, by: Actor) -> Inquiry:
    """Withdraw the request at the requester's wish. Raises WrongState."""
    with transaction.atomic():
        case = lock(inquiry)
        advance(
            case,
            PROCEDURE,
            "withdraw",
            by=by,
            changes={"closed_at": clock.now()},
            note=reason,
            event=events.InquiryClosed(case.agency_id, case.pk, procedure.WITHDRAWN),
        )
        clocks.stop(case, reason=stops.WITHDRAWN, by=by)
        messages.tell_desk(case, gettext_noop("Permohonan %(number)s dicabut pemohon."))
    return case


def reissue_code(*, inquiry: Inquiry, by: Actor) -> str:
    """Give a new tracking code to a requester who lost it and proved the identity at the desk; the old one ends."""
    return give_new_code(case=inquiry, by=by)


def settle_overdue_checks(*, limit: int = 100) -> int:
    """Do what the law's silence demands (question A2), for every agency; return how many cases moved.

    A check that was missed counts as "complete" from its due instant; a request not completed in time is closed.
    Raises BeyondCalendar after all others when a case needs a year that has no calendar.
    """
    from pendopo.modules.information.queries.overdue import overdue_checks, overdue_repairs

    steps: list[Callable[[], object]] = [
        partial(declare_complete, inquiry=inquiry, by=SYSTEM, at=due_at)
        for inquiry, due_at in overdue_checks(limit=limit)
    ]
    steps += [
        partial(close_incomplete, inquiry=inquiry, by=SYSTEM) for inquiry, _due_at in overdue_repairs(limit=limit)
    ]
    return settle_each(steps)
