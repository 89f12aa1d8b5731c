"""The private store: synced before it answers, nothing half-written, and agreement with the table."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents import actions, reconcile
from pendopo.kernel.documents.storage import private_files
from pendopo.kernel.documents.tests.test_actions import keep
from pendopo.kernel.people.actors import CITIZEN


def test_file_and_folders_are_synced_before_and_after_the_rename(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real_sync, real_rename = os.fsync, Path.rename

    def sync(handle: int) -> None:
        target = Path(f"/proc/self/fd/{handle}").readlink()
        done.append(f"sync {'folder' if target.is_dir() else 'file'} {target.name}")
        real_sync(handle)

    def rename(path: Path, target: Path) -> Path:
        done.append(f"rename {path.name} {target.name}")
        return real_rename(path, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "rename", rename)
    private_files().save("a/b/c", ContentFile(b"isi"))
    parent = store_folder.parent.name
    assert done == [
        f"sync folder {parent}",
        "sync folder files",
        "sync folder a",
        "sync file .c.part",
        "rename .c.part c",
        "sync folder b",
    ]


def test_a_full_disk_leaves_no_part_behind(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    store_folder.mkdir()
    (store_folder / "a").mkdir()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        private_files().save("a/b", ContentFile(b"isi"))
    assert list((store_folder / "a").iterdir()) == []


def test_reconciler_finds_every_disagreement(agency: Agency, store_folder: Path) -> None:
    assert reconcile.reconcile().agrees
    kept = [keep(agency, uuid4()) for _ in range(4)]
    later = clock.now() + dt.timedelta(hours=2)
    with clock.frozen(later):
        found = reconcile.reconcile(checksums=True)
        assert (found.agrees, found.checked) == (True, 4)
        missing, altered, removed, _ = (store_folder / document.storage_name for document in kept)
        missing.unlink()
        altered.write_bytes(b"lain")
        actions.remove(document=kept[2], reason="Salah", by=CITIZEN)  # bytes go at commit, and this test never commits
        private_files().save("asing/tak-dikenal", ContentFile(b"x"))
        seen: list[int] = []
        found = reconcile.reconcile(checksums=True, progress=seen.append)
        assert found == reconcile.Findings(
            checked=4,
            missing=[kept[0].storage_name],
            altered=[kept[1].storage_name],
            left_behind=[kept[2].storage_name],
            without_row=["asing/tak-dikenal"],
        )
        assert (found.agrees, sum(seen)) == (False, 4)
        assert reconcile.reconcile().altered == []
        assert reconcile.sweep(found) == 2
    assert not removed.exists()
    assert not (store_folder / "asing/tak-dikenal").exists()


@pytest.mark.django_db(transaction=True)
def test_reconciler_walks_many_files_in_batches(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile, "_CHUNK", 2)
    gone = keep(agency, uuid4())
    actions.remove(document=gone, reason="Salah", by=CITIZEN)
    for number in range(5):
        private_files().save(f"a/{number}", ContentFile(b"x"))
    with clock.frozen(clock.now() + dt.timedelta(hours=2)):
        found = reconcile.reconcile()
    assert found == reconcile.Findings(checked=1, without_row=[f"a/{number}" for number in range(5)])


def test_a_young_file_without_row_may_be_on_its_way(store_folder: Path, db: None) -> None:
    private_files().save("a/b", ContentFile(b"x"))
    assert reconcile.reconcile().agrees


def test_names_are_never_reused(agency: Agency, subject: UUID) -> None:
    assert len({keep(agency, subject).storage_name for _ in range(3)}) == 3
