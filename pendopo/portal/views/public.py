"""Pages for everybody: the installation's home, an agency's home, accessibility, privacy, language, theme."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_agencies
from pendopo.kernel.people.doors import AgencyRequest, open_door, public_door
from pendopo.kernel.people.personal import declarations
from pendopo.kernel.tracking.rules import DRAFT_DAYS
from pendopo.modules.publishing.queries.notices import in_force, in_force_everywhere
from pendopo.portal import queries, words
from pendopo.portal.forms import AgencySearchForm
from pendopo.ui.answers import SeeOther
from pendopo.ui.caching import cacheable
from pendopo.ui.contrast import theme_css
from pendopo.ui.formats import percent

AGENCIES_PER_PAGE = 25
PAGE_PARAM = "halaman"
LANGUAGE_SECONDS = 365 * 24 * 3600


def safe_next(request: HttpRequest, wanted: str, otherwise: str = "/") -> str:
    """Return the address to go on to: `wanted` if it lies on this site, else `otherwise`."""
    hosts = {request.get_host()}
    here = url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=request.is_secure())
    return wanted if here else otherwise


@open_door
@require_safe
@cacheable(10)
def home(request: HttpRequest) -> HttpResponse:
    """List the agencies of this installation, found by name."""
    wanted = AgencySearchForm(request.GET).words()
    page = Paginator(active_agencies(wanted), AGENCIES_PER_PAGE).get_page(request.GET.get(PAGE_PARAM))
    only = page.object_list[0] if page.paginator.count == 1 and not wanted else None
    context = {"page": page, "words": wanted, "only": only, "page_param": PAGE_PARAM, "urgent": in_force_everywhere()}
    return render(request, "portal/home.html", context)


@public_door
@require_safe
@cacheable(10)
def agency_home(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Tell what a citizen can do at this agency, how long it takes, what it costs, and how it has served this year."""
    facts = queries.service_facts(agency)
    context: dict[str, Any] = {
        "facts": facts,
        "in_time_text": percent(facts.in_time_share),
        "in_time_note": _("%(n)s dari %(all)s jawaban") % {"n": facts.in_time, "all": facts.answered},
        "entries": words.entry_rows(agency, queries.latest_entries(agency)),
        "tasks": words.citizen_tasks(agency),
        "promises": words.promises(queries.promises(agency)),
        "contact": words.contact(agency),
        "urgent": in_force(agency),
    }
    return render(request, "portal/agency_home.html", context)


@open_door
@require_safe
@cacheable(60)
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the pages are and whom to tell about an obstacle."""
    return render(request, "portal/accessibility.html")


@open_door
@require_safe
@cacheable(60)
def privacy(request: HttpRequest) -> HttpResponse:
    """Say which personal data are kept, why, how long, and who sees them."""
    days = {
        model: max((field.retention_days for field in fields if field.retention_days), default=0)
        for model, fields in declarations().items()
    }
    answers = days.pop("satisfaction.Answer")
    kept = {"longest_days": max(days.values()), "draft_days": DRAFT_DAYS, "answer_years": answers // 365}
    return render(request, "portal/privacy.html", kept)


@open_door
@csrf_exempt
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back. Without a form token, so that public pages stay cacheable."""
    response = SeeOther(safe_next(request, request.POST.get("next", "")))
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=LANGUAGE_SECONDS,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@open_door
@require_safe
@cacheable(3600)
def theme(request: HttpRequest, key: str) -> HttpResponse:
    """Serve the colours of a theme; the address names the colours, so it may be kept for ever."""
    primary, dark, light = (f"#{part}" for part in key.split("-"))
    try:
        text = theme_css(primary, dark, light)
    except ValueError as problem:
        raise Http404(str(problem)) from problem
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers=headers)
