"""Kode lacak: how the secret code is made and read."""

from __future__ import annotations

from typing import Final

from pendopo.modules.information.rules.limits import CODE_LENGTH

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
