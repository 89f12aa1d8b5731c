"""Signing letters: asked for, signed with ink or by a service, sent back, replaced, withdrawn.

Every change: lock → check → save → audit; what takes time (setting, signing, inspecting) happens before.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit import actions as audit
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.letters import LetterFailed, MadeLetter
from pendopo.kernel.documents.models import Document, Purpose, Signature, Visibility
from pendopo.kernel.documents.signing import ports, rules
from pendopo.kernel.documents.signing.certificates import trusted_roots
from pendopo.kernel.documents.signing.permissions import may_sign, may_withdraw
from pendopo.kernel.documents.signing.reading import FoundSignature, found_in, read_signatures
from pendopo.kernel.documents.signing.registry import kind_of
from pendopo.kernel.documents.signing.signers import Signatory, Signer, SigningFailed, current_signer
from pendopo.kernel.documents.signing.source import check_address, for_service, sealed
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import Denied, Verdict
from pendopo.lib.ids import uuid7
from pendopo.lib.text import gettext_noop
from pendopo.ui.formats import moment


class NotNow(Exception):
    """The letter's signature cannot be changed so (tidak dapat sekarang); `reason` is a full sentence for the screen."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WrongState(NotNow):
    """Somebody else was quicker: `signature` is the row as it stands now."""

    def __init__(self, signature: Signature) -> None:
        super().__init__(
            _("Surat ini sudah berubah: %(state)s oleh %(who)s pada %(when)s. Yang tadi Anda tekan tidak dijalankan.")
            % {
                "state": str(signature.get_state_display()).lower(),
                "who": signature.state_by_label,
                "when": moment(signature.state_since_at, signature.agency),
            }
        )
        self.signature = signature


def store_letter(
    *, agency: Agency, subject_type: str, subject_id: UUID, name: str, letter: bytes, by: Actor
) -> Document:
    """Store a letter that was just issued, and note that it may be signed by the officer who issued it.

    The requester sees it at once, or only when it is signed, as the agency chose. Bytes that are no MadeLetter are
    stored and shown, and nobody is asked to sign them.
    """
    to_be_signed = isinstance(letter, MadeLetter) and by.user is not None
    held = to_be_signed and agency.letter_release == "signed"
    with transaction.atomic():
        document = documents.store_bytes(
            agency=agency,
            subject_type=subject_type,
            subject_id=subject_id,
            purpose=Purpose.LETTER,
            name=name,
            content=letter,
            visibility=Visibility.PRIVATE if held else Visibility.REQUESTER,
            by=by,
        )
        if isinstance(letter, MadeLetter) and to_be_signed:
            open_signature(document=document, letter=letter, on=clock.today(agency.timezone), by=by)
    return document


def open_signature(*, document: Document, letter: MadeLetter, on: dt.date, by: Actor) -> Signature:
    """Note that an issued letter may be signed by the officer who issued it.

    `document` is the stored letter, `on` its local date. One that the requester does not see yet waits at once.
    `letter.letterhead["subject"]` goes on the public check page: it names no requester.
    """
    held = document.visibility == Visibility.PRIVATE
    named = letter.content.get("signer")
    signer = named if isinstance(named, dict) else {}
    signature = Signature(
        agency=document.agency,
        letter=document,
        subject_type=document.subject_type,
        subject_id=document.subject_id,
        number=str(letter.letterhead.get("number", "")),
        title=str(letter.letterhead.get("subject", ""))[:200],
        dated_on=on,
        signer_id=by.user_pk,
        signer_name=str(signer.get("name", by.label)),
        signer_title=str(signer.get("title", "")),
        state=rules.WAITING if held else rules.UNSIGNED,
        is_held=held,
        state_since_at=clock.now(),
        state_by_label=by.label,
        source=sealed(letter),
    )
    with transaction.atomic():
        signature.save(force_insert=True)
        _record(signature, "open", by, held=held)
        if held:
            _tell(signature, gettext_noop("Surat %(number)s menunggu tanda tangan Anda sebelum sampai ke pemohon."))
    return signature


def ask(*, signature: Signature, by: Actor) -> Signature:
    """Ask the signer for the signature. Raises WrongState unless the letter is unsigned or was sent back."""
    with transaction.atomic():
        locked = _lock(signature, {rules.UNSIGNED, rules.DECLINED})
        _move(locked, rules.WAITING, by, note="")
        _record(locked, "ask", by)
        _tell(locked, gettext_noop("Surat %(number)s menunggu tanda tangan Anda."), but=by)
    return locked


def decline(*, signature: Signature, note: str, by: Actor) -> Signature:
    """Send a letter back unsigned with a note. Raises NotNow for another than the signer, WrongState."""
    _require(may_sign(by, signature))
    note = note.strip()
    if not note:
        raise ValueError("A letter is sent back with a note.")
    with transaction.atomic():
        locked = _lock(signature, rules.SIGNABLE)
        _move(locked, rules.DECLINED, by, note=note[: rules.NOTE_MAX])
        _record(locked, "decline", by, note=audit.digested(note))
        _tell(locked, gettext_noop("Surat %(number)s dikembalikan tanpa tanda tangan."), but=by)
    return locked


