"""The one API of this installation: made when the first program calls, from what packages have added."""

from __future__ import annotations

import json
from functools import cache, partial
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from pendopo.kernel.api import faults, rules
from pendopo.kernel.api.doors import Door
from pendopo.kernel.api.problems import Problem, failure, language_of, problem_response
from pendopo.kernel.api.registry import parts
from pendopo.kernel.calendar.beyond import SAID, BeyondCalendar
from pendopo.kernel.calendar.rules import CalendarEmpty
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.lib.text import gettext_noop as _
from pendopo.lib.workdays import DateUnknown


class _Renderer(JSONRenderer):
    """JSON as people can read it, too."""

    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":")}


@cache
def the_api() -> NinjaAPI:
    """Return the API with everybody's operations; an operation without a door of its own refuses everybody."""
    api = NinjaAPI(
        title=_("API Pendopo"),
        version=rules.VERSION,
        description=_(
            "Layanan informasi publik dan survei kepuasan bagi program. Data terbuka boleh dibaca siapa saja; membaca "
            "selebihnya dan menulis memerlukan kunci dari admin instansi."
        ),
        docs_url=None,
        openapi_url=None,
        urls_namespace="api",
        auth=Door(),
        renderer=_Renderer(),
    )
    for problem, handler in _HANDLERS.items():
        api.add_exception_handler(problem, handler)
    for part in parts():
        if part.routes:
            api.add_router("", import_string(part.routes).router)
    return api


def _as_said(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem_response(request, problem)


def _invalid(request: HttpRequest, found: ValidationError) -> HttpResponse:
    with override(language_of(request)):
        return problem_response(request, Problem("invalid", errors=faults.of_validation(found.errors)))


def _http(request: HttpRequest, failed: HttpError) -> HttpResponse:
    """The framework itself raises only for a body that cannot be read."""
    return problem_response(request, Problem("malformed" if failed.status_code == 400 else "refused"))


def _refused(request: HttpRequest, refused: NotAllowed) -> HttpResponse:
    return problem_response(request, Problem("refused", refused.reason))


def _not_ready(request: HttpRequest, empty: CalendarEmpty) -> HttpResponse:
    return problem_response(request, Problem("busy", str(empty), headers={"Retry-After": "600"}))


def _kind(kind: str, request: HttpRequest, _failed: Exception) -> HttpResponse:
    return problem_response(request, Problem(kind))


def _unknown_day(request: HttpRequest, unknown: DateUnknown) -> HttpResponse:
    return _beyond(request, BeyondCalendar(unknown))


def _beyond(request: HttpRequest, beyond: BeyondCalendar) -> HttpResponse:
    return problem_response(request, Problem("invalid", SAID, params=beyond.params))


_HANDLERS: dict[type[Exception], Any] = {
    Problem: _as_said,
    ValidationError: _invalid,
    HttpError: _http,
    NotAllowed: _refused,
    Http404: partial(_kind, "not-found"),
    WrongState: partial(_kind, "wrong-state"),
    RequestDataTooBig: partial(_kind, "too-large"),
    CalendarEmpty: _not_ready,
    BeyondCalendar: _beyond,
    DateUnknown: _unknown_day,
    Exception: failure,
}


def as_json(found: object) -> str:
    """Return JSON as the API writes it."""
    return json.dumps(found, cls=_Renderer.encoder_class, **_Renderer.json_dumps_params)
