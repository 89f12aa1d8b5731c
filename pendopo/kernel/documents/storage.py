"""A folder that keeps what it was given: a stored file survives a power cut before its row is committed."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible


def private_files() -> Storage:
    """Return the store of all documents: STORAGES["private"], a folder by default, S3-compatible where configured."""
    return storages["private"]


class StoreAway(OSError):
    """The store of several machines does not answer, or refuses (penyimpanan berkas tidak menjawab); told as a failing disk."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(errno.EIO, f"The file store does not do what it is asked: {reason}")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@deconstructible(path="pendopo.kernel.documents.storage.DurableFileStorage")
class DurableFileStorage(FileSystemStorage):
    """FileSystemStorage that writes aside, syncs, renames and syncs the folder; files are mode 0600, folders 0700."""

    def _make_folder(self, folder: Path) -> None:
        missing = []
        while not folder.is_dir():
            missing.append(folder)
            folder = folder.parent
        for new in reversed(missing):
            new.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(new.parent)

    def _save(self, name: str, content: File[bytes]) -> str:
        target = Path(self.path(name))
        self._make_folder(target.parent)
        aside = target.with_name(f".{target.name}.part")
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as out:
                for piece in content.chunks():
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            aside.rename(target)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        return name

    def take(self, files: Mapping[str, Path]) -> list[str]:
        """Move synced files into the store, by name, and return the names that are left: those on another file system.

        A name that is taken already stays as it is.
        """
        Path(self.location).mkdir(parents=True, exist_ok=True, mode=0o700)
        device = Path(self.location).stat().st_dev
        left, folders = [], set[Path]()
        for name, path in files.items():
            target = Path(self.path(name))
            if path.stat().st_dev != device:
                left.append(name)
            elif not target.exists():
                self._make_folder(target.parent)
                path.chmod(0o600)
                path.rename(target)
                folders.add(target.parent)
        with ThreadPoolExecutor() as pool:
            for _done in pool.map(_sync_folder, folders):
                pass
        return left
