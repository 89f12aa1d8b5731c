"""The addresses of the RDF catalogue: of the installation and of one agency, by ending or by what the client accepts."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, open_door, public_door
from pendopo.modules.open_data.api.addresses import FORMATS, catalogue_path
from pendopo.modules.open_data.api.calling import Call, opened, too_often
from pendopo.modules.open_data.queries.catalogue import search
from pendopo.modules.open_data.rules import limits
from pendopo.modules.open_data.rules.asking import KEY, Question, Sort

_DEFAULT: Final = "ttl"


@open_door
@require_safe
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """Lead to the catalogue of all agencies in the format that the client accepts."""
    return _lead(request, None)


@public_door
@require_safe
def catalogue_agency(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Lead to the catalogue of an agency in the format that the client accepts."""
    return _lead(request, agency)


@open_door
@require_safe
def catalogue_as(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """Answer a page of the catalogue of all agencies."""
    return _page(request, None, suffix)


@public_door
@require_safe
def catalogue_agency_as(request: AgencyRequest, agency: Agency, suffix: str) -> HttpResponseBase:
    """Answer a page of the catalogue of an agency."""
    return _page(request, agency, suffix)


def _lead(request: HttpRequest, place: Agency | None) -> HttpResponseBase:
    types = {media: suffix for suffix, (_name, media) in FORMATS.items()} | {"application/json": "jsonld"}
    wanted = request.get_preferred_type(list(types)) if request.headers.get("Accept", "*/*") != "*/*" else None
    suffix = types.get(wanted or "", _DEFAULT)
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    response = HttpResponseRedirect(f"{catalogue_path(place, suffix)}{query}", status=303)
    patch_vary_headers(response, ["Accept"])
    return opened(response)


def _page(request: HttpRequest, place: Agency | None, suffix: str) -> HttpResponseBase:
    if refused := too_often(request):
        return refused
    # The library of RDF takes a third of a second to load: only who asks for RDF waits for it.
    from pendopo.modules.open_data.api.graph import Page, written

    if suffix not in FORMATS:
        raise Http404(_("Katalog ada dalam bentuk jsonld, rdf, dan ttl."))
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    with translation.override("id"):
        size = limits.CATALOGUE_PAGE
        answer = search(place, Question(), Sort(KEY, descending=False), start=max(0, number - 1) * size, rows=size)
        page = Page(number, answer, suffix)
        if not 1 <= number <= page.last:
            raise Http404(_("Halaman katalog ini tidak ada. Mulailah dari halaman pertama."))
        call = Call(place, request.build_absolute_uri("/"))
        body = written(call, page)
    return opened(HttpResponse(body, content_type=f"{FORMATS[suffix][1]}; charset=utf-8"))
