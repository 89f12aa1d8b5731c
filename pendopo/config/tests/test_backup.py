"""What was backed up comes back, row for row and byte for byte; what is not whole is refused before anything is touched."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import click
import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.db import connection

from pendopo.config.backup import archive, packing, sealing
from pendopo.config.backup.packing import Packer, Unpacker
from pendopo.config.backup.sealing import Opener, Sealer, Unreadable
from pendopo.config.backup.unpacking import unpack
from pendopo.config.console import cli
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.storage import DurableFileStorage, private_files
from pendopo.kernel.people.actors import SYSTEM

PASSPHRASE = "kunci-cadangan yang panjang"
# Each of these ends with emptying all tables, which takes long: so few, and each looks at much.
in_the_database = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter() -> Document:
    agency = Agency.objects.create(slug="dinas", name="Dinas Contoh", short_name="Dinas")
    return documents.store_bytes(
        agency=agency, subject_type="inquiry", subject_id=uuid4(), name="surat.pdf", content=b"%PDF surat", by=SYSTEM
    )


@pytest.fixture
def empty_place(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of another, empty installation on the same kind of database."""
    place = {"PENDOPO_VAR": str(tmp_path / "baru")}
    if connection.vendor == "sqlite":
        yield place
        return
    named = connection.settings_dict
    name = f"kosong_{uuid4().hex[:12]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    login = f"{quote(named['USER'])}:{quote(named['PASSWORD'])}@" if named["USER"] else ""
    yield place | {
        "DATABASE_URL": f"postgresql://{login}/{name}?host={quote(named['HOST'], safe='')}&port={named['PORT']}"
    }
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def rows_of(raw: Any, tables: list[str]) -> dict[str, list[str]]:
    found = {}
    for table in tables:
        cursor = raw.cursor()
        # As text, because each of the two connections makes other Python of an instant and of JSON.
        each = f'CAST("{table}" AS text)' if connection.vendor == "postgresql" else "*"
        cursor.execute(f'SELECT {each} FROM "{table}"')
        found[table] = sorted(repr(tuple(row)) for row in cursor.fetchall())
    return found


def opened(place: dict[str, str]) -> Any:
    if connection.vendor == "sqlite":
        import sqlite3

        types = sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES
        return sqlite3.connect(Path(place["PENDOPO_VAR"]) / "pendopo.sqlite3", detect_types=types)
    import psycopg

    return psycopg.connect(place["DATABASE_URL"], options="-c timezone=UTC")


def pendopo(place: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PENDOPO_", "DATABASE_"))}
    command = [sys.executable, "-m", "pendopo.config.console", *arguments]
    secret = {"PENDOPO_BACKUP_PASSPHRASE": PASSPHRASE}
    return subprocess.run(command, env=kept | secret | place, capture_output=True, text=True, check=False)


@in_the_database
def test_everything_comes_back_into_an_empty_place(
    letter: Document, empty_place: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "semua.pendopo"
    made = archive.make(file, passphrase=PASSPHRASE)
    assert (made.files, made.missing, made.altered, made.has_key) == (1, [], [], True)
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"Dinas Contoh" not in file.read_bytes()
    answer = pendopo(empty_place, "restore", str(file))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.splitlines() == [
        f"Put back as of {made.made_at}: {made.rows:,} rows in {made.tables} tables, 1 files.",
        "The audit trail of every agency holds.",
        "No ledger of erasures was found. If personal data were erased after this backup, name it by --erasures.",
        "Erased again: 0 cases.",
        "Next: `pendopo setup`, then `pendopo serve` and `pendopo work`. The search index builds itself again.",
    ]
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if not name.startswith("sqlite_")]
    assert len(tables) == made.tables
    # Begun anew, so that no index of a later database answers.
    tables.remove("search_course")
    with closing(opened(empty_place)) as restored:
        assert rows_of(restored, tables) == rows_of(connection.connection, tables)
    there = Path(empty_place["PENDOPO_VAR"])
    assert (there / "secret.key").read_text() == settings.SECRET_KEY
    assert (there / "files" / letter.storage_name).read_bytes() == b"%PDF surat"
    again = pendopo(empty_place, "restore", str(file))
    assert again.returncode == 1
    assert "already holds agencies, and nothing is ever overwritten" in again.stderr


@in_the_database
def test_missing_and_altered_files_are_told_and_the_rest_is_kept(letter: Document, tmp_path: Path) -> None:
    other = documents.store_bytes(
        agency=letter.agency,
        subject_type="inquiry",
        subject_id=uuid4(),
        name="lain.pdf",
        content=b"%PDF lain",
        by=SYSTEM,
    )
    place = Path(private_files().path(letter.storage_name))
    place.chmod(0o600)
    place.write_bytes(b"%PDF surot")
    private_files().delete(other.storage_name)
    answer = CliRunner().invoke(cli, ["backup", str(tmp_path / "a"), "--plain"])
    assert answer.exit_code == 3
    assert answer.stderr.splitlines() == [
        f"1 files were missing from the store when the backup was made, first {other.storage_name}.",
        f"1 files were altered in the store when the backup was made, first {letter.storage_name}.",
    ]
    assert "The secret key is not in it." in answer.stdout
    with tarfile.open(tmp_path / "a") as tar:
        assert set(tar.getnames()) == {
            "database.dump" if connection.vendor == "postgresql" else "database.sqlite3",
            f"files/{letter.storage_name}",
            "manifest.json",
        }


@in_the_database
def test_backup_asks_for_a_passphrase_and_replaces_nothing(tmp_path: Path) -> None:
    answer = CliRunner().invoke(cli, ["backup", str(tmp_path / "a")])
    assert (answer.exit_code, "so it is encrypted" in answer.stderr) == (1, True)
    empty = tmp_path / "kosong"
    empty.write_text("\n")
    answer = CliRunner().invoke(cli, ["backup", str(tmp_path / "a"), "--passphrase-file", str(empty)])
    assert (answer.exit_code, "is empty; the passphrase stands there" in answer.stderr) == (1, True)
    empty.write_text("rahasia\n")
    done = CliRunner().invoke(cli, ["backup", str(tmp_path / "a"), "--passphrase-file", str(empty)])
    assert (done.exit_code, done.stdout.startswith(f"{tmp_path / 'a'}: ")) == (0, True)
    before = (tmp_path / "a").read_bytes()
    answer = CliRunner().invoke(cli, ["backup", str(tmp_path / "a"), "--plain"])
    assert (answer.exit_code, "is there already" in answer.stderr) == (1, True)
    assert (tmp_path / "a").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "kosong"]


