"""The pages at which an agency keeps its services."""

from __future__ import annotations

from typing import Any

from tests.journeys.page import SETUP, Page, error
from tests.journeys.town import FULL


def _service(_town: Any) -> str:
    from django.apps import apps
    from django.urls import reverse

    row = apps.get_model("services", "Service").objects.filter(agency__slug=FULL).order_by("name")[0]
    return reverse("administration:service", args=[FULL, row.pk])


SERVICES: tuple[Page, ...] = (
    Page("administration:services", "full", f"{SETUP}layanan/", "admin"),
    Page("administration:services", "empty", "/sepi/meja/pengaturan/layanan/", "sepi"),
    Page("administration:add_service", "empty", f"{SETUP}layanan/baru/", "admin"),
    error("administration:add_service", f"{SETUP}layanan/baru/", "Tambah layanan", "admin"),
    Page("administration:service", "full", _service, "admin"),
)
