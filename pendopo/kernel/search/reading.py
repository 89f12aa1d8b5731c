"""Reading this machine's index: opened once per process, read again when somebody wrote, left when it was replaced."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import tantivy

from pendopo.kernel.search import folder
from pendopo.kernel.search.folder import Generation
from pendopo.kernel.search.soundness import Unreadable, reading_it

Mark = tuple[int, int]

_log = logging.getLogger(__name__)
_lock = Lock()
_open: dict[Path, Reading] = {}


@dataclass(slots=True)
class Reading:
    """An open index; `pointer` and `meta` tell which state of the files it shows."""

    generation: Generation
    pointer: Mark
    meta: Mark
    index: tantivy.Index
    searcher: tantivy.Searcher


def reading() -> Reading | None:
    """Return the index that answers, as it was last committed; None while there is none.

    Costs two looks at the file system. What cannot be read is reported to whoever writes, who builds it anew.
    """
    home = folder.home()
    pointer = _mark(home / folder.CURRENT)
    with _lock:
        kept = _open.get(home)
        if pointer is None:
            _open.pop(home, None)
            return None
        try:
            with reading_it():
                if kept is None or kept.pointer != pointer:
                    kept = _opened(pointer)
                return _renewed(kept) if kept else None
        except Unreadable as trouble:
            failed(folder.current(), trouble)
            return None
        finally:
            _keep(home, kept)


def _keep(home: Path, kept: Reading | None) -> None:
    if kept is None:
        _open.pop(home, None)
    else:
        _open[home] = kept


def failed(generation: Generation | None, trouble: Unreadable) -> None:
    """Note that an index could not be read; the worker looks whether that is true."""
    if generation is not None:
        _log.warning("The search index %s cannot be read: %s", generation.path.name, trouble, exc_info=trouble)
        folder.report_broken(generation)


def _opened(pointer: Mark) -> Reading | None:
    generation = folder.current()
    # A state that cannot be read is another version's: the index may hold other fields.
    if generation is None or generation.read() is None:
        return None
    meta = _mark(generation.index / "meta.json")
    if meta is None:
        raise FileNotFoundError(generation.index / "meta.json")
    index = tantivy.Index.open(str(generation.index))
    index.config_reader(reload_policy="Manual")
    index.reload()
    return Reading(generation, pointer, meta, index, index.searcher())


def _renewed(kept: Reading) -> Reading:
    meta = _mark(kept.generation.index / "meta.json")
    if meta != kept.meta and meta is not None:
        kept.index.reload()
        kept.meta, kept.searcher = meta, kept.index.searcher()
    return kept


def _mark(path: Path) -> Mark | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
