"""One's own private calendar addresses: make one, see it once, revoke it."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.actions import create_feed as create
from pendopo.kernel.calendar.actions import revoke_feed as revoke
from pendopo.kernel.people.actors import staff
from pendopo.kernel.people.doors import account_door
from pendopo.kernel.people.models import User
from pendopo.portal.queries import feeds_of, workplaces
from pendopo.ui.answers import SeeOther

# Agencies on the page; somebody with more of them reads one calendar after the other.
MOST = 50
_FRESH = "calendar-feeds"


@account_door
@require_safe
def calendar_feeds(request: HttpRequest) -> HttpResponse:
    """List the agencies of the account with their private address, a new one in full for this once."""
    user = cast(User, request.user)
    made = feeds_of(user)
    rows = [{"agency": agency, "since": made.get(agency.pk)} for agency in workplaces(user)[:MOST]]
    context = {"rows": rows, "fresh": request.session.pop(_FRESH, {})}
    return render(request, "portal/calendar_feeds.html", context)


@account_door
@require_POST
def create_feed(request: HttpRequest) -> HttpResponse:
    """Make a new secret address for one agency; the old one ends."""
    user, agency = _where(request)
    token = create(agency=agency, by=staff(user, agency))
    # Seen on the page that follows, and forgotten there.
    address = settings.PENDOPO_ADDRESS + reverse("calendar:feed", args=[token])
    request.session[_FRESH] = {agency.slug: address}
    return SeeOther(reverse("calendar-feeds"))


@account_door
@require_POST
def revoke_feed(request: HttpRequest) -> HttpResponse:
    """End the address for one agency at once."""
    user, agency = _where(request)
    revoke(agency=agency, by=staff(user, agency))
    return SeeOther(reverse("calendar-feeds"))


def _where(request: HttpRequest) -> tuple[User, Agency]:
    user = cast(User, request.user)
    try:
        agency = ModelChoiceField(workplaces(user), to_field_name="slug").clean(request.POST.get("agency"))
    except ValidationError as refused:
        raise Http404(_("Anda tidak bertugas di instansi ini. Pilih instansi dari daftar.")) from refused
    return user, agency
