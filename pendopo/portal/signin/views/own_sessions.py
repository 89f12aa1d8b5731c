"""One's own open sessions: which there are, ending them."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from pendopo.kernel.people.doors import account_door
from pendopo.kernel.people.models import User
from pendopo.kernel.people.sessions import OpenSession, open_sessions
from pendopo.portal.signin import rules
from pendopo.portal.signin.actions import own_sessions as actions
from pendopo.portal.signin.adapters import NOWHERE
from pendopo.portal.signin.views.answers import go


@account_door
@require_safe
def own_sessions(request: HttpRequest) -> HttpResponse:
    """List the account's open sessions."""
    own = request.session.session_key
    rows = [_row(each, own) for each in open_sessions(cast(User, request.user))]
    context = {"sessions": rows, "others": sum(not row["current"] for row in rows)}
    return render(request, "signin/own_sessions.html", context)


def _row(session: OpenSession, own: str | None) -> dict[str, Any]:
    browser, system = rules.device(session.user_agent)
    names = {"browser": browser or _("Peramban tidak dikenal"), "system": system or _("perangkat tidak dikenal")}
    if session.address == NOWHERE:
        place = _("Jaringan tidak diketahui")
    elif rules.is_private_network(session.address):
        place = _("Jaringan kantor (%(network)s)") % {"network": rules.coarse(session.address)}
    else:
        place = _("Internet (%(network)s)") % {"network": rules.coarse(session.address)}
    return {
        "pk": session.pk,
        "current": session.key == own,
        "device": _("%(browser)s di %(system)s") % names,
        "place": place,
        "began_at": session.began_at,
        "seen_at": session.seen_at,
    }


@account_door
@require_POST
def end_session(request: HttpRequest, session_pk: int) -> HttpResponse:
    """End one of the account's sessions; one's own is left by logging out."""
    if actions.end_session(by=cast(User, request.user), pk=session_pk):
        messages.success(request, _("Sesi itu sudah diakhiri."))
    return go("own-sessions")


@account_door
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all of the account's sessions but this one."""
    ended = actions.end_other_sessions(by=cast(User, request.user), key=request.session.session_key or "")
    messages.success(
        request, ngettext("%(count)s sesi diakhiri.", "%(count)s sesi diakhiri.", ended) % {"count": ended}
    )
    return go("own-sessions")
