"""The pages of searching: one agency with its branches, and all agencies. They work without scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, open_door, public_door
from pendopo.kernel.search import queries
from pendopo.kernel.search.forms import PAGE_PARAM, PARAMS, Wish
from pendopo.kernel.search.queries import FacetCount, Hit, Results
from pendopo.kernel.search.registry import find_searchable, next_steps, searchables
from pendopo.kernel.search.rules import MAX_HITS, PAGE_HITS, SHOWN_VALUES
from pendopo.kernel.search.schema import AGENCY, KIND
from pendopo.ui.caching import cacheable, may_lag

Named = Mapping[UUID, tuple[str, str]]
# Stands in the index for an agency that is not there: nothing is its own.
_NOBODY: Final = str(UUID(int=0))


@public_door
@require_safe
@cacheable(10)
@may_lag
def agency(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Search what an agency and its branches have made public."""
    wish = Wish.read(request.GET)
    named = queries.branches(agency)
    context = _searched(wish, named, agency_ids=list(named))
    context["steps"] = [
        {"label": step.label, "text": step.text, "url": step.url(agency, wish.words)} for step in next_steps()
    ]
    return _answer(request, "search/agency.html", context)


@open_door
@require_safe
@cacheable(10)
@may_lag
def everywhere(request: HttpRequest) -> HttpResponse:
    """Search what all agencies of this installation have made public."""
    wish = Wish.read(request.GET)
    slugs = wish.chosen.get(AGENCY, ())
    named = queries.named_agencies(slugs=slugs) if slugs else {}
    return _answer(request, "search/everywhere.html", _searched(wish, named, never=queries.closed_agencies()))


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, {"here": request.path, **context})
    # Every combination of words and choices is an address: they are for people, not for the catalogues of the web.
    response["X-Robots-Tag"] = "noindex"
    return response


def _searched(wish: Wish, named: Named, **where: Any) -> dict[str, Any]:
    """Return what the page shows. Agencies stand by slug in the address and by id in the index."""
    ids = {slug: str(pk) for pk, (slug, _name) in named.items()}
    chosen = {
        facet: [ids.get(value, _NOBODY) for value in values] if facet == AGENCY else values
        for facet, values in wish.chosen.items()
    }
    results = queries.search(wish.words, chosen=chosen, page=wish.page, size=PAGE_HITS, **where)
    named = _names_for(results, named)
    return {
        "wish": wish,
        "results": results,
        "rows": [_row(hit, named) for hit in results.hits],
        "groups": _groups(wish, results, named),
        "page": _page(results, wish.page),
        "page_param": PAGE_PARAM,
        "bounded": results.total > MAX_HITS,
        "instead": " ".join(results.instead),
        "kinds": [each.label for each in searchables()],
    }


def _page(results: Results, number: int) -> Page[int]:
    return Paginator(range(min(results.total, MAX_HITS)), PAGE_HITS).get_page(number)


def _names_for(results: Results, named: Named) -> Named:
    """Return the agencies' names, asked for only where they are not known yet."""
    wanted = {hit.agency_id for hit in results.hits}
    wanted |= {UUID(each.value) for each in list(results.facets.get(AGENCY, ()))[:SHOWN_VALUES]}
    return {**named, **queries.named_agencies(ids=wanted)} if wanted - set(named) else named


@dataclass(frozen=True, slots=True)
class Row:
    """A hit as the page shows it: what it is, whose, and the hit itself."""

    hit: Hit
    kind: Any
    agency: str


def _row(hit: Hit, named: Named) -> Row:
    searchable = find_searchable(hit.kind)
    return Row(hit, searchable.label if searchable else hit.kind, named.get(hit.agency_id, ("", ""))[1])


def _groups(wish: Wish, results: Results, named: Named) -> list[dict[str, Any]]:
    """Return the facets that make a difference: each value with its words, count, and the address that turns it."""
    titles = {
        KIND: _("Jenis"),
        "class": _("Klasifikasi"),
        "year": _("Tahun"),
        "unit": _("Unit"),
        "format": _("Format"),
        AGENCY: _("Instansi"),
    }
    groups = []
    for facet in PARAMS:
        values = _offered(facet, results.facets.get(facet, ()), named)
        if len(values) > 1 or any(each.chosen for each in values):
            links = [_link(wish, facet, each, named) for each in values]
            groups.append({"title": titles[facet], "links": links})
    return groups


def _offered(facet: str, values: Sequence[FacetCount], named: Named) -> list[FacetCount]:
    """Return the values that the page has room for, chosen ones always; years from the latest, others by number."""
    known = [each for each in values if facet != AGENCY or UUID(each.value) in named]
    picked = [each for place, each in enumerate(known) if place < SHOWN_VALUES or each.chosen]
    return sorted(picked, key=lambda each: each.value, reverse=True) if facet == "year" else picked


def _link(wish: Wish, facet: str, each: FacetCount, named: Named) -> dict[str, Any]:
    value, label = each.value, each.value
    if facet == AGENCY:
        value, label = named[UUID(each.value)]
    elif facet == KIND:
        found = find_searchable(each.value)
        label = found.label if found else each.value
    else:
        label = next((kind.names[facet][value] for kind in searchables() if value in kind.names.get(facet, {})), value)
    return {"label": label, "count": each.count, "chosen": each.chosen, "query": wish.turned(facet, value)}
