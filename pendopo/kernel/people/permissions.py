"""Permissions as data: each module declares its own, doors and templates ask here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.rules import ROLES


@dataclass(frozen=True, slots=True)
class Allowed:
    """The actor may."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """The actor may not; `reason` is a full sentence for the screen."""

    reason: str

    def __bool__(self) -> bool:
        return False


class NotAllowed(Exception):
    """The actor may not take a step; `reason` is a full sentence for the screen."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Verdict = Allowed | Denied
ALLOWED = Allowed()

_permissions: dict[str, frozenset[str]] = {}


def declare_permissions(permissions: Mapping[str, frozenset[str]]) -> None:
    """Add permissions (name → roles that hold it); raise ValueError for an unknown role or a second meaning."""
    for name, roles in permissions.items():
        unknown = roles - set(ROLES)
        if unknown:
            raise ValueError(f"Permission {name} names unknown roles: {sorted(unknown)}")
        if _permissions.get(name, roles) != roles:
            raise ValueError(f"Permission {name} was declared with other roles before.")
        _permissions[name] = roles


def roles_with(permission: str) -> frozenset[str]:
    """Return the roles that hold `permission`; raise KeyError for an undeclared one."""
    return _permissions[permission]


def may(actor: Actor, permission: str) -> bool:
    """Return whether `actor` holds a role with `permission`."""
    return actor.has(*roles_with(permission))
