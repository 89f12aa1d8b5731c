"""The list of exempt information for everybody: what the law wants to be known, and nothing of what is secret."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.modules.exemptions.queries import exemptions as queries
from pendopo.modules.exemptions.queries.papers import kinds_words
from pendopo.modules.exemptions.rules import limits
from pendopo.ui.caching import cacheable, may_lag

PAGE_PARAM = "halaman"


@public_door
@require_safe
@cacheable(10)
@may_lag
def listed(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List what is exempt today, or what was and is open now."""
    today = clock.today(agency.timezone)
    ended = request.GET.get("daftar") == "berakhir"
    found = queries.no_longer(agency, today) if ended else queries.in_force(agency, today)
    page = Paginator(found, limits.PUBLIC_ROWS).get_page(request.GET.get(PAGE_PARAM))
    context = {
        "rows": [{"exemption": each, "kinds": kinds_words(each)} for each in page.object_list],
        "page": page,
        "page_param": PAGE_PARAM,
        "ended": ended,
    }
    return render(request, "exemptions/listed.html", context)
