"""Opening what is kept closed: the requester's NIK, and the tracking code that was lost."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from pendopo.kernel.audit.actions import digested
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.privacy.queries.people import is_restricted
from pendopo.kernel.workflow.actions import NotAllowed, note_down
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.request import NIK_REASONS, SUBJECT_TYPE


def reveal_nik(*, inquiry: Inquiry, reason: str, by: Actor) -> str:
    """Return the requester's NIK in clear and write down who opened it and why (UU 27/2022 Pasal 31).

    Raises NotAllowed for roles that see no identity and when there is no NIK, ValueError for a reason that is none of
    NIK_REASONS.
    """
    if not by.sees_identity:
        raise NotAllowed(_("NIK hanya dapat dibuka oleh meja layanan dan PPID."))
    if reason not in NIK_REASONS:
        raise ValueError(f"A NIK is not opened for the reason {reason!r}.")
    if is_restricted(inquiry.agency, SUBJECT_TYPE, inquiry.pk):
        raise NotAllowed(_("Pemrosesan data pemohon ini dibatasi atas permintaannya, sehingga NIK tidak dibuka."))
    with transaction.atomic():
        nik = inquiry.contact.nik
        if not nik:
            raise NotAllowed(_("Permohonan ini tidak memuat NIK."))
        details = {"contact": str(inquiry.contact_id), "nik": digested(nik), "reason": reason}
        note_down(inquiry, "reveal_nik", by=by, details=details)
    return nik
