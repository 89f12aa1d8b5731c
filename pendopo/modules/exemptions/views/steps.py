"""What the officers' pages share: finding the exemption, and what its step pages have in common."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest
from pendopo.kernel.workflow.views.steps import CasePages
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.permissions import may_step
from pendopo.modules.exemptions.queries.exemptions import chain_of, exemption_for
from pendopo.modules.exemptions.rules.procedure import PROCEDURE


def find_case(request: AgencyRequest, agency: Agency, pk: UUID) -> Exemption:
    """Return the exemption if the actor may see it; raise Http404 otherwise, also for another agency's."""
    found = exemption_for(agency, request.actor, pk)
    if found is None:
        raise Http404(_("Pengecualian ini tidak ada, atau bukan bagian unit Anda. Periksa daftarnya."))
    return found


def case_url(exemption: Exemption) -> str:
    """Return the address of the exemption's page."""
    return reverse("exemptions:detail", args=[exemption.agency.slug, exemption.pk])


def pages_of(request: AgencyRequest, exemption: Exemption) -> CasePages:
    """Return what the step pages of this exemption have in common for this officer."""
    return CasePages(
        procedure=PROCEDURE,
        list_url=reverse("exemptions:inbox", args=[exemption.agency.slug]),
        list_title=_("Pengecualian"),
        case_url=case_url(exemption),
        verdict=lambda step: may_step(request.actor, step, exemption, chain_of(exemption.agency)),
        about_case=True,
        folder="exemptions",
        refused="exemptions/wrong_state.html",
        extra={"exemption": exemption},
    )
