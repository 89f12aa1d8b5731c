"""Reading and verifying the chain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit import rules
from pendopo.kernel.audit.models import Chain, Entry


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result for one agency: how many entries were read, and the first one that does not fit.

    `reason` is one of rules.REASONS, a msgid; whoever shows it translates it.
    """

    agency: Agency
    entries: int
    bad_seq: int | None = None
    reason: str = ""

    @property
    def intact(self) -> bool:
        """Return whether the chain holds."""
        return self.bad_seq is None


def verify(agency: Agency, *, progress: Callable[[int], object] | None = None) -> Verdict:
    """Recompute the agency's chain from the first entry and compare it with its head.

    Finds changed, deleted, inserted and swapped rows, and a cut-off tail as long as the head still stands.
    `progress` is called with 1 for each entry read.
    """
    previous, expected = rules.GENESIS, 1
    for entry in Entry.objects.for_agency(agency).order_by("seq").iterator(chunk_size=2000):
        if entry.seq != expected:
            return Verdict(agency, expected - 1, expected, rules.ENTRY_MISSING)
        if entry.hash != rules.link(previous, entry.text()):
            return Verdict(agency, expected, entry.seq, rules.ENTRY_CHANGED)
        previous, expected = entry.hash, expected + 1
        if progress:
            progress(1)
    chain = Chain.objects.filter(agency=agency).first()
    if chain is None and expected > 1:
        return Verdict(agency, expected - 1, expected - 1, rules.HEAD_MISSING)
    if chain is not None and (chain.seq, chain.head) != (expected - 1, previous):
        return Verdict(agency, expected - 1, expected, rules.HEAD_CHANGED)
    return Verdict(agency, expected - 1)


def entries_of(agency: Agency, subject_type: str, subject_id: UUID) -> QuerySet[Entry]:
    """Return the entries about one subject, oldest first."""
    return Entry.objects.for_agency(agency).filter(subject_type=subject_type, subject_id=subject_id).order_by("seq")
