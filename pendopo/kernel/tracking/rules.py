"""Kode lacak: how the secret code is made and read; how long drafts and open cases are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pendopo.lib.text import gettext_noop as _

# Days for which a draft that nobody touches is kept.
DRAFT_DAYS: Final = 7
# A case opened with number and code stays open in the browser for so long after the last visit.
TRACKING_MINUTES: Final = 30
CODE_LENGTH: Final = 10
# Something found in a drawer may be months old; what is said to have come earlier is a slip in the year.
OLDEST_DAYS: Final = 366
# The secret of a draft or of a desk's page: 16 bytes in 22 letters.
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22}")

# Crockford's alphabet: no I, L, O, U, so that a code read over the telephone is not misheard.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP, _LEGAL_ENTITY = "group", "legal_entity"
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


def missing_identity(given: Mapping[str, str]) -> dict[str, str]:
    """Return field → sentence (a msgid) for every element of the identity that is still needed; empty when complete.

    `given` holds the fields of a contact, and `nik` (anything, when it is known). NIK or the number of the legal
    entity's approval decree, address, and at least one of telephone and e-mail (PerKI 1/2021 as copied by Permendesa
    12/2025 Pasal 31 ayat (2)). Another identity document may stand in for the NIK with the PPID's approval (question A17).
    """
    kind, missing = given.get("kind"), {}
    if not given.get("name", "").strip():
        missing["name"] = _("Tulis nama lengkap.")
    if not given.get("address", "").strip():
        missing["address"] = _("Tulis alamat lengkap agar surat jawaban dapat dikirim.")
    if not (given.get("phone") or given.get("email")):
        missing["phone"] = _("Tulis nomor telepon atau alamat surel, salah satu saja cukup.")
    if kind == _LEGAL_ENTITY:
        if not given.get("decree_number"):
            missing["decree_number"] = _("Tulis nomor keputusan pengesahan badan hukum.")
    elif not (given.get("nik") or given.get("other_id")):
        missing["nik"] = _("Tulis NIK, atau identitas lain bila Anda tidak memilikinya.")
    if kind == _GROUP and not given.get("on_behalf_of"):
        missing["on_behalf_of"] = _("Tulis nama kelompok yang Anda wakili.")
    return missing
