"""`pendopo serve`: the web server."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from pendopo.config.console import prepare

DEFAULT_PORT = 8000
# More processes than cores only fight for them; past eight the database is the limit.
MOST_WORKERS = 8
# Answers under way when the server is told to stop have so long; the units of systemd wait a little longer.
STOP_SECONDS = 20
# Folders in which the processes of a server tell one another what they have answered.
_COUNTS = "pendopo-counts-"


@click.command("serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 means every network."
)
@click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=DEFAULT_PORT, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), help="Number of processes; default the cores, at most eight.")
@click.option("--proxied", is_flag=True, help="Behind nginx or another proxy that speaks HTTPS to the public.")
def serve_command(host: str, port: int, workers: int | None, proxied: bool) -> None:
    """Serve the pages and the API.

    On the internet a proxy such as nginx must stand in front: it ends HTTPS and waits for slow senders. Ctrl-C or
    SIGTERM stops the server after the answers under way.
    """
    if proxied:
        os.environ["PENDOPO_BEHIND_PROXY"] = "1"
    with counted_together():
        _serve(host, port, workers)


@contextmanager
def counted_together() -> Iterator[None]:
    """Let the processes of this server add up what they count for /metrics, in a folder that goes with it."""
    if "PENDOPO_COUNTS" in os.environ:
        yield
        return
    _remove_left_behind()
    with tempfile.TemporaryDirectory(prefix=f"{_COUNTS}{os.getpid()}-") as folder:
        os.environ["PENDOPO_COUNTS"] = folder
        try:
            yield
        finally:
            del os.environ["PENDOPO_COUNTS"]


def _remove_left_behind() -> None:
    """Remove the folders of servers that were killed."""
    for path in Path(tempfile.gettempdir()).glob(f"{_COUNTS}*-*"):
        owner = path.name.removeprefix(_COUNTS).partition("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists() and Path("/proc/self").exists():
            shutil.rmtree(path, ignore_errors=True)


def _serve(host: str, port: int, workers: int | None) -> None:
    # Read the settings here, so that a wrong one is told once and not by every worker.
    prepare()
    tell_of_the_worst()
    refuse_taken_port(host, port)
    from django.conf import settings

    # From __main__ on, granian's workers are started afresh and read the environment themselves.
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "pendopo.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or default_workers(),
        # With more threads the interpreter lock costs a third of the pages per second.
        blocking_threads=1,
        backlog=2048,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_dictconfig=settings.LOGGING,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


def tell_of_the_worst() -> None:
    """Print what the settings make unsafe; raise click.ClickException when it is too bad to start. The demo may."""
    from django.conf import settings

    from pendopo.config.health.findings import Level
    from pendopo.config.health.settings_check import settings_now

    bad = [finding for finding in settings_now() if finding.level == Level.WRONG]
    for finding in bad if not settings.PENDOPO_DEMO else []:
        click.secho(f"{finding.topic}: {finding.said} {finding.remedy}", fg="red", err=True)
    if any(finding.topic == "secret key" for finding in bad):
        raise click.ClickException("The server does not start with this key.")


def default_workers() -> int:
    """Return one process per usable core, at most eight."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_WORKERS)


def refuse_taken_port(host: str, port: int) -> None:
    """Raise click.ClickException with the remedy when another program listens on `port`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise click.ClickException(
                f"Port {port} on {host} cannot be used ({problem.strerror}). Choose another: PORT={port + 10}."
            ) from problem
