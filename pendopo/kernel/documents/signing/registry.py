"""Which kinds of case send letters: each module adds its own in apps.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.documents.models import Signature


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of case that sends letters.

    `home` is the URL name of the officer's page of a case (arguments: slug, id). `signed` is called in the transaction
    that signs a letter, so that the module tells the one it was written to.
    """

    subject_type: str
    home: str
    signed: Callable[[Signature], None] | None = None


_kinds: dict[str, LetterKind] = {}


def add_kind(kind: LetterKind) -> None:
    """Add a kind; the same subject type a second time replaces the first."""
    _kinds[kind.subject_type] = kind


def kind_of(subject_type: str) -> LetterKind | None:
    """Return the kind of a subject type, None when no module answers for it."""
    return _kinds.get(subject_type)


def case_url(agency: Agency, subject_type: str, subject_id: UUID) -> str:
    """Return the path of the officer's page of the case, empty when no module answers for it."""
    from django.urls import reverse

    kind = kind_of(subject_type)
    return reverse(kind.home, args=[agency.slug, subject_id]) if kind else ""