def changed(file: Path, *, without: str = "", more: dict[str, bytes] | None = None, **manifest: object) -> Path:
    """Write the plain backup anew, with one thing different."""
    out = file.with_name("lain")
    with tarfile.open(file) as tar, tarfile.open(out, "w:gz") as other:
        contents = {name: tar.extractfile(name).read() for name in tar.getnames()}  # type: ignore[union-attr]
        contents["manifest.json"] = json.dumps(json.loads(contents["manifest.json"]) | manifest).encode()
        for name, content in (contents | (more or {})).items():
            if name != without:
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                other.addfile(entry, io.BytesIO(content))
    return out


def database_name() -> str:
    return "database.dump" if connection.vendor == "postgresql" else "database.sqlite3"


@in_the_database
def test_what_is_not_as_it_must_be_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a"
    archive.make(file)
    present, other = "database.sqlite3", "database.dump"
    if connection.vendor == "postgresql":
        present, other = other, present
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    foreign = {"without": present, "more": {other: b""}, "database": other, "sha256": {other: nothing}}
    for change, words in (
        ({"without": "manifest.json"}, "it has no manifest"),
        ({"format": 2}, "it was made by a newer Pendopo"),
        ({"migrations": ["dip.9999_future"]}, "knows dip.9999_future"),
        ({"more": {"files/strange": b""}}, "files/strange is in only one"),
        ({"more": {"../../escape": b""}}, "leads outside the destination"),
        ({"more": {present: b"another"}}, "is not as it was when the backup was made"),
        ({"more": {"manifest.json": b"{"}}, "its manifest is none of Pendopo"),
        ({"database": str(file)}, "names a database that is not in it"),
        ({"key": "0" * 64}, "made with another secret key"),
        (foreign, "DATABASE_URL names a database of another kind"),
    ):
        with pytest.raises(click.ClickException, match=words):
            archive.put_back(changed(file, **change))
    file.unlink()
    archive.make(file, passphrase=PASSPHRASE)
    for passphrase, words in (("", "it is encrypted"), ("salah", "The passphrase is another one")):
        with pytest.raises(click.ClickException, match=words):
            archive.put_back(file, passphrase=passphrase)
    file.write_bytes(b"bukan cadangan")
    with pytest.raises(click.ClickException, match="cannot be read"):
        archive.put_back(file)


