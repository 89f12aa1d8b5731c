"""`pendopo setup`: database, calendar and static files, ready to serve. Safe to run again after every upgrade."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

import click

from pendopo.config.console import prepare
from pendopo.config.console.from_empty import added_alone

# Whoever waits for a lock of PostgreSQL makes everybody behind it wait: so a migration gives up soon, and comes back.
_LOCK_MILLISECONDS: Final = 500
_PAUSE_SECONDS: Final = 0.5
_LOCK_NOT_AVAILABLE: Final = "55P03"


@click.command("setup")
def setup_command() -> None:
    """Prepare the database, the calendar and the static files.

    Run it once before the first start and again after every upgrade; it changes only what is not yet in place.
    """
    prepare(past_the_pooler=True)
    install()
    click.echo("Pendopo is ready. Next: `pendopo createadmin`, then `pendopo serve` and `pendopo work`.")


def install() -> None:
    """Migrate with progress, load the days off of the calendar and collect static files."""
    from pendopo.kernel.calendar.seeding import seed_calendar

    migrate()
    seed_calendar()
    collect_static()


def migrate(*, quiet: bool = False) -> None:
    """Bring the tables in step with the program; one step of the progress bar per migration.

    On PostgreSQL people go on working: a migration that finds a table held, for example by a backup, is begun again.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from tqdm import tqdm

    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not waiting:
        return
    with (
        tqdm(total=waiting, desc="Database", unit="step", disable=quiet or None, leave=False) as bar,
        _giving_way(),
        nullcontext() if executor.loader.applied_migrations else added_alone(),
    ):
        call_command("migrate", interactive=False, verbosity=1, no_color=True, stdout=_Steps(bar.update))
        bar.update(waiting - bar.n)


@contextmanager
def _giving_way() -> Iterator[None]:
    """Let no migration of the block wait for a lock on PostgreSQL: it gives up soon, and is begun again."""
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    if connection.vendor != "postgresql":
        yield
        return
    apply, told = MigrationExecutor.apply_migration, list[str]()

    def apply_patiently(self: Any, state: Any, migration: Any, **how: Any) -> Any:
        while True:
            try:
                # A copy, because a migration that is broken off leaves its marks.
                return apply(self, state.clone(), migration, **how)
            except OperationalError as problem:
                # Of one transaction nothing is left; what is of several must say that it may be begun again.
                may_repeat = migration.atomic or getattr(migration, "repeatable", False)
                if not may_repeat or getattr(problem.__cause__, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
                    raise
            if not told:
                told.append("Somebody holds a table for long, for example a backup; trying until it is free.")
                click.echo(told[0], err=True)
            time.sleep(_PAUSE_SECONDS)

    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {_LOCK_MILLISECONDS}")
    MigrationExecutor.apply_migration = apply_patiently  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        MigrationExecutor.apply_migration = apply  # type: ignore[method-assign]
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


class _Steps(io.TextIOBase):
    """Takes the place of standard output for `migrate`: every "OK" that Django writes moves the bar one step."""

    def __init__(self, advance: Callable[[int], object]) -> None:
        self.advance = advance

    def write(self, text: str) -> int:
        """Count the finished steps in `text`."""
        if text.strip() == "OK":
            self.advance(1)
        return len(text)


def collect_static() -> None:
    """Copy styles, scripts and icons, compressed, to the folder they are served from; do nothing when it is current."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    done = Path(settings.STATIC_ROOT) / "staticfiles.json"
    sources = [storage.path(name) for finder in get_finders() for name, storage in finder.list([])]
    newest = max((Path(source).stat().st_mtime for source in sources), default=0.0)
    if not done.exists() or done.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, verbosity=0)
