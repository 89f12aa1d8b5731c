"""The example town that is shaken: built once in a folder, then copied for every process.

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


def prepare(folder: Path) -> None:
    """Let Pendopo live in `folder`, with a quick password hash and without a second step, and set Django up."""
    for name in [name for name in os.environ if name.startswith("PENDOPO_") and not name.startswith("PENDOPO_TEST_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
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


class _NoMigrations:
    """Every app as if it had none: tables are made as the models are, in half a second instead of twenty."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def build() -> None:
    """Make tables and static files, and fill the town."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    settings.MIGRATION_MODULES = _NoMigrations()
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    settings.MIGRATION_MODULES = {}
    recorder = MigrationRecorder(connection)
    for app, name in MigrationLoader(None).disk_migrations:
        recorder.record_applied(app, name)
    call_command("collectstatic", interactive=False, verbosity=0)
    town().build()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def copy(base: Path, folder: Path) -> None:
    """Copy a built town; static files are shared."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(base / DATABASE, folder / DATABASE)
    for name in ("files", "signing-test"):
        if (base / name).exists():
            shutil.copytree(base / name, folder / name, dirs_exist_ok=True)
    if not (folder / "static").exists():
        (folder / "static").symlink_to(base / "static")


@contextmanager
def undone() -> Iterator[None]:
    """Let everything that happens inside be as if it had not happened."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)
