"""Keeping this machine's index in step with the database: following changes, and building anew in slices.

The database is the only truth. An index that follows another database, was away for too long, or cannot be read is
withdrawn at once; one that is merely of another make goes on answering until the next is published in its place.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import tantivy

from pendopo.kernel import clock
from pendopo.kernel.search import folder
from pendopo.kernel.search.actions import course, place_changes
from pendopo.kernel.search.folder import Generation, State
from pendopo.kernel.search.models import Change, Course
from pendopo.kernel.search.registry import Entry, Searchable, find_searchable, searchables
from pendopo.kernel.search.rules import LOAD_IDS, REBUILD_DAYS, SLICE_SECONDS
from pendopo.kernel.search.schema import KEY, document, key_of, schema
from pendopo.kernel.search.soundness import Unreadable, is_sound, reading_it

_PLACES = 20
_HEAP_BYTES = 100_000_000

Told = Callable[[int], object]


class LoadFailed(Exception):
    """A module gave what it was not asked for; the index itself is sound."""


_log = logging.getLogger(__name__)


def keep_up(*, seconds: float = SLICE_SECONDS, wait: bool = False, told: Told | None = None) -> int:
    """Do one round: follow the changes, build a slice where an index is missing; return how many things were done.

    Does nothing while another process writes, unless it shall `wait` for it. `told` hears how many ids were looked at.
    """
    with folder.writing(wait=wait) as mine:
        if not mine:
            return 0
        folder.tidy()
        place_changes()
        now = course()
        until = time.monotonic() + seconds
        live = _sound(now)
        done = _follow(live, now, until) if live else 0
        if live is None or _outdated(live) or folder.under_way():
            done += _build(now, until, told)
        return done


def begin_anew() -> str:
    """Begin a new index, whatever is being built; return its name. The one that answers goes on answering."""
    with folder.writing(wait=True):
        folder.give_up()
        place_changes()
        return _begin(course())[0].path.name


# ------------------------------------------------------------------------------------------------------- following
def _sound(now: Course) -> Generation | None:
    """Return the generation that answers; one that must not answer is withdrawn."""
    live = folder.current()
    if live is None:
        return None
    state = live.read()
    if state and _follows(state, now) and live.stamp() >= 0 and not _is_broken(live):
        return live
    _log.warning("The search index %s cannot be used any more; a new one is built.", live.path.name)
    folder.withdraw()
    return None


def _is_broken(live: Generation) -> bool:
    """Return whether a reader's complaint is true; a question that the index cannot answer is no reason to build it anew."""
    if folder.broken() != live.path.name:
        return False
    if not is_sound(live):
        return True
    _log.error("The search index %s was reported as unreadable, but it is sound.", live.path.name)
    folder.forget_broken()
    return False


def _follows(state: State, now: Course) -> bool:
    """Return whether a generation comes from this database, and the changes since then are all there."""
    return state.lineage == str(now.lineage) and now.forgotten <= state.place <= now.last


def _outdated(live: Generation) -> bool:
    """Return whether a generation lacks a kind, or is so old that it shall be compared with the database as a whole."""
    state = live.read()
    if state is None or state.kinds != _kinds():
        return True
    return dt.datetime.fromisoformat(state.built_at) < clock.now() - dt.timedelta(days=REBUILD_DAYS)


def _follow(generation: Generation, now: Course, until: float) -> int:
    """Apply the changes that the generation has not seen; return how many. Applying one twice changes nothing."""
    state = generation.read()
    if state is None or state.place >= now.last:
        return 0
    done = 0
    try:
        with _writer(generation) as writer:
            while state.place < now.last:
                upto = min(state.place + _PLACES, now.last)
                done += _apply(writer, state.place, upto)
                state.place = upto
                if time.monotonic() > until:
                    break
            with reading_it():
                state.opstamp = writer.commit()
    except Unreadable as trouble:
        _log.warning("The search index %s cannot be written: %s", generation.path.name, trouble)
        folder.report_broken(generation)
        return 0
    generation.write(state)
    return done


