"""The calculator page (kalkulator tenggat)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel import clock
from pendopo.kernel.calendar import rules
from pendopo.kernel.calendar.forms import CalculatorForm
from pendopo.kernel.calendar.models import ClockUnit, HolidayKind
from pendopo.kernel.calendar.queries import DueAnswer
from pendopo.kernel.people.doors import open_door
from pendopo.ui.formats import long_date, moment


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the answer: counted with its number, or passed over for a reason."""

    on: date
    number: int | None = None
    reason: str = ""


@open_door
@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """Show the form, and under it the answer day by day; 422 when the question cannot be answered."""
    asked = "rule" in request.GET or "received" in request.GET
    if asked:
        form = CalculatorForm(request.GET)
        answer = form.answer()
    else:
        today = clock.today(rules.DEFAULT_TIMEZONE)
        form = CalculatorForm(
            initial={"received": f"{today.isoformat()}T09:00", "closes": rules.DEFAULT_CLOSES_AT, "rule": "notice"}
        )
        answer = None
    context: dict[str, object] = {"form": form, "answer": answer}
    if answer is not None:
        context |= {"rows": _rows(answer), "days": _days(answer)}
    return render(request, "calendar/calculator.html", context, status=422 if asked and answer is None else 200)


def _rows(answer: DueAnswer) -> list[dict[str, str]]:
    deadline, rule = answer.deadline, answer.rule
    return [
        {"label": _("Tenggat"), "value": _(rule.title)},
        {"label": _("Jangka waktu"), "value": f"{deadline.n} {ClockUnit(rule.unit).label}"},
        {"label": _("Dihitung sejak"), "value": _(rule.starts_at)},
        {"label": _("Hari peristiwa (tidak dihitung)"), "value": long_date(deadline.start_on)},
        {"label": _("Berakhir"), "value": moment(deadline.due_at, answer.timezone)},
        {"label": _("Dasar hukum"), "value": rule.legal_basis},
    ]


def _days(answer: DueAnswer) -> list[DayRow]:
    """Return every day from the event to the due date, in order, with its number or the reason why it has none."""
    days = [DayRow(on, number) for number, on in enumerate(answer.counted, start=1)]
    days += [DayRow(day.date, reason=f"{day.name} ({HolidayKind(day.kind).label})") for day in answer.skipped]
    days += [DayRow(on, reason=_("Hari istirahat mingguan")) for on in answer.rest_days]
    start = DayRow(answer.deadline.start_on, reason=_("Hari peristiwa, tidak dihitung"))
    return [start, *sorted(days, key=lambda day: day.on)] if days else []
