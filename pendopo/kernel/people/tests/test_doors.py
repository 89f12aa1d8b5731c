from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people import permissions
from pendopo.kernel.people.actors import CITIZEN, staff
from pendopo.kernel.people.doors import account_door, open_door, public_door, settling_door, staff_door
from pendopo.kernel.people.models import RoleGrant, User

NOON = dt.datetime(2026, 8, 3, 5, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "_permissions", {"test.work": frozenset({"ppid"})})


def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer with what came through the door."""
    return HttpResponse(f"{[str(arg) for arg in args]} {kwargs} {timezone.get_current_timezone_name()}")


@staff_door("test.work")
def work(request: HttpRequest, agency: Agency, *args: Any, **kwargs: Any) -> HttpResponse:
    """Work."""
    return view(request, agency, *args, **kwargs)


def ask(rf: RequestFactory, user: User | None, path: str = "/dinas/meja/?a=1") -> Any:
    request: Any = rf.get(path)
    request.user, request.session = user or AnonymousUser(), {}
    return request


def test_doors_name_themselves_and_keep_the_views_name() -> None:
    def shown(request: HttpRequest) -> HttpResponse:
        """Show."""
        return HttpResponse()

    doors = {open_door: "open", public_door: "public", account_door: "account", settling_door: "settling"}
    doors[staff_door("test.work")] = "test.work"
    for door, name in doors.items():
        assert (door(shown).door, door(shown).__name__, door(shown).__doc__) == (name, "shown", "Show.")


def test_open_door_lets_everybody_in(rf: RequestFactory) -> None:
    assert open_door(view)(rf.get("/"), 1, key="x").content == b"['1'] {'key': 'x'} Asia/Jakarta"


def test_public_door_brings_agency_citizen_and_zone(rf: RequestFactory, agency: Agency, user: User) -> None:
    request = ask(rf, user)
    answer = public_door(view)(request, agency_slug="dinas", key="x")
    assert answer.content == b"['Dinas Contoh'] {'key': 'x'} Asia/Jayapura"
    assert (request.agency, request.actor) == (agency, CITIZEN)
    assert timezone.get_current_timezone_name() == "Asia/Jakarta"


@pytest.mark.parametrize("slug", ["tidak-ada", "tutup"])
def test_public_door_is_closed_at_unknown_and_inactive_agencies(rf: RequestFactory, agency: Agency, slug: str) -> None:
    Agency.objects.create(slug="tutup", name="T", short_name="T", is_active=False)
    with pytest.raises(Http404, match="Instansi ini tidak ada di sini"):
        public_door(view)(ask(rf, None), agency_slug=slug)


@pytest.mark.parametrize("slug", ["dinas", "tidak-ada"])
def test_staff_door_sends_strangers_to_the_login_without_telling(rf: RequestFactory, agency: Agency, slug: str) -> None:
    answer = work(ask(rf, None, f"/{slug}/meja/?a=1"), agency_slug=slug)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/masuk/?next=/{slug}/meja/%3Fa%3D1")


def test_staff_door_is_404_without_a_role_there(
    rf: RequestFactory, agency: Agency, other_agency: Agency, user: User
) -> None:
    RoleGrant.objects.create(user=user, agency=other_agency, role="ppid")
    RoleGrant.objects.create(user=user, agency=agency, role="ppid", is_active=False)
    with pytest.raises(Http404, match="bukan milik instansi Anda"):
        work(ask(rf, user), agency_slug="dinas")
    with pytest.raises(Http404):
        work(ask(rf, user), agency_slug="tidak-ada")


def test_staff_door_is_403_without_the_permission(rf: RequestFactory, agency: Agency, user: User) -> None:
    RoleGrant.objects.create(user=user, agency=agency, role="auditor")
    with pytest.raises(PermissionDenied, match="Peran Anda tidak mencakup halaman ini"):
        work(ask(rf, user), agency_slug="dinas")


def test_staff_door_brings_agency_actor_and_zone(rf: RequestFactory, agency: Agency, user: User) -> None:
    RoleGrant.objects.create(user=user, agency=agency, role="ppid")
    request = ask(rf, user)
    answer = work(request, agency_slug="dinas", key="x")
    assert answer.content == b"['Dinas Contoh'] {'key': 'x'} Asia/Jayapura"
    assert (request.agency, request.actor) == (agency, staff(user, agency))
    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_staff_door_keeps_the_views_own_caching(rf: RequestFactory, agency: Agency, user: User) -> None:
    RoleGrant.objects.create(user=user, agency=agency, role="ppid")

    @staff_door("test.work")
    def kept(request: HttpRequest, agency: Agency) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "private, max-age=60"})

    assert kept(ask(rf, user), agency_slug="dinas").headers["Cache-Control"] == "private, max-age=60"


def test_staff_door_with_an_undeclared_permission_never_opens(rf: RequestFactory, agency: Agency, user: User) -> None:
    with pytest.raises(KeyError):
        staff_door("test.forgotten")(view)(ask(rf, user), agency_slug="dinas")


@pytest.mark.parametrize("slug", ["dinas", "tidak-ada"])
def test_staff_door_leads_to_ones_own_password_first(rf: RequestFactory, agency: Agency, user: User, slug: str) -> None:
    RoleGrant.objects.create(user=user, agency=agency, role="ppid")
    user.must_change_password = True
    answer = work(ask(rf, user, f"/{slug}/meja/?a=1"), agency_slug=slug)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/akun/sandi/?next=/{slug}/meja/%3Fa%3D1")
    posted: Any = rf.post(f"/{slug}/meja/")
    posted.user, posted.session = user, {}
    answer = work(posted, agency_slug=slug)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/akun/sandi/")


def test_account_door_leads_to_ones_own_password_first(rf: RequestFactory, user: User) -> None:
    user.must_change_password = True
    assert account_door(view)(ask(rf, user, "/akun/sesi/")).headers["Location"] == "/akun/sandi/?next=/akun/sesi/"


def test_settling_and_public_doors_do_not_ask_for_another_password(
    rf: RequestFactory, agency: Agency, user: User
) -> None:
    user.must_change_password = True
    assert settling_door(view)(ask(rf, user)).status_code == 200
    assert public_door(view)(ask(rf, user), agency_slug="dinas").status_code == 200


def test_account_door_lets_accounts_in(rf: RequestFactory, user: User) -> None:
    answer = account_door(view)(ask(rf, user), 1)
    assert answer.content == b"['1'] {} Asia/Jakarta"
    assert "no-store" in answer.headers["Cache-Control"]
    answer = account_door(view)(ask(rf, None, "/meja/"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/masuk/?next=/meja/")


@pytest.mark.parametrize("door", ["staff", "account"])
def test_staff_pages_keep_the_session_alive(rf: RequestFactory, agency: Agency, user: User, door: str) -> None:
    RoleGrant.objects.create(user=user, agency=agency, role="ppid")
    request = ask(rf, user)
    request.session["renewed"] = int(NOON.timestamp()) - 60
    with clock.frozen(NOON):
        if door == "staff":
            work(request, agency_slug="dinas")
        else:
            account_door(view)(request)
    assert request.session["renewed"] == int(NOON.timestamp())


@pytest.mark.parametrize("given", [True, False])
def test_doors_ask_for_the_second_step_where_it_is_required(
    rf: RequestFactory, agency: Agency, user: User, settings: Any, given: bool
) -> None:
    settings.PENDOPO_MFA = True
    RoleGrant.objects.create(user=user, agency=agency, role="ppid")
    request = ask(rf, user)
    request.session |= {"second_step": True} if given else {}
    for answer in (work(request, agency_slug="dinas"), account_door(view)(request)):
        way = answer.headers.get("Location")
        assert way == (None if given else "/akun/langkah-kedua/?next=/dinas/meja/%3Fa%3D1")
    assert settling_door(view)(request).status_code == 200
    assert public_door(view)(request, agency_slug="dinas").status_code == 200


@pytest.mark.parametrize(
    ("days", "age", "asked"), [(0, 9999, False), (90, 89, False), (90, 90, True), (90, None, True)]
)
def test_old_password_is_changed_first_where_a_period_is_set(
    rf: RequestFactory, agency: Agency, user: User, settings: Any, days: int, age: int | None, asked: bool
) -> None:
    settings.PENDOPO_PASSWORD_DAYS = days
    RoleGrant.objects.create(user=user, agency=agency, role="ppid")
    user.date_joined = NOON - dt.timedelta(days=365)
    user.password_changed_at = None if age is None else NOON - dt.timedelta(days=age)
    with clock.frozen(NOON):
        assert (work(ask(rf, user), agency_slug="dinas").status_code == 302) is asked


def test_settling_door_is_for_those_who_are_logged_in(rf: RequestFactory, user: User) -> None:
    assert settling_door(view)(ask(rf, None, "/akun/sandi/")).headers["Location"] == "/masuk/?next=/akun/sandi/"
