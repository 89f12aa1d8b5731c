"""Who gives out keys and webhooks."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people.permissions import declare_permissions
from pendopo.kernel.people.rules import AGENCY_ADMIN

MANAGE: Final = "api.manage"


def declare() -> None:
    """Declare this app's permission: programs are let in by the agency's admin."""
    declare_permissions({MANAGE: frozenset({AGENCY_ADMIN})})
