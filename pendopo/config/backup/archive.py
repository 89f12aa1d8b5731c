"""Making a backup, and putting one back: a tar of database, stored files and a manifest that says what all of it must be.

The database is copied first. A file is written before its row and removed after it, so every file that the copy speaks of
is still there, unless it was removed while the backup ran; that is told.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

import click
from django.conf import settings
from django.core.files.base import File
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from pendopo import __version__
from pendopo.config.backup import databases
from pendopo.config.backup.packing import Packer
from pendopo.config.backup.sealing import Sealer, Unreadable
from pendopo.config.backup.unpacking import unpack
from pendopo.kernel import clock
from pendopo.kernel.documents.storage import private_files

FORMAT: Final = 1
_MANIFEST: Final = "manifest.json"
_KEY: Final = "secret.key"
_FILES: Final = "files/"
# Keys of the signing test, roots that the administrator trusts, and what was signed of the audit trail.
_FOLDERS: Final = ("signing-test", "signing-trust", "audit")
_CHUNK: Final = 1 << 20
# A store behind a network answers several at once.
_AT_ONCE: Final = 8

Progress = Callable[[int], object]


@dataclass(slots=True)
class Summary:
    """What a backup holds, or what was put back; `missing` and `altered` name stored files that are not as they must be."""

    rows: int = 0
    tables: int = 0
    files: int = 0
    size: int = 0
    has_key: bool = False
    made_at: str = ""
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)


def make(target: Path, *, passphrase: str = "", progress: Callable[[int], Progress] | None = None) -> Summary:
    """Write a backup to `target`, which appears only when it is whole; encrypted, with the secret key, by a passphrase.

    `progress` is called with the number of files and gives what is called with the number done. Raises
    click.ClickException with the remedy when there is no room or `target` is there already.
    """
    if target.exists():
        raise click.ClickException(f"{target} is there already. Choose another name; a backup never replaces another.")
    with tempfile.TemporaryDirectory(prefix=".pendopo-backup-", dir=target.parent) as folder:
        copy = databases.copy_database(Path(folder))
        size = copy.file.stat().st_size + sum(each.size for each in copy.stored)
        if size > shutil.disk_usage(target.parent).free:
            raise click.ClickException(f"{target.parent} has no room for {size:,} bytes. Choose another place.")
        aside = Path(folder) / "whole"
        summary = Summary(
            rows=sum(copy.rows.values()),
            tables=len(copy.rows),
            has_key=bool(passphrase),
            made_at=clock.now().isoformat(timespec="seconds"),
        )
        step = progress(len(copy.stored)) if progress else _no_progress
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            with _packed(out, passphrase) as tar:
                _pack(tar, copy, summary, step)
            out.flush()
            os.fsync(out.fileno())
        summary.size = aside.stat().st_size
        aside.rename(target)
    return summary


def _no_progress(_done: int) -> object:
    return None


@contextmanager
def _packed(out: IO[bytes], passphrase: str) -> Iterator[tarfile.TarFile]:
    with ExitStack() as stack:
        inner: Any = stack.enter_context(Sealer(out, passphrase)) if passphrase else out
        packed: Any = stack.enter_context(Packer(inner))
        tar = stack.enter_context(tarfile.open(fileobj=packed, mode="w|", bufsize=_CHUNK))
        tar.copybufsize = _CHUNK  # type: ignore[attr-defined]
        yield tar


def _pack(tar: tarfile.TarFile, copy: databases.Copy, summary: Summary, step: Progress) -> None:
    digests = {copy.file.name: _add(tar, copy.file.name, copy.file)}
    if summary.has_key:
        digests[_KEY] = _add_bytes(tar, _KEY, settings.SECRET_KEY.encode())
        for path in _kept_beside():
            name = path.relative_to(settings.VAR_DIR).as_posix()
            digests[name] = _add(tar, name, path)
    for stored in copy.stored:
        digest = _add_stored(tar, stored)
        if digest is None:
            summary.missing.append(stored.name)
        else:
            digests[_FILES + stored.name] = digest
            summary.files += 1
            if digest != stored.sha256:
                summary.altered.append(stored.name)
        step(1)
    manifest = {
        "format": FORMAT,
        "pendopo": __version__,
        "made_at": summary.made_at,
        "database": copy.file.name,
        "rows": copy.rows,
        "migrations": sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
        "key": _fingerprint(settings.SECRET_KEY),
        "missing": summary.missing,
        "altered": summary.altered,
        "sha256": digests,
    }
    _add_bytes(tar, _MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())


def _kept_beside() -> Iterator[Path]:
    for folder in _FOLDERS:
        yield from sorted(path for path in (Path(settings.VAR_DIR) / folder).rglob("*") if path.is_file())


class _Counted(io.RawIOBase):
    """Reads a file and keeps the digest of what went by."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        place = memoryview(buffer)  # type: ignore[arg-type]
        content = self.source.read(len(place))
        place[: len(content)] = content
        self.digest.update(content)
        return len(content)


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    with path.open("rb") as source:
        return _add_from(tar, name, source, path.stat().st_size)


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> str:
    return _add_from(tar, name, io.BytesIO(content), len(content))


def _add_stored(tar: tarfile.TarFile, stored: databases.Stored) -> str | None:
    """Add a stored file and return its digest, None when it is not there any more."""
    files = private_files()
    try:
        with files.open(stored.name, "rb") as source:
            return _add_from(tar, _FILES + stored.name, source, source.size)
    except FileNotFoundError:
        return None