def sign(*, signature: Signature, reason: str, by: Actor) -> Signature:
    """Sign a letter through this installation's service: set anew with QR code, signed, verified, then shown.

    Raises NotNow when there is no service, it does not sign for this officer, or the letter cannot be set; WrongState.
    The caller has made sure of the person (password).
    """
    _require(may_sign(by, signature))
    if not signature.can_be_signed:
        raise WrongState(signature)
    service = current_signer()
    if service is None:
        raise NotNow(_("Instansi ini belum terhubung dengan layanan tanda tangan elektronik. Cetak dan pindai surat."))
    if not signature.source:
        raise NotNow(
            _("Isi surat ini tidak tersimpan untuk disusun ulang. Cetak, tandatangani, lalu unggah pindaiannya.")
        )
    who = Signatory(by.user_pk, signature.signer_name, signature.signer_title)
    _require(service.capability(who))
    at, code = clock.now(), rules.code_from(secrets.token_bytes(rules.CODE_BYTES))
    pdf, found = _signed_pdf(signature, service, who, code=code, reason=reason, at=at)
    facts = {
        "method": rules.SERVICE,
        "service": service.name,
        "is_test": service.is_test,
        "reason": reason[: rules.REASON_MAX],
        **_certificate(found),
    }
    with transaction.atomic():
        locked = _lock(signature, rules.SIGNABLE)
        stored = documents.store_bytes(
            agency=locked.agency,
            subject_type=locked.subject_type,
            subject_id=locked.subject_id,
            purpose=Purpose.LETTER,
            name=_signed_name(locked.letter.name),
            content=pdf,
            visibility=_shown_to(locked),
            by=by,
            replaces=locked.letter,
        )
        _finish(locked, stored, facts, code=code, at=at, by=by)
    return locked


def _signed_pdf(
    signature: Signature, service: Signer, who: Signatory, *, code: str, reason: str, at: dt.datetime
) -> tuple[bytes, FoundSignature]:
    """Return the letter set anew and signed, and the signature as it reads; a signature that does not hold is refused."""
    address = check_address(settings.PENDOPO_ADDRESS, signature.agency, code)
    try:
        pdf = for_service(signature.source, address=address, words=_stamp_words(signature.agency, service, at))
        signed = service.sign(pdf, who=who, reason=reason, at=at)
    except LetterFailed as failed:
        raise NotNow(_("Surat gagal disusun untuk ditandatangani. Coba lagi, atau hubungi admin sistem.")) from failed
    except SigningFailed as failed:
        raise NotNow(failed.reason) from failed
    found = found_in(signed, trusted_roots(), at) or []
    if not found or not (found[-1].intact and found[-1].unchanged):
        raise NotNow(_("Layanan tanda tangan memberi berkas yang tidak sah. Surat belum ditandatangani; coba lagi."))
    return signed, found[-1]


def _stamp_words(agency: Agency, service: Signer, at: dt.datetime) -> str:
    with translation.override("id"):
        words = _("Ditandatangani secara elektronik pada %(when)s. Periksa keasliannya lewat kode ini.") % {
            "when": moment(at, agency)
        }
        if service.is_test:
            warning = _("UJI COBA, bukan tanda tangan elektronik tersertifikasi.")
            words = f"{warning} {words}"
    return words


def upload_signed(*, signature: Signature, upload: Inspected, by: Actor) -> Signature:
    """Take in the signed version: a scan of the letter with ink, or a file signed electronically elsewhere.

    On a letter that is signed already it replaces the signed version; the old code says so. Raises NotNow for a file
    whose electronic signature does not hold and for the unsigned letter itself, FileRefused, WrongState.
    """
    at = clock.now()
    if upload.sha256 == signature.letter.sha256:
        raise NotNow(
            _("Berkas ini surat yang belum ditandatangani. Unggah hasil pindai surat yang sudah ditandatangani.")
        )
    found = read_signatures(upload.content, roots=trusted_roots(), at=at)
    if found and not all(each.intact for each in found):
        raise NotNow(
            _("Tanda tangan elektronik di dalam berkas ini rusak atau isinya sudah diubah. Unggah berkas aslinya.")
        )
    if found and not found[-1].unchanged:
        raise NotNow(_("Berkas ini diubah sesudah ditandatangani. Unggah berkas aslinya dari layanan tanda tangan."))
    facts: dict[str, Any] = {"method": rules.EXTERNAL if found else rules.WET}
    if found:
        facts |= _certificate(found[-1])
    code = rules.code_from(secrets.token_bytes(rules.CODE_BYTES))
    with transaction.atomic():
        locked = _lock(signature, rules.SIGNABLE | {rules.SIGNED})
        stored = documents.store(
            agency=locked.agency,
            subject_type=locked.subject_type,
            subject_id=locked.subject_id,
            purpose=Purpose.LETTER,
            upload=upload,
            visibility=_shown_to(locked),
            by=by,
            replaces=locked.signed or locked.letter,
        )
        if locked.state == rules.SIGNED:
            locked = _successor(locked, by)
        _finish(locked, stored, facts, code=code, at=at, by=by)
    return locked


