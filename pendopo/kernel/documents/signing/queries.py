"""Reads of letters' signatures."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Signature
from pendopo.kernel.documents.signing import rules
from pendopo.kernel.documents.signing.permissions import visible
from pendopo.kernel.people.actors import Actor

MINE, OPEN, DONE = "menunggu", "belum", "selesai"
# What a list shows, besides what its reader may see.
LISTS: Final[dict[str, frozenset[str]]] = {
    MINE: frozenset({rules.WAITING}),
    OPEN: frozenset({rules.UNSIGNED, rules.WAITING, rules.DECLINED}),
    DONE: frozenset({rules.SIGNED, rules.WITHDRAWN}),
}


def letters_for(agency: Agency, actor: Actor, which: str) -> QuerySet[Signature]:
    """Return the letters of a list (MINE, OPEN, DONE) that `actor` may see, newest first."""
    found: QuerySet[Signature] = Signature.objects.for_agency(agency)
    mine = Q(signer_id=actor.user_pk) if which == MINE else visible(actor)
    return found.filter(mine, state__in=LISTS[which]).select_related("signer").defer("source").order_by("-id")


def find_signature(agency: Agency, actor: Actor, pk: UUID) -> Signature | None:
    """Return one letter's signature with its files if `actor` may see it, else None. One query."""
    found = Signature.objects.for_agency(agency).filter(visible(actor), pk=pk)
    signature: Signature | None = found.select_related("letter", "signed", "signer", "signed_by", "replaced_by").first()
    return signature


def checked_letter(agency: Agency, code: str) -> Signature | None:
    """Return the signed letter that the code belongs to, with its files, or None. One query."""
    if not rules.is_code(code):
        return None
    found: Signature | None = (
        Signature.objects.for_agency(agency)
        .filter(code=code)
        .select_related("letter", "signed", "replaced_by")
        .defer("source")
        .first()
    )
    return found


def signatures_of(agency: Agency, subject_type: str, subject_id: UUID) -> dict[UUID, Signature]:
    """Return the living signatures of a case's letters by the id of the file that holds now. One query."""
    found = (
        Signature.objects.for_agency(agency)
        .filter(subject_type=subject_type, subject_id=subject_id)
        .exclude(state=rules.REPLACED)
        .defer("source")
    )
    return {signature.signed_id or signature.letter_id: signature for signature in found}
