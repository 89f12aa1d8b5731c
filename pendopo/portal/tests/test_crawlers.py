"""Search engines find what is public, and leave alone what is one person's."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.dip.tests.desk import make_desk

pytestmark = pytest.mark.django_db


def addresses(path: str) -> list[str]:
    answer = Client().get(path)
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return [str(each.text) for each in ET.fromstring(text).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_every_page_on_the_map_can_be_opened() -> None:
    desk = make_desk()
    entry = desk.published()
    desk.draft()
    Agency.objects.create(slug="tidur", name="Tidur", short_name="Tidur", is_active=False)
    assert addresses("/sitemap.xml") == ["http://testserver/sukamaju/sitemap.xml"]
    with CaptureQueriesContext(connection) as seen:
        found = addresses("/sukamaju/sitemap.xml")
    assert len(seen) == 2
    assert found[0] == "http://testserver/sukamaju/"
    assert found[-1] == f"http://testserver/sukamaju/informasi/{entry.pk}/"
    for address in found:
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200, address


def test_what_belongs_to_a_person_or_to_officers_is_left_alone(settings) -> None:
    text = Client().get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml\n" in text
    closed = [line.removeprefix("Disallow: ") for line in text.splitlines() if line.startswith("Disallow")]
    patterns = [re.compile(re.escape(path).replace(r"\*", "[^/]+")) for path in closed]
    for path in (
        "/masuk/",
        "/dinas/meja/permohonan/",
        "/dinas/lacak/",
        "/dinas/permohonan/baru/informasi/",
        "/dinas/api/3",
    ):
        assert any(pattern.match(path) for pattern in patterns), path
    for path in ("/", "/dinas/", "/dinas/informasi/", "/dinas/permohonan/", "/dinas/katalog.ttl"):
        assert not any(pattern.match(path) for pattern in patterns), path


def test_an_example_is_not_to_be_found(settings) -> None:
    settings.PENDOPO_DEMO = True
    assert Client().get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"
