"""A form on a page of its own in the workspace: look, send, 303; 422 with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pendopo.kernel.people.doors import AgencyRequest
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.ui.answers import SeeOther


def form_page(
    request: AgencyRequest,
    form: Any,
    act: Callable[[Any], tuple[str, str]],
    *,
    title: str,
    submit: str,
    back: tuple[str, str],
    template: str = "privacy/form.html",
    **more: Any,
) -> HttpResponse:
    """Show or take a form. `act` returns the sentence to say and where to go; `back` is title and address of the list."""
    if request.method == "POST" and form.is_valid():
        try:
            said, then = act(form)
        except NotAllowed as refused:
            form.add_error(None, _(refused.reason))
        else:
            messages.success(request, said)
            return SeeOther(then)
    context = {"form": form, "title": title, "submit": submit, "back_title": back[0], "back_url": back[1], **more}
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def bound(request: AgencyRequest, form: Callable[..., Any], **more: Any) -> Any:
    """Return the form, filled with what was sent, else as it begins."""
    if request.method == "POST":
        more.pop("initial", None)
        return form(request.POST, **more)
    return form(**more)
