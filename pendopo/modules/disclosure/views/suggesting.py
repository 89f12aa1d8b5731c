"""Suggestions for citizens: the part of the page that follows the typing, opening one, and being done."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.modules.disclosure.actions import counting
from pendopo.modules.disclosure.queries.suggestions import public_item
from pendopo.modules.disclosure.rules import limits
from pendopo.modules.disclosure.views.panel import RESULTS, panel
from pendopo.ui.answers import SeeOther

_UNSTORED = "no-store, private"


@public_door
@require_GET
def suggest(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Return the part of the page with what is public already and near to the words typed so far."""
    words = request.GET.get("q", "")[: limits.WORDS_MAX]
    found = panel(agency, words, address=client_address(request), token=request.GET.get("t", ""))
    response = render(request, RESULTS, {"panel": found})
    response["Cache-Control"] = _UNSTORED
    response["X-Robots-Tag"] = "noindex"
    return response


@public_door
@require_safe
def open_item(request: AgencyRequest, agency: Agency, kind: str, pk: UUID) -> HttpResponseBase:
    """Count that a suggestion was opened, and lead to it."""
    found = public_item(agency, kind, pk)
    if found is None:
        raise Http404(_("Informasi ini tidak ada atau sudah ditarik. Cari lagi dengan kata lain."))
    if request.method == "GET":
        counting.opened(agency=agency, item=(kind, pk), token=request.GET.get("t", ""))
    response = HttpResponseRedirect(found.url)
    response["Cache-Control"] = _UNSTORED
    response["X-Robots-Tag"] = "noindex"
    return response


@public_door
@require_POST
def finish(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """End the journey of a citizen whose question is answered already, and count it."""
    kind, _colon, key = request.POST.get("item", "").partition(":")
    try:
        item = (kind, UUID(key))
    except ValueError:
        return SeeOther(reverse("information:start", args=[agency.slug]))
    counting.answered(agency=agency, item=item, token=request.POST.get("t", ""), address=client_address(request))
    return SeeOther(reverse("disclosure:finished", args=[agency.slug]))


@public_door
@require_safe
def finished(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Thank, and say where to go from here."""
    return render(request, "disclosure/finished.html", {}, status=HTTPStatus.OK)
