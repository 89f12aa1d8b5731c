"""Forms about what is no case, or none yet: look, send, 303; 422 with everything typed kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pendopo.kernel.calendar.beyond import within_calendar
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.people.doors import AgencyRequest
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.ui.answers import SeeOther


def form_page(
    request: AgencyRequest,
    template: str,
    form: Callable[..., Any],
    act: Callable[[Any], tuple[str, str]],
    **context: Any,
) -> HttpResponse:
    """Show the form, or let `act` take the valid one: it returns the sentence to say and the address to go on to."""
    sent = request.method == "POST"
    shown = form(request.POST, request.FILES) if sent else form()
    if sent and shown.is_valid():
        try:
            with within_calendar():
                said, then = act(shown)
        except NotAllowed as denied:
            shown.add_error(None, _(denied.reason))
        except FileRefused as bad:
            shown.add_error("files" if "files" in shown.fields else None, _(bad.template) % bad.params)
        else:
            messages.success(request, said)
            return SeeOther(then)
    return render(request, template, {"form": shown, **context}, status=422 if sent else 200)
