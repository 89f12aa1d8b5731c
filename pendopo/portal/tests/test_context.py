from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.notifications.actions import tell
from pendopo.kernel.people.actors import CITIZEN, Actor, staff
from pendopo.kernel.people.models import User
from pendopo.portal import navigation
from pendopo.portal.context import frame

PROFILE = "/dinas-contoh/meja/instansi/"
# What those read who decide, and those who watch them.
COUNTED = {"Tanpa permohonan", "Survei kepuasan"}
DECIDING = COUNTED | {
    "Keberatan", "Sengketa", "DIP", "Pengecualian", "Jawaban diumumkan", "Laporan tahunan", "Kewajiban",
}  # fmt: skip


def test_page_of_the_installation_has_no_agency(rf: RequestFactory, settings: Any) -> None:
    assert frame(rf.get("/")) == {"agency": None, "demo": False, "home_url": "/"}
    settings.PENDOPO_DEMO = True
    assert frame(rf.get("/"))["demo"] is True


def test_public_page_asks_nothing(
    rf: RequestFactory, agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request: Any = rf.get("/dinas-contoh/")
    request.agency, request.actor = agency, CITIZEN
    with django_assert_num_queries(0):
        found = frame(request)
        labels = [str(item["label"]) for item in found["nav"]]
    assert labels == [
        "Ajukan permohonan", "Ajukan keberatan", "Lacak status", "Informasi publik", "Jawaban", "Dikecualikan", "Survei",
    ]  # fmt: skip
    assert set(found) == {"agency", "demo", "home_url", "nav"}


def test_workspace_asks_once_for_what_is_unread(
    client: Client, agency: Agency, hire: Callable[..., User], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = hire("rina", agency)
    tell(agency=agency, users=[user], text="Satu")
    tell(agency=agency, users=[user], text="Dua")
    client.force_login(user)
    context = client.get(PROFILE).context
    assert context["inbox_count"] == 2
    assert context["inbox_url"] == "/dinas-contoh/meja/pemberitahuan/"
    assert context["role_label"] == "PPID"
    assert context["actor"].label == "Petugas rina"
    assert context["agencies"] == []


def test_unread_are_counted_when_shown_and_only_once(
    rf: RequestFactory, agency: Agency, hire: Callable[..., User], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request: Any = rf.get(PROFILE)
    request.agency, request.session = agency, {}
    request.actor = staff(hire("rina", agency), agency)
    with django_assert_num_queries(0):
        found = frame(request)
    with django_assert_num_queries(1):
        assert (found["inbox_count"] == 0, found["inbox_count"] == 0) == (True, True)


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (
            "front_office",
            {
                "Permohonan",
                "Daftarkan permohonan",
                "Keberatan",
                "Register",
                "Instansi",
                "Surat",
                "Peringatan",
                "Permintaan data pribadi",
            }
            | COUNTED,
        ),
        (
            "back_office",
            {"Permohonan", "DIP", "Pengecualian", "Survei kepuasan", "Instansi", "Kewajiban", "Peringatan"},
        ),
        (
            "ppid",
            {
                "Permohonan",
                "Daftarkan permohonan",
                "Register",
                "Instansi",
                "Surat",
                "Impor register lama",
                "Peringatan",
                "Data pribadi",
            }
            | DECIDING,
        ),
        ("superior", {"Permohonan", "Register", "Instansi", "Surat", "Data pribadi"} | DECIDING),
        (
            "agency_admin",
            {"Survei kepuasan", "Pengiriman surel", "Instansi", "Pengaturan", "Jejak audit", "Data pribadi"},
        ),
        ("auditor", {"Permohonan", "Register", "Instansi", "Jejak audit", "Data pribadi"} | DECIDING),
    ],
)
def test_menu_shows_what_the_role_may_do(
    client: Client, agency: Agency, hire: Callable[..., User], role: str, labels: set[str]
) -> None:
    client.force_login(hire("rina", agency, role=role))
    assert {str(item["label"]) for item in client.get(PROFILE).context["nav"]} == labels


@pytest.mark.parametrize(
    ("path", "shown"),
    [("/dinas-contoh/meja/dip/baru/", "Keterbukaan"), (PROFILE, "Tata kelola"), ("/dinas-contoh/meja/", "Layanan")],
)
def test_a_long_menu_opens_the_group_of_the_current_page(agency: Agency, path: str, shown: str) -> None:
    ppid = Actor(kind="staff", label="Rina", roles=frozenset({"ppid"}), agency_id=agency.pk)
    entries = navigation.menu(navigation.OFFICERS, "dinas-contoh", path, ppid)
    groups = list(dict.fromkeys(str(entry["group"]) for entry in entries))
    assert groups == ["Layanan", "Keterbukaan", "Mutu dan laporan", "Tata kelola"]
    assert {str(entry["group"]) for entry in entries if entry["open"]} == {shown}
    html = render_to_string("ui/parts/nav_items.html", {"nav": entries})
    assert (html.count('<details class="w-group"'), html.count(" open>"), html.count("<ul>")) == (4, 1, 4)


def test_a_short_menu_has_no_groups(agency: Agency) -> None:
    desk = Actor(kind="staff", label="Rina", roles=frozenset({"front_office"}), agency_id=agency.pk)
    entries = navigation.menu(navigation.OFFICERS, "dinas-contoh", PROFILE, desk)
    assert {entry["group"] for entry in entries} == {""}
    html = render_to_string("ui/parts/nav_items.html", {"nav": entries})
    assert ("<details" in html, html.count("<ul>"), html.count("<li>")) == (False, 1, len(entries))


def test_longest_address_is_the_current_one(agency: Agency) -> None:
    items = (navigation.Item("Meja", "workspace"), navigation.Item("Instansi", "agency-profile"))
    found = navigation.menu(items, "dinas-contoh", PROFILE, CITIZEN)
    assert [(item["label"], item["current"]) for item in found] == [("Meja", False), ("Instansi", True)]
    found = navigation.menu(items, "dinas-contoh", "/dinas-contoh/meja/lain/", CITIZEN)
    assert [item["current"] for item in found] == [True, False]
    assert [item["current"] for item in navigation.menu(items, "dinas-contoh", "/lain/", CITIZEN)] == [False, False]
