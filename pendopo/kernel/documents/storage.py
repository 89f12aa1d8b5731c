"""A folder that keeps what it was given: a stored file survives a power cut before its row is committed."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible


def private_files() -> Storage:
    """Return the store of all documents: STORAGES["private"], a folder by default, S3-compatible where configured."""
    return storages["private"]


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
