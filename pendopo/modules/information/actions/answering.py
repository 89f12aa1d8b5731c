"""The written notice and what follows it: drafting, four eyes, issuing with a letter, payment, handing over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.models import Document, Purpose, Visibility
from pendopo.kernel.documents.redaction.queries import redacted_originals
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock
from pendopo.lib.article17 import letters_of
from pendopo.lib.text import gettext_noop
from pendopo.modules.information import events, ports
from pendopo.modules.information.actions import clocks, messages
from pendopo.modules.information.actions.handling import require
from pendopo.modules.information.actions.letters import keep_letter
from pendopo.modules.information.models import Inquiry, Notice, NoticeState
from pendopo.modules.information.permissions import may_deliver, may_handle, may_issue
from pendopo.modules.information.rules import procedure, request, stops
from pendopo.modules.information.rules.notice import (
    DECISIONS,
    GIVING,
    NOT_HELD,
    OF_GIVING,
    REDIRECT,
    WITHHOLDING,
    Citation,
    NoticeText,
    missing_contents,
)
from pendopo.modules.information.rules.procedure import ISSUING_STEP, PROCEDURE


class NoticeIncomplete(NotAllowed):
    """The notice lacks contents of UU 14/2008 Pasal 22 ayat (7); `missing` is field → sentence."""

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__(_("Konsep belum lengkap: %(missing)s") % {"missing": " ".join(map(_, missing.values()))})
        self.args = (", ".join(sorted(missing)),)
        self.missing = missing


def draft_notice(
    *,
    inquiry: Inquiry,
    text: NoticeText,
    by: Actor,
    held_form: str = "",
    uploads: Sequence[Inspected] = (),
    exemptions: Collection[UUID] = (),
) -> Notice:
    """Write or rewrite the draft of the notice and add the files that will be handed over.

    A draft may be incomplete. `exemptions` are those in force today that a refusal by Pasal 17 rests on; the notice
    keeps them as they are now. Rewriting makes the writer its drafter, which matters for the four eyes. Raises
    WrongState, NotAllowed (also for an exemption that is not in force), FileRefused.
    """
    with transaction.atomic():
        case = lock(inquiry)
        check(case, PROCEDURE, "draft", by=by)
        require(may_handle(by, case))
        notice = Notice.objects.for_agency(case.agency).filter(inquiry=case).first() or Notice(
            inquiry=case, agency=case.agency
        )
        text = replace(text, citations=_cited(case, exemptions))
        for name, value in asdict(text).items():
            setattr(notice, name, list(value) if name in {"grounds", "citations"} else value)
        notice.by_article_17 = text.decision in WITHHOLDING and bool(letters_of(text.grounds))
        notice.under_control = text.decision not in {NOT_HELD, REDIRECT}
        notice.held_form = held_form
        notice.state, notice.proposed_by, notice.proposed_at = NoticeState.DRAFT, None, None
        notice.drafted_by_id, notice.drafted_at = by.user_pk, clock.now()
        notice.save()
        for upload in uploads:
            documents.store(
                agency=case.agency,
                subject_type=request.SUBJECT_TYPE,
                subject_id=case.pk,
                purpose=Purpose.ANSWER,
                upload=upload,
                visibility=Visibility.PRIVATE,
                by=by,
            )
        advance(case, PROCEDURE, "draft", by=by, details={"decision": text.decision, "files": len(uploads)})
    return notice


def _cited(case: Inquiry, chosen: Collection[UUID]) -> tuple[Citation, ...]:
    """Return the chosen exemptions as the notice keeps them; raise NotAllowed for one that is not in force today."""
    if not chosen:
        return ()
    known = {found.id: found for found in _in_force(case)}
    if set(chosen) - set(known):
        raise NotAllowed(_("Penetapan (DIK) yang dipilih tidak berlaku hari ini. Pilih dari daftar."))
    return tuple(
        Citation(str(found.id), found.number, found.decided_on.isoformat(), found.title, tuple(found.letters))
        for found in map(known.__getitem__, dict.fromkeys(chosen))
    )


def _in_force(case: Inquiry) -> Sequence[ports.Exempt]:
    return ports.exemptions.get().in_force(case.agency, clock.today(case.agency.timezone))


def _drafted(case: Inquiry) -> Notice:
    notice = Notice.objects.for_agency(case.agency).filter(inquiry=case).first()
    if notice is None:
        raise NotAllowed(_("Belum ada konsep pemberitahuan. Susun dahulu."))
    missing = missing_contents(notice.text)
    if not missing and notice.citations:
        # What was in force when the draft was written may have ended since.
        still = {str(found.id) for found in _in_force(case)}
        if any(cited["id"] not in still for cited in notice.citations):
            missing["exemptions"] = gettext_noop("Penetapan (DIK) yang dikutip tidak berlaku lagi. Pilih yang berlaku.")
    if missing:
        raise NoticeIncomplete(missing)
    return notice


def propose_notice(*, inquiry: Inquiry, by: Actor) -> Notice:
    """Propose the complete draft to the PPID. Raises WrongState, NotAllowed, NoticeIncomplete."""
    with transaction.atomic():
        case = lock(inquiry)
        check(case, PROCEDURE, "propose", by=by)
        require(may_handle(by, case))
        notice = _drafted(case)
        notice.state, notice.proposed_by, notice.proposed_at = NoticeState.PROPOSED, by.user, clock.now()
        notice.returned_note = ""
        notice.save(update_fields=["state", "proposed_by", "proposed_at", "returned_note"])
        advance(case, PROCEDURE, "propose", by=by, details={"decision": notice.decision})
        messages.tell_ppid(case, gettext_noop("Konsep pemberitahuan %(number)s menunggu keputusan."))
    return notice


def send_back(*, inquiry: Inquiry, note: str, by: Actor) -> Notice:
    """Return a proposed draft with a note on what to change. Raises WrongState, NotAllowed if nothing was proposed."""
    with transaction.atomic():
        case = lock(inquiry)
        check(case, PROCEDURE, "send_back", by=by)
        notice = Notice.objects.for_agency(case.agency).filter(inquiry=case, state=NoticeState.PROPOSED).first()
        if notice is None:
            raise NotAllowed(_("Tidak ada konsep yang diajukan."))
        notice.state, notice.returned_note = NoticeState.DRAFT, note
        notice.proposed_by, notice.proposed_at = None, None
        notice.save(update_fields=["state", "returned_note", "proposed_by", "proposed_at"])
        advance(case, PROCEDURE, "send_back", by=by, note=note)
        messages.tell_unit(case, gettext_noop("Konsep pemberitahuan %(number)s dikembalikan."))
    return notice


def issue_notice(
    *,
    inquiry: Inquiry,
    by: Actor,
    letter: bytes | None = None,
    visible_files: Sequence[UUID] | None = None,
    drafted_at: dt.datetime | None = None,
) -> Notice:
    """Issue the written notice: the decision stands, the clocks of the answer stop, the objection window opens.

    `letter` is the PDF, rendered before the transaction from the draft of `drafted_at`: one rewritten since then is
    not issued unread. `visible_files` are the answer files that the requester may read once they are handed over; all
    but the originals of redacted copies when left out. Raises WrongState, NotAllowed (four eyes, rewritten draft),
    NoticeIncomplete.
    """
    with transaction.atomic():
        case = lock(inquiry)
        notice = _drafted_for_issue(case, by)
        if drafted_at is not None and notice.drafted_at != drafted_at:
            raise NotAllowed(_("Konsep ini baru saja diubah. Periksa konsep terbaru, lalu terbitkan."))
        now = clock.now()
        notice.state, notice.issued_by, notice.issued_at = NoticeState.ISSUED, by.user, now
        notice.letter_number = letter_number(case)
        # What a changed decision left behind in the draft is no part of it: neither letter nor register tells it.
        left = {} if notice.decision in GIVING else OF_GIVING
        for name, nothing in left.items():
            setattr(notice, name, nothing)
        notice.save(update_fields=["state", "issued_by", "issued_at", "letter_number", *left])
        keep_letter(case, "pemberitahuan", letter, by=by)
        _attach_decrees(case, notice, by=by)
        if notice.decision in GIVING:
            _open_files(case, visible_files, by=by)
        changes: dict[str, object] = {} if notice.decision in GIVING else {"closed_at": now}
        advance(
            case,
            PROCEDURE,
            ISSUING_STEP[notice.decision],
            by=by,
            changes=changes,
            details={
                "decision": notice.decision,
                "grounds": list(notice.grounds),
                **({"exemptions": [cited["number"] for cited in notice.citations]} if notice.citations else {}),
            },
            event=events.NoticeIssued(case.agency_id, case.pk, notice.decision),
        )
        clocks.stop_answering(case, reason=stops.ANSWERED, by=by)
        clocks.start(case, {procedure.CLOCK_OBJECTION: now}, by=by)
        with messages.to_requester():
            messages.write_to_requester(
                case,
                subject=_("Jawaban permohonan %(number)s") % {"number": case.number},
                lines=[
                    _("Pemberitahuan tertulis telah terbit: %(decision)s.")
                    % {"decision": _(DECISIONS[notice.decision])}
                ],
            )
    return notice


def _drafted_for_issue(case: Inquiry, by: Actor) -> Notice:
    """Return the draft if the case's state lets its decision be issued by `by`."""
    found = Notice.objects.for_agency(case.agency).filter(inquiry=case).first()
    step = ISSUING_STEP[found.decision] if found else "grant"
    check(case, PROCEDURE, step, by=by)
    notice = _drafted(case)
    require(may_issue(by, notice))
    return notice


