"""Pages for "no": a colleague was quicker, or the role does not reach so far. What was typed is given back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pendopo.kernel.people.doors import AgencyRequest
from pendopo.kernel.workflow.actions import WrongState
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.procedure import PROCEDURE


def wrong_state(request: AgencyRequest, refused: WrongState, form: forms.Form | None = None) -> HttpResponse:
    """Answer 409: which step, who changed the case when, its state now, and what was typed in vain."""
    inquiry, last = refused.case, refused.last
    context = {
        "inquiry": inquiry,
        "state": PROCEDURE.state(inquiry.state),
        "step": refused.step,
        "last": last,
        "last_step": PROCEDURE.step(last.step) if last else None,
        "typed": _typed(form),
        "reason": "",
    }
    return render(request, "information/wrong_state.html", context, status=409)


def not_allowed(request: AgencyRequest, inquiry: Inquiry, reason: str, status: int = 403) -> HttpResponse:
    """Answer 403 (a person's limits) or 409 (the case's) with the reason in words."""
    context = {
        "inquiry": inquiry,
        "state": PROCEDURE.state(inquiry.state),
        "reason": _(reason),
        "typed": [],
    }
    return render(request, "information/wrong_state.html", context, status=status)


def _typed(form: forms.Form | None) -> list[dict[str, Any]]:
    """Return the texts of a form that was sent, so that nothing has to be typed again."""
    if form is None:
        return []
    texts = [bound for bound in form if isinstance(bound.field, forms.CharField) and not bound.is_hidden]
    return [{"label": bound.label, "value": bound.value()} for bound in texts if bound.value()]
