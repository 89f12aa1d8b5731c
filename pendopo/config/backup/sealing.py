"""Encryption of a stream by a passphrase: scrypt, then AES-256-GCM in pieces that can be neither altered, swapped nor cut.

Each piece has its number and whether it is the last one in its nonce, so that a file cut off between two pieces is
noticed. The key is new for every file, because its salt is.
"""

from __future__ import annotations

import hashlib
import io
import secrets
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC: Final = b"PENDOPO-BACKUP-1"
_SALT: Final = 16
_PIECE: Final = 1 << 20
_TAG: Final = 16
# About 64 MiB and a fifth of a second, which the one who has the passphrase pays once (RFC 7914, section 2).
_COST: Final = {"n": 1 << 16, "r": 8, "p": 1, "maxmem": 128 << 20}


class Unreadable(Exception):
    """The file is no whole backup, or the passphrase is another one; the message says which and what to do."""


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(hashlib.scrypt(passphrase.encode(), salt=salt, dklen=32, **_COST))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealer(io.RawIOBase):
    """Writes what it is given into `out`, encrypted; `close` writes the last piece and leaves `out` open."""

    def __init__(self, out: IO[bytes], passphrase: str) -> None:
        salt = secrets.token_bytes(_SALT)
        self._out, self._cipher, self._number = out, _cipher(passphrase, salt), 0
        self._waiting = bytearray()
        out.write(MAGIC + salt)

    def writable(self) -> bool:
        """Return that one writes here."""
        return True

    def write(self, content: object) -> int:
        """Take bytes; whole pieces leave at once."""
        given = bytes(memoryview(content))  # type: ignore[arg-type]
        self._waiting += given
        # One byte more than a piece must be there: only then is the piece not the last.
        while len(self._waiting) > _PIECE:
            self._send(bytes(self._waiting[:_PIECE]), last=False)
            del self._waiting[:_PIECE]
        return len(given)

    def close(self) -> None:
        """Write the last piece, once."""
        if not self.closed:
            self._send(bytes(self._waiting), last=True)
            super().close()

    def _send(self, piece: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, MAGIC))
        self._number += 1


class Opener(io.RawIOBase):
    """Reads what a Sealer wrote; raises Unreadable at the first piece that is not as it was written."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        head = source.read(len(MAGIC) + _SALT)
        if not is_sealed(head):
            raise Unreadable("This file is not an encrypted backup of Pendopo.")
        self._source, self._cipher, self._number = source, _cipher(passphrase, head[len(MAGIC) :]), 0
        self._next = source.read(_PIECE + _TAG)
        self._open, self._ended = b"", False

    def readable(self) -> bool:
        """Return that one reads here."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill `buffer` as far as the present piece goes; 0 at the end."""
        place = memoryview(buffer)  # type: ignore[arg-type]
        if not self._open and not self._ended:
            self._open = self._piece()
        count = min(len(place), len(self._open))
        place[:count] = self._open[:count]
        self._open = self._open[count:]
        return count

    def _piece(self) -> bytes:
        sealed, self._next = self._next, self._source.read(_PIECE + _TAG)
        self._ended = not self._next
        try:
            piece = self._cipher.decrypt(_nonce(self._number, last=self._ended), sealed, MAGIC)
        except InvalidTag as wrong:
            raise Unreadable(
                "The passphrase is another one." if not self._number else "The backup is damaged or cut off."
            ) from wrong
        self._number += 1
        return piece


def is_sealed(head: bytes) -> bool:
    """Return whether a file that begins with `head` is encrypted by us."""
    return head.startswith(MAGIC)
