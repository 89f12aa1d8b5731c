"""Receiving an objection: from the citizen on the web, or written down by the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.numbering import take_number
from pendopo.kernel.agencies.rows import insert
from pendopo.kernel.audit.actions import digested
from pendopo.kernel.calendar.beyond import within_calendar
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.models import Purpose
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import Contact
from pendopo.kernel.people.personal import digest, seal
from pendopo.kernel.people.rules import FRONT_OFFICE, PPID, SUPERIOR
from pendopo.kernel.tracking.actions import code_of, forget_draft, hand_over, holder_of, token_digest, tracking_digest
from pendopo.kernel.workflow.actions import NotAllowed, open_case
from pendopo.lib.ids import uuid7
from pendopo.lib.text import gettext_noop
from pendopo.modules.objections import events
from pendopo.modules.objections.actions import clocks, messages
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.ports import InquiryCard, inquiries
from pendopo.modules.objections.queries.objections import open_objection_to, submitted_objection
from pendopo.modules.objections.queries.possible import ground_without_inquiry, grounds_of, not_yet
from pendopo.modules.objections.rules import objecting
from pendopo.modules.objections.rules.grounds import WITHOUT_REQUEST, Standing, late_letters, ordered
from pendopo.modules.objections.rules.objecting import Filing, Objector
from pendopo.modules.objections.rules.procedure import PROCEDURE


@dataclass(frozen=True, slots=True)
class _Ready:
    """A filing that may be registered: its request, and the chosen grounds as they stood at the moment of receipt.

    `source` says who objects: the request's requester, or somebody new.
    """

    filing: Filing
    letters: str
    source: InquiryCard | Objector
    standings: Sequence[Standing]
    received_at: dt.datetime
    token: str
    uploads: Sequence[Inspected]


def submit(*, agency: Agency, filing: Filing, token: str, by: Actor, uploads: Sequence[Inspected] = ()) -> Objection:
    """Register an objection and return it, with its number; the same `token` always returns the same objection.

    Against a request its requester objects; without one only ground b is possible (periodic information, Pasal 9).
    Files of the draft named by `token` come along. Raises NotAllowed where a ground is not there yet, where one
    objection is open already and for an unknown request; FileRefused; ValueError for a filing that contradicts itself.
    """
    if (before := submitted_objection(agency, token_digest(token))) is not None:
        return before
    ready = _read(agency, filing, token, uploads)
    try:
        with transaction.atomic():
            return _insert(agency, ready, by=by)
    except IntegrityError:
        # The same button pressed twice at once, or a second objection: the first one has won.
        if (before := submitted_objection(agency, token_digest(token))) is not None:
            return before
        _refuse_second(agency, filing.inquiry_id, token)
        raise


@within_calendar()
def _read(agency: Agency, filing: Filing, token: str, uploads: Sequence[Inspected]) -> _Ready:
    letters, now = ordered(filing.claim.grounds), clock.now()
    moment = filing.received_at or now
    if moment > now:
        raise ValueError("An objection cannot be received in the future.")
    if not letters or not filing.claim.position.strip():
        raise ValueError("An objection names its grounds and tells the position.")
    if filing.inquiry_id is None:
        if letters != WITHOUT_REQUEST or filing.objector is None:
            raise ValueError("Only ground b needs no request before, and then somebody has to object.")
        day = filing.found_on or moment.astimezone(agency.zone).date()
        standing = ground_without_inquiry(agency, day, at=moment)
        return _Ready(filing, letters, filing.objector, [standing], moment, token, uploads)
    card = inquiries.get().card(agency, filing.inquiry_id)
    if card is None:
        raise NotAllowed(_("Permohonan ini tidak ada pada instansi ini. Periksa nomor pendaftarannya."))
    _refuse_second(agency, filing.inquiry_id, token)
    chosen = [line for line in grounds_of(agency, card, at=moment) if line.ground.letter in letters]
    if (missing := next((line for line in chosen if line.found_at is None), None)) is not None:
        raise NotAllowed(not_yet(missing))
    return _Ready(filing, letters, card, chosen, moment, token, uploads)


def _refuse_second(agency: Agency, inquiry_id: UUID | None, token: str) -> None:
    before = open_objection_to(agency, inquiry_id) if inquiry_id else None
    # The same press may have got here first a moment ago: the unique digest answers that.
    if before is not None and before.submission_digest != token_digest(token):
        raise NotAllowed(
            _(
                "Atas permohonan ini sudah ada keberatan yang berjalan, nomor %(number)s. Buka keberatan itu di halaman lacak."
            )
            % {"number": before.number}
        )


def _contact(agency: Agency, source: InquiryCard | Objector) -> Contact:
    """Return who objects: a copy of the request's contact, so that each case erases its own, or somebody new."""
    now = clock.now()
    if isinstance(source, InquiryCard):
        contact: Contact = Contact.objects.for_agency(agency).get(pk=source.contact_id)
        contact.pk, contact.created_at, contact._state.adding = uuid7(), now, True
        return contact
    known = asdict(source)
    nik = known.pop("nik")
    sealed, mark = seal(nik, purpose="nik"), digest(nik, purpose="nik") if nik else ""
    return Contact(agency=agency, nik_sealed=sealed, nik_digest=mark, created_at=now, **known)