def withdraw(*, signature: Signature, note: str, by: Actor) -> Signature:
    """Withdraw a signed letter: the check page says so, both files stay. Raises NotNow, WrongState."""
    _require(may_withdraw(by, signature))
    note = note.strip()
    if not note:
        raise ValueError("A letter is withdrawn with a note.")
    with transaction.atomic():
        locked = _lock(signature, {rules.SIGNED})
        _move(locked, rules.WITHDRAWN, by, note=note[: rules.NOTE_MAX])
        _record(locked, "withdraw", by, note=audit.digested(note))
        _tell(locked, gettext_noop("Surat %(number)s dicabut."), but=by)
    return locked


def _lock(signature: Signature, states: frozenset[str] | set[str]) -> Signature:
    found = Signature.objects.for_agency(signature.agency).select_for_update(of=("self",))
    locked: Signature = found.select_related("letter", "signed", "agency").get(pk=signature.pk)
    if locked.state not in states:
        raise WrongState(locked)
    return locked


def _require(verdict: Verdict) -> None:
    if isinstance(verdict, Denied):
        raise NotNow(_(verdict.reason))


def _move(signature: Signature, state: str, by: Actor, *, note: str) -> None:
    signature.state, signature.note = state, note
    signature.state_since_at, signature.state_by_label = clock.now(), by.label
    signature.save(update_fields=["state", "note", "state_since_at", "state_by_label"])


def _shown_to(signature: Signature) -> str:
    return Visibility.REQUESTER if signature.is_held else (signature.signed or signature.letter).visibility


def _signed_name(name: str) -> str:
    return f"{name.removesuffix('.pdf')}-bertanda-tangan.pdf"


def _certificate(found: FoundSignature) -> dict[str, Any]:
    return {
        "certificate": found.signer,
        "certificate_issuer": found.issuer,
        "certificate_until": dt.datetime.fromisoformat(found.valid_until),
    }


def _successor(old: Signature, by: Actor) -> Signature:
    """Return a new row in the place of a signed one, not saved yet; the old one says what replaced it."""
    fresh = Signature(pk=uuid7())
    kept = ("agency", "letter", "subject_type", "subject_id", "number", "title", "dated_on", "signer", "signer_name")
    for name in (*kept, "signer_title", "is_held"):
        setattr(fresh, name, getattr(old, name))
    # First the old row: of one letter only one row lives at a time. The reference is checked at the commit.
    old.replaced_by_id = fresh.pk
    old.state, old.state_since_at, old.state_by_label = rules.REPLACED, clock.now(), by.label
    old.save(update_fields=["replaced_by", "state", "state_since_at", "state_by_label"])
    return fresh


def _finish(
    signature: Signature, stored: Document, facts: dict[str, Any], *, code: str, at: dt.datetime, by: Actor
) -> None:
    """Write the signed state, audit it, and tell the signer, the desk's uploader excepted, and the requester."""
    values = {
        "state": rules.SIGNED,
        "state_since_at": at,
        "state_by_label": by.label,
        "note": "",
        "source": b"",
        "signed": stored,
        "code": code,
        "signed_at": at,
        "signed_by": by.user,
        **facts,
    }
    for name, value in values.items():
        setattr(signature, name, value)
    signature.save(force_insert=signature._state.adding)
    _record(signature, "sign", by, method=signature.method, sha256=stored.sha256, test=signature.is_test)
    _tell(signature, gettext_noop("Surat %(number)s sudah ditandatangani."), but=by)
    kind = kind_of(signature.subject_type)
    if kind is not None and kind.signed is not None:
        kind.signed(signature)


def letter_page(agency: Agency, pk: UUID) -> str:
    """Return the path of the officers' page of a letter's signature."""
    return reverse("signing:letter", args=[agency.slug, pk])


def _tell(signature: Signature, text: str, *, but: Actor | None = None) -> None:
    ports.messenger.get()(
        agency=signature.agency,
        text=text,
        users=[signature.signer],
        params={"number": signature.number},
        url=letter_page(signature.agency, signature.pk),
        subject_type=signature.subject_type,
        subject_id=signature.subject_id,
        but=but.user if but else None,
    )


def _record(signature: Signature, step: str, by: Actor, **details: object) -> None:
    audit.record(
        agency=signature.agency,
        action=f"signing.{step}",
        subject_type=signature.subject_type,
        subject_id=signature.subject_id,
        by=by,
        details={"signature": str(signature.pk), "letter": str(signature.letter_id), **details},
    )
