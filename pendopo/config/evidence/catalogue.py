"""The two catalogues: their items, what Pendopo has for each, and the names of the tests that prove it.

The texts of BSSN's items are those that a public audit tool quotes; ASVS's sentences are not copied, topics are
our own words. An item without tests proves nothing, whatever stands beside it, and says why no test is named.
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
    """One item of a catalogue, with the tests that prove it or the reason why none does.

    `reason` beside tests: they prove a part, and this is what they leave open. `document`: the item asks for a text, and
    there it stands (file#heading). `agency`: only the agency can do or write it. `not_applicable`: it asks for something
    that Pendopo has not.
    """

    key: str
    topic: str
    level: str = ""
    text: str = ""
    mechanism: str = ""
    tests: list[str] = field(default_factory=list)
    reason: str = ""
    document: str = ""
    agency: str = ""
    not_applicable: str = ""
    confidence: str = ""

    @property
    def why(self) -> str:
        """Return the reason why the item is not wholly proved by tests, empty when it is."""
        return (
            self.not_applicable or self.agency or self.reason or (f"Dokumen: {self.document}" if self.document else "")
        )


def items(name: str) -> list[Item]:
    """Return the items of a catalogue ("bssn" or "asvs") in its order."""
    read = _read(name)
    return list(_bssn(read) if name == "bssn" else _asvs(read))


def source(name: str) -> str:
    """Return where a catalogue's items come from, and how sure that is."""
    return str(_read(name)["source"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _bssn(read: dict[str, Any]) -> Iterator[Item]:
    for paragraph in read["paragraph"]:
        number, known = paragraph["number"], paragraph["item"]
        for letter in sorted(known):
            yield Item(
                key=f"27({number}){letter}", topic=paragraph["topic"], level=f"ayat {number}",
                confidence=read["confidence"], **known[letter],
            )  # fmt: skip


def _asvs(read: dict[str, Any]) -> Iterator[Item]:
    proofs: dict[str, dict[str, Any]] = read["proof"]
    for section in read["section"]:
        excused: dict[str, str] = {}
        if "not_applicable" in section:
            excused["not_applicable"] = section["not_applicable"]
        numbered = [(number, level) for level in ("1", "2") for number in section.get(f"level{level}", [])]
        for number, level in sorted(numbered):
            key = f"{section['id']}.{number}"
            told = {"topic": section["topic"]} | excused | proofs.get(key, {})
            yield Item(key=key, level=level, confidence=read["confidence"], **told)
