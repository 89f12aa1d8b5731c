"""What kernel.privacy must know of objections to end, copy and erase the data of those who objected (UU 27/2022 Pasal 42–44)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final
from uuid import UUID

from django.db.models import Q

from pendopo.kernel.privacy.registry import CaseKind, Key
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.ports import inquiries
from pendopo.modules.objections.rules.objecting import SUBJECT_TYPE


def _links(known: Mapping[str, Collection[UUID]]) -> Iterator[tuple[Key, Key]]:
    """Yield request and objection to it: while the objection lives, so do the data of the request. One query."""
    asked = inquiries.get().subject_type
    about = Q(inquiry_id__in=known.get(asked, ())) | Q(pk__in=known.get(SUBJECT_TYPE, ()), inquiry_id__isnull=False)
    for pk, inquiry_id in Objection.objects.filter(about).values_list("pk", "inquiry_id"):
        assert inquiry_id is not None  # noqa: S101 - the query finds only objections to a request
        yield (asked, inquiry_id), (SUBJECT_TYPE, pk)


PERSONS: Final = CaseKind(
    subject_type=SUBJECT_TYPE,
    label=_("Keberatan"),
    model=Objection,
    page="objections:detail",
    ended="closed_at",
    contact="contact",
    whole=("asked", "purpose", "position"),
    links=_links,
)
