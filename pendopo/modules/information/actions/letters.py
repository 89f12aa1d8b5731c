"""Keeping the letters of a request: made before the transaction, stored within it, shown and signed as the agency chose."""

from __future__ import annotations

from django.utils.translation import gettext as _

from pendopo.kernel.documents.models import Document, Signature
from pendopo.kernel.documents.signing.actions import store_letter
from pendopo.kernel.people.actors import Actor
from pendopo.modules.information.actions import messages
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.request import SUBJECT_TYPE


def keep_letter(case: Inquiry, kind: str, letter: bytes | None, *, by: Actor) -> Document | None:
    """Store a letter (PDF) of `kind`, the first word of its file's name; nothing when there is none."""
    if letter is None:
        return None
    return store_letter(
        agency=case.agency,
        subject_type=SUBJECT_TYPE,
        subject_id=case.pk,
        name=f"{kind}-{case.seq}-{case.year}.pdf",
        letter=letter,
        by=by,
    )


def tell_signed(signature: Signature) -> None:
    """Tell the requester that a letter was signed; called in the transaction that signs it."""
    case = Inquiry.objects.for_agency(signature.agency).select_related("contact").get(pk=signature.subject_id)
    case.agency = signature.agency
    with messages.to_requester():
        messages.write_to_requester(
            case,
            subject=_("Surat %(number)s telah ditandatangani") % {"number": signature.number},
            lines=[_("Surat ini sudah ditandatangani dan dapat diunduh dari halaman lacak.")],
        )
