"""Personal data: encryption at rest, digests for search, and the declarations that stand beside the models.

Every field that holds personal data is declared once with purpose, legal basis, retention and mask; the register of
processing activities (UU 27/2022 Pasal 31) is read from these declarations.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from pendopo.kernel.people.rules import IDENTITY_DAYS

# Periods: pictures of identity cards, identity, what the legal register keeps; `own` is swept by a job of its own.
IDENTITY_FILE: Final = "identity_file"
IDENTITY: Final = "identity"
REGISTER: Final = "register"
OWN: Final = "own"

# Fields in which every table writes the name of the officer who acted, so that somebody answers for it.
OFFICER_FIELDS: Final = frozenset(
    "by_label actor uploaded_by_label removed_by_label state_by_label signer_name signer_title granted_by_label "
    "edited_by_label loaded_by_label waived_by_label proved_by_label retracted_by_label reviewer_label".split()
)


@dataclass(frozen=True, slots=True)
class PersonalField:
    """Declaration of one field with personal data.

    `retention_days` counts from the end of the case; None means as long as the legal register is kept. `period` is the
    code of a period that an agency may change (kernel.privacy.rules.periods); it follows from `retention_days` when empty.
    `erase` says what becomes of it then: the value goes (`blank`, replaced by `instead`), only what tells who it is goes
    (`words`), or the row has an end of its own (`own`). `sealed` is the purpose under which it is sealed. `whose` is
    the requester's, or an officer's, who answers for what was done.
    """

    field: str
    purpose: str
    basis: str
    retention_days: int | None
    mask: str = "hidden"
    period: str = ""
    erase: str = "blank"
    instead: object = None
    sealed: str = ""
    whose: str = "subject"

    @property
    def kept(self) -> str:
        """Return the code of the period for which it is kept; `own` where the table is swept by a job of its own."""
        if self.period or self.erase == "own":
            return self.period or OWN
        return {None: REGISTER, IDENTITY_DAYS: IDENTITY}.get(self.retention_days, OWN)


_declared: dict[str, tuple[PersonalField, ...]] = {}


def declare(model_label: str, *fields: PersonalField) -> None:
    """Add the declarations of one model, named as app_label.ModelName; a second declaration replaces the first."""
    _declared[model_label] = fields


def declarations() -> dict[str, tuple[PersonalField, ...]]:
    """Return all declarations by model label."""
    return dict(_declared)


@lru_cache(maxsize=16)
def _key(purpose: str) -> bytes:
    material = settings.SECRET_KEY.encode()
    return HKDF(algorithm=SHA256(), length=32, salt=b"pendopo", info=purpose.encode()).derive(material)


def seal(plain: str, *, purpose: str) -> bytes:
    """Return `plain` encrypted and authenticated (AES-256-GCM) for storage under `purpose`."""
    if not plain:
        return b""
    nonce = os.urandom(12)
    return nonce + AESGCM(_key(purpose)).encrypt(nonce, plain.encode(), purpose.encode())


def unseal(sealed: bytes | memoryview, *, purpose: str) -> str:
    """Return the text sealed under `purpose`; raise InvalidTag when it was altered or the key changed."""
    raw = bytes(sealed)
    if not raw:
        return ""
    return AESGCM(_key(purpose)).decrypt(raw[:12], raw[12:], purpose.encode()).decode()


def digest(value: str, *, purpose: str) -> str:
    """Return a keyed digest (64 hexadecimal digits) by which equal values are found without storing them."""
    return hmac.new(_key(purpose), value.encode(), sha256).hexdigest()
