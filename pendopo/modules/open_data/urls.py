"""Addresses of the module: CKAN's action API, the RDF catalogue and exports, of the installation and of each agency."""

from django.urls import path

from pendopo.modules.open_data.api import actions, catalogue
from pendopo.modules.open_data.views import exports, feeds, pages

app_name = "open_data"
_AGENCY = "<slug:agency_slug>/"
_OPEN = f"{_AGENCY}data-terbuka/"

urlpatterns = [
    path("api/3", actions.version, name="version"),
    path("api/3/action/<str:name>", actions.call, name="call"),
    path("api/action/<str:name>", actions.call, name="call_latest"),
    path("katalog", catalogue.catalogue, name="catalogue"),
    path("katalog.<str:suffix>", catalogue.catalogue_as, name="catalogue_as"),
    path(f"{_AGENCY}api/3", actions.version_agency, name="version_agency"),
    path(f"{_AGENCY}api/3/action/<str:name>", actions.call_agency, name="call_agency"),
    path(f"{_AGENCY}api/action/<str:name>", actions.call_agency, name="call_agency_latest"),
    path(f"{_AGENCY}katalog", catalogue.catalogue_agency, name="catalogue_agency"),
    path(f"{_AGENCY}katalog.<str:suffix>", catalogue.catalogue_agency_as, name="catalogue_agency_as"),
    path(_OPEN, pages.about, name="about"),
    path(f"{_OPEN}baru.atom", feeds.feed, name="feed"),
    path(f"{_OPEN}<slug:key>.<str:suffix>", exports.export, name="export"),
    path(f"{_AGENCY}meja/pengaturan/data-terbuka/", pages.license_data, name="license_data"),
]
