"""What the environment says of key, databases and file store. docs/pengaturan.md tells what each name means."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import ParseResult, parse_qsl, unquote, urlparse

Settings = dict[str, Any]


def flag(name: str, default: bool = False) -> bool:
    """Return whether a switch is on."""
    return os.environ.get(name, str(default)).lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """Return a list that is written with commas."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def secret_key(folder: Path) -> str:
    """Return PENDOPO_SECRET_KEY, or the key kept in `folder`, made at the first start."""
    given = os.environ.get("PENDOPO_SECRET_KEY")
    if given:
        return given
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "secret.key"
    if not path.exists():
        aside = folder / f"secret.key.{os.getpid()}"
        aside.touch(mode=0o600)
        aside.write_text(secrets.token_urlsafe(64), encoding="ascii")
        # The name appears with the whole key behind it; of two processes that start at once, one key wins for both.
        with suppress(FileExistsError):
            os.link(aside, path)
        aside.unlink()
    return path.read_text(encoding="ascii").strip()


def databases(folder: Path) -> dict[str, Settings]:
    """Return the database of DATABASE_URL, else the embedded one in `folder`; and its replica where there is one."""
    given = os.environ.get("DATABASE_URL", "")
    found = {"default": _named(given, folder, "DATABASE_URL") if given else _embedded(folder)}
    if replica := os.environ.get("DATABASE_REPLICA_URL", ""):
        if not given.startswith("postgres") or not replica.startswith("postgres"):
            raise ValueError("DATABASE_REPLICA_URL needs PostgreSQL, and the primary in DATABASE_URL.")
        found["replica"] = _named(replica, folder, "DATABASE_REPLICA_URL")
        # One that has gone without a word is given up soon: the primary has the same rows.
        found["replica"]["OPTIONS"] = {
            "connect_timeout": "2",
            "tcp_user_timeout": "5000",
            **found["replica"]["OPTIONS"],
        }
        found["replica"]["TEST"] = {"MIRROR": "default"}
    return found


def go_past_the_pooler() -> None:
    """Take DATABASE_DIRECT_URL for DATABASE_URL in this process, where there is one: for work that needs a session."""
    if direct := os.environ.get("DATABASE_DIRECT_URL", ""):
        os.environ["DATABASE_URL"] = direct


def _embedded(folder: Path) -> Settings:
    folder.mkdir(parents=True, exist_ok=True)
    return _sqlite(folder)


def _named(given: str, folder: Path, name: str) -> Settings:
    url = urlparse(given)
    if url.scheme == "sqlite":
        return {**_sqlite(folder), "NAME": unquote(url.path)}
    if url.scheme not in {"postgres", "postgresql"}:
        raise ValueError(
            f"{name} must start with postgresql:// or sqlite:///, for example postgresql://pendopo@/pendopo"
        )
    return _postgresql(url)


def _sqlite(folder: Path) -> Settings:
    import sqlite3

    # WAL before 3.51.3 can corrupt the file when several connections are open (sqlite.org, WAL-reset bug).
    journal = (
        "journal_mode=WAL;PRAGMA synchronous=FULL"
        if sqlite3.sqlite_version_info >= (3, 51, 3)
        else "journal_mode=DELETE;PRAGMA synchronous=EXTRA"
    )
    pragmas = [journal, "foreign_keys=ON", "cache_size=-64000", "temp_store=MEMORY", "journal_size_limit=67108864"]
    # What is erased is overwritten in the file, not only forgotten.
    pragmas.append("secure_delete=ON")
    return {
        "ENGINE": "pendopo.config.sqlite",
        "NAME": folder / "pendopo.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas),
        },
    }


def _postgresql(url: ParseResult) -> Settings:
    options = dict(parse_qsl(url.query))
    # Off behind a pooler that gives each transaction another connection: nothing is prepared there, and no cursor stays.
    pooled = options.pop("prepare", "on") == "off"
    return {
        "ENGINE": "pendopo.config.postgresql",
        "PREPARE": not pooled,
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", url.hostname or ""),
        "PORT": url.port or options.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def file_stores(folder: Path) -> dict[str, Settings]:
    """Return where uploads lie: the store of PENDOPO_FILES (s3://bucket/prefix?endpoint=…&region=…), else `folder`."""
    given = os.environ.get("PENDOPO_FILES", "")
    if not given:
        return {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": folder / "files"},
            },
            "private": {
                "BACKEND": "pendopo.kernel.documents.storage.DurableFileStorage",
                "OPTIONS": {"location": folder / "files"},
            },
        }
    url = urlparse(given)
    asked = dict(parse_qsl(url.query))
    if url.scheme != "s3" or not url.netloc or set(asked) - {"endpoint", "region"}:
        raise ValueError(
            "PENDOPO_FILES must read s3://bucket or s3://bucket/prefix, with ?endpoint=https://…&region=… where the store "
            "is not Amazon's; without it files lie in PENDOPO_VAR."
        )
    store: Settings = {
        "BACKEND": "pendopo.kernel.documents.object_store.ObjectStore",
        "OPTIONS": {
            "bucket_name": url.netloc,
            "location": unquote(url.path.strip("/")),
            "endpoint_url": asked.get("endpoint"),
            "region_name": asked.get("region"),
            # Without these boto3 looks where it always does: AWS_ACCESS_KEY_ID, its own files, the machine's role.
            "access_key": os.environ.get("PENDOPO_FILES_KEY"),
            "secret_key": os.environ.get("PENDOPO_FILES_SECRET"),
        },
    }
    return {"default": store, "private": store}
