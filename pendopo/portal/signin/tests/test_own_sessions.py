from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people import sessions
from pendopo.kernel.people.models import User
from pendopo.portal.signin import rules
from pendopo.portal.signin.tests.phone import send_password, trail
from pendopo.portal.tests.conftest import PASSWORD

AT = "/akun/sesi/"
DESK = "/dinas-contoh/meja/instansi/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def _without_second_step(_second_step_required: None, settings: object) -> None:
    settings.PENDOPO_MFA = False  # type: ignore[attr-defined]


@pytest.fixture
def two(agency: Agency, hire: Callable[..., User]) -> tuple[Client, Client]:
    """Return the same officer at the desk and on a phone."""
    hire("rina", agency)
    desk = Client(headers={"user-agent": FIREFOX}, REMOTE_ADDR="10.4.2.17")
    phone = Client(headers={"user-agent": PHONE}, REMOTE_ADDR="2001:db8:1:2:3::4")
    send_password(desk)
    send_password(phone)
    return desk, phone


def test_sessions_are_listed_by_device_and_network(
    two: tuple[Client, Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk, _phone = two
    with django_assert_max_num_queries(4):
        page = desk.get(AT)
    rows = [(row["device"], row["place"], row["current"]) for row in page.context["sessions"]]
    assert sorted(rows) == [
        ("Chrome di Android", "Internet (2001:db8:1:2::)", False),
        ("Firefox di Linux", "Jaringan kantor (10.4.2.x)", True),
    ]
    assert "10.4.2.17" not in page.content.decode() + str(list(UserSession.objects.values()))
    seen = [row["seen_at"] for row in page.context["sessions"]]
    assert all(abs(clock.now() - at) < dt.timedelta(minutes=1) for at in seen)


def test_one_session_is_ended(two: tuple[Client, Client]) -> None:
    desk, phone = two
    (other,) = [row["pk"] for row in desk.get(AT).context["sessions"] if not row["current"]]
    assert desk.post(f"{AT}{other}/akhiri/").headers["Location"] == AT
    assert phone.get(DESK).headers["Location"] == f"/masuk/?next={DESK}"
    assert desk.get(DESK).status_code == 200
    desk.post(f"{AT}{other}/akhiri/")
    assert [each[1:] for each in trail()][2:] == [("account.end_session", {"sessions": 1})]


def test_all_others_are_ended(two: tuple[Client, Client]) -> None:
    desk, phone = two
    desk.post(f"{AT}lain/akhiri/")
    assert "1 sesi diakhiri." in desk.get(AT).content.decode()
    assert (phone.get(DESK).status_code, desk.get(DESK).status_code) == (302, 200)
    desk.post(f"{AT}lain/akhiri/")
    assert [each[1:] for each in trail()][2:] == [("account.end_session", {"sessions": 1})]


def test_anothers_session_is_out_of_reach(
    two: tuple[Client, Client], agency: Agency, hire: Callable[..., User]
) -> None:
    _desk, phone = two
    hire("siti", agency)
    stranger = Client()
    send_password(stranger, "siti")
    for row in UserSession.objects.exclude(user__username="siti"):
        stranger.post(f"{AT}{row.pk}/akhiri/")
    assert phone.get(DESK).status_code == 200


def test_session_keeps_its_place_when_its_key_is_made_anew(two: tuple[Client, Client]) -> None:
    desk, phone = two
    new = "gerimis di beranda"
    desk.post("/akun/sandi/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert [row["current"] for row in desk.get(AT).context["sessions"]] == [True]
    assert phone.get(DESK).status_code == 302
    assert Session.objects.filter(session_key=phone.cookies["sessionid"].value).count() == 0


def test_closed_account_has_no_session_left(
    two: tuple[Client, Client], agency: Agency, hire: Callable[..., User]
) -> None:
    from pendopo.kernel.people.actors import staff
    from pendopo.portal.administration import actions

    rina = User.objects.get(username="rina")
    by = staff(hire("admin", agency, role="agency_admin"), agency)
    actions.set_account_active(agency=agency, user=rina, active=False, by=by)
    assert (UserSession.objects.count(), Session.objects.count()) == (0, 0)


def test_session_of_before_the_list_is_told_about(client: Client, agency: Agency, hire: Callable[..., User]) -> None:
    client.force_login(hire("rina", agency))
    assert "Tidak ada sesi yang tercatat" in client.get(AT).content.decode()


def test_sweep_takes_what_has_ended(two: tuple[Client, Client]) -> None:
    assert sessions.sweep() == 0
    with clock.frozen(clock.now() + dt.timedelta(hours=1)):
        assert sessions.sweep() == 4
    assert (UserSession.objects.count(), Session.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (PHONE, ("Chrome", "Android")),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", ("Edge", "Windows")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604", ("Safari", "iPhone")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605", ("Safari", "macOS")),
        ("curl/8", ("", "")),
    ],
)
def test_browsers_are_called_as_people_call_them(agent: str, shown: tuple[str, str]) -> None:
    assert rules.device(agent) == shown


@pytest.mark.parametrize(
    ("address", "private", "shown"),
    [
        ("10.4.2.0", True, "10.4.2.x"),
        ("172.16.0.0", True, "172.16.0.x"),
        ("172.32.0.0", False, "172.32.0.x"),
        ("203.0.113.0", False, "203.0.113.x"),
        ("fd00:1::", True, "fd00:1::"),
        ("2001:db8::", False, "2001:db8::"),
    ],
)
def test_networks_are_shown_coarsely(address: str, private: bool, shown: str) -> None:
    assert (rules.is_private_network(address), rules.coarse(address)) == (private, shown)


def test_unknown_browser_and_network_have_words(client: Client, agency: Agency, hire: Callable[..., User]) -> None:
    hire("rina", agency)
    nobody = Client(headers={"user-agent": ""}, REMOTE_ADDR="")
    send_password(nobody)
    (row,) = nobody.get(AT).context["sessions"]
    assert (row["device"], row["place"]) == (
        "Peramban tidak dikenal di perangkat tidak dikenal",
        "Jaringan tidak diketahui",
    )
