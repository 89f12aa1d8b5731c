"""Alasan pengecualian dan penolakan: Pasal 17 and Pasal 6 ayat (3) UU 14/2008, and the two cases of an extension."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pendopo.lib.article17 import KINDS, article
from pendopo.lib.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground to withhold information; `confidence` as in the reference (A read, B derived, C to be checked)."""

    code: str
    article: str
    text: str
    confidence: str


def _art6(letter: str, text: str, confidence: str) -> Ground:
    return Ground(f"6{letter}", f"UU 14/2008 Pasal 6 ayat (3) huruf {letter}", text, confidence)


GROUNDS: Final[Mapping[str, Ground]] = {
    ground.code: ground
    for ground in (
        *(Ground(f"17{letter}", article(letter), text, "B") for letter, text in KINDS.items()),
        _art6("a", _("membahayakan negara"), "C"),
        _art6("b", _("berkaitan dengan perlindungan usaha dari persaingan usaha tidak sehat"), "C"),
        _art6("c", _("berkaitan dengan hak pribadi"), "C"),
        _art6("d", _("berkaitan dengan rahasia jabatan"), "C"),
        _art6("e", _("belum dikuasai atau didokumentasikan"), "B"),
    )
}

# An extension is lawful in these two cases only (PerKI 1/2021 as applied by BPS).
EXTENSION_REASONS: Final[Mapping[str, str]] = {
    "not_yet_held": _("Informasi belum dikuasai atau didokumentasikan"),
    "not_yet_decidable": _("Status informasi belum dapat diputuskan terbuka atau dikecualikan"),
}
