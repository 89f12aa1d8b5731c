"""What search engines read first: which pages to leave alone, and where the public ones are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_agencies
from pendopo.kernel.people.doors import AgencyRequest, open_door, public_door
from pendopo.modules.dip.queries.machines import newest
from pendopo.ui.caching import cacheable

# The protocol's own bound is 50,000 addresses a file and as many files.
MOST_AGENCIES: Final = 5_000
MOST_ENTRIES: Final = 10_000
_PAGES: Final = (
    "agency-home",
    "information:start",
    "information:procedure",
    "dip:listed",
    "exemptions:listed",
    "annual_reports:published",
    "open_data:about",
)
# Pages of one person or of the staff, and answers for programs.
_CLOSED: Final = ("/masuk/", "/akun/", "/meja/", "/*/meja/", "/*/lacak/", "/*/permohonan/baru/", "/api/", "/*/api/")
_SPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


@open_door
@require_safe
@cacheable(60)
def robots(request: HttpRequest) -> HttpResponse:
    """Say which pages are no search engine's business; an example site is none at all."""
    closed = ("/",) if settings.PENDOPO_DEMO else _CLOSED
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    if not settings.PENDOPO_DEMO:
        lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@open_door
@require_safe
@cacheable(60)
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the agencies' maps."""
    slugs = active_agencies().values_list("slug", flat=True)[:MOST_AGENCIES]
    maps = ((request.build_absolute_uri(reverse("sitemap-agency", args=[slug])), "") for slug in slugs)
    return HttpResponse("".join(_written("sitemapindex", "sitemap", maps)), content_type="application/xml")


@public_door
@require_safe
def sitemap_agency(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """List an agency's public pages, and those of what it has published, the newest first."""
    here = request.build_absolute_uri
    pages = [(here(reverse(name, args=[agency.slug])), "") for name in _PAGES]
    entries = (
        (here(reverse("dip:entry", args=[agency.slug, key])), on.isoformat())
        for key, on in newest(agency, MOST_ENTRIES)
    )
    return StreamingHttpResponse(_written("urlset", "url", [*pages, *entries]), content_type="application/xml")


def _written(whole: str, each: str, found: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the map: address and the day of the last change, empty where it is not known."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} xmlns="{_SPACE}">\n'
    for address, changed_on in found:
        changed = f"<lastmod>{changed_on}</lastmod>" if changed_on else ""
        yield f"<{each}><loc>{escape(address)}</loc>{changed}</{each}>\n"
    yield f"</{whole}>\n"
