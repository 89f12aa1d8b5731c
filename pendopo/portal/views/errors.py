"""Answers to what goes wrong: the pages come from `ui`, the doors' own sentences are put on them."""

from __future__ import annotations

import re
import sys
from typing import Final

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _

from pendopo.kernel.api.problems import Problem, failure, is_for_machines, problem_response
from pendopo.kernel.api.rules import ROOT as API_ROOT
from pendopo.kernel.calendar.beyond import BeyondCalendar
from pendopo.kernel.calendar.rules import CalendarEmpty
from pendopo.kernel.tracking.answers import RETRY_AFTER_SECONDS, log_trouble, trouble
from pendopo.lib.workdays import DateUnknown
from pendopo.ui import errors

# A year is loaded by a person.
_CALENDAR_SECONDS: Final = 600
# Django's own sentence of get_object_or_404; ours are written for the reader.
_DJANGOS = "matches the given query."
# What is never written into a page, not even for its own sender.
_SECRET: Final = re.compile(r"password|sandi|code|kode|secret|otp", re.IGNORECASE)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form without a valid token; what was written is given back to be copied, never to be sent."""
    try:
        written = [value for name, value in request.POST.items() if not _SECRET.search(name)]
    except UnreadablePostError:
        # Cut off while it was sent: nobody is there to copy anything.
        written = []
    answer = errors.csrf_failure(request, reason, texts=errors.to_copy(written))
    answer["Cache-Control"] = "no-store, private"
    return answer


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400, or 413 to too much; to a program as programs read it."""
    answer = errors.bad_request(request, exception)
    if not is_for_machines(request):
        return answer
    return problem_response(request, Problem("too-large" if answer.status_code == 413 else "malformed"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 while the database is away or the disk is full; what was typed can then be sent again."""
    failed = sys.exc_info()[1]
    if is_for_machines(request):
        return failure(request, failed)
    if isinstance(failed, CalendarEmpty | DateUnknown):
        return _without_calendar(request, failed)
    if not errors.is_trouble(failed):
        return errors.server_error(request)
    reference = log_trouble(request)
    # Where the body itself could not be taken in, there is nothing to give back.
    is_read = request.method != "POST" or hasattr(request, "_post")
    if is_read and not any(_SECRET.search(name) for name in request.POST):
        return trouble(request, reference)
    answer = errors.error_response(request, 503, agency=None, reference=reference)
    answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def _without_calendar(request: HttpRequest, failed: CalendarEmpty | DateUnknown) -> HttpResponse:
    """Answer 503 where a page needs working days of a year without a calendar; what was sent is refused by its step."""
    said = BeyondCalendar(failed).reason if isinstance(failed, DateUnknown) else str(failed)
    answer = errors.error_response(request, 503, title=_("Kalender hari kerja belum lengkap"), message=said)
    answer["Retry-After"] = str(_CALENDAR_SECONDS)
    return answer


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 with the sentence of the door that stayed closed."""
    return errors.error_response(request, 403, **_said(exception))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404 with the sentence of the door, if it said one; to a program as programs read it."""
    if request.path.startswith(API_ROOT):
        # Only a line break in the address comes so far: no address of the API fits it.
        return problem_response(request, Problem("not-found"))
    return errors.error_response(request, 404, **_said(exception))


def _said(exception: Exception | None) -> dict[str, str]:
    said = exception.args[0] if exception is not None and exception.args else ""
    return {"message": said} if isinstance(said, str) and said and not said.endswith(_DJANGOS) else {}
