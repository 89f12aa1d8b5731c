"""What the settings make of the environment."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pendopo.config import settings

from tests.guards.tree import ROOT


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path / "var")
    monkeypatch.delenv("PENDOPO_SECRET_KEY")
    key = settings._secret_key()
    assert len(key) > 50
    assert settings._secret_key() == key
    assert (tmp_path / "var" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_key_of_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENDOPO_SECRET_KEY", "given")
    assert settings._secret_key() == "given"


def test_without_an_address_the_database_is_a_file_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path / "var")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    database = settings._database()
    assert database["ENGINE"] == "pendopo.config.sqlite"
    assert database["NAME"] == tmp_path / "var" / "pendopo.sqlite3"
    assert (tmp_path / "var").is_dir()


def test_the_address_of_an_sqlite_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///srv/pendopo%20data/a.sqlite3")
    assert settings._database()["NAME"] == "/srv/pendopo data/a.sqlite3"


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
    database = settings._database()
    assert {name: database[name] for name in expected} == expected
    assert (database["ENGINE"], database["PREPARE"]) == ("pendopo.config.postgresql", True)
    assert database["OPTIONS"] == ({"sslmode": "require"} if "sslmode" in address else {})


def test_behind_a_pooler_nothing_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://pendopo@pooler:6432/pendopo?prepare=off&sslmode=require")
    database = settings._database()
    assert (database["PREPARE"], database["OPTIONS"]) == (False, {"sslmode": "require"})


def test_another_engine_is_refused_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://pendopo@/pendopo")
    with pytest.raises(ValueError, match="must start with postgresql:// or sqlite:///"):
        settings._database()


@pytest.mark.parametrize(("written", "meant"), [("1", True), ("True", True), ("yes", True), ("0", False), ("", False)])
def test_switches(written: str, meant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENDOPO_DEBUG", written)
    assert settings._flag("PENDOPO_DEBUG") is meant


def test_every_name_of_the_environment_is_in_the_manual() -> None:
    text = (ROOT / "docs" / "pengaturan.md").read_text(encoding="utf-8")
    sources = [ROOT / "pendopo/config/settings.py", *(ROOT / "pendopo/config/console").glob("*.py")]
    names = set(
        re.findall(r"\"((?:PENDOPO_|DATABASE_URL|EMAIL_URL|PORT)[A-Z_]*)\"", "".join(p.read_text() for p in sources))
    )
    assert sorted(name for name in names if f"`{name}`" not in text) == []
