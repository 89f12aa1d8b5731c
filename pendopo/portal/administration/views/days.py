"""Calendar days of an agency."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.calendar.models import AgencyDay
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.portal.administration import actions, words
from pendopo.portal.administration.forms.calendar import WORKS, DayForm
from pendopo.portal.administration.permissions import MANAGE
from pendopo.portal.administration.queries import setup
from pendopo.portal.administration.views.answers import FORM_METHODS, done, go


@staff_door(MANAGE)
@require_safe
def days(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the days off of a year and the agency's own days in it."""
    page = setup.year_page(agency, _year(request, agency))
    return render(request, "administration/days.html", {"page": page})


@staff_door(MANAGE)
@require_http_methods(FORM_METHODS)
def add_day(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Let the agency or a unit work or rest on a date, or replace what was said about it."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DayForm(*sent, units=active_units(agency), years=setup.known_years())
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        moved = actions.add_day(
            agency=agency,
            on=given["on"],
            is_working=given["what"] == WORKS,
            reason=given["reason"],
            decree=given["decree"],
            unit=form.chosen_unit,
            by=request.actor,
        )
        done(request, f"{_('Hari instansi tersimpan.')} {words.moved_words(moved)}")
        return go(agency, "days", query=f"?tahun={given['on'].year}")
    return render(request, "administration/add_day.html", {"form": form}, status=422 if form.is_bound else 200)


@staff_door(MANAGE)
@require_POST
def remove_day(request: AgencyRequest, agency: Agency, day_pk: UUID) -> HttpResponse:
    """Take the agency's own say on a date back."""
    day = get_object_or_404(AgencyDay.objects.for_agency(agency).select_related("agency"), pk=day_pk)
    moved = actions.remove_day(day=day, by=request.actor)
    done(request, f"{_('Hari instansi dibatalkan.')} {words.moved_words(moved)}")
    return go(agency, "days", query=f"?tahun={day.on.year}")


def _year(request: AgencyRequest, agency: Agency) -> int:
    wanted = request.GET.get("tahun", "")
    if not wanted:
        return clock.today(agency.timezone).year
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) == 4 and wanted > "1900"):
        raise Http404(_("Tahun ini tidak ada dalam kalender. Kembali ke tahun berjalan."))
    return int(wanted)
