"""Checking the answers, sending, and the receipt."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.privacy.queries.periods import identity_days
from pendopo.kernel.tracking.actions import code_of, token_digest, tracking_digest
from pendopo.kernel.tracking.answers import RETRY_AFTER_SECONDS, draft_gone, keeps_input, log_trouble, personal
from pendopo.kernel.tracking.drafting import RECEIPT_SECONDS
from pendopo.kernel.tracking.rules import shown
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.lib.deadlines import rule
from pendopo.modules.objections.actions import submit
from pendopo.modules.objections.forms.citizen import CheckAnswersForm, proxy_of
from pendopo.modules.objections.queries.objections import submitted_objection
from pendopo.modules.objections.queries.possible import reply_due, window_end
from pendopo.modules.objections.rules.grounds import WITHOUT_REQUEST
from pendopo.modules.objections.rules.limits import SHORTEST_SECONDS
from pendopo.modules.objections.rules.objecting import Claim, Filing, Objector
from pendopo.modules.objections.views.citizen import summaries
from pendopo.modules.objections.views.citizen.drafting import (
    INQUIRY,
    InquiryDraft,
    ObjectionDraft,
    address,
    open_draft,
    see_other,
)


def _show(
    request: AgencyRequest, draft: ObjectionDraft, form: CheckAnswersForm, *, status: int = 200, reference: str = ""
) -> HttpResponse:
    steps = len(draft.pages) + 1
    context = {
        "form": form,
        "sections": summaries.sections(draft),
        "back": address(draft.pages[-1], draft.agency),
        "step": steps,
        "steps": steps,
        # A reference is told of trouble with the database, which then cannot say for how long anything is kept.
        "kept_days": None if reference else identity_days(draft.agency),
        "reference": reference,
    }
    return personal(request, "objections/citizen/check_answers.html", context, status=status)


@keeps_input
@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def check_answers(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Show all answers before they are sent; send them. A second press leads to the same receipt."""
    draft = open_draft(request, agency)
    if draft.unanswered:
        sent = bool(draft.token) and submitted_objection(agency, token_digest(draft.token)) is not None
        if sent:
            return see_other("receipt", agency)
        return draft_gone(request, address(draft.unanswered if draft.answers else "start", agency))
    if request.method != "POST":
        return _show(request, draft, CheckAnswersForm())
    form = CheckAnswersForm(request.POST)
    if form.is_valid() and draft.seconds_old < SHORTEST_SECONDS:
        sentence = _(
            "Keberatan terisi sangat cepat, seperti oleh program. Tunggu beberapa detik, lalu tekan Kirim lagi."
        )
        form.add_error(None, sentence)
    if not form.is_valid():
        return _show(request, draft, form, status=422)
    try:
        _send(draft, request.actor)
    except NotAllowed as refused:
        form.add_error(None, refused.reason)
        return _show(request, draft, form, status=409)
    except (InterfaceError, OperationalError):
        response: HttpResponseBase = _show(request, draft, form, status=503, reference=log_trouble(request))
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    response = see_other("receipt", agency)
    draft.remember(response, seconds=RECEIPT_SECONDS)
    return response


def _send(draft: ObjectionDraft, by: Actor) -> None:
    story = draft.of("story")
    if isinstance(draft, InquiryDraft):
        claim = Claim("".join(draft.of("grounds")["grounds"]), story["position"])
        filing = Filing(claim, inquiry_id=UUID(draft.answers[INQUIRY]), proxy=proxy_of(story))
    else:
        periodic = draft.of("periodic")
        filing = Filing(
            Claim(WITHOUT_REQUEST, story["position"], periodic["asked"], periodic["purpose"]),
            objector=Objector(**draft.of("objector")),
            found_on=dt.date.fromisoformat(periodic["found_on"]),
            proxy=proxy_of(story),
        )
    submit(agency=draft.agency, filing=filing, token=draft.token, by=by)


@keeps_input
@public_door
@require_safe
def receipt(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show number and code as long as this browser holds the cookie, and what happens next."""
    token = ObjectionDraft.token_in(request)
    objection = submitted_objection(agency, token_digest(token)) if token else None
    if objection is None:
        return personal(request, "objections/citizen/receipt_gone.html", {})
    code = code_of(token)
    # The desk may have given a new code meanwhile; the old one would only mislead.
    is_valid = tracking_digest(code) == objection.tracking_digest
    due_on = reply_due(agency, objection.received_at)
    end_of_reply = dt.datetime.combine(due_on, dt.time(12), tzinfo=agency.zone)
    context: dict[str, Any] = {
        "objection": objection,
        "code": shown(code) if is_valid else "",
        "reply": rule("superior_reply"),
        "dispute": rule("dispute_window"),
        "due_on": due_on,
        "dispute_until": window_end(agency, "dispute_window", end_of_reply),
    }
    return personal(request, "objections/citizen/receipt.html", context)
