"""Urgent notices for everybody: list, one notice, Atom feed, and the e-mail list."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.people.limits import count_try, exceeded
from pendopo.kernel.people.rules import Limit
from pendopo.kernel.workflow.views.steps import FORM_METHODS
from pendopo.modules.publishing.actions import mailing
from pendopo.modules.publishing.forms.notices import SubscribeForm
from pendopo.modules.publishing.models import Subscriber
from pendopo.modules.publishing.queries import notices as queries
from pendopo.modules.publishing.rules import limits
from pendopo.ui.caching import cacheable

PAGE_PARAM = "halaman"
_PER_ADDRESS = Limit(limits.SUBSCRIBE_TRIES, limits.SUBSCRIBE_SECONDS)


@public_door
@require_safe
@cacheable(10)
def listed(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List the notices, those in force first."""
    page = Paginator(queries.notices_of(agency), limits.NOTICES_IN_FEED).get_page(request.GET.get(PAGE_PARAM))
    context = {"page": page, "page_param": PAGE_PARAM, "running": queries.in_force(agency)}
    return render(request, "publishing/listed.html", context)


@public_door
@require_safe
@cacheable(10)
def notice(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show one notice as it stands, with what was said before."""
    found = queries.notice_for(agency, pk)
    if found is None:
        raise Http404(_("Peringatan ini tidak ada. Periksa daftar peringatan."))
    context = {"notice": found, "running": queries.is_running(found), "versions": queries.versions_of(found)}
    return render(request, "publishing/notice.html", context)


@public_door
@require_safe
@cacheable(10)
def feed(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Serve the notices as an Atom feed."""
    home = settings.PENDOPO_ADDRESS + reverse("publishing:listed", args=[agency.slug])
    own = settings.PENDOPO_ADDRESS + reverse("publishing:feed", args=[agency.slug])
    atom = Atom1Feed(
        title=_("Peringatan %(agency)s") % {"agency": agency.name},
        link=home,
        description="",
        language="id",
        feed_url=own,
    )
    for each in queries.notices_of(agency)[: limits.NOTICES_IN_FEED]:
        url = settings.PENDOPO_ADDRESS + reverse("publishing:notice", args=[agency.slug, each.pk])
        state = "" if queries.is_running(each) else f" ({_('Berakhir').lower()})"
        atom.add_item(
            title=f"{each.title}{state}",
            link=url,
            description=f"{each.happening}\n{each.place}\n{each.instructions}",
            pubdate=each.announced_at,
            updateddate=each.ended_at or each.updated_at,
            unique_id=f"urn:uuid:{each.pk}",
            author_name=agency.name,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@public_door
@require_http_methods(FORM_METHODS)
def subscribe(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Put an address on the list; the answer is the same whether it stood there already."""
    form = SubscribeForm(request.POST) if request.method == "POST" else SubscribeForm()
    key = f"subscribe:{client_address(request)}"
    if request.method == "POST" and exceeded(key, _PER_ADDRESS):
        return render(request, "publishing/subscribe.html", {"form": form, "too_many": True}, status=429)
    if request.method == "POST" and form.is_valid():
        count_try(key, _PER_ADDRESS)
        mailing.subscribe(agency=agency, email=form.cleaned_data["email"])
        return render(request, "publishing/subscribe.html", {"asked": True, "days": limits.UNCONFIRMED_DAYS})
    return render(request, "publishing/subscribe.html", {"form": form}, status=422 if form.errors else 200)


def _subscriber(agency: Agency, pk: UUID, token: str) -> Subscriber:
    found = queries.subscriber_for(agency, pk)
    if found is None or not mailing.is_token(found, token):
        raise Http404(_("Tautan ini tidak berlaku lagi. Anda dapat mendaftar kembali dari halaman peringatan."))
    return found


@public_door
@require_http_methods(FORM_METHODS)
def confirm(request: AgencyRequest, agency: Agency, pk: UUID, token: str) -> HttpResponse:
    """Confirm on POST, so that a mail program that looks at links confirms nothing."""
    found = _subscriber(agency, pk, token)
    if request.method == "POST":
        mailing.confirm(subscriber=found)
    context = {"step": "confirm", "done": request.method == "POST" or found.confirmed_at is not None}
    return render(request, "publishing/subscription.html", context)


@public_door
@require_http_methods(FORM_METHODS)
def unsubscribe(request: AgencyRequest, agency: Agency, pk: UUID, token: str) -> HttpResponse:
    """Leave the list on POST."""
    found = _subscriber(agency, pk, token)
    if request.method == "POST":
        mailing.unsubscribe(subscriber=found)
    return render(request, "publishing/subscription.html", {"step": "unsubscribe", "done": request.method == "POST"})
