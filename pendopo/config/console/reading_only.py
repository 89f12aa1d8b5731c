"""`pendopo read-only on|off|status`: nothing is written while a machine is looked after."""

from __future__ import annotations

import datetime as dt
import time

import click

from pendopo.config.console import prepare


@click.group("read-only")
def read_only_group() -> None:
    """Allow only reading while the database is moved or upgraded.

    Every page can be read; what would write is answered 503 with a page that keeps what was typed; workers pause.
    """


@read_only_group.command("on")
@click.option("--minutes", type=click.IntRange(1, 7 * 24 * 60), help="For how long, as visitors are told.")
def on_command(minutes: int | None) -> None:
    """Allow only reading. Returns when every process of every machine knows it."""
    prepare()
    from pendopo.kernel import clock
    from pendopo.kernel.operation.actions import allow_only_reading
    from pendopo.kernel.operation.rules import READ_ONLY_KEPT_SECONDS

    allow_only_reading(until=clock.now() + dt.timedelta(minutes=minutes) if minutes else None)
    time.sleep(READ_ONLY_KEPT_SECONDS + 0.5)
    click.echo("Only reading is possible now. It does not end by itself: `pendopo read-only off`.")


@read_only_group.command("off")
def off_command() -> None:
    """Allow writing again."""
    prepare()
    from pendopo.kernel.operation.actions import allow_writing

    allow_writing()
    click.echo("Writing is possible again; every process knows in a few seconds.")


@read_only_group.command("status")
def status_command() -> None:
    """Tell whether only reading is possible. Exits with 1 when it is."""
    prepare()
    from pendopo.kernel.operation.queries import read_only

    state = read_only()
    until = f" until {state.until.isoformat(timespec='minutes')}" if state.until else ""
    click.echo(f"Only reading is possible{until}." if state.on else "Reading and writing are possible.")
    if state.on:
        raise SystemExit(1)
