"""The invitation on the own page of a case that has ended: a link, and its QR code for another device."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import reverse

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.tracking.registry import OwnPanel
from pendopo.modules.satisfaction.queries.inviting import invitation_of, secret_of
from pendopo.modules.satisfaction.views.collecting.posters import qr


def panel(agency: Agency, subject_type: str, subject_id: UUID) -> OwnPanel | None:
    """Return the invitation of a case while it can be answered. One query."""
    found = invitation_of(agency, subject_type, subject_id)
    if found is None:
        return None
    url = reverse("satisfaction:invited", args=[agency.slug, secret_of(found.pk)])
    until = found.expires_at.astimezone(agency.zone).date()
    code = qr(f"{settings.PENDOPO_ADDRESS}{url}")
    return OwnPanel("satisfaction/collect/panel.html", {"url": url, "qr": code, "until": until})
