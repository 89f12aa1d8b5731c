"""Do the store and the table agree? Files without row, rows without file, bytes of removed documents.

A file is written before its row, so a crash between the two leaves a file without row and never the reverse.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from django.core.files.storage import Storage

from pendopo.kernel import clock
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.storage import private_files

# A file younger than this may belong to a submission that is being committed right now.
GRACE: Final = dt.timedelta(hours=1)
# What no row stands for is kept so long: after the database alone was put back to an earlier time, it may be wanted.
KEPT: Final = dt.timedelta(days=7)
_CHUNK: Final = 500


@dataclass(slots=True)
class Findings:
    """What does not agree, by storage name; `checked` counts the rows looked at."""

    checked: int = 0
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    left_behind: list[str] = field(default_factory=list)
    without_row: list[str] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Return whether every row has its bytes and every file its row."""
        return not (self.missing or self.altered or self.left_behind or self.without_row)


def _no_progress(_: int) -> object:
    return None


def reconcile(
    *, checksums: bool = False, grace: dt.timedelta = GRACE, progress: Callable[[int], object] = _no_progress
) -> Findings:
    """Compare every row with the store, and the store with the rows; with `checksums` also read every byte.

    Reads only. Files without row count only when they are older than `grace`. `progress` is called with the number of
    rows done since the last call.
    """
    files = private_files()
    findings = Findings()
    rows = Document.objects.order_by("id").values_list("storage_name", "sha256", "removed_at")
    for name, sha256, removed_at in rows.iterator(chunk_size=_CHUNK):
        findings.checked += 1
        progress(1)
        there = files.exists(name)
        if removed_at is not None:
            if there:
                findings.left_behind.append(name)
        elif not there:
            findings.missing.append(name)
        elif checksums and _digest(files, name) != sha256:
            findings.altered.append(name)
    findings.without_row = list(_files_without_row(files, clock.now() - grace))
    return findings


def _digest(files: Storage, name: str) -> str:
    with files.open(name, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files_without_row(files: Storage, young: dt.datetime) -> Iterator[str]:
    batch: list[str] = []
    for name in _walk(files, ""):
        batch.append(name)
        if len(batch) == _CHUNK:
            yield from _strangers(files, batch, young)
            batch = []
    yield from _strangers(files, batch, young)


def _strangers(files: Storage, names: list[str], young: dt.datetime) -> Iterator[str]:
    known = set(Document.objects.filter(storage_name__in=names).values_list("storage_name", flat=True))
    for name in names:
        if name not in known and files.get_modified_time(name) < young:
            yield name


def _walk(files: Storage, folder: str) -> Iterator[str]:
    try:
        folders, names = files.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored
        return
    prefix = f"{folder}/" if folder else ""
    for name in sorted(names):
        yield prefix + name
    for below in sorted(folders):
        yield from _walk(files, prefix + below)


def sweep(findings: Findings) -> int:
    """Delete the bytes that no row stands for (`left_behind`, `without_row`); return how many files went."""
    files = private_files()
    for name in findings.left_behind + findings.without_row:
        files.delete(name)
    return len(findings.left_behind) + len(findings.without_row)
