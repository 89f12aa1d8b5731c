"""Contrast of colours by WCAG 2.2, and the check and stylesheet of an agency's theme."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from pendopo.ui.formats import number_text

TEXT_RATIO = 4.5
PART_RATIO = 3.0
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_TEXT = "#1b2430"


def _luminance(colour: str) -> float:
    """Return the relative luminance of ``#rgb`` or ``#rrggbb``; raises ValueError for anything else."""
    if not _HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is not a colour of the form #rgb or #rrggbb.")
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1.0 to 21.0 (WCAG 2.2, 1.4.3); raises ValueError for no colour."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def theme_problems(primary: str, dark: str, light: str) -> list[str]:
    """Return one sentence per pair of theme colours that people could not read; an empty list is a good theme."""
    for colour in (primary, dark, light):
        if not _HEX.fullmatch(colour):
            return [_("Tulis warna dalam bentuk #rrggbb; “%(colour)s” tidak dapat dibaca.") % {"colour": colour}]
    pairs = (
        (_("warna utama di atas putih"), primary, "#ffffff", TEXT_RATIO),
        (_("warna utama di atas warna muda"), primary, light, TEXT_RATIO),
        (_("putih di atas warna tua"), "#ffffff", dark, 7.0),
        (_("tulisan di atas warna muda"), _TEXT, light, 7.0),
    )
    sentence = _("Kontras %(pair)s hanya %(ratio)s banding 1; paling sedikit %(least)s banding 1.")
    return [
        # Cut and not rounded: 4.46 must not be told as the 4.5 that is wanted.
        sentence
        % {
            "pair": pair,
            "ratio": number_text(int(contrast(one, other) * 10) / 10, 1),
            "least": number_text(least, 1),
        }
        for pair, one, other, least in pairs
        if contrast(one, other) < least
    ]


def theme_css(primary: str, dark: str, light: str) -> str:
    """Return the stylesheet of a theme: the three colour variables; raises ValueError when the theme has problems."""
    if problems := theme_problems(primary, dark, light):
        raise ValueError(" ".join(problems))
    return f":root{{--c-primary:{primary};--c-primary-d:{dark};--c-primary-l:{light}}}\n"