def _apply(writer: tantivy.IndexWriter, beyond: int, upto: int) -> int:
    changed: dict[str, dict[UUID, None]] = defaultdict(dict)
    rows = Change.objects.filter(place__gt=beyond, place__lte=upto).order_by("place", "id")
    for kind, pk in rows.values_list("kind", "object_id"):
        changed[kind][pk] = None
    for kind, ids in changed.items():
        for some in _batches(list(ids)):
            with reading_it():
                for pk in some:
                    writer.delete_documents_by_term(KEY, key_of(kind, pk))
            _add(writer, find_searchable(kind), some)
    return sum(len(ids) for ids in changed.values())


def _add(writer: tantivy.IndexWriter, searchable: Searchable | None, ids: Sequence[UUID]) -> None:
    """Put in what is public of `ids`, and nothing else; raise LoadFailed when a module gives what was not asked for."""
    documents = [document(entry) for entry in _loaded(searchable, ids)] if searchable else []
    with reading_it():
        for each in documents:
            writer.add_document(each)


def _loaded(searchable: Searchable, ids: Sequence[UUID]) -> list[Entry]:
    entries = list(searchable.load(ids))
    asked = {(searchable.kind, pk) for pk in ids}
    given = [(entry.kind, entry.id) for entry in entries]
    if len(given) != len(set(given)) or not asked.issuperset(given):
        raise LoadFailed(f"{searchable.kind} gave something twice, or something that it was not asked for.")
    return entries


def _batches(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[start : start + LOAD_IDS] for start in range(0, len(ids), LOAD_IDS))


# -------------------------------------------------------------------------------------------------------- building
def _kinds() -> list[str]:
    return [each.kind for each in searchables()]


def _begin(now: Course) -> tuple[Generation, State]:
    state = State(str(now.lineage), now.last, kinds=_kinds(), begun_at=clock.now().isoformat())
    generation = folder.begin(state)
    tantivy.Index(schema(), path=str(generation.index), reuse=False)
    return generation, state


def _build(now: Course, until: float, told: Told | None) -> int:
    """Go on building where the last slice ended, or begin; publish what is complete. Return how many ids were looked at."""
    generation = folder.under_way()
    state = generation.read() if generation else None
    # Where its mark differs from the note, somebody died in the middle of a slice: what it holds twice nobody knows.
    whole = generation and state and state.opstamp == generation.stamp()
    if not generation or not state or not whole or not _follows(state, now) or state.kinds != _kinds():
        generation, state = _begin(now)
    before = state.looked
    try:
        with _writer(generation) as writer:
            complete = _fill(writer, state, until, told)
            with reading_it():
                state.opstamp = writer.commit()
    except Unreadable as trouble:
        _log.warning("The search index could not be built; it is begun anew: %s", trouble)
        folder.give_up()
        return 0
    generation.write(state)
    if complete:
        _finish(generation)
    return state.looked - before


def _fill(writer: tantivy.IndexWriter, state: State, until: float, told: Told | None) -> bool:
    """Put in what is public, kind by kind, until the time is over; return whether that was all."""
    for searchable in searchables():
        if searchable.kind < state.kind:
            continue
        if searchable.kind != state.kind:
            state.kind, state.after = searchable.kind, ""
        while ids := searchable.every(folder.as_uuid(state.after), LOAD_IDS):
            _add(writer, searchable, ids)
            state.after, state.looked = str(ids[-1]), state.looked + len(ids)
            if told:
                told(state.looked)
            if time.monotonic() > until:
                return False
    return True


def _finish(generation: Generation) -> None:
    """Catch up with what changed while it was built, and let the generation answer."""
    place_changes()
    now = course()
    _follow(generation, now, float("inf"))
    state = generation.read()
    if state is None or state.place < now.last:
        folder.give_up()
        return
    state.built_at = clock.now().isoformat()
    generation.write(state)
    folder.publish(generation)


@contextmanager
def _writer(generation: Generation) -> Iterator[tantivy.IndexWriter]:
    """Open the index for writing; what was not committed when an error comes is lost, as it should be."""
    with reading_it():
        writer = tantivy.Index(schema(), path=str(generation.index)).writer(heap_size=_HEAP_BYTES, num_threads=1)
    try:
        yield writer
    finally:
        with reading_it():
            writer.wait_merging_threads()
