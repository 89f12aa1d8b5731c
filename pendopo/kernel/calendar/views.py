"""The calculator page (kalkulator tenggat), its calendar file, and the officers' private calendars."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel import clock
from pendopo.kernel.calendar import rules
from pendopo.kernel.calendar.explaining import answer_rows, ics_response
from pendopo.kernel.calendar.forms import CalculatorForm
from pendopo.kernel.calendar.models import ClockUnit
from pendopo.kernel.calendar.queries import DueAnswer, feed_of, officer_entries, regime_words
from pendopo.kernel.people.actors import staff
from pendopo.kernel.people.doors import open_door
from pendopo.lib.deadlines import GENERAL, regime
from pendopo.lib.ics import IcsEvent
from pendopo.ui.formats import citation, long_date, medium_date, moment


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
        context |= {
            "rows": _rows(answer),
            "days": answer_rows(answer),
            "ics_url": f"{reverse('calendar:calculator_ics')}?{request.GET.urlencode()}",
        }
    return render(request, "calendar/calculator.html", context, status=422 if asked and answer is None else 200)


def _rows(answer: DueAnswer) -> list[dict[str, object]]:
    deadline, rule = answer.deadline, answer.rule
    return [
        {"label": _("Tenggat"), "value": _(rule.title)},
        {"label": _("Jangka waktu"), "value": f"{deadline.n} {ClockUnit(rule.unit).label}"},
        {"label": _("Dihitung sejak"), "value": _(rule.starts_at)},
        {"label": _("Hari peristiwa (tidak dihitung)"), "value": long_date(deadline.start_on)},
        {"label": _("Berakhir"), "value": moment(deadline.due_at, answer.timezone)},
        {"label": _("Dasar hukum"), "value": _basis(answer)},
    ]


def _basis(answer: DueAnswer) -> list[str]:
    rule = answer.rule
    lines = [citation(rule.legal_basis)]
    if rule.valid_from:
        lines.append(_("Berlaku sejak %(on)s.") % {"on": medium_date(rule.valid_from)})
    if answer.regime != GENERAL:
        lines.append(regime_words(regime(answer.regime)))
    return lines


@open_door
@require_safe
def calculator_ics(request: HttpRequest) -> HttpResponse:
    """Hand out the answer as a calendar file; 422 in words when the question cannot be answered."""
    form = CalculatorForm(request.GET)
    answer = form.answer()
    if answer is None:
        return render(request, "calendar/calculator.html", {"form": form, "answer": None}, status=422)
    rule, deadline = answer.rule, answer.deadline
    # The same question is the same entry, whoever asks and whenever.
    key = uuid5(NAMESPACE_URL, f"pendopo:{rule.version}:{deadline.start_on}:{deadline.due_at.isoformat()}")
    event = IcsEvent(
        uid=f"{key}@pendopo",
        summary=_("Jatuh tempo: %(title)s") % {"title": _(rule.title)},
        at=deadline.due_at if rule.unit == "hours" else deadline.due_on,
        changed_at=deadline.due_at,
        description="\n".join([_("Dasar: %(basis)s") % {"basis": citation(rule.legal_basis)}, *answer.notes]),
    )
    return ics_response([event], name=_(rule.title), file_name="tenggat.ics")


@open_door
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer an officer's calendar program: the open deadlines of one agency, by a secret address."""
    found = feed_of(token)
    if found is None:
        raise Http404(_("Alamat kalender ini tidak berlaku. Buat yang baru pada halaman kalender akun Anda."))
    actor = staff(found.user, found.agency)
    with timezone.override(found.agency.zone), translation.override(settings.LANGUAGE_CODE):
        return ics_response(
            officer_entries(found.agency, actor),
            name=_("Tenggat %(agency)s") % {"agency": found.agency.short_name},
            file_name="tenggat.ics",
        )
