"""Who may open the list of registers; each register names its own permission on top."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people.permissions import declare_permissions
from pendopo.kernel.people.rules import ROLES

READ: Final = "reporting.read"


def declare() -> None:
    """Declare this app's permission: everybody on the staff sees which registers there are."""
    declare_permissions({READ: frozenset(ROLES)})
