"""Text that goes into a CSV file must stay text when a spreadsheet opens it."""

from __future__ import annotations

import re
from typing import Final

# Signs with which a spreadsheet begins a formula or a command (OWASP ASVS 5.0, 1.2.10), also in full width.
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")
_PLAIN_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
# Where a comma is the decimal sign, as in Indonesia, a spreadsheet cuts cells at semicolons, and lines inside them too.
_INNER: Final = re.compile('([;\t\r\n](?:[^\\S\r\n]|")*)(?=([=@＝＠+\\-＋－][^;\r\n]*))')


def _inner(found: re.Match[str]) -> str:
    before, cell = found.groups()
    is_bullet = cell[0] in "+-＋－" and cell[1:2].isspace() and not set(cell) & set("(|!")
    return before if is_bullet or _PLAIN_NUMBER.fullmatch(cell) else f"{before}'"


def guarded(text: str) -> str:
    """Return `text` so that no spreadsheet runs it: a leading quote before a dangerous sign; numbers stay as they are.

    >>> guarded("=1+1"), guarded("-12,5"), guarded("@SUM(A1)"), guarded("satu; =1+1")
    ("'=1+1", '-12,5', "'@SUM(A1)", "satu; '=1+1")
    """
    text = _INNER.sub(_inner, text)
    if text.startswith(_DANGEROUS) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    # Spaces before the sign are dropped by some programs before they look.
    return f"'{text}" if text.lstrip().startswith(_DANGEROUS) and text != text.lstrip() else text
