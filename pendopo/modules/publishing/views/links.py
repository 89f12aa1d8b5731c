"""Links that the agency publishes, and how they answered."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.modules.publishing.actions import links as actions
from pendopo.modules.publishing.models import Link
from pendopo.modules.publishing.queries import links as queries
from pendopo.modules.publishing.rules import limits, links
from pendopo.ui.answers import SeeOther

PAGE_PARAM = "halaman"


def _find(request: AgencyRequest, agency: Agency, pk: UUID) -> Link:
    found = queries.link_for(agency, request.actor, pk)
    if found is None:
        raise Http404(_("Tautan ini tidak diperiksa lagi. Buka daftar tautan."))
    return found


@require_safe
@staff_door("publishing.look")
def link_list(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the links of the agency, or of one's unit, the broken ones first."""
    counted = queries.counts_by_state(agency, request.actor)
    wanted = request.GET.get("keadaan", "")
    state = wanted if wanted in links.STATES else ""
    page = Paginator(queries.links_of(agency, request.actor, state=state), limits.PAGE_ROWS)
    page.count = counted[state] if state else sum(counted.values())
    tabs = [{"label": _("Semua"), "count": sum(counted.values()), "url": "?", "current": not state}]
    tabs += [
        {"label": _(links.STATES[name][0]), "count": counted[name], "url": f"?keadaan={name}", "current": name == state}
        for name in (links.DEAD, links.FAILING, links.FINE, links.UNKNOWN)
    ]
    shown = page.get_page(request.GET.get(PAGE_PARAM))
    return render(request, "publishing/link_list.html", {"page": shown, "page_param": PAGE_PARAM, "tabs": tabs})


@require_safe
@staff_door("publishing.look")
def link(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show one link: who names it, how it stands, and what it answered before."""
    found = _find(request, agency, pk)
    context = {
        "link": found,
        "reason": _(links.REASONS.get(found.reason, found.reason)),
        "days": queries.dead_since(found),
        "checks": [
            {"check": check, "reason": _(links.REASONS.get(check.reason, check.reason))}
            for check in found.checks.order_by("-id")[: limits.CHECKS_KEPT]
        ],
        "may_ask": may(request.actor, "publishing.prove"),
    }
    return render(request, "publishing/link.html", context)


@require_POST
@staff_door("publishing.prove")
def ask_soon(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Have a link asked in the next round."""
    found = _find(request, agency, pk)
    actions.ask_soon(link=found, by=request.actor)
    messages.success(request, _("Tautan diperiksa dalam beberapa menit."))
    return SeeOther(reverse("publishing:link", args=[agency.slug, found.pk]))
