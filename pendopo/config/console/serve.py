"""`pendopo serve`: the web server."""

from __future__ import annotations

import os
import socket

import click

from pendopo.config.console import prepare

DEFAULT_PORT = 8000
# More processes than cores only fight for them; past eight the database is the limit.
MOST_WORKERS = 8


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
    # Read the settings here, so that a wrong one is told once and not by every worker.
    prepare()
    refuse_taken_port(host, port)
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
        workers_kill_timeout=20,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


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
