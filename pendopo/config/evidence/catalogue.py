"""The two catalogues: their items, what Pendopo has for each, and the names of the tests that prove it.

The text of BSSN's items was not read by us from its source, so it stays blank; ASVS's sentences are not copied. An item
without tests proves nothing, whatever stands beside it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent
CATALOGUES: Final = {"bssn": "Peraturan BSSN 4/2021 Pasal 27", "asvs": "OWASP ASVS 5.0.0, level 2"}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a catalogue. `not_applicable` is the reason why it asks for something that Pendopo has not."""

    key: str
    topic: str
    level: str = ""
    text: str = ""
    mechanism: str = ""
    tests: list[str] = field(default_factory=list)
    not_applicable: str = ""
    confidence: str = ""


def items(name: str) -> list[Item]:
    """Return the items of a catalogue ("bssn" or "asvs") in its order."""
    read = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return list(_bssn(read) if name == "bssn" else _asvs(read))


def source(name: str) -> str:
    """Return where a catalogue's items come from, and how sure that is."""
    read = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return str(read["source"])


def _bssn(read: dict[str, Any]) -> Iterator[Item]:
    for paragraph in read["paragraph"]:
        number, topic = paragraph["number"], paragraph["topic"]
        known: dict[str, dict[str, Any]] = paragraph.get("item", {})
        yield Item(
            key=f"27({number})", topic=topic, level="ayat", mechanism=paragraph.get("mechanism", ""),
            tests=paragraph.get("tests", []), confidence=read["confidence"],
        )  # fmt: skip
        for position in range(paragraph["items"]):
            letter = chr(ord("a") + position)
            told = known.get(letter, {})
            yield Item(
                key=f"27({number}){letter}", topic=told.get("topic", topic), level="butir",
                mechanism=told.get("mechanism", ""), tests=told.get("tests", []), confidence=read["confidence"],
            )  # fmt: skip


def _asvs(read: dict[str, Any]) -> Iterator[Item]:
    proofs: dict[str, dict[str, Any]] = read["proof"]
    for section in read["section"]:
        numbered = [(number, level) for level in ("1", "2") for number in section.get(f"level{level}", [])]
        for number, level in sorted(numbered):
            key = f"{section['id']}.{number}"
            told = proofs.get(key, {})
            yield Item(
                key=key, topic=told.get("topic", section["topic"]), level=level, mechanism=told.get("mechanism", ""),
                tests=told.get("tests", []), not_applicable=section.get("not_applicable", ""), confidence=read["confidence"],
            )  # fmt: skip
