"""What kernel.privacy must know of requests to end, copy and erase the data of those who asked (UU 27/2022 Pasal 42–44)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from pendopo.kernel.privacy.registry import CaseKind
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.information.models import Inquiry, MaterialRequest, Notice
from pendopo.modules.information.rules.request import SUBJECT_TYPE


def _rows(ids: Sequence[UUID]) -> Iterable[QuerySet[Any]]:
    return (Notice.objects.filter(inquiry__in=ids), MaterialRequest.objects.filter(inquiry__in=ids))


PERSONS: Final = CaseKind(
    subject_type=SUBJECT_TYPE,
    label=_("Permohonan informasi"),
    model=Inquiry,
    page="information:detail",
    ended="closed_at",
    contact="contact",
    checked="complete_at",
    unit="unit",
    whole=("details", "purpose"),
    rows=_rows,
)
