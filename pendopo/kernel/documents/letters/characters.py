"""Characters that a letter can carry: what no font draws is written out, what only hides or turns text is left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import takewhile
from typing import Final

# Everything the main font is known to draw: Latin with all its marks, general punctuation, currency.
_SURE: Final = re.compile("[\n\u0020-\u007e\u00a0-\u024f\u2010-\u2027\u2030-\u203a\u20ac]")
_REFUSED: Final = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-fA-F]+)\}")


# Which of its pictures a sign shows; a letter has one of each.
_VARIATIONS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Marks on a sign and around it (Mn, Mc, Me), and colours of skin (Sk): drawn with the sign before them or not at all.
_MARKS: Final = frozenset({"Mn", "Mc", "Me", "Sk"})


def _kept(sign: str) -> str:
    if sign == "\n":
        return sign
    if _VARIATIONS.match(sign):
        return ""
    if sign in "\t\v\f\u2028\u2029":
        return " "
    # Cc: control, Cf: direction and other invisible marks, Cs: half characters, Co and Cn: nobody's.
    return "" if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"} else sign


def cleaned(value: object) -> object:
    """Return `value` (JSON) with every string in NFC and free of control characters and invisible marks."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
        return "".join(map(_kept, text))
    if isinstance(value, Mapping):
        return {str(key): cleaned(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [cleaned(part) for part in value]
    return value


def written_out(sign: str) -> str:
    """Return the code point as letters write it when no font has it.

    >>> written_out("😀")
    '[U+1F600]'
    """
    return f"[U+{ord(sign):04X}]"


def refused(message: str) -> str:
    """Return the text that the compiler's error message says it could not draw, empty for another error."""
    found = _REFUSED.search(message)
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), found[1]) if found else ""


def undrawn(refusal: str, data: str) -> set[str]:
    """Return the characters to write out so that the compiler need not draw `refusal`, a text in `data`.

    Of a text that every font has, it is the marks behind it that none has.

    >>> undrawn("1", "Nomor 1\u20e3") == {"\u20e3"}
    True
    """
    if missing := {sign for sign in refusal if not _SURE.match(sign)}:
        return missing
    return {sign for behind in data.split(refusal)[1:] for sign in takewhile(_is_mark, behind)}


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in _MARKS and not _SURE.match(sign)


def without(text: str, signs: set[str]) -> str:
    """Return JSON `text` with each of `signs` written out."""
    return text.translate({ord(sign): written_out(sign) for sign in signs})


def only_sure(text: str) -> str:
    """Return JSON `text` with everything written out that the main font may not have."""
    return "".join(sign if _SURE.match(sign) else written_out(sign) for sign in text)
