"""Steps from the proposal to the result of the test."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.rules import PPID
from pendopo.kernel.workflow.views.forms import form_page
from pendopo.kernel.workflow.views.steps import FORM_METHODS, StepPage, step_page
from pendopo.modules.exemptions import actions, ports
from pendopo.modules.exemptions.forms import steps as forms
from pendopo.modules.exemptions.queries.exemptions import tests_for
from pendopo.modules.exemptions.rules import limits
from pendopo.modules.exemptions.rules.consequence import EXEMPT, ON_REQUEST
from pendopo.modules.exemptions.views.steps import case_url, find_case, pages_of

# The query of a link from a case: its kind and its id.
ORIGIN_TYPE, ORIGIN_ID = "asal", "id"


@require_http_methods(FORM_METHODS)
@staff_door("exemptions.propose")
def propose(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Propose information for the test, filled in from the case that a link names."""
    key, origin = _origin(request, agency)
    units = _units(agency, request.actor)
    initial: dict[str, Any] = {"unit": str(units[0].pk)} if len(units) == 1 else {}
    if origin is not None:
        initial |= {"title": origin.title[: limits.TITLE_MAX], "background": origin.text, "timing": ON_REQUEST}
        initial["unit"] = str(origin.unit_id or "")

    def form(*given: Any) -> forms.ProposeForm:
        return forms.ProposeForm(*given, units=units, initial=initial, linked=origin is not None)

    def act(form: forms.ProposeForm) -> tuple[str, str]:
        given = form.cleaned_data
        case = actions.propose(
            agency=agency,
            unit=form.chosen_unit(),
            title=given["title"],
            background=given["background"],
            timing=given["timing"],
            order_number=given["order_number"],
            origin=key,
            by=request.actor,
        )
        return _("Usul tercatat. PPID diberi tahu."), case_url(case)

    tests = tests_for(agency, *key) if key else []
    return form_page(request, "exemptions/propose.html", form, act, origin=origin, tests=tests)


def _origin(request: AgencyRequest, agency: Agency) -> tuple[tuple[str, UUID] | None, ports.Origin | None]:
    """Return the case that the address names, with what is known of it; nothing for one that is not there."""
    kind = request.GET.get(ORIGIN_TYPE, "")[:40]
    try:
        pk = UUID(request.GET.get(ORIGIN_ID, ""))
    except ValueError:
        return None, None
    origin = ports.origins.get().origin(agency, request.actor, kind, pk)
    return ((kind, pk), origin) if origin else (None, None)


def _units(agency: Agency, actor: Actor) -> list[Unit]:
    units = list(active_units(agency))
    return units if actor.has(PPID) else [unit for unit in units if unit.pk in actor.unit_ids]


@require_http_methods(FORM_METHODS)
@staff_door("exemptions.test")
def identify(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Record part and documents."""
    exemption = find_case(request, agency, pk)

    def act(form: forms.IdentifyForm) -> str:
        actions.identify(exemption=exemption, found=form.found(), by=request.actor)
        return _("Tercatat. Tentukan dasar hukumnya.")

    def form(*given: Any) -> forms.IdentifyForm:
        return forms.IdentifyForm(*given, exemption=exemption)

    return step_page(request, exemption, pages_of(request, exemption), StepPage("step", form, act, "identify"))


@require_http_methods(FORM_METHODS)
@staff_door("exemptions.test")
def analyse(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Record letters and laws."""
    exemption = find_case(request, agency, pk)

    def act(form: forms.AnalyseForm) -> str:
        actions.analyse(exemption=exemption, found=form.found(), by=request.actor)
        return _("Dasar hukum tercatat. Timbang akibatnya.")

    def form(*given: Any) -> forms.AnalyseForm:
        return forms.AnalyseForm(*given, exemption=exemption)

    return step_page(request, exemption, pages_of(request, exemption), StepPage("step", form, act, "analyse"))


@require_http_methods(FORM_METHODS)
@staff_door("exemptions.test")
def test(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Weigh the consequences and say what follows."""
    exemption = find_case(request, agency, pk)
    today = clock.today(agency.timezone)

    def act(form: forms.TestForm) -> str:
        found = form.found()
        actions.test(exemption=exemption, found=found, by=request.actor)
        if found.result == EXEMPT:
            return _("Hasil uji tercatat. Tetapkan klasifikasinya.")
        return _("Hasil uji tercatat: informasi terbuka.")

    def form(*given: Any) -> forms.TestForm:
        return forms.TestForm(*given, exemption=exemption, today=today)

    return step_page(request, exemption, pages_of(request, exemption), StepPage("test", form, act, "test"))
