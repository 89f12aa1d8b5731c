"""Whether an index can be read: what reading it raises, and what its files say of themselves."""

from __future__ import annotations

import json
import mmap
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import tantivy

from pendopo.kernel.search.folder import Generation

# The end of every file of an index: a description in JSON with the checksum of what stands before it, its length, a mark.
_TAIL: Final = 8
_MARK: Final = 1337
_FILES: Final = frozenset({"fast", "fieldnorm", "idx", "pos", "store", "term"})


class Unreadable(Exception):
    """The index, or a part of it, cannot be read or written; nothing is wrong with the database."""


@contextmanager
def reading_it() -> Iterator[None]:
    """Turn whatever the index raises about its files into Unreadable.

    Where a file says what it cannot say, its program stops in the middle (a panic), which Python sees as an exception
    that is no Exception.
    """
    try:
        yield
    except (OSError, ValueError, LookupError) as trouble:
        raise Unreadable(str(trouble)) from trouble
    except BaseException as trouble:
        if type(trouble).__name__ != "PanicException":
            raise
        raise Unreadable(str(trouble)) from trouble


def is_sound(generation: Generation) -> bool:
    """Return whether the index opens and every file has the checksum that it says; reads all of it, a second per GB."""
    try:
        with reading_it():
            tantivy.Index.open(str(generation.index)).reload()
            files = [path for path in generation.index.iterdir() if path.suffix[1:] in _FILES]
            return all(_has_its_checksum(path) for path in files)
    except Unreadable:
        return False


def _has_its_checksum(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        end = len(content) - _TAIL
        length = int.from_bytes(content[end : end + 4], "little")
        if int.from_bytes(content[end + 4 :], "little") != _MARK or length > end:
            return False
        said = json.loads(content[end - length : end])["crc"]
        with memoryview(content) as view, view[: end - length] as body:
            return bool(zlib.crc32(body) == said)
