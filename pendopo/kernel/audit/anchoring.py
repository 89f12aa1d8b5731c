"""The key that signs the heads of the chains, and the file that keeps what was signed: both outside the database.

Whoever changes the database alone can make a chain that fits itself again, but not one that fits what was signed before.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from pendopo.kernel.audit.rules import Anchored, read_anchors

_SEED_BYTES = 32


def folder() -> Path:
    """Return where key and signed heads lie; backups with a passphrase hold it."""
    return Path(settings.VAR_DIR) / "audit"


def kept_file() -> Path:
    """Return the file to which every signed head is appended."""
    return folder() / "anchors.txt"


def sign(text: str) -> str:
    """Return the signature of a text, in Base64."""
    return base64.b64encode(_key(_seed()).sign(text.encode())).decode()


def public_key() -> str:
    """Return the public key, in Base64 (Ed25519, RFC 8032): publish it, so that everybody can verify."""
    return base64.b64encode(_key(_seed()).public_key().public_bytes_raw()).decode()


def is_signed(anchored: Anchored) -> bool:
    """Tell whether the anchor was signed with our key."""
    try:
        signature = base64.b64decode(anchored.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key())).verify(signature, anchored.text.encode())
    except (InvalidSignature, binascii.Error):
        return False
    return True


def keep(anchors: Iterable[Anchored]) -> None:
    """Append anchors to the file, on disk before this returns."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with kept_file().open("a", encoding="ascii") as file:
        file.writelines(f"{anchored.line}\n" for anchored in anchors)
        file.flush()
        os.fsync(file.fileno())


def kept() -> list[Anchored]:
    """Return the anchors of the file, oldest first."""
    try:
        return read_anchors(kept_file().read_text(encoding="ascii", errors="replace"))
    except FileNotFoundError:
        return []


@lru_cache(maxsize=4)
def _key(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(seed))


def _seed() -> str:
    """Return the private key in Base64: the one of the settings, or the one of the folder, made when first needed."""
    if settings.PENDOPO_AUDIT_KEY:
        return str(settings.PENDOPO_AUDIT_KEY)
    path = folder() / "anchor.key"
    if not path.exists():
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = path.with_name(f"{path.name}.{os.getpid()}")
        aside.touch(mode=0o600)
        aside.write_text(base64.b64encode(os.urandom(_SEED_BYTES)).decode(), encoding="ascii")
        # As with the secret key: of two processes that start at once, one key wins for both.
        with suppress(FileExistsError):
            os.link(aside, path)
        aside.unlink()
    return path.read_text(encoding="ascii").strip()
