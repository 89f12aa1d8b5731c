"""Who does something: a citizen without account, a member of staff in one agency, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import find_values
from pendopo.kernel.people import rules
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.lib.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts (pelaku), as actions, audit and permissions see it.

    `label` is what the audit trail shows; for a citizen it never holds a name. Of those who are no staff it is a msgid.
    """

    kind: Literal["citizen", "staff", "system"]
    label: str
    user: User | None = None
    agency_id: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    unit_ids: frozenset[UUID] = field(default_factory=frozenset)

    def has(self, *roles: str) -> bool:
        """Return whether the actor holds at least one of `roles`."""
        return not self.roles.isdisjoint(roles)

    @property
    def user_pk(self) -> UUID:
        """Return the key of the member of staff; raise TypeError for anybody else, who cannot sign a draft."""
        if self.user is None:
            raise TypeError("Only staff can do this.")
        return self.user.pk

    @property
    def sees_identity(self) -> bool:
        """Return whether names and contacts of requesters are shown to this actor."""
        return not self.roles.isdisjoint(rules.IDENTITY_ROLES)


CITIZEN = Actor(kind="citizen", label=_("Pemohon"))
SYSTEM = Actor(kind="system", label=_("Sistem"))


def staff(user: User, agency: Agency) -> Actor:
    """Return the actor for `user` in `agency`; without any active grant its roles are empty. One query.

    The system administrator (superuser) administers every agency, which opens no citizen's case.
    """
    # Each role stands there at most once, and once for each unit.
    grants = {"user": user.pk, "agency": agency.pk, "is_active": True}
    pairs = find_values(RoleGrant, "role", "unit", **grants) if user.is_active else []
    everywhere = {rules.AGENCY_ADMIN} if user.is_active and user.is_superuser else set()
    return Actor(
        kind="staff",
        label=str(user),
        user=user,
        agency_id=agency.pk,
        roles=frozenset({role for role, _ in pairs} | everywhere),
        unit_ids=frozenset(unit for _, unit in pairs if unit is not None),
    )
