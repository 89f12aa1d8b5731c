"""Who may take over an older register."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people.permissions import declare_permissions
from pendopo.kernel.people.rules import PPID

MANAGE: Final = "imports.manage"


def declare() -> None:
    """Declare this app's permission: the file shows who asked, so the agency's admin, who sees no requester, has it not."""
    declare_permissions({MANAGE: frozenset({PPID})})
