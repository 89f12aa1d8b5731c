"""Pages for everybody: where asking begins, what is published, how a request is handled."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.lib.deadlines import DeadlineRule, rule_under
from pendopo.lib.text import clean_line
from pendopo.modules.information.queries import published as queries
from pendopo.modules.information.rules.limits import PAGE_ROWS
from pendopo.modules.information.views.citizen import procedure_page
from pendopo.ui.caching import cacheable

LATEST = 3
PAGE_PARAM = "halaman"
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
    words = _words(request)
    entries = queries.suggestions(agency, words) if words else list(queries.published(agency)[:LATEST])
    context = {"words": words, "entries": entries, **_periods(agency)}
    return render(request, "information/citizen/start.html", context)


@public_door
@require_safe
@cacheable(10)
def published(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List what is published, newest first, found by words."""
    words = _words(request)
    page = Paginator(queries.published(agency, words), PAGE_ROWS).get_page(request.GET.get(PAGE_PARAM))
    return render(
        request, "information/citizen/published.html", {"words": words, "page": page, "page_param": PAGE_PARAM}
    )


@public_door
@require_safe
@cacheable(10)
def published_entry(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show one published entry, with the way to ask for more about it."""
    entry = queries.published_entry(agency, pk)
    if entry is None:
        raise Http404(_("Informasi ini tidak ada atau sudah ditarik. Cari lagi dalam daftar informasi publik."))
    return render(request, "information/citizen/published_entry.html", {"entry": entry})


@public_door
@require_safe
@cacheable(60)
def procedure(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the procedure of a request as everybody is held to it."""
    return render(request, "information/citizen/procedure.html", procedure_page.described(agency.regime))
