"""What the officers' pages share: finding the case, and what step pages of objections have in common."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest
from pendopo.kernel.people.permissions import Verdict
from pendopo.kernel.workflow.rules import Step
from pendopo.kernel.workflow.views.steps import CasePages
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.permissions import may_step
from pendopo.modules.objections.queries.cases import decided_by
from pendopo.modules.objections.queries.objections import objection_for
from pendopo.modules.objections.rules.procedure import PROCEDURE


def find_case(agency: Agency, pk: UUID) -> Objection:
    """Return the agency's objection; raise Http404 otherwise, also for another agency's."""
    objection = objection_for(agency, pk)
    if objection is None:
        raise Http404(_("Keberatan ini tidak ada. Periksa nomornya di daftar keberatan."))
    return objection


def page(name: str, objection: Objection) -> str:
    """Return the address of a page about an objection."""
    return reverse(f"objections:{name}", args=[objection.agency.slug, objection.pk])


def pages_of(request: AgencyRequest, objection: Objection) -> CasePages:
    """Return what the step pages of this objection have in common for this officer."""

    def verdict(step: Step) -> Verdict:
        hands = decided_by(objection) if step.name == "answer" else frozenset()
        return may_step(request.actor, step, objection, hands)

    return CasePages(
        procedure=PROCEDURE,
        list_url=reverse("objections:inbox", args=[objection.agency.slug]),
        list_title=_("Keberatan"),
        case_url=page("detail", objection),
        verdict=verdict,
        folder="objections/officers",
        extra={"objection": objection},
    )
