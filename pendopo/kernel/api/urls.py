"""Addresses of the installation: the description, and below it every operation."""

from django.urls import URLPattern, URLResolver, path

from pendopo.kernel.api.entrance import LazyResolver
from pendopo.kernel.api.rules import ROOT
from pendopo.kernel.api.views import describing, manual

app_name = "api_pages"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", manual.manual, name="manual"),
    path(f"{ROOT.lstrip('/')}openapi.json", describing.openapi, name="openapi"),
]
# Stands by itself in config.urls: the operations' names begin with `api:`.
programs = LazyResolver(ROOT.lstrip("/"), "pendopo.kernel.api.urls_of_programs", "api")
