"""Unpacking a backup into a folder: each byte is hashed on its way to the disk, and what is written is synced."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, Final

from pendopo.config.backup.packing import PIECE, Unpacker
from pendopo.config.backup.sealing import MAGIC, Opener, Unreadable, is_sealed

# The disk is asked by several at once: it makes many small files safe together in the time of one.
_WRITERS: Final = 8
# What is larger goes through in pieces, one file at a time.
_SMALL: Final = 4 << 20
# A long name and what else tar says of a file beside its header; tarfile reads it into memory at once.
_MOST_SAID: Final = 64 << 10


def unpack(source: Path, place: Path, passphrase: str) -> dict[str, str]:
    """Write what is in a backup below `place` and return the SHA-256 of each name, read to the very end.

    Raises Unreadable, tarfile.TarError, EOFError or OSError when the backup is not whole or holds anything but files.
    """
    with source.open("rb") as raw:
        sealed = is_sealed(raw.read(len(MAGIC)))
        raw.seek(0)
        if sealed and not passphrase:
            raise Unreadable("it is encrypted. Name the file with its passphrase by --passphrase-file.")
        opened: Any = io.BufferedReader(Opener(raw, passphrase), PIECE) if sealed else raw
        stream: Any = io.BufferedReader(Unpacker(opened), PIECE)
        with tarfile.open(fileobj=stream, mode="r|", bufsize=PIECE, tarinfo=_Entry) as tar:
            digests = dict(_written(tar, place))
        # What follows the last file: only with it the stream's own checksums have been compared.
        while stream.read(PIECE):
            pass
    return digests


class _Entry(tarfile.TarInfo):
    """An entry as Pendopo writes it: a file with all its bytes, and at most a long name before it."""

    def _proc_member(self, tar: tarfile.TarFile) -> tarfile.TarInfo | None:
        if not self.isreg() and self.size > _MOST_SAID:
            raise Unreadable(f"{self.name} is no file.")
        try:
            found: tarfile.TarInfo | None = super()._proc_member(tar)  # type: ignore[misc]
        except ValueError as wrong:
            raise Unreadable(f"{self.name} is not written as tar is: {wrong}") from wrong
        return found


def _written(tar: tarfile.TarFile, place: Path) -> Iterator[tuple[str, str]]:
    """Write each file of `tar` and yield its name and digest."""
    waiting = deque[tuple[str, Future[str]]]()
    with ThreadPoolExecutor(_WRITERS) as pool:
        for member in tar:
            path = _within(place, member.name)
            # A sparse file is larger than what there is of it, as large as it likes to say.
            content = tar.extractfile(member) if member.isreg() and not member.issparse() else None
            if content is None:
                raise Unreadable(f"{member.name} is no file.")
            path.parent.mkdir(parents=True, exist_ok=True)
            if member.size > _SMALL:
                yield member.name, _write(path, content)
                continue
            waiting.append((member.name, pool.submit(_write, path, io.BytesIO(content.read()))))
            if len(waiting) > 2 * _WRITERS:
                name, writing = waiting.popleft()
                yield name, writing.result()
        for name, writing in waiting:
            yield name, writing.result()


def _within(place: Path, name: str) -> Path:
    """Return where a file of a backup is written; raise Unreadable for a name that is no plain path below `place`."""
    parts = name.split("/")
    # A backslash or a colon leads elsewhere on some systems, and stands in no name that Pendopo gives.
    if not name.isprintable() or {"", ".", ".."} & {*parts} or {"\\", ":"} & {*name}:
        raise Unreadable(f"{name!r} leads outside the destination.")
    return place.joinpath(*parts)


def _write(path: Path, content: IO[bytes]) -> str:
    """Write a new file, synced, and return the digest of what was written; a name that is there already is refused."""
    digest = hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while piece := content.read(PIECE):
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()
