"""The folder: built in slices, replaced whole, healed when damaged, written by one process at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from pendopo.kernel.search import folder, reading, upkeep
from pendopo.kernel.search.queries import search, status, suggest
from pendopo.kernel.search.soundness import Unreadable, _has_its_checksum, is_sound, reading_it
from pendopo.kernel.search.tests.indexing import Indexed
from pendopo.kernel.search.tests.shelf import Shelf


def ids(words: str) -> list[int]:
    return [hit.id.int for hit in search(words).hits]


def filled(shelf: Shelf, count: int = 3) -> None:
    for number in range(1, count + 1):
        shelf.put(number, "Laporan keuangan", "angka dan kata")


def test_without_an_index_nothing_is_found_and_said_so(index: Indexed) -> None:
    assert not search("laporan").ready
    assert search("laporan").hits == []
    assert suggest("lap") == []
    assert not status().ready


def test_building_goes_in_slices_and_the_old_index_answers_meanwhile(index: Indexed, shelf: Shelf) -> None:
    filled(shelf, 1)
    index.bring_up_to_date()
    shelf.fill(1999)
    begun = upkeep.begin_anew()
    looked: list[int] = []
    for _round in range(3):
        assert upkeep.keep_up(seconds=0, told=looked.append) == 500
        assert search("laporan").total == 1
        assert status().building == looked[-1]
    upkeep.keep_up(seconds=0, told=looked.append)
    assert looked == [500, 1000, 1500, 1999]
    index.bring_up_to_date()
    assert search("laporan").total == 1999
    assert folder.current() == folder.generation_of(begun)
    assert folder.under_way() is None


def test_what_changes_while_it_is_built_is_there_in_the_end(index: Indexed, shelf: Shelf) -> None:
    shelf.fill(699)
    upkeep.keep_up(seconds=0)
    shelf.hide(UUID(int=1))
    shelf.put(2, "Berita acara")
    shelf.put(9000, "Laporan baru")
    index.bring_up_to_date()
    assert search("laporan").total == 698
    assert (ids("berita"), ids("baru")) == ([2], [9000])


def test_a_kind_that_is_new_is_built_in(index: Indexed, shelf: Shelf) -> None:
    from pendopo.kernel.search import registry

    filled(shelf)
    index.bring_up_to_date()
    film = Shelf("film")
    film.put(70, "Laporan film")
    registry.add_searchable(film.searchable)
    # The change is applied at once; the index is built anew, because there may be older ones.
    before = folder.current()
    index.bring_up_to_date()
    assert folder.current() != before
    assert sorted(ids("laporan")) == [1, 2, 3, 70]


def test_a_generation_of_another_program_does_not_answer(index: Indexed, shelf: Shelf) -> None:
    filled(shelf)
    index.bring_up_to_date()
    live = folder.current()
    assert live is not None
    state = live.read()
    assert state is not None
    state.format += 1
    live.write(state)
    folder.publish(live)
    assert not search("laporan").ready
    index.bring_up_to_date()
    assert ids("laporan") == [1, 2, 3]


def test_building_goes_on_with_the_kind_where_it_stopped(index: Indexed, shelf: Shelf) -> None:
    from pendopo.kernel.search import registry

    film = Shelf("film")
    registry.add_searchable(film.searchable)
    shelf.fill(3)
    film.fill(3)
    upkeep.keep_up(seconds=-1)
    upkeep.keep_up(seconds=-1)
    building = folder.under_way()
    assert building is not None
    state = building.read()
    assert state is not None
    assert (state.kind, state.looked) == ("film", 6)
    index.bring_up_to_date()
    assert search("laporan").total == 6
    assert len(shelf.asked) == 1


def test_what_cannot_catch_up_is_not_published(index: Indexed, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.fill(3)
    with monkeypatch.context() as broken:
        broken.setattr(upkeep, "_follow", lambda *_: 0)
        upkeep.keep_up(seconds=60, told=lambda _looked: shelf.put(4, "Laporan baru"))
    assert (folder.current(), folder.under_way()) == (None, None)
    index.bring_up_to_date()
    assert search("laporan").total == 4


def files(live: folder.Generation, suffix: str) -> Path:
    return next(path for path in live.index.iterdir() if path.name.endswith(suffix))


def flip(path: Path) -> None:
    """Change bytes in the middle of a file, as a failing disk does."""
    content = bytearray(path.read_bytes())
    for place in range(0, max(len(content) - 160, 1), 3):
        content[place] ^= 0x5A
    path.write_bytes(content)


DAMAGE: dict[str, Callable[[folder.Generation], None]] = {
    "pointer lost": lambda live: (folder.home() / folder.CURRENT).unlink(),
    "pointer damaged": lambda live: (folder.home() / folder.CURRENT).write_bytes(b"\xff\xfe../../etc") and None,
    "pointer to nothing": lambda live: (folder.home() / folder.CURRENT).write_text("g-0") and None,
    "state lost": lambda live: (live.path / "state.json").unlink(),
    "state damaged": lambda live: (live.path / "state.json").write_text("{") and None,
    "meta lost": lambda live: (live.index / "meta.json").unlink(),
    "meta damaged": lambda live: (live.index / "meta.json").write_text("[]") and None,
    "terms lost": lambda live: files(live, ".term").unlink(),
    "postings cut": lambda live: os.truncate(files(live, ".idx"), 10),
    "terms flipped": lambda live: flip(files(live, ".term")),
    "postings flipped": lambda live: flip(files(live, ".idx")),
    "columns flipped": lambda live: flip(files(live, ".fast")),
    "store flipped": lambda live: flip(files(live, ".store")),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_folder_heals(
    index: Indexed, shelf: Shelf, damage: Callable[[folder.Generation], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(shelf)
    index.bring_up_to_date()
    live = folder.current()
    assert live is not None
    damage(live)
    # Another process opens it.
    monkeypatch.setattr(reading, "_open", {})
    results = search("laporan", chosen={"class": ["x"]})
    suggest("lap")
    assert results.total in {0, 3}
    index.bring_up_to_date()
    assert ids("laporan") == [1, 2, 3]
    healed = folder.current()
    assert healed is not None
    assert is_sound(healed)
    assert folder.broken() == ""


def test_the_folder_lost_whole_is_built_again(index: Indexed, shelf: Shelf) -> None:
    import shutil

    filled(shelf)
    index.bring_up_to_date()
    assert ids("laporan") == [1, 2, 3]
    shutil.rmtree(index.folder)
    assert not search("laporan").ready
    index.bring_up_to_date()
    assert ids("laporan") == [1, 2, 3]


def test_a_complaint_about_a_sound_index_builds_nothing(index: Indexed, shelf: Shelf) -> None:
    filled(shelf)
    index.bring_up_to_date()
    live = folder.current()
    assert live is not None
    folder.report_broken(live)
    index.bring_up_to_date()
    assert folder.current() == live
    assert folder.broken() == ""


def test_a_folder_that_cannot_be_written_is_left_to_its_owner(index: Indexed, shelf: Shelf) -> None:
    folder.report_broken(folder.generation_of("g-1"))
    (index.folder / folder.BROKEN).unlink()
    index.folder.rmdir()
    folder.report_broken(folder.generation_of("g-1"))
    assert folder.broken() == ""
    index.folder.mkdir()


def test_damage_that_shows_while_writing_heals(index: Indexed, shelf: Shelf) -> None:
    filled(shelf)
    index.bring_up_to_date()
    live = folder.current()
    assert live is not None
    files(live, ".term").unlink()
    shelf.put(4, "Laporan keempat")
    index.bring_up_to_date()
    index.bring_up_to_date()
    assert sorted(ids("laporan")) == [1, 2, 3, 4]


def test_damage_of_what_is_being_built_begins_anew(index: Indexed, shelf: Shelf) -> None:
    shelf.fill(699)
    upkeep.keep_up(seconds=0)
    building = folder.under_way()
    assert building is not None
    files(building, ".term").unlink()
    index.bring_up_to_date()
    index.bring_up_to_date()
    assert search("laporan").total == 699
    assert folder.current() != building


def test_a_file_without_its_checksum_is_not_sound(tmp_path: Path) -> None:
    (tmp_path / "a.idx").write_bytes(bytes(40))
    assert not _has_its_checksum(tmp_path / "a.idx")
    reading.failed(None, Unreadable("gone"))


def test_only_what_the_index_raises_becomes_unreadable() -> None:
    class PanicException(BaseException):
        pass

    with pytest.raises(Unreadable), reading_it():
        raise PanicException
    with pytest.raises(KeyboardInterrupt), reading_it():
        raise KeyboardInterrupt


def test_what_was_replaced_is_removed_after_a_while(index: Indexed, shelf: Shelf) -> None:
    filled(shelf)
    index.bring_up_to_date()
    first = folder.current()
    assert first is not None
    upkeep.begin_anew()
    index.bring_up_to_date()
    assert first.path.exists()
    long_ago = time.time() - 3600
    os.utime(first.path, (long_ago, long_ago))
    upkeep.keep_up()
    assert first.path.exists()
    os.utime(folder.home() / folder.CURRENT, (long_ago, long_ago))
    upkeep.keep_up()
    assert not first.path.exists()
    assert ids("laporan") == [1, 2, 3]


def test_one_process_writes_at_a_time(index: Indexed, shelf: Shelf) -> None:
    filled(shelf)
    with folder.writing() as mine:
        assert mine
        assert upkeep.keep_up() == 0
        with folder.writing() as also:
            assert not also
    assert not search("laporan").ready
    index.bring_up_to_date()
    assert ids("laporan") == [1, 2, 3]


def test_whoever_waits_gets_the_lock(index: Indexed) -> None:
    got: list[bool] = []

    def wait() -> None:
        with folder.writing(wait=True) as mine:
            got.append(mine)

    with folder.writing():
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join(0.2)
        assert got == []
    thread.join(20)
    assert got == [True]


# A process of its own, with a database of its own in a folder: first it builds an index of two books, then it builds one
# of very many, slowly, and is killed.
LIBRARY = """
import sys, time
import django
django.setup()
from django.core.management import call_command
from pendopo.kernel.search import folder, registry, upkeep
from pendopo.kernel.search.queries import search
from pendopo.kernel.search.tests.shelf import Shelf

