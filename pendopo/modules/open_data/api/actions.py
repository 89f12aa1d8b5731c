"""The addresses of CKAN's action API, of the installation and of one agency; read only, for everybody, without cookies."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.operation.reading import writes_nothing
from pendopo.kernel.people.doors import AgencyRequest, open_door, public_door
from pendopo.modules.open_data.api.calling import PREFLIGHT, Call, Unreadable, answered, as_json, parameters, too_often
from pendopo.modules.open_data.api.reading import find_action

_METHODS = ["GET", "HEAD", "POST", "OPTIONS"]


@open_door
@writes_nothing
@csrf_exempt
@require_http_methods(_METHODS)
def call(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer an action for all agencies."""
    return _answer(request, None, name, reverse("open_data:call", args=["help_show"]))


@public_door
@writes_nothing
@csrf_exempt
@require_http_methods(_METHODS)
def call_agency(request: AgencyRequest, agency: Agency, name: str) -> HttpResponseBase:
    """Answer an action for one agency."""
    return _answer(request, agency, name, reverse("open_data:call_agency", args=[agency.slug, "help_show"]))


def _answer(request: HttpRequest, place: Agency | None, name: str, help_path: str) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=PREFLIGHT)
    if refused := too_often(request):
        return refused
    # One language for machines, whatever the visitor of the pages has chosen.
    with translation.override("id"):
        action = find_action(name)
        if action is None:
            return as_json(f"Bad request - Action name not known: {name}", 400)
        try:
            given = parameters(request)
        except Unreadable as problem:
            return as_json(f"Bad request - {problem}", 400)
        made = Call(place, request.build_absolute_uri("/"), given)
        return answered(request.build_absolute_uri(f"{help_path}?name={name}"), lambda: action(made))


@open_door
@require_http_methods(["GET", "HEAD"])
def version(_request: HttpRequest) -> HttpResponse:
    """Answer which version of the API this is."""
    return as_json({"version": 3})


@public_door
@require_http_methods(["GET", "HEAD"])
def version_agency(_request: AgencyRequest, _agency: Agency) -> HttpResponse:
    """Answer which version of the API this is; some clients look before they ask."""
    return as_json({"version": 3})
