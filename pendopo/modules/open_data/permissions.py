"""Who may what with an agency's open data; reading is everybody's."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people import rules as people

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "open_data.license": frozenset({people.PPID, people.AGENCY_ADMIN}),
}
