"""Compression of a stream by several threads, and the way back: plain gzip, one member, which every reader of gzip reads.

Stored files are mostly compressed already; one thread would spend most of a backup's time on finding that out.
"""

from __future__ import annotations

import io
import os
import zlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Final

PIECE: Final = 1 << 20
_LEVEL: Final = 3
# What does not become smaller than this share of itself is stored as it is; so many bytes are tried, three times a piece.
_WORTH: Final = 0.97
_TRIED: Final = 16 << 10
_RAW: Final = -zlib.MAX_WBITS
_GZIP: Final = 16 + zlib.MAX_WBITS
# Magic, deflate, no flags, no time, no hint, no system (RFC 1952, section 2.3).
_HEAD: Final = bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
_WORD: Final = 0xFFFFFFFF


class Packer(io.RawIOBase):
    """Writes what it is given into `out`, compressed; `close` writes the end and leaves `out` open."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self._waiting = out, bytearray()
        self._size = self._crc = 0
        threads = min(8, os.cpu_count() or 1)
        self._pool, self._ahead = ThreadPoolExecutor(threads), deque[Future[bytes]]()
        # So many pieces are held in memory, twice, while they wait for their turn.
        self._most = 2 * threads
        out.write(_HEAD)

    def writable(self) -> bool:
        """Return that one writes here."""
        return True

    def write(self, content: object) -> int:
        """Take bytes; whole pieces leave at once."""
        given = memoryview(content)  # type: ignore[arg-type]
        self._waiting += given
        while len(self._waiting) >= PIECE:
            self._send(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(given)

    def close(self) -> None:
        """Write what is left and the end, once."""
        if self.closed:
            return
        try:
            self._send(bytes(self._waiting), last=True)
            while self._ahead:
                self._out.write(self._ahead.popleft().result())
            self._out.write(self._crc.to_bytes(4, "little") + (self._size & _WORD).to_bytes(4, "little"))
        finally:
            self._pool.shutdown(cancel_futures=True)
            super().close()

    def _send(self, piece: bytes, *, last: bool) -> None:
        self._crc = zlib.crc32(piece, self._crc)
        self._size += len(piece)
        self._ahead.append(self._pool.submit(_deflated, piece, last=last))
        if len(self._ahead) > self._most:
            self._out.write(self._ahead.popleft().result())


def _deflated(piece: bytes, *, last: bool) -> bytes:
    packer = zlib.compressobj(_LEVEL if _is_worth(piece) else 0, zlib.DEFLATED, _RAW)
    return packer.compress(piece) + packer.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)


def _is_worth(piece: bytes) -> bool:
    """Tell whether a piece becomes smaller, by the beginning of each third."""
    third = len(piece) // 3
    tried = b"".join(piece[start : start + _TRIED] for start in (0, third, 2 * third))
    return len(zlib.compress(tried, 1)) < len(tried) * _WORTH


class Unpacker(io.RawIOBase):
    """Reads what a Packer wrote, or gzip did; raises EOFError when the end is missing and OSError when it is damaged."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._stream, self._open = source, zlib.decompressobj(_GZIP), memoryview(b"")

    def readable(self) -> bool:
        """Return that one reads here."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill `buffer` as far as is there; 0 at the end, whose checksum was compared."""
        place = memoryview(buffer)  # type: ignore[arg-type]
        while not self._open and not self._stream.eof:
            given = self._stream.unconsumed_tail or self._source.read(PIECE)
            if not given:
                raise EOFError("the end is missing.")
            try:
                self._open = memoryview(self._stream.decompress(given, 4 * PIECE))
            except zlib.error as wrong:
                raise OSError(f"it is damaged: {wrong}") from wrong
        if not self._open and (self._stream.unused_data or self._source.read(1)):
            raise OSError("something follows its end.")
        count = min(len(place), len(self._open))
        place[:count] = self._open[:count]
        self._open = self._open[count:]
        return count
