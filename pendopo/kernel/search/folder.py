"""The folder of this machine's index: generations, the name of the one that answers, and the lock of whoever writes.

    SEARCH_DIR/
      lock            held by the one process that writes
      current         name of the generation that answers
      broken          name of a generation that a reader could not read
      next            name of the generation that is being built
      g-…/            a generation: state.json, and the index itself in index/

Nothing in it is worth keeping: it is built again from the database.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from pendopo.kernel import clock
from pendopo.kernel.search.rules import FORMAT, GRACE_SECONDS
from pendopo.lib.ids import uuid7

CURRENT, NEXT, BROKEN, LOCK = "current", "next", "broken", "lock"


@dataclass(slots=True)
class State:
    """How far a generation follows the database, and while it is built, how far that is.

    `opstamp` is the index's own mark of its last commit: another one there means that a process died between the commit
    and this note. `kind` and `after` tell where building goes on.
    """

    lineage: str
    place: int
    format: int = FORMAT
    kinds: list[str] = field(default_factory=list)
    begun_at: str = ""
    built_at: str = ""
    opstamp: int = 0
    kind: str = ""
    after: str = ""
    looked: int = 0


@dataclass(frozen=True, slots=True)
class Generation:
    """A folder with an index and its state."""

    path: Path

    @property
    def index(self) -> Path:
        """Return the folder of the index itself."""
        return self.path / "index"

    def read(self) -> State | None:
        """Return the state; None when it cannot be read or is of another program's version."""
        try:
            read = json.loads((self.path / "state.json").read_text(encoding="utf-8"))
            state = State(**read)
        except (OSError, ValueError, TypeError):
            return None
        return state if state.format == FORMAT else None

    def write(self, state: State) -> None:
        """Keep the state, whole or not at all."""
        _put(self.path / "state.json", json.dumps(asdict(state)))

    def stamp(self) -> int:
        """Return the index's own mark of its last commit; -1 when it cannot be read."""
        try:
            meta: dict[str, Any] = json.loads((self.index / "meta.json").read_text(encoding="utf-8"))
            return int(meta["opstamp"])
        except (OSError, ValueError, TypeError, KeyError):
            return -1


def home() -> Path:
    """Return the folder, which need not exist."""
    return Path(settings.SEARCH_DIR)


def current() -> Generation | None:
    """Return the generation that answers, or None."""
    return _named(CURRENT)


def under_way() -> Generation | None:
    """Return the generation that is being built, or None."""
    return _named(NEXT)


def broken() -> str:
    """Return the name of a generation that a reader could not read, or nothing."""
    return _name(BROKEN)


def report_broken(generation: Generation) -> None:
    """Tell whoever writes that a generation cannot be read; a folder that cannot be written is left to its owner."""
    try:
        _put(home() / BROKEN, generation.path.name)
    except OSError:
        return


def forget_broken() -> None:
    """Forget what a reader reported."""
    _forget(BROKEN)


def begin(state: State) -> Generation:
    """Return a new, empty generation and name it the one that is being built."""
    generation = Generation(home() / f"g-{uuid7().hex}")
    generation.index.mkdir(parents=True)
    generation.write(state)
    _put(home() / NEXT, generation.path.name)
    return generation


def publish(generation: Generation) -> None:
    """Let a generation answer from now on."""
    _put(home() / CURRENT, generation.path.name)
    _forget(NEXT, BROKEN)


def withdraw() -> None:
    """Let nothing answer until the next generation is published."""
    _forget(CURRENT, BROKEN)


def give_up() -> None:
    """Forget the generation that is being built."""
    _forget(NEXT)


def tidy() -> None:
    """Remove generations that neither answer nor are built; one that was replaced just now may still be read."""
    kept = {_name(CURRENT), _name(NEXT)}
    for path in home().glob("g-*"):
        if path.name not in kept and _age(path) > GRACE_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def size() -> int:
    """Return the bytes of everything in the folder."""
    return sum(path.stat().st_size for path in home().rglob("*") if path.is_file())


@contextmanager
def writing(*, wait: bool = False) -> Iterator[bool]:
    """Hold the folder's lock; yield False at once when another process has it, or `wait` for it.

    The operating system lets go of the lock when its process ends, however it ends.
    """
    home().mkdir(parents=True, exist_ok=True)
    with (home() / LOCK).open("a", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def generation_of(name: str) -> Generation:
    """Return the generation called `name`."""
    return Generation(home() / name)


def as_uuid(text: str) -> UUID | None:
    """Return the id that a state keeps as text, None for nothing."""
    return UUID(text) if text else None


def _named(pointer: str) -> Generation | None:
    name = _name(pointer)
    return generation_of(name) if name else None


def _name(pointer: str) -> str:
    """Return the name in a pointer file, nothing for a missing or damaged one."""
    try:
        name = (home() / pointer).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return name if name.startswith("g-") and name[2:].isalnum() else ""


def _put(path: Path, text: str) -> None:
    aside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def _forget(*pointers: str) -> None:
    for pointer in pointers:
        (home() / pointer).unlink(missing_ok=True)


def _age(path: Path) -> float:
    """Return the seconds since a generation was last told something, or replaced."""
    try:
        touched = max(path.stat().st_mtime, (home() / CURRENT).stat().st_mtime)
    except OSError:
        return GRACE_SECONDS + 1
    return clock.now().timestamp() - touched