@pytest.mark.parametrize("what", ["a link", "twice"])
def test_an_archive_holds_nothing_but_files_and_each_once(what: str, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a", "w:gz") as tar:
        for _twice in range(2):
            entry = tarfile.TarInfo("files/a")
            if what == "a link":
                entry.type, entry.linkname = tarfile.SYMTYPE, "b"
            tar.addfile(entry)
    place = tmp_path / "place"
    place.mkdir()
    with pytest.raises((Unreadable, FileExistsError)):
        unpack(tmp_path / "a", place, "")


def test_an_archive_says_no_more_than_it_holds(tmp_path: Path) -> None:
    sparse = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": str(1 << 40)}
    for number, said in enumerate(
        # A terabyte in a kilobyte; numbers that are none; more words than memory has room for.
        (sparse, {"GNU.sparse.size": "x"}, {"GNU.sparse.map": "0,x"}, {"comment": "x" * (1 << 17)})
    ):
        file, place = tmp_path / f"archive{number}", tmp_path / f"place{number}"
        place.mkdir()
        entry = tarfile.TarInfo("files/a")
        entry.size, entry.pax_headers = 512, said
        with tarfile.open(file, "w:gz") as tar:
            tar.addfile(entry, io.BytesIO(b"0\n".ljust(512, b"\0")))
        with pytest.raises(Unreadable):
            unpack(file, place, "")
        assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["{outside}/a", "/{outside}/a", "../a", "files/../../a", "..", "files//a", "./a", "C:/a", "..\\a", "a\n"]
)
def test_a_name_that_leads_elsewhere_is_refused_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    place, outside = tmp_path / "place", tmp_path / "outside"
    place.mkdir()
    outside.mkdir()
    with tarfile.open(tmp_path / "archive", "w:gz") as tar:
        tar.addfile(tarfile.TarInfo(name.format(outside=outside)))
    with pytest.raises(Unreadable, match="leads outside the destination"):
        unpack(tmp_path / "archive", place, "")
    assert {each.name for each in tmp_path.rglob("*")} == {"place", "outside", "archive"}


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 32, 50])
def test_sealed_stream_is_opened_whole_or_not_at_all(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_PIECE", 16)
    monkeypatch.setitem(sealing._COST, "n", 2)
    content = bytes(range(size))
    out = io.BytesIO()
    with Sealer(out, "a") as sealer:
        for start in range(0, size, 7):
            sealer.write(content[start : start + 7])
    sealed, head = out.getvalue(), len(sealing.MAGIC) + 16
    assert Opener(io.BytesIO(sealed), "a").readall() == content
    pieces = [sealed[start : start + 32] for start in range(head, len(sealed), 32)]
    assert len(pieces) == max(1, -(-size // 16))
    spoiled = {
        sealed[:-1],
        sealed + b"x",
        sealed[:head] + b"".join(pieces[:-1]),
        sealed[:head] + b"".join(reversed(pieces)),
        sealed[:head] + bytes([sealed[head] ^ 1]) + sealed[head + 1 :],
    } - {sealed}
    for each in spoiled:
        with pytest.raises(Unreadable):
            Opener(io.BytesIO(each), "a").readall()


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 5_000])
def test_packed_stream_is_plain_gzip_and_read_whole_or_not_at_all(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "PIECE", 64)
    content = b"surat " * (size // 6) + bytes(range(250, 250 + size % 6))
    out = io.BytesIO()
    with Packer(out) as packer:
        for start in range(0, len(content), 50):
            packer.write(content[start : start + 50])
    packed = out.getvalue()
    assert gzip.decompress(packed) == content
    for each in (packed, gzip.compress(content)):
        assert io.BufferedReader(Unpacker(io.BytesIO(each)), 100).read() == content
    wrong = bytes([packed[-9] ^ 255])
    for spoiled, what in (
        (packed[:-1], EOFError),
        (packed + b"x", OSError),
        # What a wrong bit means depends on the others: no such code, another checksum, or an end that never comes.
        (packed[:-9] + wrong + packed[-8:], (EOFError, OSError)),
        (packed[:-8] + bytes(4) + packed[-4:] if size else b"x" * 30, OSError),
    ):
        with pytest.raises(what):
            Unpacker(io.BytesIO(spoiled)).readall()


def test_what_cannot_become_smaller_is_stored_as_it_is() -> None:
    sizes = []
    for content in (os.urandom(300_000), b"surat " * 50_000):
        out = io.BytesIO()
        with Packer(out) as packer:
            packer.write(content)
        assert gzip.decompress(out.getvalue()) == content
        sizes.append(len(out.getvalue()))
    assert 300_000 < sizes[0] < 300_100
    assert sizes[1] < 3_000


def test_store_takes_files_that_lie_beside_it(tmp_path: Path) -> None:
    store = DurableFileStorage(location=tmp_path / "files")
    taken, there = tmp_path / "a", tmp_path / "b"
    for path in (taken, there):
        path.write_bytes(path.name.encode())
    store.save("x/ada", ContentFile(b"lama"))
    elsewhere = Path("/dev/shm")
    away = {"x/jauh": elsewhere} if elsewhere.is_dir() and elsewhere.stat().st_dev != tmp_path.stat().st_dev else {}
    assert store.take({"x/baru": taken, "x/ada": there} | away) == list(away)
    assert {path.name: path.read_bytes() for path in (tmp_path / "files" / "x").iterdir()} == {
        "ada": b"lama",
        "baru": b"a",
    }
    assert (tmp_path / "files" / "x" / "baru").stat().st_mode & 0o777 == 0o600


def test_a_store_elsewhere_is_given_each_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = InMemoryStorage()
    store.save("x/ada", ContentFile(b"lama"))
    monkeypatch.setattr(archive, "private_files", lambda: store)
    for name in ("ada", "baru"):
        (tmp_path / name).write_bytes(name.encode())
    archive._store({f"x/{name}": tmp_path / name for name in ("ada", "baru")})
    assert {name: store.open(f"x/{name}").read() for name in store.listdir("x")[1]} == {"ada": b"lama", "baru": b"baru"}
