"""Who may enter an agency's workspace."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people import rules

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "portal.workspace": frozenset(rules.ROLES),
}
