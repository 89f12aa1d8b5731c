from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth import authenticate

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.actions import digested
from pendopo.kernel.people.actors import Actor, staff
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.portal.administration import actions
from pendopo.portal.administration.queries import accounts as queries
from pendopo.portal.administration.tests.cases import trail
from pendopo.portal.tests.conftest import PASSWORD

TAKEN = "Nama pengguna ini sudah dipakai. Pilih nama lain, atau berikan peran kepada akun yang sudah ada."
ELSEWHERE = "Akun ini juga terdaftar di instansi lain. Kata sandi dan statusnya diatur administrator sistem."


def create(agency: Agency, by: Actor, username: str = "siti", **more: object) -> tuple[User, str]:
    given = {"username": username, "name": "Siti Aminah", "role": "ppid", **more}
    return actions.create_account(agency=agency, by=by, **given)


def test_account_with_first_role_and_password(agency: Agency, by: Actor) -> None:
    user, password = create(agency, by, email="siti@contoh.example")
    assert re.fullmatch(r"[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){3}", password)
    assert authenticate(None, username="siti", password=password) == user
    user.refresh_from_db()
    flags = (user.is_active, user.must_change_password, user.is_staff, user.is_superuser)
    assert (user.name, user.email, *flags) == (
        "Siti Aminah", "siti@contoh.example", True, True, False, False,
    )  # fmt: skip
    assert staff(user, agency).roles == {"ppid"}
    assert trail(agency) == [
        ("account.create", "account", {"username": digested("siti"), "role": "ppid", "unit": None})
    ]


def test_no_personal_value_stands_in_the_trail(agency: Agency, by: Actor) -> None:
    _user, password = create(agency, by, email="siti@contoh.example")
    written = str(trail(agency))
    assert [word for word in ("siti", "Siti", "contoh.example", password) if word in written] == []


@pytest.mark.parametrize("taken", ["siti", "SITI"])
def test_username_is_taken_in_every_agency_and_case(
    agency: Agency, other_agency: Agency, by: Actor, hire: Callable[..., User], taken: str
) -> None:
    hire(taken, other_agency)
    with pytest.raises(actions.Refused) as refused:
        create(agency, by)
    assert (str(refused.value), refused.value.field) == (TAKEN, "username")
    assert (User.objects.filter(username__iexact="siti").count(), trail(agency)) == (1, [])


def test_roles_and_units_fit_together(agency: Agency, other_agency: Agency, by: Actor) -> None:
    unit = Unit.objects.create(agency=agency, name="Bidang Data")
    closed = Unit.objects.create(agency=agency, name="Tutup", is_active=False)
    foreign = Unit.objects.create(agency=other_agency, name="Lain")
    for more in (
        {"role": "back_office"},
        {"role": "ppid", "unit": unit},
        {"role": "back_office", "unit": closed},
        {"role": "back_office", "unit": foreign},
        {"role": "kepala"},
    ):
        with pytest.raises(ValueError, match=r"unit|role"):
            create(agency, by, **more)
    assert User.objects.filter(username="siti").count() == 0
    user, _password = create(agency, by, role="back_office", unit=unit)
    assert staff(user, agency).unit_ids == {unit.pk}


def test_role_is_given_taken_and_given_again(agency: Agency, by: Actor, hire: Callable[..., User]) -> None:
    rina = hire("rina", agency)
    unit = Unit.objects.create(agency=agency, name="Bidang Data")
    grant = actions.give_role(agency=agency, user=rina, role="back_office", unit=unit, by=by)
    with pytest.raises(actions.Refused) as refused:
        actions.give_role(agency=agency, user=rina, role="back_office", unit=unit, by=by)
    assert (str(refused.value), refused.value.field) == ("Akun ini sudah memiliki peran itu.", "role")
    actions.take_role(grant=grant, by=by)
    actions.take_role(grant=grant, by=by)
    assert staff(rina, agency).roles == {"ppid"}
    assert actions.give_role(agency=agency, user=rina, role="back_office", unit=unit, by=by) == grant
    told = {"role": "back_office", "unit": str(unit.pk)}
    assert trail(agency) == [
        ("account.give_role", "account", told),
        ("account.take_role", "account", told),
        ("account.give_role", "account", told),
    ]


def test_closed_account_gets_no_role(agency: Agency, by: Actor, hire: Callable[..., User]) -> None:
    rina = hire("rina", agency)
    User.objects.update(is_active=False)
    with pytest.raises(actions.Refused, match=r"^Akun ini nonaktif"):
        actions.give_role(agency=agency, user=rina, role="auditor", by=by)


