"""The blocks of docs/skala.md, which the harness runs as they stand there, with its own places put in."""

from __future__ import annotations

import re

from tests.torture.ground import ROOT

MANUAL = ROOT / "docs" / "skala.md"
_BLOCK = re.compile(r"(?:^    .*\n|^\n(?=    ))+", re.M)


def blocks(number: int) -> list[str]:
    """Return the indented blocks of the section with that number, in order."""
    text = MANUAL.read_text(encoding="utf-8")
    section = text.partition(f"\n## {number}. ")[2].partition("\n## ")[0]
    found = [block.strip("\n") for block in _BLOCK.findall(section)]
    return ["\n".join(line[4:] for line in block.splitlines()) for block in found if block.strip()]


def put_in(text: str, places: dict[str, str]) -> str:
    """Return a block with places of the manual replaced; each must stand in it, so that no replacement is forgotten."""
    for old, new in places.items():
        if old not in text:
            raise RuntimeError(f"docs/skala.md speaks no longer of {old!r}.")
        text = text.replace(old, new)
    return text


def lines(text: str) -> dict[str, str]:
    """Return `name = value` or `NAME=value` of a block."""
    pairs = (line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("["))
    return {name.strip(): value.strip() for name, value in pairs}


# Section 2
PRIMARY_SETTINGS, MAY_REPLICATE, MAKE_ROLE, MAKE_REPLICA = range(4)


def postgresql() -> list[str]:
    """Return settings and pg_hba line of the primary, the role, and the command that makes the replica."""
    found = blocks(2)
    assert len(found) == 4
    return found


def pgbouncer() -> str:
    """Return pgbouncer.ini."""
    (found,) = blocks(3)
    return found


def environment() -> dict[str, str]:
    """Return the environment of a node."""
    (found,) = blocks(4)
    return lines(found)


def upstream() -> str:
    """Return the balancer's list of nodes."""
    (found,) = blocks(5)
    return found
