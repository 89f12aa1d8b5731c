"""How a date was computed, as rows for a page: the shared part of every "Cara hitung" page and of the calculator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from pendopo.kernel.calendar.models import ClockEvent, ClockEventKind, ClockUnit
from pendopo.kernel.calendar.queries import ClockExplanation, DayLine, DueAnswer
from pendopo.kernel.calendar.rules import SETTINGS_CHANGED
from pendopo.lib.deadlines import DeadlineRule
from pendopo.lib.ics import IcsEvent, ics_file
from pendopo.ui.formats import citation, medium_date

# Key of a document → its name and its address, for those that the reader may open.
Documents = Mapping[UUID, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class DayRow:
    """One line of the count: a working day with its number, or days passed over (`on` to `until`) for a reason."""

    on: date
    until: date
    number: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """What happened to a deadline: the date before and after where it moved, why, and the document that says so."""

    event: ClockEvent
    moved: str = ""
    reason: str = ""
    document: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ClockPanel:
    """One deadline for `calendar/parts/clock.html`. `title` is already in the reader's language."""

    title: str
    explained: ClockExplanation
    periods: tuple[str, ...]
    unverified: bool
    days: tuple[DayRow, ...]
    events: tuple[EventRow, ...]
    days_left: int | None = None
    late: bool = False
    decisive: bool = False
    names_officers: bool = True


def clock_panel(
    title: str,
    explained: ClockExplanation,
    *,
    days_left: int | None = None,
    late: bool = False,
    decisive: bool = False,
    reasons: Mapping[str, str] | None = None,
    other_reasons: bool = True,
    documents: Documents | None = None,
    names_officers: bool = True,
) -> ClockPanel:
    """Return what the shared template shows of one explained clock.

    `reasons` gives words (msgids) for reasons that are codes, others are shown as they were typed unless `other_reasons`
    is False; `documents` are the files that may be opened; without
    `names_officers` nobody's name stands on the page, as for citizens.
    """
    words, files = {SETTINGS_CHANGED: SETTINGS_CHANGED, **(reasons or {})}, documents or {}

    def shown(event: ClockEvent) -> bool:
        # A calendar's change is public whoever reads: its reason is the decree.
        return other_reasons or event.kind == ClockEventKind.RECOMPUTED

    events = [
        EventRow(
            each,
            _moved(each),
            _(words[each.reason]) if each.reason in words else each.reason if shown(each) else "",
            files.get(each.document_id) if each.document_id else None,
        )
        for each in explained.events
    ]
    return ClockPanel(
        title=title,
        explained=explained,
        periods=tuple(period_words(rule, n) for rule, n in explained.periods),
        unverified=any(rule.confidence == "C" for rule in explained.rules),
        days=tuple(day_rows(explained.days, several=len(explained.rules) > 1)),
        events=tuple(events),
        days_left=days_left,
        late=late,
        decisive=decisive,
        names_officers=names_officers,
    )


def period_words(rule: DeadlineRule, n: int) -> str:
    """Return a period with its article, and since when that version of the law holds."""
    words = f"{n} {ClockUnit(rule.unit).label}: {citation(rule.legal_basis)}"
    if rule.valid_from:
        since = _("berlaku sejak %(on)s") % {"on": medium_date(rule.valid_from)}
        words = f"{words} ({since})"
    return words


def _moved(event: ClockEvent) -> str:
    if event.new_due_on is None or event.old_due_on == event.new_due_on:
        return ""
    if event.old_due_on is None:
        return _("jatuh tempo %(new)s") % {"new": medium_date(event.new_due_on)}
    return _("jatuh tempo %(old)s → %(new)s") % {
        "old": medium_date(event.old_due_on),
        "new": medium_date(event.new_due_on),
    }


def day_rows(lines: Iterable[DayLine], *, several: bool = False) -> list[DayRow]:
    """Return the days as rows, rest days that follow each other as one; `several` names the article of each period."""
    rows: list[DayRow] = []
    last_rule: DeadlineRule | None = None
    for line in lines:
        note = _note(line)
        if line.kind == "counted" and several and line.rule != last_rule:
            note = citation(line.rule.legal_basis) if line.rule else ""
            last_rule = line.rule
        before = rows[-1] if rows else None
        joins = before is not None and before.number is None and before.note == note and line.kind in {"rest", "paused"}
        if before is not None and joins:
            rows[-1] = DayRow(before.on, line.on, None, note)
        else:
            rows.append(DayRow(line.on, line.on, line.number, note))
    return rows


def _note(line: DayLine) -> str:
    if line.kind == "start":
        return _("Hari kejadian, tidak dihitung")
    if line.kind == "holiday":
        return line.name
    return {"rest": _("Hari istirahat"), "paused": _("Dijeda, tidak dihitung")}.get(line.kind, "")


def answer_rows(answer: DueAnswer) -> list[DayRow]:
    """Return the days of a calculator's answer; none for months and hours."""
    if answer.deadline.computation is None:
        return []
    days = [DayLine(on, "counted", number) for number, on in enumerate(answer.counted, start=1)]
    days += [DayLine(day.date, "holiday", name=day.name) for day in answer.skipped]
    days += [DayLine(on, "rest") for on in answer.rest_days]
    return day_rows([DayLine(answer.deadline.start_on, "start"), *sorted(days, key=lambda day: day.on)])


def ics_response(events: Iterable[IcsEvent], *, name: str, file_name: str) -> HttpResponse:
    """Answer a calendar file; nobody between keeps a copy."""
    response = HttpResponse(ics_file(events, name=name), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["Cache-Control"] = "private, no-store"
    return response
