"""The description of the API: for programs as OpenAPI, for people as a page made of the same."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from pendopo.kernel.api.problems import language_of, too_many
from pendopo.kernel.people.doors import open_door
from pendopo.kernel.people.readings import wait_before_reading


@open_door
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Answer the description as OpenAPI 3.1, in English where Accept-Language asks for it."""
    # The framework is loaded by the first program that comes, and by nobody else.
    from pendopo.kernel.api.description import described
    from pendopo.kernel.api.instance import as_json

    if wait := wait_before_reading(request):
        return too_many(request, wait)
    language = language_of(request)
    response = HttpResponse(as_json(described(language)), content_type="application/json")
    response.headers["Content-Language"] = language
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Accept-Language"])
    return response