def _insert(agency: Agency, ready: _Ready, *, by: Actor) -> Objection:
    now = clock.now()
    local = now.astimezone(agency.zone).date()
    card, filing = ready.source if isinstance(ready.source, InquiryCard) else None, ready.filing
    claim, proxy = filing.claim, filing.proxy
    objection = Objection(
        agency=agency,
        contact=_contact(agency, ready.source),
        year=local.year,
        procedure_version=PROCEDURE.version,
        state=PROCEDURE.initial,
        state_since_at=now,
        inquiry_id=card.inquiry_id if card else None,
        inquiry_number=card.number if card else "",
        asked=card.details if card else claim.asked,
        purpose=card.purpose if card else claim.purpose,
        grounds=ready.letters,
        late_grounds=late_letters(ready.letters, list(ready.standings)),
        found_at=max(line.found_at for line in ready.standings if line.found_at is not None),
        position=claim.position,
        channel=filing.channel,
        received_at=ready.received_at,
        registered_at=now,
        registered_by=by.user,
        proxy_name=proxy.name,
        proxy_address=proxy.address,
        proxy_phone=proxy.phone,
        tracking_digest=tracking_digest(code_of(ready.token)),
        submission_digest=token_digest(ready.token),
        challenged_id=card.issued_by if card else None,
    )
    # Question A6: from receipt, which is never later than the entry in the register.
    clocks.start(objection, ready.received_at, by=by)
    insert(objection.contact)
    forget_draft(agency=agency, kind=objecting.SUBJECT_TYPE, token=ready.token)
    number = take_number(agency, objecting.REGISTER, on=local, default=objecting.NUMBER_TEMPLATE)
    objection.seq, objection.number = number
    _keep_files(objection, ready, by=by)
    messages.tell(objection, gettext_noop("Keberatan baru %(number)s."), roles=(SUPERIOR, PPID, FRONT_OFFICE), by=by)
    messages.write_to_requester(
        objection,
        gettext_noop("Keberatan %(number)s telah terdaftar"),
        gettext_noop("Keberatan Anda telah kami terima dan daftarkan. Atasan PPID memberi tanggapan tertulis."),
    )
    open_case(
        objection,
        PROCEDURE,
        "submit",
        by=by,
        details={
            "channel": filing.channel,
            "seq": objection.seq,
            "grounds": ready.letters,
            "late": objection.late_grounds,
            "inquiry": str(objection.inquiry_id or ""),
            "requester": digested(f"{objection.contact.kind}|{objection.contact.name}|{proxy.name}"),
        },
        event=events.ObjectionRegistered(agency.pk, objection.pk),
    )
    return objection


def _keep_files(objection: Objection, ready: _Ready, *, by: Actor) -> None:
    for upload in ready.uploads:
        documents.store(
            agency=objection.agency,
            subject_type=objecting.SUBJECT_TYPE,
            subject_id=objection.pk,
            purpose=Purpose.IDENTITY,
            upload=upload,
            by=by,
        )
    if not ready.uploads:
        hand_over(case=objection, holder=holder_of(ready.token), by=by)
