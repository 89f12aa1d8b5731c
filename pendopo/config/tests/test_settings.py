"""What the settings make of the environment."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pendopo.config import environment

from tests.guards.tree import ROOT


def database_of(folder: Path = Path("/nowhere")) -> dict[str, Any]:
    return environment.databases(folder)["default"]


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PENDOPO_SECRET_KEY")
    key = environment.secret_key(tmp_path / "var")
    assert len(key) > 50
    assert environment.secret_key(tmp_path / "var") == key
    assert (tmp_path / "var" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_key_of_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENDOPO_SECRET_KEY", "given")
    assert environment.secret_key(tmp_path / "var") == "given"


def test_without_an_address_the_database_is_a_file_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    database = database_of(tmp_path / "var")
    assert database["ENGINE"] == "pendopo.config.sqlite"
    assert database["NAME"] == tmp_path / "var" / "pendopo.sqlite3"
    assert (tmp_path / "var").is_dir()


def test_the_address_of_an_sqlite_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///srv/pendopo%20data/a.sqlite3")
    assert database_of()["NAME"] == "/srv/pendopo data/a.sqlite3"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "postgresql://pendopo:p%40ss@db.example.go.id:6432/kabupaten?sslmode=require",
            {"NAME": "kabupaten", "USER": "pendopo", "PASSWORD": "p@ss", "HOST": "db.example.go.id", "PORT": 6432},
        ),
        (
            "postgres://pendopo@/pendopo?host=/run/postgresql",
            {"NAME": "pendopo", "USER": "pendopo", "PASSWORD": "", "HOST": "/run/postgresql", "PORT": ""},
        ),
    ],
)
def test_the_address_of_a_postgresql(
    address: str, expected: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    database = database_of()
    assert {name: database[name] for name in expected} == expected
    assert (database["ENGINE"], database["PREPARE"]) == ("pendopo.config.postgresql", True)
    assert database["OPTIONS"] == ({"sslmode": "require"} if "sslmode" in address else {})


def test_behind_a_pooler_nothing_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://pendopo@pooler:6432/pendopo?prepare=off&sslmode=require")
    database = database_of()
    assert (database["PREPARE"], database["OPTIONS"]) == (False, {"sslmode": "require"})
    assert database["DISABLE_SERVER_SIDE_CURSORS"] is True


def test_files_lie_in_the_folder_unless_a_store_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PENDOPO_FILES", raising=False)
    assert environment.file_stores(tmp_path)["private"]["OPTIONS"] == {"location": tmp_path / "files"}
    monkeypatch.setenv("PENDOPO_FILES", "s3://berkas/dinas/a?endpoint=https://s3.example.go.id:9000&region=id-1")
    monkeypatch.setenv("PENDOPO_FILES_KEY", "kunci")
    monkeypatch.setenv("PENDOPO_FILES_SECRET", "rahasia")
    stores = environment.file_stores(tmp_path)
    assert stores["default"] == stores["private"]
    assert stores["private"]["OPTIONS"] == {
        "bucket_name": "berkas",
        "location": "dinas/a",
        "endpoint_url": "https://s3.example.go.id:9000",
        "region_name": "id-1",
        "access_key": "kunci",
        "secret_key": "rahasia",
    }


@pytest.mark.parametrize("wrong", ["/srv/files", "s3://", "s3:///a", "s3://a?acl=public-read"])
def test_another_file_store_is_refused_with_words(wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENDOPO_FILES", wrong)
    with pytest.raises(ValueError, match="PENDOPO_FILES must read s3://bucket"):
        environment.file_stores(tmp_path)


def test_another_engine_is_refused_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://pendopo@/pendopo")
    with pytest.raises(ValueError, match="must start with postgresql:// or sqlite:///"):
        database_of()


@pytest.mark.parametrize(("written", "meant"), [("1", True), ("True", True), ("yes", True), ("0", False), ("", False)])
def test_switches(written: str, meant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENDOPO_DEBUG", written)
    assert environment.flag("PENDOPO_DEBUG") is meant


def test_every_name_of_the_environment_is_in_the_manual() -> None:
    text = (ROOT / "docs" / "pengaturan.md").read_text(encoding="utf-8")
    sources = [*(ROOT / "pendopo/config").glob("*.py"), *(ROOT / "pendopo/config/console").glob("*.py")]
    names = set(
        re.findall(r"\"((?:PENDOPO_|DATABASE_URL|EMAIL_URL|PORT)[A-Z_]*)\"", "".join(p.read_text() for p in sources))
    )
    assert sorted(name for name in names if f"`{name}`" not in text) == []