def _add_from(tar: tarfile.TarFile, name: str, source: IO[bytes], size: int) -> str:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    counted = _Counted(source)
    tar.addfile(entry, io.BufferedReader(counted, _CHUNK))
    return counted.digest.hexdigest()


def _fingerprint(key: str) -> str:
    """Return what tells the secret key from another one and nothing about it."""
    return hmac.new(key.encode(), b"pendopo backup", hashlib.sha256).hexdigest()


def put_back(source: Path, *, passphrase: str = "") -> Summary:
    """Put a backup into this empty installation and return what was put back, after every byte was compared.

    Nothing of the installation is touched before the whole backup was read and found as its manifest says. Raises
    click.ClickException with the remedy.
    """
    if not databases.is_empty():
        raise click.ClickException(
            "This installation already holds agencies, and nothing is ever overwritten. "
            "Name an empty database with DATABASE_URL and a new folder with PENDOPO_VAR, and try again."
        )
    with tempfile.TemporaryDirectory(prefix=".pendopo-restore-", dir=_var()) as folder:
        place = Path(folder)
        try:
            manifest = _checked(place, unpack(source, place, passphrase))
        except (Unreadable, tarfile.TarError, EOFError, OSError) as wrong:
            raise click.ClickException(f"{source} cannot be read: {wrong}") from wrong
        _expect_key(place, manifest)
        return _put(place, manifest)


def _var() -> Path:
    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _checked(place: Path, found: dict[str, str]) -> dict[str, Any]:
    """Return the manifest; raise Unreadable unless the files found are those that it names, with its digests."""
    try:
        manifest: dict[str, Any] = json.loads((place / _MANIFEST).read_bytes())
    except FileNotFoundError:
        raise Unreadable("it has no manifest, so it is cut off or no backup of Pendopo.") from None
    except ValueError as wrong:
        raise Unreadable("its manifest is none of Pendopo.") from wrong
    if manifest.get("format") != FORMAT:
        raise Unreadable("it was made by a newer Pendopo. Install that version first.")
    found.pop(_MANIFEST)
    wanted: dict[str, str] = manifest["sha256"]
    if strange := sorted(found.keys() ^ wanted.keys()):
        raise Unreadable(f"{strange[0]} is in only one of manifest and backup.")
    for name, digest in wanted.items():
        if found[name] != digest:
            raise Unreadable(f"{name} is not as it was when the backup was made.")
    if manifest["database"] not in wanted:
        raise Unreadable("its manifest names a database that is not in it.")
    _expect_known(set(manifest["migrations"]))
    return manifest


def _expect_known(migrations: set[str]) -> None:
    from django.db.migrations.loader import MigrationLoader

    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(migrations - known):
        raise Unreadable(f"it was made by a newer Pendopo, which knows {unknown[0]}. Install that version first.")


def _expect_key(place: Path, manifest: dict[str, Any]) -> None:
    """See to it that the installation works with the key of the backup; raise click.ClickException otherwise."""
    if hmac.compare_digest(manifest["key"], _fingerprint(settings.SECRET_KEY)):
        return
    inside = place / _KEY
    if not inside.exists():
        raise click.ClickException(
            "The backup was made with another secret key, without which identity numbers and tracking codes stay closed. "
            "Put that key into PENDOPO_SECRET_KEY, or its file secret.key into PENDOPO_VAR, and try again."
        )
    if os.environ.get("PENDOPO_SECRET_KEY"):
        raise click.ClickException(
            "PENDOPO_SECRET_KEY holds another key than the backup. Leave it out for the restore, and try again."
        )
    aside = _var() / f".{_KEY}.restored"
    shutil.copyfile(inside, aside)
    aside.chmod(0o600)
    aside.rename(_var() / _KEY)
    settings.SECRET_KEY = inside.read_text(encoding="ascii")


def _put(place: Path, manifest: dict[str, Any]) -> Summary:
    wanted = manifest["sha256"]
    summary = Summary(missing=manifest["missing"], altered=manifest["altered"], made_at=manifest["made_at"])
    stored = {name.removeprefix(_FILES): place / name for name in sorted(wanted) if name.startswith(_FILES)}
    _store(stored)
    summary.files = len(stored)
    for name in sorted(wanted):
        if name.partition("/")[0] in _FOLDERS:
            (_var() / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(place / name, _var() / name)
            (_var() / name).chmod(0o600)
    # Last, because only with it the installation is no longer empty: a restore that was cut off is simply repeated.
    databases.put_database(place / manifest["database"])
    if (rows := databases.rows_now()) != manifest["rows"]:
        different = sorted(
            name for name in rows.keys() | manifest["rows"] if rows.get(name) != manifest["rows"].get(name)
        )
        raise click.ClickException(f"The database was put back, but these tables differ: {', '.join(different)}.")
    summary.rows, summary.tables, summary.has_key = sum(rows.values()), len(rows), _KEY in wanted
    return summary


def _store(stored: dict[str, Path]) -> None:
    """Put files into the store, under their names; what a restore that was cut off has put there already stays."""
    files = private_files()

    def save(name: str) -> None:
        if not files.exists(name):
            with stored[name].open("rb") as content:
                files.save(name, File(content))

    take: Callable[[dict[str, Path]], list[str]] = getattr(files, "take", list)
    left = take(stored)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _done in pool.map(save, left):
            pass
