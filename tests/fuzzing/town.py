"""The example town that is shaken: built once on each database in a folder, then copied for every process.

`prepare` is called before Django is set up; everything else of this package comes after it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DATABASE = "pendopo.sqlite3"
# Holds the address of the folder's database on a server; a folder without it has an embedded one.
ADDRESS = "database.url"


def prepare(folder: Path) -> None:
    """Let Pendopo live in `folder`, with a quick password hash and without a second step, and set Django up."""
    for name in [name for name in os.environ if name.startswith(("PENDOPO_", "DATABASE_"))]:
        if not name.startswith("PENDOPO_TEST_"):
            del os.environ[name]
    if (folder / ADDRESS).exists():
        os.environ["DATABASE_URL"] = (folder / ADDRESS).read_text(encoding="utf-8")
    os.environ.update(
        DJANGO_SETTINGS_MODULE="pendopo.config.settings",
        PENDOPO_VAR=str(folder),
        PENDOPO_SECRET_KEY="only-for-tests-" + "x" * 50,
        PENDOPO_HTTPS="0",
        PENDOPO_MFA="0",
        PENDOPO_SIGNER="test",
        PENDOPO_HOSTS="localhost,127.0.0.1,testserver",
        PENDOPO_LOG_LEVEL="CRITICAL",
    )
    import django
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    if "init_command" in settings.DATABASES["default"]["OPTIONS"]:
        settings.DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    django.setup()
    import logging

    logging.getLogger().handlers = [logging.NullHandler()]


class _Hours:
    """The moment at which the town's clock stands: that of the journeys."""

    def now(self) -> Any:
        from tests.journeys.hours import Hours

        self._hours = getattr(self, "_hours", None) or Hours()
        return self._hours.now()


class _Server:
    url = "http://localhost"
    hours = _Hours()


def town() -> Any:
    """Return the town of the journeys, which finds addresses and makes cookies; nothing listens."""
    from tests.journeys.town import Town

    return Town(_Server())  # type: ignore[arg-type]


def build() -> None:
    """Make tables and static files, and fill the town."""
    from django.core.management import call_command
    from django.db import connection

    from pendopo.config.console.from_empty import added_alone

    with added_alone():
        call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    town().build()
    # The last connection that closes leaves everything in the one file that is copied.
    connection.close()


def copy(base: Path, folder: Path) -> None:
    """Copy a built town; static files are shared."""
    folder.mkdir(parents=True, exist_ok=True)
    if (base / ADDRESS).exists():
        take_database(folder, (base / ADDRESS).read_text(encoding="utf-8"), like=base.name)
    else:
        shutil.copyfile(base / DATABASE, folder / DATABASE)
    for name in ("files", "signing-test"):
        if (base / name).exists():
            shutil.copytree(base / name, folder / name, dirs_exist_ok=True)
    if not (folder / "static").exists():
        (folder / "static").symlink_to(base / "static")


def take_database(folder: Path, server: str, *, like: str = "template1") -> None:
    """Let the town of `folder` live in a new database of its name, a copy of `like`, on the server of an address."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    place = server.rpartition("/")[0]
    with psycopg.connect(f"{place}/postgres", autocommit=True) as connection:
        command = SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(command.format(Identifier(folder.name), Identifier(like)))
    (folder / ADDRESS).write_text(f"{place}/{folder.name}", encoding="utf-8")


@contextmanager
def undone() -> Iterator[None]:
    """Let everything that happens inside be as if it had not happened."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def expect_to_be_kept() -> None:
    """Raise IntegrityError when what was done inside of `undone` would fail at its end, were it kept."""
    from django.db import connection

    if connection.in_atomic_block and not connection.needs_rollback:
        connection.check_constraints()
