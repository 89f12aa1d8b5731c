"""Keys of programs: listed, made and shown once, revoked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api import actions, queries
from pendopo.kernel.api.forms import TokenForm
from pendopo.kernel.api.models import Token
from pendopo.kernel.api.permissions import MANAGE
from pendopo.kernel.api.registry import scopes
from pendopo.kernel.api.rules import PAGE_ROWS
from pendopo.kernel.api.views.fresh import remember, told
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.views.steps import FORM_METHODS
from pendopo.lib.text import gettext_noop
from pendopo.ui.answers import SeeOther

# State of a key → its word and tone.
_STATES = {
    "active": (gettext_noop("Berlaku"), "ok"),
    "expired": (gettext_noop("Kedaluwarsa"), "neutral"),
    "revoked": (gettext_noop("Dicabut"), "error"),
}


@staff_door(MANAGE)
@require_safe
def keys(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List keys and webhooks; a key that was just made is shown for this once."""
    page = Paginator(queries.tokens_of(agency), PAGE_ROWS).get_page(request.GET.get("page"))
    known = scopes()
    context: dict[str, Any] = {
        "page": page,
        "rows": [_row(token, known) for token in page],
        "fresh": told(request, "key"),
        "hooks": list(queries.webhooks_of(agency)),
    }
    return render(request, "api/keys.html", context)


def _row(token: Token, known: Any) -> dict[str, Any]:
    label, tone = _STATES[token.state]
    names = [_(known[name].label) if name in known else name for name in token.scopes]
    return {"token": token, "label": _(label), "tone": tone, "scopes": names}


@staff_door(MANAGE)
@require_http_methods(FORM_METHODS)
def make_key(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Make a key."""
    options = {"has_children": queries.has_children(agency)}
    form = TokenForm(request.POST, **options) if request.method == "POST" else TokenForm(**options)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            _token, text = actions.make_token(
                agency=agency,
                name=given["name"],
                scopes=given["scopes"],
                days=given["days"],
                with_children=given.get("with_children", False),
                by=request.actor,
            )
        except NotAllowed as refused:
            form.add_error(None, _(refused.reason))
        else:
            remember(request, "key", text)
            return SeeOther(reverse("programs:keys", args=[agency.slug]))
    return render(request, "api/make_key.html", {"form": form}, status=422 if form.is_bound else 200)


@staff_door(MANAGE)
@require_POST
def revoke_key(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """End a key at once."""
    token = Token.objects.for_agency(agency).select_related("agency").filter(pk=pk).first()
    if token is None:
        raise Http404(_("Kunci ini tidak ada, atau bukan milik instansi Anda."))
    if actions.revoke_token(token=token, by=request.actor):
        messages.success(request, _("Kunci %(name)s dicabut dan tidak berlaku lagi.") % {"name": token.name})
    else:
        messages.info(request, _("Kunci ini sudah dicabut sebelumnya."))
    return SeeOther(reverse("programs:keys", args=[agency.slug]))
