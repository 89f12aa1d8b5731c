"""`pendopo demo`: everything at once, to look around: tables, demo agencies and cases, web server and worker."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from pendopo.config.console import prepare
from pendopo.config.console.serve import DEFAULT_PORT, refuse_taken_port

# A cold start on a slow disk compiles every file once; nobody waits longer than this without asking why.
START_SECONDS = 60
STOP_SECONDS = 25


@click.command("demo")
@click.option("--reset", is_flag=True, help="Throw the demo data away first and start over.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=DEFAULT_PORT, show_default=True)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes of the web server."
)
@click.option("--prepare-only", is_flag=True, help="Load the demo and stop, without starting the server.")
def demo_command(reset: bool, host: str, port: int, workers: int, prepare_only: bool) -> None:
    """Try Pendopo with demo agencies and cases.

    Web server and worker start together; Ctrl-C stops both. The data stay in PENDOPO_VAR (default ./var) until
    `pendopo demo --reset`. Not for real cases: the passwords of the demo accounts are public.
    """
    os.environ["PENDOPO_DEMO"] = "1"
    os.environ.setdefault("PENDOPO_ADDRESS", f"http://localhost:{port}")
    os.environ.setdefault("PENDOPO_HOSTS", f"{host},localhost,127.0.0.1,[::1]")
    prepare()
    if not prepare_only:
        refuse_taken_port(host, port)
    if reset:
        clear()
    load()
    if not prepare_only:
        run(host, port, workers)


def marker() -> Path:
    """Return the file that says "this is a demo": without it nothing is ever thrown away."""
    from django.conf import settings

    return Path(settings.VAR_DIR) / "demo.json"


def database_name() -> str:
    """Return which database is meant, without its password."""
    from django.db import connection

    return ":".join(str(connection.settings_dict.get(key, "")) for key in ("HOST", "PORT", "NAME"))


def load() -> None:
    """Prepare tables, calendar, static files and, in an empty database, the demo agencies and cases.

    Raises click.ClickException when the database holds agencies that the demo did not make.
    """
    from tqdm import tqdm

    from pendopo import __version__
    from pendopo.config.console.setup import install
    from pendopo.kernel.agencies.models import Agency
    from pendopo.portal import demo

    install()
    place = marker()
    known = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
    if known.get("database") == database_name() and known.get("complete") and Agency.objects.exists():
        return
    if Agency.objects.exists():
        raise click.ClickException(
            "This database already holds agencies, and no complete demo. For a fresh demo: `pendopo demo --reset` "
            "(if an earlier demo was interrupted), or another folder: PENDOPO_VAR=… pendopo demo."
            if known
            else "This database already holds agencies. Use another folder for the demo: PENDOPO_VAR=… pendopo demo."
        )
    mark(place, complete=False)
    with tqdm(desc="Demo cases", unit="case", leave=False, disable=None) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        demo.load(progress=progress)
    mark(place, complete=True, version=__version__)


def mark(place: Path, **facts: object) -> None:
    """Write the marker."""
    place.write_text(json.dumps({"database": database_name(), **facts}) + "\n", encoding="utf-8")


def clear() -> None:
    """Throw the demo's database and files away; refuse when the marker does not say that they are a demo's."""
    from django.conf import settings
    from django.db import connection

    place = marker()
    if not place.exists():
        if database_is_empty():
            return
        raise click.ClickException(
            "Nothing was removed: these data were not made by `pendopo demo`. Remove them yourself if you are sure."
        )
    if json.loads(place.read_text(encoding="utf-8")).get("database") != database_name():
        raise click.ClickException("Nothing was removed: the demo in this folder belongs to another database.")
    connection.close()
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        for suffix in ("", "-wal", "-shm", ".queue"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)
    else:
        # Not `flush`: the audit trail refuses DELETE and TRUNCATE, as it should.
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    for folder in ("files", "mail", "signing-test", "static"):
        shutil.rmtree(Path(settings.VAR_DIR) / folder, ignore_errors=True)
    shutil.rmtree(settings.SEARCH_DIR, ignore_errors=True)
    place.unlink()


def database_is_empty() -> bool:
    """Tell whether the database has no agency, or no tables yet."""
    from django.db import connection

    if "agencies_agency" not in connection.introspection.table_names():
        return True
    from pendopo.kernel.agencies.models import Agency

    return not Agency.objects.exists()


def run(host: str, port: int, workers: int) -> None:
    """Start web server and worker, print the way in, and wait until one ends or Ctrl-C is pressed; then stop both."""
    from django.db import connections

    connections.close_all()
    commands = (["serve", "--host", host, "--port", str(port), "--workers", str(workers)], ["work"])
    # A port of an earlier start would make a second one think it is up; refuse_taken_port was asked before.
    with interruptible() as interrupted, children(commands) as processes:
        address = f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0', '::1'} else host}:{port}"  # noqa: S104 - printed, not bound
        wait_until_up(f"http://{host if host != '0.0.0.0' else '127.0.0.1'}:{port}/healthz", processes)  # noqa: S104
        welcome(address)
        while not interrupted and all(process.poll() is None for process in processes):
            time.sleep(0.2)
        if not interrupted:
            raise click.ClickException("The server or the worker ended by itself; the lines above say why.")
    click.echo("\nStopped. The data are kept; `make demo` goes on where you left.")


@contextmanager
def interruptible() -> Iterator[list[int]]:
    """Collect SIGINT, SIGTERM and SIGHUP in a list instead of dying of them, so that the children are stopped too."""
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def children(commands: tuple[list[str], ...]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run `pendopo` once per command, each in a session of its own; on leaving ask them to stop, then insist."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            line = [sys.executable, "-m", "pendopo.config.console", *command]
            processes.append(subprocess.Popen(line, start_new_session=True))
        yield processes
    finally:
        for process in processes:
            process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for process in processes:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def wait_until_up(url: str, processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask `url` until it answers; raise click.ClickException when a process ends first or a minute has passed."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if any(process.poll() is not None for process in processes):
            raise click.ClickException("The server or the worker could not start; the lines above say why.")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own loopback address
                return
        except urllib.error.HTTPError as answer:
            if answer.code < 500:
                return
            raise click.ClickException(
                f"The server answers {answer.code} at {url}; the lines above say why."
            ) from answer
        except OSError:
            time.sleep(0.1)
    raise click.ClickException(f"The server did not answer at {url} within {START_SECONDS} seconds.")


def welcome(address: str) -> None:
    """Print the address, the accounts and three things to try."""
    from pendopo.portal import demo

    click.echo(f"\n  Pendopo is running: {click.style(address + '/', bold=True)}")
    click.echo(f"\n  Staff log in at {address}/masuk/ with the password {demo.PASSWORD}:")
    width = max(len(username) for username, _role in demo.ACCOUNTS)
    for username, role in demo.ACCOUNTS:
        click.echo(f"    {username:<{width}}  {role}")
    click.echo("\n  Three things to try:")
    for number, line in enumerate(demo.THINGS_TO_TRY, start=1):
        click.echo(f"    {number}. {line.format(address=address)}")
    click.echo("\n  Ctrl-C stops it.\n")
