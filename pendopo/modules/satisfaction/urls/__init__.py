"""Addresses of satisfaction surveys in an agency, public and in the workspace: one list per file."""

from django.urls import URLPattern, URLResolver

from pendopo.modules.satisfaction.urls import collecting, reporting

app_name = "satisfaction"

urlpatterns: list[URLPattern | URLResolver] = [*reporting.urlpatterns, *collecting.urlpatterns]
