"""What a decree's file would change in the table of days off, row by row; nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from pendopo.kernel.calendar.decree_files import DecreeRow, read_decree_file
from pendopo.kernel.calendar.models import CalendarYear, DecreeLoad, Holiday, HolidayKind

Status = Literal["new", "changed", "equal", "wrong", "withdrawn"]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row of the dry run. `holiday` is the stored day it changes or withdraws; `what` says what changes, in words.

    `moves` tells whether a working day becomes a day off or the other way round.
    """

    status: Status
    on: date | None
    name: str
    kind: str
    what: str = ""
    line: int | None = None
    text: str = ""
    holiday: Holiday | None = None
    moves: bool = False

    @property
    def kind_label(self) -> str:
        """Return the kind in words, empty for what was not read."""
        return str(HolidayKind(self.kind).label) if self.kind else ""


@dataclass(frozen=True, slots=True)
class DryRun:
    """A decree's file beside the table: every row, and how many of each status."""

    rows: tuple[ComparedRow, ...]
    years: tuple[int, ...]

    def of(self, status: Status) -> list[ComparedRow]:
        """Return the rows of one status."""
        return [row for row in self.rows if row.status == status]

    @property
    def is_clean(self) -> bool:
        """Return whether every row was understood."""
        return not self.of("wrong")

    @property
    def since(self) -> date | None:
        """Return the first date whose working day changes, None when no deadline can move."""
        return min((row.on for row in self.rows if row.moves and row.on), default=None)


def dry_run(content: bytes, *, complete: bool, decree: str) -> DryRun:
    """Compare a decree's file with the table. Three queries. Raises UnreadableFile.

    `complete`: the file holds all days off of its years, so that a stored day that is not in it would be withdrawn.
    """
    read = read_decree_file(content)
    good = [row for row in read if not row.problem and row.on]
    known = set(CalendarYear.objects.values_list("year", flat=True))
    years = sorted({row.on.year for row in good if row.on} & known)
    stored: dict[date, list[Holiday]] = defaultdict(list)
    for holiday in Holiday.objects.filter(on__year__in=years):
        stored[holiday.on].append(holiday)
    named = {(row.on, row.kind, row.name.casefold()) for row in good}
    table = _Table(known, stored, named, set(), decree)
    rows = [_compared(row, table) for row in read]
    if complete:
        rows += _absent(stored, table.taken)
    return DryRun(tuple(rows), tuple(years))


@dataclass(frozen=True, slots=True)
class _Table:
    """What the rows of a file are compared with; `taken` grows with the stored days that a row has claimed."""

    known: set[int]
    stored: dict[date, list[Holiday]]
    named: set[tuple[date | None, str, str]]
    taken: set[int]
    decree: str


def _compared(row: DecreeRow, table: _Table) -> ComparedRow:
    stored, taken = table.stored, table.taken
    problem = _(row.problem) if row.problem else ""
    if row.on and not problem and row.on.year not in table.known:
        problem = _("Kalender tahun %(year)s belum dimuat.") % {"year": row.on.year}
    if problem or row.on is None:
        return ComparedRow("wrong", row.on, row.name, row.kind, problem, row.line, row.text)
    here = [day for day in stored.get(row.on, []) if day.pk not in taken]
    works = not any(not day.withdrawn for day in stored.get(row.on, []))
    exact = [day for day in here if day.kind == row.kind and day.name.casefold() == row.name.casefold()]
    # Another row of the file may be the one that names this stored day.
    loose = [day for day in here if (day.on, day.kind, day.name.casefold()) not in table.named]
    same_kind = [day for day in loose if day.kind == row.kind]
    found = next(iter(exact + same_kind + loose), None)
    if found is None:
        return ComparedRow("new", row.on, row.name, row.kind, "", row.line, row.text, None, works)
    taken.add(found.pk)
    what = _differences(found, row, table.decree)
    status: Status = "changed" if what else "equal"
    moves = (found.withdrawn and works) or found.kind != row.kind
    return ComparedRow(status, row.on, row.name, row.kind, "; ".join(what), row.line, row.text, found, moves)


def _differences(stored: Holiday, row: DecreeRow, decree: str) -> list[str]:
    what = []
    if stored.withdrawn:
        what.append(_("berlaku lagi"))
    if stored.name != row.name:
        what.append(_("nama: %(before)s → %(now)s") % {"before": stored.name, "now": row.name})
    if stored.kind != row.kind:
        what.append(
            _("jenis: %(before)s → %(now)s")
            % {"before": HolidayKind(stored.kind).label, "now": HolidayKind(row.kind).label}
        )
    if stored.estimated:
        what.append(_("tidak lagi perkiraan"))
    if stored.decree != decree:
        what.append(_("dasar: %(before)s → %(now)s") % {"before": stored.decree or "–", "now": decree})
    return what


def _absent(stored: dict[date, list[Holiday]], taken: set[int]) -> list[ComparedRow]:
    rows = []
    for on in sorted(stored):
        left = [day for day in stored[on] if day.pk not in taken and not day.withdrawn]
        stays = any(day.pk in taken for day in stored[on])
        rows += [
            ComparedRow("withdrawn", on, day.name, day.kind, _("tidak ada dalam berkas"), holiday=day, moves=not stays)
            for day in left
        ]
    return rows


def waiting_loads() -> list[DecreeLoad]:
    """Return the decrees whose deadlines do not follow yet, the oldest first."""
    return list(DecreeLoad.objects.filter(recomputed_at__isnull=True).order_by("loaded_at")[:20])


def latest_loads(limit: int = 10) -> list[DecreeLoad]:
    """Return the decrees that were loaded last."""
    return list(DecreeLoad.objects.order_by("-loaded_at")[:limit])


def statuses(rows: Iterable[ComparedRow]) -> dict[str, int]:
    """Return how many rows have each status."""
    counted: dict[str, int] = dict.fromkeys(("new", "changed", "equal", "withdrawn", "wrong"), 0)
    for row in rows:
        counted[row.status] += 1
    return counted