def test_an_agency_keeps_an_admin(agency: Agency, by: Actor, admin: User, hire: Callable[..., User]) -> None:
    own = RoleGrant.objects.get(user=admin)
    with pytest.raises(actions.Refused, match=r"^Anda tidak dapat mencabut peran admin sendiri"):
        actions.take_role(grant=own, by=by)
    system = staff(hire("sistem", superuser=True), agency)
    last = "Ini satu-satunya admin instansi. Berikan peran admin kepada orang lain dahulu."
    with pytest.raises(actions.Refused, match=last):
        actions.take_role(grant=own, by=system)
    with pytest.raises(actions.Refused, match=last):
        actions.set_account_active(agency=agency, user=admin, active=False, by=system)
    second = hire("kedua", agency, role="agency_admin")
    actions.take_role(grant=RoleGrant.objects.get(user=second), by=by)
    actions.give_role(agency=agency, user=second, role="agency_admin", by=by)
    actions.set_account_active(agency=agency, user=second, active=False, by=by)
    # A closed admin is none: their role may go, and does not count for others.
    actions.take_role(grant=RoleGrant.objects.get(user=second), by=by)
    with pytest.raises(actions.Refused, match=last):
        actions.take_role(grant=own, by=system)


def test_account_is_closed_and_opened_with_its_roles(agency: Agency, by: Actor, hire: Callable[..., User]) -> None:
    rina = hire("rina", agency)
    actions.set_account_active(agency=agency, user=rina, active=False, by=by)
    assert authenticate(None, username="rina", password=PASSWORD) is None
    actions.set_account_active(agency=agency, user=rina, active=False, by=by)
    actions.set_account_active(agency=agency, user=rina, active=True, by=by)
    rina.refresh_from_db()
    assert staff(rina, agency).roles == {"ppid"}
    assert trail(agency) == [
        ("account.set_active", "account", {"active": False}),
        ("account.set_active", "account", {"active": True}),
    ]


def test_new_password_replaces_the_old_one(agency: Agency, by: Actor, hire: Callable[..., User]) -> None:
    rina = hire("rina", agency)
    assert not rina.must_change_password
    password = actions.set_one_time_password(agency=agency, user=rina, by=by)
    rina.refresh_from_db()
    assert rina.must_change_password
    assert authenticate(None, username="rina", password=PASSWORD) is None
    assert authenticate(None, username="rina", password=password) == rina
    assert trail(agency) == [("account.set_password", "account", {})]


def test_nobody_gives_themselves_a_one_time_password(agency: Agency, by: Actor, admin: User) -> None:
    with pytest.raises(actions.Refused, match=r"^Ini akun Anda sendiri"):
        actions.set_one_time_password(agency=agency, user=admin, by=by)
    assert authenticate(None, username="admin", password=PASSWORD) == admin


def test_whoever_works_elsewhere_too_is_not_taken_over(
    agency: Agency, other_agency: Agency, by: Actor, hire: Callable[..., User]
) -> None:
    maria = hire("maria", other_agency)
    RoleGrant.objects.update(is_active=True)
    actions.give_role(agency=agency, user=maria, role="auditor", by=by)
    RoleGrant.objects.filter(agency=other_agency).update(is_active=False)
    for attempt in (
        lambda: actions.set_one_time_password(agency=agency, user=maria, by=by),
        lambda: actions.set_account_active(agency=agency, user=maria, active=False, by=by),
    ):
        with pytest.raises(actions.Refused, match=ELSEWHERE):
            attempt()
    assert authenticate(None, username="maria", password=PASSWORD) == maria


def test_account_that_the_agency_does_not_know(
    agency: Agency, other_agency: Agency, by: Actor, hire: Callable[..., User]
) -> None:
    maria = hire("maria", other_agency)
    with pytest.raises(ValueError, match="does not know"):
        actions.set_one_time_password(agency=agency, user=maria, by=by)


def test_which_accounts_an_agency_sees(
    agency: Agency, other_agency: Agency, by: Actor, hire: Callable[..., User]
) -> None:
    hire("asing", other_agency)
    hire("sistem", superuser=True)
    shared = hire("berdua", agency, other_agency)
    gone = hire("pergi", agency, other_agency)
    idle = hire("kosong", agency)
    RoleGrant.objects.filter(user__in=[gone, idle], agency=agency).update(is_active=False)
    seen = [queries.read(user) for user in queries.accounts(agency)]
    assert [(found.user.username, [grant.role for grant in found.grants], found.works_elsewhere) for found in seen] == [
        ("admin", ["agency_admin"], False),
        ("berdua", ["ppid"], True),
        ("kosong", [], False),
    ]
    assert queries.account(agency, gone.pk) is None
    assert queries.account(agency, shared.pk) is not None
