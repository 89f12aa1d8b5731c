"""Answers to what goes wrong: the pages come from `ui`, the doors' own sentences are put on them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from pendopo.ui import errors

csrf_failure = errors.csrf_failure
bad_request = errors.bad_request
server_error = errors.server_error

# Django's own sentence of get_object_or_404; ours are written for the reader.
_DJANGOS = "matches the given query."


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 with the sentence of the door that stayed closed."""
    return errors.error_response(request, 403, **_said(exception))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404 with the sentence of the door, if it said one."""
    return errors.error_response(request, 404, **_said(exception))


def _said(exception: Exception | None) -> dict[str, str]:
    said = exception.args[0] if exception is not None and exception.args else ""
    return {"message": said} if isinstance(said, str) and said and not said.endswith(_DJANGOS) else {}
