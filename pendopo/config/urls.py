"""Every address of the site. The first word of an address is either one of ours or an agency's slug.

Words that stand first here are reserved (kernel.agencies.rules.RESERVED_SLUGS); a test compares the two.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter
from django.urls.converters import SlugConverter

from pendopo.config.health import views as health
from pendopo.kernel.agencies.rules import RESERVED_SLUGS
from pendopo.kernel.api.urls import programs
from pendopo.portal.views import accounts, crawlers, feeds, public, workspace


class AgencyConverter(SlugConverter):
    """The slug of an agency: no word of ours, so that the addresses sent most can stand before all others."""

    regex = rf"(?!(?:{'|'.join(sorted(RESERVED_SLUGS))})/){SlugConverter.regex}"


register_converter(AgencyConverter, "agency")

installation = [
    path("", public.home, name="home"),
    path("healthz", health.alive, name="health"),
    path("readyz", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("", include("pendopo.portal.signin.urls")),
    path("meja/", accounts.choose_workplace, name="choose-workplace"),
    path("akun/sandi/", accounts.own_password, name="own-password"),
    path("akun/kalender/", feeds.calendar_feeds, name="calendar-feeds"),
    path("akun/kalender/buat/", feeds.create_feed, name="create-feed"),
    path("akun/kalender/cabut/", feeds.revoke_feed, name="revoke-feed"),
    path("bahasa/", public.language, name="language"),
    path("aksesibilitas/", public.accessibility, name="accessibility"),
    path("privasi/", public.privacy, name="privacy"),
    re_path(r"^tema/(?P<key>[0-9a-f]{6}-[0-9a-f]{6}-[0-9a-f]{6})\.css$", public.theme, name="theme"),
]

# One prefix for all of them, so that an address is compared with it once; what is sent most stands first.
agency: list[URLPattern | URLResolver] = [
    path("", public.agency_home, name="agency-home"),
    path("", include("pendopo.modules.information.urls")),
    path("", include("pendopo.kernel.tracking.urls")),
    path("meja/", workspace.workspace, name="workspace"),
    path("meja/instansi/", workspace.agency_profile, name="agency-profile"),
    path("sitemap.xml", crawlers.sitemap_agency, name="sitemap-agency"),
    path("", include("pendopo.modules.objections.urls")),
    path("", include("pendopo.modules.disputes.urls")),
    path("", include("pendopo.modules.exemptions.urls")),
    path("", include("pendopo.modules.dip.urls")),
    path("", include("pendopo.modules.disclosure.urls")),
    path("", include("pendopo.modules.annual_reports.urls")),
    path("", include("pendopo.modules.satisfaction.urls")),
    path("", include("pendopo.modules.publishing.urls")),
    path("", include("pendopo.kernel.audit.urls")),
    path("", include("pendopo.kernel.privacy.urls")),
    path("", include("pendopo.kernel.notifications.urls")),
    path("", include("pendopo.kernel.api.urls_of_agencies")),
    path("", include("pendopo.kernel.reporting.urls")),
    path("", include("pendopo.kernel.imports.urls")),
    path("", include("pendopo.kernel.documents.signing.urls")),
    path("", include("pendopo.kernel.documents.redaction.urls")),
    path("", include("pendopo.portal.administration.urls")),
]


urlpatterns = [
    path("<agency:agency_slug>/", include(agency)),
    *installation,
    path("", include("pendopo.kernel.calendar.urls")),
    path("", include("pendopo.kernel.search.urls")),
    path("", include("pendopo.modules.satisfaction.urls.computing")),
    path("", include("pendopo.kernel.api.urls")),
    programs,
    # Last: addresses of machines, of the installation and of each agency alike.
    path("", include("pendopo.modules.open_data.urls")),
]
if settings.DEBUG or settings.PENDOPO_DEMO:
    urlpatterns.insert(0, path("", include("pendopo.ui.urls")))

handler400 = "pendopo.portal.views.errors.bad_request"
handler403 = "pendopo.portal.views.errors.permission_denied"
handler404 = "pendopo.portal.views.errors.page_not_found"
handler500 = "pendopo.portal.views.errors.server_error"
