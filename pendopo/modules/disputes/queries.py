"""Reads of disputes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.privacy.registry import CaseKind, Key
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.disputes import rules
from pendopo.modules.disputes.models import Dispute, Session

# No dispute has more sessions than anybody wants to see on one page.
SESSIONS_MAX: Final = 50


def worklist(agency: Agency, *, closed: bool = False) -> QuerySet[Dispute]:
    """Return the agency's running or ended disputes, the newest first; the caller bounds them."""
    states = rules.PROCEDURE.open_states
    found = Dispute.objects.for_agency(agency)
    found = found.exclude(state__in=states) if closed else found.filter(state__in=states)
    return found.order_by("-petitioned_on", "-id")


def dispute_for(agency: Agency, pk: UUID) -> Dispute | None:
    """Return one dispute, None when the agency has none with this key. One query."""
    found: Dispute | None = Dispute.objects.for_agency(agency).filter(pk=pk).first()
    if found is not None:
        found.agency = agency
    return found


def sessions_of(dispute: Dispute) -> list[Session]:
    """Return the dispute's sessions, the last ones first, at most 50. One query."""
    found = Session.objects.for_agency(dispute.agency).filter(dispute=dispute)
    return list(found.order_by("-starts_at")[:SESSIONS_MAX])


# What an objection is called in the kernel's tables; its module is a sibling.
_OBJECTION: Final = "objection"


def _links(known: Mapping[str, Collection[UUID]]) -> Iterator[tuple[Key, Key]]:
    """Yield objection and dispute about it: a running dispute keeps the data of both. One query."""
    about = Q(objection_id__in=known.get(_OBJECTION, ())) | Q(pk__in=known.get(rules.SUBJECT_TYPE, ()))
    for pk, objection_id in Dispute.objects.filter(about).values_list("pk", "objection_id"):
        yield (_OBJECTION, objection_id), (rules.SUBJECT_TYPE, pk)


PERSONS: Final = CaseKind(
    subject_type=rules.SUBJECT_TYPE,
    label=_("Sengketa informasi"),
    model=Dispute,
    page="disputes:detail",
    ended="ended_on",
    received="petitioned_on",
    links=_links,
)
