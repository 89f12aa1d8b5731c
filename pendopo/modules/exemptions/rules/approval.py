"""Rantai persetujuan (question A15): who must agree after the PPID, in which order; one person agrees once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pendopo.lib.text import gettext_noop as _

BOARD, SUPERIOR, HEAD = "board", "superior", "head"
STAGES: Final[Mapping[str, str]] = {
    BOARD: _("Tim Pertimbangan"),
    SUPERIOR: _("Atasan PPID"),
    HEAD: _("Pimpinan badan publik"),
}
# Roles that may speak for a stage. The head signs in with the role of the superior: no agency has both in one person.
STAGE_ROLES: Final[Mapping[str, frozenset[str]]] = {
    BOARD: frozenset({"ppid", "superior"}),
    SUPERIOR: frozenset({"superior"}),
    HEAD: frozenset({"superior"}),
}

DEFAULT_CHAIN: Final = "head"
CHAINS: Final[Mapping[str, tuple[str, ...]]] = {
    "head": (HEAD,),
    "board_head": (BOARD, HEAD),
    "superior_head": (SUPERIOR, HEAD),
    "board_superior_head": (BOARD, SUPERIOR, HEAD),
}
CHAIN_LABELS: Final[Mapping[str, str]] = {
    "head": _("PPID, lalu pimpinan"),
    "board_head": _("PPID, Tim Pertimbangan, lalu pimpinan"),
    "superior_head": _("PPID, atasan PPID, lalu pimpinan"),
    "board_superior_head": _("PPID, Tim Pertimbangan, atasan PPID, lalu pimpinan"),
}


def next_stage(chain: str, given: int) -> str | None:
    """Return the stage that comes after `given` agreements, None when all have agreed."""
    stages = CHAINS[chain]
    return stages[given] if given < len(stages) else None
