"""Kode lacak: how the secret code is made and read; how long drafts and open cases are kept."""

from __future__ import annotations

from typing import Final

# Days for which a draft that nobody touches is kept.
DRAFT_DAYS: Final = 7
# A case opened with number and code stays open in the browser for so long after the last visit.
TRACKING_MINUTES: Final = 30
CODE_LENGTH: Final = 10

# Crockford's alphabet: no I, L, O, U, so that a code read over the telephone is not misheard.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_HEARD_AS: Final = str.maketrans({"I": "1", "L": "1", "O": "0", " ": None, "-": None})


def code_from(digest: bytes) -> str:
    """Return the code (10 letters, 50 bits) for a digest of at least 10 bytes."""
    return "".join(ALPHABET[byte & 31] for byte in digest[:CODE_LENGTH])


def shown(code: str) -> str:
    """Return the code in two groups, as people copy it.

    >>> shown("ABCDE12345")
    'ABCDE-12345'
    """
    return f"{code[:5]}-{code[5:]}"


def read_code(typed: str) -> str:
    """Return a typed code in its stored form: capitals, without blanks and hyphens, I and L as 1, O as 0."""
    return typed.upper().translate(_HEARD_AS)


def read_number(typed: str) -> str:
    """Return a typed register number in its stored form: capitals, without blanks around."""
    return typed.strip().upper()
