"""Erasing identities when the time for which they are kept is over (UU 27/2022 Pasal 42–44)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.audit.actions import record
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Purpose
from pendopo.kernel.documents.queries import documents_of
from pendopo.kernel.people.actors import SYSTEM
from pendopo.kernel.people.rules import IDENTITY_DAYS
from pendopo.kernel.workflow.actions import lock
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.rules.objecting import SUBJECT_TYPE

# The names stay: they are a column of the legal register, which the law keeps.
_EMPTIED = ("nik_digest", "other_id", "address", "phone", "email", "occupation")


def erase_identities(*, limit: int = 200) -> int:
    """Erase the identities of objections that ended long enough ago, in every agency; return how many."""
    horizon = clock.now() - dt.timedelta(days=IDENTITY_DAYS)
    due = Objection.objects.filter(closed_at__lt=horizon, contact__erased_at__isnull=True)
    objections = list(due.select_related("agency").order_by("closed_at")[:limit])
    for objection in objections:
        _erase(objection)
    return len(objections)


def _erase(objection: Objection) -> None:
    with transaction.atomic():
        case = lock(objection)
        contact = case.contact
        files = documents_of(case.agency, SUBJECT_TYPE, [case.pk], purposes=[Purpose.IDENTITY])[case.pk]
        for document in files:
            documents.remove(document=document, reason="Masa simpan identitas berakhir", by=SYSTEM)
        for name in _EMPTIED:
            setattr(contact, name, "")
        contact.nik_sealed, contact.erased_at = b"", clock.now()
        contact.save(update_fields=[*_EMPTIED, "nik_sealed", "erased_at"])
        case.proxy_address = case.proxy_phone = ""
        case.save(update_fields=["proxy_address", "proxy_phone"])
        record(
            agency=case.agency,
            action="objection.erase_identity",
            subject_type=SUBJECT_TYPE,
            subject_id=case.pk,
            by=SYSTEM,
            details={"files": len(files), "days": IDENTITY_DAYS},
        )
