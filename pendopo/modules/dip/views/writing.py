"""Writing an entry, and the steps until the PPID has decided."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.rules import PPID
from pendopo.kernel.workflow.views.forms import form_page
from pendopo.kernel.workflow.views.steps import FORM_METHODS, StepPage, step_page
from pendopo.modules.dip import actions
from pendopo.modules.dip.forms import officers as forms
from pendopo.modules.dip.queries.entries import files_of, latest_of
from pendopo.modules.dip.rules.procedure import step_of
from pendopo.modules.dip.views.pages import find_entry, page, pages_of, units_for


def _offered(request: AgencyRequest, agency: Agency) -> dict[str, Any]:
    return {
        "units": units_for(agency, request.actor),
        "this_year": clock.today(agency.timezone).year,
        "needs_unit": not request.actor.has(PPID),
    }


@require_http_methods(FORM_METHODS)
@staff_door("dip.write")
def write(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Begin an entry."""

    def act(form: Any) -> tuple[str, str]:
        entry = actions.write(
            agency=agency, unit=form.chosen_unit(), contents=form.contents(), attached=form.attached(), by=request.actor
        )
        return _("Konsep tersimpan. Ajukan kepada PPID bila sudah lengkap."), page("detail", entry)

    offered = _offered(request, agency)
    return form_page(request, "dip/write.html", partial(forms.WriteForm, **offered), act)


@require_http_methods(FORM_METHODS)
@staff_door("dip.write")
def edit(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Rewrite the version that is not published yet."""
    entry = find_entry(request, agency, pk)
    latest = latest_of(entry)
    kept, offered = files_of(latest), _offered(request, agency)

    def form(*given: Any) -> forms.WriteForm:
        return forms.WriteForm(*given, **offered, version=latest, kept=kept)

    def act(form: Any) -> str:
        actions.edit(
            entry=entry,
            unit=form.chosen_unit(),
            contents=form.contents(),
            attached=form.attached(),
            change=form.cleaned_data.get("change", ""),
            by=request.actor,
        )
        return _("Perubahan tersimpan.")

    return step_page(request, entry, pages_of(request, entry), StepPage("dip/edit.html", form, act, "edit"))


@require_http_methods(FORM_METHODS)
@staff_door("dip.write")
def submit(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Ask the PPID to publish."""
    entry = find_entry(request, agency, pk)

    def act(form: Any) -> str:
        actions.submit(entry=entry, note=form.cleaned_data["note"], by=request.actor)
        return _("Entri diajukan kepada PPID.")

    shown = StepPage("workflow/step.html", forms.NoteForm, act, step_of("submit", entry.state))
    return step_page(request, entry, pages_of(request, entry), shown)


@require_http_methods(FORM_METHODS)
@staff_door("dip.publish")
def send_back(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Give it back to be mended."""
    entry = find_entry(request, agency, pk)

    def act(form: Any) -> str:
        actions.send_back(entry=entry, note=form.cleaned_data["note"], by=request.actor)
        return _("Entri dikembalikan.")

    shown = StepPage("workflow/step.html", forms.ReasonForm, act, step_of("send_back", entry.state))
    return step_page(request, entry, pages_of(request, entry), shown)


@require_http_methods(FORM_METHODS)
@staff_door("dip.write")
def drop(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """End a draft."""
    entry = find_entry(request, agency, pk)

    def act(form: Any) -> str:
        actions.drop(entry=entry, note=form.cleaned_data["note"], by=request.actor)
        return _("Konsep dihentikan.")

    shown = StepPage("dip/end.html", forms.ReasonForm, act, "drop")
    return step_page(request, entry, pages_of(request, entry), shown)
