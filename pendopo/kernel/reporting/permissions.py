"""Who may open the list of registers; each register names its own permission on top."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people.permissions import declare_permissions
from pendopo.kernel.people.rules import AUDITOR, PPID, ROLES, SUPERIOR

READ: Final = "reporting.read"
# Frozen figures with the cases behind them: those who answer for the report, and the auditor.
FIGURES: Final = "reporting.figures"


def declare() -> None:
    """Declare this app's permissions: everybody on the staff sees which registers there are."""
    declare_permissions({READ: frozenset(ROLES), FIGURES: frozenset({PPID, SUPERIOR, AUDITOR})})
