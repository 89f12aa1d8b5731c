"""The check, the one press that sends, and the receipt."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.queries import calendar_book, uncertainties
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.privacy.queries.periods import identity_days
from pendopo.kernel.tracking.actions import code_of, token_digest, tracking_digest
from pendopo.kernel.tracking.answers import RETRY_AFTER_SECONDS, draft_gone, keeps_input, log_trouble
from pendopo.kernel.tracking.drafting import RECEIPT_SECONDS
from pendopo.kernel.tracking.rules import shown
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.modules.information.actions import register
from pendopo.modules.information.actions.draft_files import register_with_files
from pendopo.modules.information.forms.citizen import SHORTEST_SECONDS, CheckAnswersForm
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.queries.own import submitted_inquiry
from pendopo.modules.information.views.citizen import summaries
from pendopo.modules.information.views.citizen.answers import address, personal, see_other
from pendopo.modules.information.views.citizen.drafting import Draft


def _show(
    request: AgencyRequest, draft: Draft, form: CheckAnswersForm, *, status: int = 200, reference: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "sections": summaries.sections(draft),
        "back": address("way", draft.agency),
        # A reference is told of trouble with the database, which then cannot say for how long anything is kept.
        "kept_days": None if reference else identity_days(draft.agency),
        "reference": reference,
    }
    return personal(request, "check_answers", context, status=status)


def _is_sent(draft: Draft) -> bool:
    return bool(draft.token) and submitted_inquiry(draft.agency, token_digest(draft.token)) is not None


@keeps_input
@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def check_answers(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Show all answers before they are sent; send them. A second press leads to the same receipt."""
    draft = Draft.of_visitor(request, agency)
    if draft.unanswered and _is_sent(draft):
        return see_other("receipt", agency)
    if draft.unanswered:
        return draft_gone(request, address(draft.unanswered, agency))
    if request.method != "POST":
        return _show(request, draft, CheckAnswersForm())
    form = CheckAnswersForm(request.POST)
    if form.is_valid() and draft.seconds_old < SHORTEST_SECONDS:
        form.add_error(
            None,
            _("Permohonan terisi sangat cepat, seperti oleh program. Tunggu beberapa detik, lalu tekan Kirim lagi."),
        )
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


def _send(draft: Draft, by: Actor) -> Inquiry:
    send = register_with_files if draft.files else register
    return send(agency=draft.agency, wish=draft.wish(), requester=draft.requester(), token=draft.token, by=by)


@keeps_input
@public_door
@require_safe
def receipt(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show number and code as long as this browser holds the cookie, and what happens next."""
    draft = Draft(agency, Draft.token_in(request))
    inquiry = submitted_inquiry(agency, token_digest(draft.token)) if draft.token else None
    if inquiry is None:
        return personal(request, "receipt_gone", {})
    code = code_of(draft.token)
    # The desk may have given a new code meanwhile; the old one would only mislead.
    is_valid = tracking_digest(code) == inquiry.tracking_digest
    context = {"inquiry": inquiry, "code": shown(code) if is_valid else "", "due": _due(agency, inquiry)}
    return personal(request, "receipt", context)


def _due(agency: Agency, inquiry: Inquiry) -> dict[str, Any]:
    """Return the two dates that the law allows, what may still move them, and where the calculator shows how they are counted."""
    notice, extension = inquiry.period("notice"), inquiry.period("extension")
    calendar = calendar_book().calendar(agency)
    start_on = calendar.t0_of(inquiry.received_at, agency.zone, agency.receipt_policy, agency.closes_at)  # type: ignore[arg-type]
    asked = {
        "rule": notice.code,
        "received": inquiry.received_at.astimezone(agency.zone).isoformat(timespec="minutes"),
        "timezone": agency.timezone,
        "week": agency.week_days,
        "receipt": agency.receipt_policy,
        "calendar": agency.calendar_scope,
        "closes": f"{agency.closes_at:%H:%M}",
    }
    return {
        "notice": notice,
        "extension": extension,
        "on": calendar.due(start_on, notice.n),
        "extended_on": calendar.due(start_on, notice.n + extension.n),
        "total": notice.n + extension.n,
        "notes": uncertainties(calendar.explain(start_on, notice.n + extension.n), calendar),
        "url": f"{resolve_url('calendar:calculator')}?{urlencode(asked)}",
    }
