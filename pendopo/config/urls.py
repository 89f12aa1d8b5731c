"""Every address of the site. The first word of an address is either one of ours or an agency's slug.

Words that stand first here are reserved (kernel.agencies.rules.RESERVED_SLUGS); a test compares the two.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, re_path

from pendopo.portal.views import accounts, feeds, public, workspace

installation = [
    path("", public.home, name="home"),
    path("healthz", public.health, name="health"),
    path("masuk/", accounts.login, name="login"),
    path("keluar/", accounts.logout, name="logout"),
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

agency = [
    path("", public.agency_home, name="agency-home"),
    path("meja/", workspace.workspace, name="workspace"),
    path("meja/instansi/", workspace.agency_profile, name="agency-profile"),
]


urlpatterns = [
    *installation,
    path("", include("pendopo.kernel.calendar.urls")),
    path("<slug:agency_slug>/", include(agency)),
    path("<slug:agency_slug>/", include("pendopo.portal.administration.urls")),
    path("<slug:agency_slug>/", include("pendopo.modules.exemptions.urls")),
    path("<slug:agency_slug>/", include("pendopo.kernel.documents.redaction.urls")),
    path("<slug:agency_slug>/", include("pendopo.modules.annual_reports.urls")),
    path("<slug:agency_slug>/", include("pendopo.modules.disputes.urls")),
    path("<slug:agency_slug>/", include("pendopo.modules.objections.urls")),
    path("<slug:agency_slug>/", include("pendopo.modules.information.urls")),
    path("", include("pendopo.kernel.notifications.urls")),
    path("", include("pendopo.kernel.documents.signing.urls")),
    path("", include("pendopo.kernel.tracking.urls")),
    path("", include("pendopo.kernel.imports.urls")),
    path("", include("pendopo.kernel.reporting.urls")),
]
if settings.DEBUG or settings.PENDOPO_DEMO:
    urlpatterns.insert(0, path("", include("pendopo.ui.urls")))

handler400 = "pendopo.portal.views.errors.bad_request"
handler403 = "pendopo.portal.views.errors.permission_denied"
handler404 = "pendopo.portal.views.errors.page_not_found"
handler500 = "pendopo.portal.views.errors.server_error"
