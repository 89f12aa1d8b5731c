"""Text as people type it: cleaning, hidden characters, lists in a sentence."""

import re
import unicodedata
from collections.abc import Sequence

# Marks that reorder or hide text and so make one thing look like another (Unicode TR 36), and what is no character at
# all, over which whoever reads our XML stumbles.
_DECEPTIVE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_BLANKS = re.compile(r"\s+")
_TRAILING = re.compile(r"[^\S\n]+(?=\n|$)")
_MANY_EMPTY_LINES = re.compile(r"\n{3,}")


def gettext_noop(message: str) -> str:
    """Return `message` unchanged; marks a msgid for translation where Django is not known."""
    return message


def has_deceptive_characters(text: str) -> bool:
    """Say whether `text` holds control characters (NUL …), direction marks or invisible ones.

    Tab, line feed and carriage return are fine.
    """
    return _DECEPTIVE.search(text) is not None


def clean_line(text: str) -> str:
    """Return `text` as one line: NFC, without deceptive characters, blanks folded and trimmed."""
    return _BLANKS.sub(" ", _DECEPTIVE.sub("", unicodedata.normalize("NFC", text))).strip()


def clean_block(text: str) -> str:
    """Return `text` as paragraphs: NFC, LF line ends, at most one empty line in a row, trimmed."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    plain = _TRAILING.sub("", _DECEPTIVE.sub("", plain))
    return _MANY_EMPTY_LINES.sub("\n\n", plain).strip()


def enumerate_words(words: Sequence[str], conjunction: str = "dan") -> str:
    """Join `words` for a sentence: "a", "a dan b", "a, b, dan c"."""
    if len(words) < 3:
        return f" {conjunction} ".join(words)
    return f"{', '.join(words[:-1])}, {conjunction} {words[-1]}"