def letter_number(case: Inquiry) -> str:
    """Return the number of the notice's letter: the request's own, so that both are found together."""
    return f"{case.number}/PT"


def _attach_decrees(case: Inquiry, notice: Notice, *, by: Actor) -> None:
    """Give the requester the decree of every cited exemption, which goes with the notice (PerKI 1/2021)."""
    for cited in notice.citations:
        found = ports.exemptions.get().decree(case.agency, UUID(cited["id"]))
        if found is not None:
            name, content = found
            documents.store_bytes(
                agency=case.agency,
                subject_type=request.SUBJECT_TYPE,
                subject_id=case.pk,
                purpose=Purpose.LETTER,
                name=name,
                content=content,
                visibility=Visibility.REQUESTER,
                by=by,
            )


def _open_files(case: Inquiry, chosen: Sequence[UUID] | None, *, by: Actor) -> None:
    found = Document.objects.for_agency(case.agency).filter(
        subject_type=request.SUBJECT_TYPE,
        subject_id=case.pk,
        purpose=Purpose.ANSWER,
        visibility=Visibility.PRIVATE,
        removed_at__isnull=True,
        replaced_by__isnull=True,
    )
    # Without a choice everything goes out but an original of which a redacted copy exists.
    if chosen is None:
        chosen = [each.pk for each in found.exclude(pk__in=redacted_originals(case.agency, found))]
    for document in found.filter(pk__in=chosen):
        documents.set_visibility(document=document, visibility=Visibility.REQUESTER, by=by)


