"""`pendopo setup`: database, calendar and static files, ready to serve. Safe to run again after every upgrade."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import click

from pendopo.config.console import prepare


@click.command("setup")
def setup_command() -> None:
    """Prepare the database, the calendar and the static files.

    Run it once before the first start and again after every upgrade; it changes only what is not yet in place.
    """
    prepare()
    install()
    click.echo("Pendopo is ready. Next: `pendopo createadmin`, then `pendopo serve` and `pendopo work`.")


def install(*, quiet: bool = False) -> None:
    """Migrate, load the days off of the calendar and collect static files, with progress unless `quiet`."""
    from pendopo.kernel.calendar.seeding import seed_calendar

    migrate(quiet=quiet)
    seed_calendar()
    collect_static()


def migrate(*, quiet: bool = False) -> None:
    """Bring the tables in step with the program; one step of the progress bar per migration."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from tqdm import tqdm

    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not waiting:
        return
    with tqdm(total=waiting, desc="Database", unit="step", disable=quiet or None, leave=False) as bar:
        call_command("migrate", interactive=False, verbosity=1, no_color=True, stdout=_Steps(bar.update))
        bar.update(waiting - bar.n)


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
