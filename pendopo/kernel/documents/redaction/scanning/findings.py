"""A list of findings that cannot grow without end."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.documents.redaction.scanning.patterns import masked, personal_in

MOST: Final = 100


class Findings:
    """What was found where; the same thing in the same place is counted and told once."""

    def __init__(self) -> None:
        self._counted: dict[tuple[str, str, str], int] = {}

    def add(self, kind: str, place: str, sample: str = "") -> None:
        """Keep a finding; `sample` is masked already."""
        key = (kind, place[:80], sample[:60])
        if key in self._counted or len(self._counted) < MOST:
            self._counted[key] = self._counted.get(key, 0) + 1

    def read(self, text: str, place: str) -> None:
        """Look for personal data in a text."""
        for kind, sample in personal_in(text):
            self.add(kind, place, sample)

    def name(self, kind: str, place: str, text: str) -> None:
        """Keep a finding with a sample that is masked here."""
        if text.strip():
            self.add(kind, place, masked(text))

    def told(self) -> list[dict[str, object]]:
        """Return all findings as plain JSON, in the order in which they were found."""
        return [
            {"kind": kind, "place": place, "sample": sample, "count": count}
            for (kind, place, sample), count in self._counted.items()
        ]
