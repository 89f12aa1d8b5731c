"""Pages for everybody: where asking begins, how a request is handled."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.lib.deadlines import DeadlineRule, rule_under
from pendopo.lib.text import clean_line
from pendopo.modules.information.ports import suggestions
from pendopo.modules.information.views.citizen import procedure_page
from pendopo.ui.caching import cacheable

_QUERY_MAX = 200


def _words(request: AgencyRequest) -> str:
    return clean_line(request.GET.get("q", ""))[:_QUERY_MAX]


def _periods(agency: Agency) -> dict[str, DeadlineRule]:
    """Return the periods of the agency's regime that the page names."""
    return {code: rule_under(agency.regime, code) for code in ("notice", "extension")}


@public_door
@require_safe
@cacheable(10)
def start(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Say what a request needs, and show first what is published already."""
    part = suggestions.get().search(agency, _words(request), address=client_address(request))
    context = {"part": part, "panel": part.panel, **_periods(agency)}
    response = render(request, "information/citizen/start.html", context)
    if part.panel["words"]:
        # What was typed may tell about somebody, and its buttons carry this visitor's token.
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex"
    return response


@public_door
@require_safe
@cacheable(60)
def procedure(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the procedure of a request as everybody is held to it."""
    return render(request, "information/citizen/procedure.html", procedure_page.described(agency.regime))
