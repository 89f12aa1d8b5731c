"""Reading and verifying the chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit import rules
from pendopo.kernel.audit.anchoring import is_signed, kept
from pendopo.kernel.audit.models import Anchor, Chain, Entry
from pendopo.kernel.audit.rules import Anchored

# Whoever watches is told after so many entries.
_STEP = 1_000


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


def verify(
    agency: Agency, *, anchors: Sequence[Anchored] = (), progress: Callable[[int], object] | None = None
) -> Verdict:
    """Recompute the agency's chain from the first entry and compare it with its head, and with `anchors`.

    Finds changed, deleted, inserted and swapped rows, and a cut-off tail as long as the head still stands; with anchors
    also a chain that was rewritten or cut off together with its head, up to the last anchor. `progress` is called with
    the number of entries read since its last call, every thousand.
    """
    forged = next((each for each in anchors if not is_signed(each)), None)
    if forged is not None:
        return Verdict(agency, 0, forged.seq, rules.ANCHOR_FORGED)
    wanted = {each.seq: each.head for each in anchors}
    previous, expected = rules.GENESIS, 1
    for seq, text, stored in _texts(agency):
        if seq != expected:
            return Verdict(agency, expected - 1, expected, rules.ENTRY_MISSING)
        if stored != rules.link(previous, text):
            return Verdict(agency, expected, seq, rules.ENTRY_CHANGED)
        if wanted.get(seq, stored) != stored:
            return Verdict(agency, expected, seq, rules.ANCHOR_DIFFERS)
        previous, expected = stored, expected + 1
        if progress and expected % _STEP == 0:
            progress(_STEP)
    chain = Chain.objects.filter(agency=agency).first()
    if chain is None and expected > 1:
        return Verdict(agency, expected - 1, expected - 1, rules.HEAD_MISSING)
    if chain is not None and (chain.seq, chain.head) != (expected - 1, previous):
        return Verdict(agency, expected - 1, expected, rules.HEAD_CHANGED)
    if wanted and max(wanted) >= expected:
        return Verdict(agency, expected - 1, expected, rules.ANCHORED_MISSING)
    return Verdict(agency, expected - 1)


def _texts(agency: Agency) -> Iterator[tuple[int, str, str]]:
    """Give number, canonical text and hash of each entry, oldest first; as `Entry.text`, for many rows at once."""
    columns = ("seq", "at", "user_id", "actor", "action", "subject_type", "subject_id", "details", "hash")
    agency_id = str(agency.pk)
    rows = Entry.objects.for_agency(agency).order_by("seq").values_list(*columns).iterator(chunk_size=5000)
    for seq, at, user_id, actor, action, subject_type, subject_id, details, stored in rows:
        text = rules.canonical(
            agency=agency_id,
            seq=seq,
            at=at,
            actor=f"{user_id or ''}:{actor}",
            action=action,
            subject=f"{subject_type}:{subject_id}",
            details=details,
        )
        yield seq, text, stored


def anchors_of(agency: Agency, *, limit: int = 400) -> list[Anchored]:
    """Return the newest anchors of an agency as the table has them, newest first."""
    return [anchor.anchored for anchor in Anchor.objects.for_agency(agency).order_by("-on")[:limit]]


def all_anchors(agency: Agency, more: Iterable[Anchored] = ()) -> list[Anchored]:
    """Return every anchor of an agency that is known: in the table, in the file outside of it, and in `more`."""
    rows = [anchor.anchored for anchor in Anchor.objects.for_agency(agency).order_by("on")]
    beside = [each for each in [*kept(), *more] if each.agency_id == str(agency.pk)]
    return list(dict.fromkeys([*rows, *beside]))
