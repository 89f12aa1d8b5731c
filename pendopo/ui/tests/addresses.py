"""Addresses for the tests of the pattern page: the page itself, and the places its frame leads to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer with an empty page."""
    return HttpResponse()


urlpatterns = [
    path("", include("pendopo.ui.urls")),
    path("keluar/", nothing, name="logout"),
    path("bahasa/", nothing, name="language"),
    path("aksesibilitas/", nothing, name="accessibility"),
    path("privasi/", nothing, name="privacy"),
]
