"""May this process be sent requests: database, tables in step, file store. Asked by balancers every few seconds."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from pendopo.kernel.documents.storage import private_files
from pendopo.kernel.operation.queries import read_only
from pendopo.lib.keeping import Kept

# With less than this a submission with files could not be stored any more.
LEAST_FREE_BYTES: Final = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class State:
    """What is missing, in words for administrators; nothing when requests are welcome."""

    missing: list[str] = field(default_factory=list)
    read_only: bool = False

    @property
    def ready(self) -> bool:
        """Return whether requests are welcome. Reading only is no reason to send them elsewhere: all nodes are."""
        return not self.missing


_kept: Kept[State] = Kept(seconds=1, most_seconds=5)
# Once in step a process stays in step: a newer program only adds to the tables while older ones run.
_in_step: set[str] = set()


def state_now() -> State:
    """Return the state, a second old at most, so that strangers cannot make the database busy by asking."""
    return _kept.get("state", _ask)


def _ask() -> State:
    missing = [*_database(), *_store()]
    return State(missing, read_only=not missing and read_only().on)


def _database() -> list[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _in_step and (waiting := waiting_migrations()):
            return [f"{len(waiting)} migrations wait, first {waiting[0]}: run `pendopo setup`"]
    except DatabaseError:
        return ["the database does not answer"]
    _in_step.add("yes")
    return []


def waiting_migrations() -> list[str]:
    """Return the migrations of this program that the database has not seen. One query."""
    applied = {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}
    return sorted(_known_migrations() - applied)


@cache
def _known_migrations() -> frozenset[str]:
    return frozenset(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)


def _store() -> list[str]:
    files = private_files()
    if not isinstance(files, FileSystemStorage):
        # One store for all machines: another node would have no more of it, and most pages need no file.
        return []
    folder = Path(files.location)
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        return ["the file store cannot be written"]
    if shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
        return ["the disk of the file store is full"]
    return []