mode = sys.argv[1]
registry._searchables.clear()
shelf = Shelf("book")
registry.add_searchable(shelf.searchable)
if mode == "build":
    call_command("migrate", "search", verbosity=0)
shelf.fill(2 if mode == "build" else 4000)


def told(looked):
    print(looked, flush=True)
    time.sleep(0.3 if looked > 1000 else 0)


if mode == "slow":
    upkeep.begin_anew()
    while upkeep.keep_up(seconds=0.01, told=told):
        pass
elif mode != "look":
    while upkeep.keep_up(seconds=60):
        pass
print("found", search("laporan").total, "building", folder.under_way() is not None)
"""


def library(mode: str, where: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", LIBRARY, mode],
        env={
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "PENDOPO_VAR": str(where),
            "DJANGO_SETTINGS_MODULE": "pendopo.config.settings",
        },
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.once
def test_killing_the_builder_leaves_the_old_index_answering(tmp_path: Path) -> None:
    """Must show 4 of issue 4: kill -9 in the middle of a rebuild; nothing is lost and the old index answers."""
    assert library("build", tmp_path).communicate(timeout=120)[0].split() == ["found", "2", "building", "False"]
    slow = library("slow", tmp_path)
    assert slow.stdout is not None
    for line in slow.stdout:
        if line.strip() == "2500":
            slow.send_signal(signal.SIGKILL)
            break
    assert slow.wait(60) == -signal.SIGKILL
    slow.stdout.close()
    assert library("look", tmp_path).communicate(timeout=120)[0].split() == ["found", "2", "building", "True"]
    assert library("finish", tmp_path).communicate(timeout=120)[0].split() == ["found", "4000", "building", "False"]
