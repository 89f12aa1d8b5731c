"""What the officers' pages share: finding the entry, and what its step pages have in common."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.doors import AgencyRequest
from pendopo.kernel.people.rules import PPID
from pendopo.kernel.workflow.views.steps import CasePages
from pendopo.modules.dip.models import Entry
from pendopo.modules.dip.permissions import may_step
from pendopo.modules.dip.queries.entries import entry_for
from pendopo.modules.dip.rules.procedure import PROCEDURE


def find_entry(request: AgencyRequest, agency: Agency, pk: UUID) -> Entry:
    """Return the entry if the actor may see it; raise Http404 otherwise, also for another agency's."""
    found = entry_for(agency, request.actor, pk)
    if found is None:
        raise Http404(_("Entri ini tidak ada, atau bukan bagian unit Anda. Periksa daftarnya."))
    return found


def page(name: str, entry: Entry) -> str:
    """Return the address of a page about an entry."""
    return reverse(f"dip:{name}", args=[entry.agency.slug, entry.pk])


def pages_of(request: AgencyRequest, entry: Entry) -> CasePages:
    """Return what the step pages of this entry have in common for this officer."""
    return CasePages(
        procedure=PROCEDURE,
        list_url=reverse("dip:inbox", args=[entry.agency.slug]),
        list_title=_("Daftar informasi publik"),
        case_url=page("detail", entry),
        verdict=lambda step: may_step(request.actor, step, entry),
    )


def units_for(agency: Agency, actor: Actor) -> list[Unit]:
    """Return the units for which `actor` may write. One query."""
    units = list(active_units(agency))
    return units if actor.has(PPID) else [unit for unit in units if unit.pk in actor.unit_ids]
