"""Answers of the public calculator (kalkulator tenggat): the one function under API, command and page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from pendopo.kernel.calendar.queries.calendars import Scope, calendar_book
from pendopo.lib.deadlines import GENERAL, Deadline, DeadlineRule, Regime, compute
from pendopo.lib.deadlines import regime as regime_of
from pendopo.lib.text import enumerate_words
from pendopo.lib.workdays import Computation, DayOff, ReceiptPolicy, Week, WorkCalendar
from pendopo.ui.formats import medium_date


@dataclass(frozen=True, slots=True)
class DueAnswer:
    """A deadline with the question it answers and sentences about what is not certain yet."""

    rule: DeadlineRule
    received: date | datetime
    timezone: str
    week: Week
    receipt: ReceiptPolicy
    calendar: Scope
    deadline: Deadline
    notes: tuple[str, ...]
    regime: str = GENERAL

    @property
    def counted(self) -> tuple[date, ...]:
        """Return the working days counted, none for months and hours."""
        return self.deadline.computation.counted if self.deadline.computation else ()

    @property
    def skipped(self) -> tuple[DayOff, ...]:
        """Return the days off passed over, none for months and hours."""
        return self.deadline.computation.skipped if self.deadline.computation else ()

    @property
    def rest_days(self) -> tuple[date, ...]:
        """Return the weekly rest days passed over, none for months and hours."""
        return self.deadline.computation.rest_days if self.deadline.computation else ()

    @property
    def provisional(self) -> bool:
        """Return whether a year in the period still waits for its joint leave."""
        return self.deadline.computation is not None and self.deadline.computation.provisional

    def as_json(self) -> dict[str, object]:
        """Return the answer as the API gives it: dates and instants in ISO 8601."""
        return {
            "rule": self.rule.code,
            "version": self.rule.version,
            "valid_from": self.rule.valid_from and self.rule.valid_from.isoformat(),
            "valid_until": self.rule.valid_until and self.rule.valid_until.isoformat(),
            "regime": self.regime,
            "title": _(self.rule.title),
            "received": self.received.isoformat(),
            "timezone": self.timezone,
            "week": self.week,
            "receipt": self.receipt,
            "calendar": self.calendar,
            "start_on": self.deadline.start_on.isoformat(),
            "due_on": self.deadline.due_on.isoformat(),
            "due_at": self.deadline.due_at.isoformat(),
            "n": self.deadline.n,
            "unit": self.rule.unit,
            "counted": [on.isoformat() for on in self.counted],
            "skipped": [{"date": day.date.isoformat(), "name": day.name, "kind": day.kind} for day in self.skipped],
            "rest_days": [on.isoformat() for on in self.rest_days],
            "legal_basis": self.rule.legal_basis,
            "confidence": self.rule.confidence,
            "provisional": self.provisional,
            "notes": list(self.notes),
        }


def due_answer(
    *,
    rule: DeadlineRule,
    received: date | datetime,
    timezone: str,
    week: Week,
    receipt: ReceiptPolicy,
    calendar: Scope,
    closes_at: time,
    regime_code: str = GENERAL,
) -> DueAnswer:
    """Answer when `rule` is due for an event at `received`; a naive datetime is local to `timezone`.

    `rule` is the one that counts already; `regime_code` tells under which regime it was chosen.

    Raises DateUnknown for a day outside the calendar and CalendarEmpty when there is none. At most one query while
    the calendar stands unchanged.
    """
    zone = ZoneInfo(timezone)
    if isinstance(received, datetime):
        received = received.astimezone(zone) if received.tzinfo else received.replace(tzinfo=zone)
    table = calendar_book().calendar(week=week, scope=calendar)
    deadline = compute(rule, received, zone, table, receipt=receipt, closes_at=closes_at)
    notes = []
    if rule.unit == "hours" and not isinstance(received, datetime):
        notes.append(_("Jam penerimaan tidak disebutkan; jangka waktu dihitung dari pukul 00.00 hari itu."))
    under = regime_of(regime_code)
    if not under.verified:
        notes.append(
            _("Aturan %(regime)s belum diverifikasi pada naskah peraturannya: %(note)s")
            % {"regime": _(under.title), "note": _(under.note)}
        )
    if rule.confidence == "C":
        notes.append(_("Angka ini belum diperiksa pada naskah peraturannya."))
    if deadline.computation:
        notes.extend(uncertainties(deadline.computation, table))
    return DueAnswer(rule, received, timezone, week, receipt, calendar, deadline, tuple(notes), under.code)


def regime_words(regime: Regime) -> str:
    """Return the title of a regime, marked while nobody has read its regulation."""
    title = _(regime.title)
    return title if regime.verified else _("%(title)s (belum diverifikasi)") % {"title": title}


def uncertainties(computation: Computation, table: WorkCalendar) -> list[str]:
    """Return sentences about what may still move a due date: joint leave not decreed, days not announced."""
    notes = []
    if computation.provisional:
        last_year = computation.due_on.year
        years = [str(y) for y in range(computation.start_on.year, last_year + 1) if y in table.provisional_years]
        notes.append(
            _("Cuti bersama tahun %(years)s belum ditetapkan; tanggal jatuh tempo masih sementara.")
            % {"years": _sentence(years)}
        )
    if computation.estimated:
        days = [f"{day.name} ({medium_date(day.date)})" for day in computation.estimated]
        notes.append(
            _("Masih perkiraan sampai ditetapkan pemerintah: %(days)s. Tanggal jatuh tempo dapat bergeser.")
            % {"days": _sentence(days)}
        )
    return notes


def _sentence(words: Sequence[str]) -> str:
    return enumerate_words(words, _("dan"))
