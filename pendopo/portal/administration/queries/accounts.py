"""Staff accounts as one agency sees them: its own, and those of others only as far as they work here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import Role, RoleGrant, User


@dataclass(frozen=True, slots=True)
class Account:
    """An account in one agency: its active roles here, and whether another agency knows it too."""

    user: User
    grants: tuple[RoleGrant, ...]
    works_elsewhere: bool


def accounts(agency: Agency) -> QuerySet[User]:
    """Return the accounts that the agency's admin sees, by name; the caller bounds them and passes them to `read`.

    An account of another agency is seen while it holds a role here; one of this agency alone also without a role.
    """
    own = RoleGrant.objects.filter(user=OuterRef("pk"))
    here = own.filter(agency=agency)
    elsewhere = Exists(own.exclude(agency=agency))
    grants = RoleGrant.objects.for_agency(agency).filter(is_active=True).select_related("unit").order_by("role", "pk")
    return (
        User.objects.annotate(works_elsewhere=elsewhere)
        .filter(Exists(here.filter(is_active=True)) | (Exists(here) & ~elsewhere))
        .prefetch_related(Prefetch("grants", queryset=grants, to_attr="grants_here"))
        .order_by("name", "username")
    )


def read(user: User) -> Account:
    """Return the account of a row of `accounts`. No query."""
    return Account(user, tuple(user.grants_here), user.works_elsewhere)  # type: ignore[attr-defined]


def account(agency: Agency, pk: UUID) -> Account | None:
    """Return one account if the agency's admin may see it. Two queries."""
    found = accounts(agency).filter(pk=pk).first()
    return read(found) if found else None


def account_by_username(username: str) -> User | None:
    """Return the active account with exactly this name, of whatever agency."""
    return User.objects.filter(username=username, is_active=True).first()


def other_admins(agency: Agency, user: User) -> QuerySet[RoleGrant]:
    """Return the roles of active admins of the agency besides `user`."""
    admins = RoleGrant.objects.for_agency(agency).filter(role=Role.AGENCY_ADMIN, is_active=True, user__is_active=True)
    return admins.exclude(user=user)
