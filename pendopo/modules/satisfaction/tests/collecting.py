"""What the tests of collecting share: a page's form filled in, and a screen's questionnaire."""

from __future__ import annotations

import re
import secrets
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from pendopo.modules.satisfaction.actions import kiosks
from pendopo.modules.satisfaction.models import Answer, Kiosk, Survey
from pendopo.modules.satisfaction.queries.surveys import asked_about
from pendopo.modules.satisfaction.tests.surveying import KEYS, Surveyed


def ticked(marks: str = "344443344", **more: Any) -> dict[str, Any]:
    """Return what a browser sends: one digit per element, 0 where nothing is ticked."""
    sent = {f"u_{key}": mark for key, mark in zip(KEYS, marks, strict=True) if mark != "0"}
    return {"kunci": secrets.token_hex(16), "comment": "", **sent, **more}


def key_of(page: bytes) -> str:
    """Return the key that a page was drawn with."""
    found = re.search(r'name="kunci" value="([0-9a-f]{32})"', page.decode())
    assert found is not None
    return found[1]


def open_link(office: Surveyed, survey: Survey, service: int = 0) -> str:
    """Return the address of the open link of a service."""
    return office.url("answer", survey.pk, asked_about(survey)[service].service_id)


def marks() -> list[str]:
    """Return the marks of all answers, in order."""
    return sorted(Answer.objects.values_list("marks", flat=True))


def screen(
    office: Surveyed, survey: Survey, client: Client, *, service: int | None = 0, layout: str = "single"
) -> Kiosk:
    """Return a screen paired with a browser, as an officer and a device do it."""
    asked = None if service is None else asked_about(survey)[service]
    made, code = kiosks.make_kiosk(survey=survey, name="Loket 1", service=asked, layout=layout, by=office.ppid)
    response = client.post(reverse("satisfaction:pair_kiosk", args=[office.agency.slug]), {"code": code.lower()})
    assert response.status_code == 303
    return Kiosk.objects.get(pk=made.pk)


def questionnaire(survey: Survey, key: str, marks: str = "344443344", **more: Any) -> dict[str, Any]:
    """Return what a screen sends about one visitor."""
    service: UUID = asked_about(survey)[0].service_id
    values = {name: int(mark) for name, mark in zip(KEYS, marks, strict=True) if mark != "0"}
    return {"key": key, "survey": str(survey.pk), "service": str(service), "values": values, "told": {}, **more}
