"""Staff accounts and their roles in one agency. Passwords are made here, told once, and never written down."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.actions import digested, record
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.kernel.people.permissions import Denied, Verdict
from pendopo.kernel.people.rules import AGENCY_ADMIN, BACK_OFFICE, ROLES
from pendopo.kernel.people.sessions import end_sessions
from pendopo.lib.text import gettext_noop as _
from pendopo.portal.administration import permissions, rules
from pendopo.portal.administration.actions.refused import Refused
from pendopo.portal.administration.queries import accounts as queries
from pendopo.portal.signin.actions import own_factors


def create_account(
    *, agency: Agency, username: str, name: str, role: str, by: Actor, email: str = "", unit: Unit | None = None
) -> tuple[User, str]:
    """Make an account with its first role; return it with its one-time password, which its owner must change.

    Raises Refused when the username is taken in any agency, in whatever case; ValueError as give_role does.
    """
    password = rules.one_time_password(secrets.choice)
    user = User(username=username, name=name, email=email, must_change_password=True, password_changed_at=clock.now())
    # Before the transaction: hashing is slow on purpose, and others wait for the database.
    user.set_password(password)
    user.clean_fields()
    with transaction.atomic():
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError as error:
            raise _taken() from error
        if User.objects.filter(username__iexact=username).exclude(pk=user.pk).exists():
            raise _taken()
        _give(agency, user, role, unit)
        _note(agency, user, "account.create", by, {"username": digested(username), **_told(role, unit)})
    return user, password


def give_role(*, agency: Agency, user: User, role: str, by: Actor, unit: Unit | None = None) -> RoleGrant:
    """Give an active account a role in the agency, the unit's officer one in a unit of it.

    Raises Refused when it holds the role already or was closed meanwhile; ValueError for a unit that is missing,
    closed, of another agency, or given to a role without unit.
    """
    with transaction.atomic():
        locked = _locked(user)
        if not locked.is_active:
            raise Refused(_("Akun ini nonaktif. Aktifkan dahulu, lalu berikan perannya."))
        grant = _give(agency, locked, role, unit)
        _note(agency, locked, "account.give_role", by, _told(role, unit))
    return grant


def take_role(*, grant: RoleGrant, by: Actor) -> None:
    """Take a role away. Raises Refused for one's own admin role and for that of the agency's last admin."""
    with transaction.atomic():
        # The agency's row orders these: two admins could otherwise take each other's role at once.
        agency = Agency.objects.select_for_update().get(pk=grant.agency_id)
        locked = RoleGrant.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=grant.pk)
        _expect(permissions.may_take(by, locked))
        if not locked.is_active:
            return
        if locked.role == AGENCY_ADMIN and locked.user.is_active:
            _expect_other_admin(agency, locked.user)
        locked.is_active = False
        locked.save(update_fields=["is_active"])
        _note(agency, locked.user, "account.take_role", by, _told(locked.role, locked.unit))


def set_account_active(*, agency: Agency, user: User, active: bool, by: Actor) -> None:
    """Close an account of this agency, or open it again; its roles stay as they are, its sessions end.

    Raises Refused for one's own account, one that others may use, and the last admin's.
    """
    with transaction.atomic():
        locked_agency = Agency.objects.select_for_update().get(pk=agency.pk)
        locked = _locked(user)
        account = _account(locked_agency, locked)
        _expect(permissions.may_close(by, account))
        if locked.is_active == active:
            return
        if not active and any(grant.role == AGENCY_ADMIN for grant in account.grants):
            _expect_other_admin(locked_agency, locked)
        locked.is_active = active
        locked.save(update_fields=["is_active"])
        if not active:
            end_sessions(locked)
        _note(locked_agency, locked, "account.set_active", by, {"active": active})


def set_one_time_password(*, agency: Agency, user: User, by: Actor) -> str:
    """Replace the password of an account of this agency by one that its owner must change; return it. Sessions end.

    Raises Refused for one's own account and for one that others may use.
    """
    password = rules.one_time_password(secrets.choice)
    fresh = User()
    fresh.set_password(password)
    with transaction.atomic():
        locked = _locked(user)
        _expect(permissions.may_give_password(by, _account(agency, locked)))
        locked.password, locked.must_change_password = fresh.password, True
        locked.password_changed_at = clock.now()
        locked.save(update_fields=["password", "must_change_password", "password_changed_at"])
        end_sessions(locked)
        _note(agency, locked, "account.set_password", by, {})
    return password


def reset_second_step(*, agency: Agency, user: User, reason: str, by: Actor) -> bool:
    """Take the second factors of an account of this agency away; its owner enrols anew. False when it had none.

    Raises Refused for one's own account and for one that others may use; ValueError for an unknown reason.
    """
    _expect(permissions.may_reset_second_step(by, _account(agency, user)))
    return own_factors.reset_second_step(user=user, reason=reason, by=by, agency=agency)


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _account(agency: Agency, user: User) -> queries.Account:
    found = queries.account(agency, user.pk)
    if found is None:
        raise ValueError("This agency does not know the account.")
    return found


def _give(agency: Agency, user: User, role: str, unit: Unit | None) -> RoleGrant:
    if role not in ROLES:
        raise ValueError(f"There is no role {role!r}.")
    if (role == BACK_OFFICE) != (unit is not None):
        raise ValueError("The unit's officer has a unit, and nobody else.")
    if unit is not None and (unit.agency_id != agency.pk or not unit.is_active):
        raise ValueError("The unit is closed or belongs to another agency.")
    grant, made = RoleGrant.objects.get_or_create(agency=agency, user=user, role=role, unit=unit)
    if not made and grant.is_active:
        raise Refused(_("Akun ini sudah memiliki peran itu."), field="role")
    grant.is_active = True
    grant.save(update_fields=["is_active"])
    return grant


def _expect(verdict: Verdict) -> None:
    if isinstance(verdict, Denied):
        raise Refused(verdict.reason)


def _taken() -> Refused:
    return Refused(
        _("Nama pengguna ini sudah dipakai. Pilih nama lain, atau berikan peran kepada akun yang sudah ada."),
        field="username",
    )


def _expect_other_admin(agency: Agency, user: User) -> None:
    if not queries.other_admins(agency, user).exists():
        raise Refused(_("Ini satu-satunya admin instansi. Berikan peran admin kepada orang lain dahulu."))


def _told(role: str, unit: Unit | None) -> dict[str, object]:
    return {"role": role, "unit": str(unit.pk) if unit else None}


def _note(agency: Agency, user: User, action: str, by: Actor, details: dict[str, object]) -> None:
    record(agency=agency, action=action, subject_type="account", subject_id=user.pk, by=by, details=details)
