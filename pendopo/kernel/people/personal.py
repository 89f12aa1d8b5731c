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

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@dataclass(frozen=True, slots=True)
class PersonalField:
    """Declaration of one field with personal data.

    `retention_days` counts from the end of the case; None means as long as the legal register is kept.
    """

    field: str
    purpose: str
    basis: str
    retention_days: int | None
    mask: str = "hidden"


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