def record_payment(*, inquiry: Inquiry, note: str, by: Actor) -> Inquiry:
    """Record that the cost was paid, with the receipt's number. Raises WrongState, NotAllowed when nothing is owed."""
    with transaction.atomic():
        case = lock(inquiry)
        check(case, PROCEDURE, "record_payment", by=by)
        notice = Notice.objects.for_agency(case.agency).get(inquiry=case)
        if not notice.cost:
            raise NotAllowed(_("Permohonan ini tidak berbiaya."))
        if case.paid_at is not None:
            raise NotAllowed(_("Pembayaran sudah dicatat."))
        advance(case, PROCEDURE, "record_payment", by=by, changes={"paid_at": clock.now(), "payment_note": note})
    return case


def deliver(*, inquiry: Inquiry, note: str, by: Actor) -> Inquiry:
    """Hand the information over and close the request. Raises WrongState, NotAllowed while a cost is unpaid."""
    with transaction.atomic():
        case = lock(inquiry)
        check(case, PROCEDURE, "deliver", by=by)
        require(may_deliver(by, case))
        notice = Notice.objects.for_agency(case.agency).get(inquiry=case)
        if notice.cost and case.paid_at is None:
            raise NotAllowed(_("Biaya belum dibayar. Catat pembayarannya dahulu."))
        advance(
            case,
            PROCEDURE,
            "deliver",
            by=by,
            changes={"closed_at": clock.now()},
            note=note,
            event=events.InquiryClosed(case.agency_id, case.pk, procedure.COMPLETED),
        )
        _open_window(case, notice, by=by)
        with messages.to_requester():
            messages.write_to_requester(
                case,
                subject=_("Informasi untuk permohonan %(number)s telah diserahkan") % {"number": case.number},
                lines=[_("Informasi yang Anda minta telah diserahkan. Berkasnya dapat diunduh dari halaman lacak.")],
            )
    return case


def _open_window(case: Inquiry, notice: Notice, *, by: Actor) -> None:
    """Let the 30 working days run from handing over on a later day than the notice (Pasal 36 ayat (1)).

    The window of the notice runs on where something was withheld or has a price, which was found with the notice.
    """
    delivered_at, zone = clock.now(), case.agency.zone
    if notice.issued_at is None or notice.issued_at.astimezone(zone).date() == delivered_at.astimezone(zone).date():
        return
    if notice.decision not in WITHHOLDING and not notice.cost:
        clocks.stop(case, procedure.CLOCK_OBJECTION, reason=stops.DELIVERED, by=by)
    clocks.start(case, {procedure.CLOCK_DELIVERED: delivered_at}, by=by)
