from __future__ import annotations

from collections.abc import Callable

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import SYSTEM, Actor, staff
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.kernel.people.permissions import ALLOWED, Denied, roles_with
from pendopo.portal.administration import permissions
from pendopo.portal.administration.queries.accounts import Account

ELSEWHERE = Denied("Akun ini juga terdaftar di instansi lain. Kata sandi dan statusnya diatur administrator sistem.")
SYSTEM_ADMIN = Denied("Ini akun administrator sistem. Kata sandi dan statusnya diatur dari server.")
SELF = Denied("Anda tidak dapat menonaktifkan akun sendiri. Mintalah admin lain.")
OWN_PASSWORD = Denied("Ini akun Anda sendiri. Ganti kata sandinya lewat nama Anda di kanan atas halaman.")
OWN_ROLE = Denied("Anda tidak dapat mencabut peran admin sendiri. Mintalah admin lain.")


def test_who_holds_what(db: None) -> None:
    assert roles_with("administration.manage") == {"agency_admin"}
    assert roles_with("audit.read") == {"agency_admin", "auditor"}


def test_only_an_account_of_this_agency_alone_is_controlled(
    agency: Agency, by: Actor, hire: Callable[..., User]
) -> None:
    rina, chief = hire("rina", agency), hire("sistem", superuser=True)
    system = staff(chief, agency)
    assert permissions.may_control(by, Account(rina, (), False)) is ALLOWED
    assert permissions.may_control(by, Account(rina, (), True)) == ELSEWHERE
    assert permissions.may_control(SYSTEM, Account(rina, (), True)) == ELSEWHERE
    assert permissions.may_control(system, Account(rina, (), True)) is ALLOWED
    assert permissions.may_control(system, Account(chief, (), False)) == SYSTEM_ADMIN


def test_nobody_locks_themselves_out(agency: Agency, by: Actor, admin: User, hire: Callable[..., User]) -> None:
    rina = hire("rina", agency)
    assert permissions.may_close(by, Account(admin, (), False)) == SELF
    assert permissions.may_close(by, Account(rina, (), False)) is ALLOWED
    assert permissions.may_close(SYSTEM, Account(rina, (), True)) == ELSEWHERE


def test_ones_own_password_is_changed_by_oneself(
    agency: Agency, by: Actor, admin: User, hire: Callable[..., User]
) -> None:
    rina = hire("rina", agency)
    assert permissions.may_give_password(by, Account(admin, (), False)) == OWN_PASSWORD
    assert permissions.may_give_password(by, Account(rina, (), False)) is ALLOWED
    assert permissions.may_give_password(by, Account(rina, (), True)) == ELSEWHERE
    assert permissions.may_give_password(SYSTEM, Account(admin, (), False)) is ALLOWED


def test_nobody_takes_their_own_admin_role(agency: Agency, by: Actor, admin: User, hire: Callable[..., User]) -> None:
    own = RoleGrant.objects.get(user=admin)
    other = RoleGrant.objects.create(user=hire("rina", agency), agency=agency, role="agency_admin")
    second = RoleGrant.objects.create(user=admin, agency=agency, role="ppid")
    assert permissions.may_take(by, own) == OWN_ROLE
    assert permissions.may_take(SYSTEM, own) is ALLOWED
    assert permissions.may_take(by, other) is ALLOWED
    assert permissions.may_take(by, second) is ALLOWED
