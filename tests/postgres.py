"""A PostgreSQL cluster of our own for the time of a test run or a benchmark, on a free port of this machine."""

from __future__ import annotations

import os
import pwd
import random
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60


class NoPostgres(Exception):
    """PostgreSQL cannot be started here; the message says why and what would help."""


def binaries() -> Path:
    """Return the folder with initdb and postgres; the newest one where several are installed.

    Raises NoPostgres when there is none.
    """
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True
    )
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres("PostgreSQL: no initdb on this machine (Debian: apt install postgresql), and no DATABASE_URL")


def unprivileged() -> dict[str, object]:
    """Return Popen's arguments for a user that PostgreSQL accepts: ourselves, or another one when we are root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise NoPostgres("PostgreSQL: it does not run as root, and this machine has neither a user postgres nor nobody")


def free_port() -> int:
    """Return a free port below the range from which systems take ports for outgoing connections."""
    for _ in range(200):
        port = random.randint(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise NoPostgres("PostgreSQL: no free port between 20000 and 32000")


# For tests: nothing waits for a disk, and no row takes the place of one that was deleted at a moment nobody chose.
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@contextmanager
def temporary_cluster(*, durable: bool = False, settings: dict[str, str] | None = None) -> Iterator[str]:
    """Run a new, empty cluster and give its DATABASE_URL; everything is gone afterwards.

    `durable` keeps fsync on, as a benchmark must; tests do without. `settings` are more `-c` options.
    """
    tools, account = binaries(), unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="pendopo-postgres-"))
    password = secrets.token_urlsafe(16)
    try:
        (folder / "password").write_text(password, encoding="ascii")
        if account:
            for path in (folder, folder / "password"):
                os.chown(path, account["user"], account["group"])  # type: ignore[arg-type]
        _run(
            [
                str(tools / "initdb"),
                *("--pgdata", str(folder / "data"), "--username", "pendopo", "--pwfile", str(folder / "password")),
                *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"),
            ],
            folder,
            account,
        )
        port = free_port()
        options = {
            "port": str(port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(folder),
            "max_connections": "300",
            "shared_buffers": "256MB",
            **({} if durable else _FORGETFUL),
            **(settings or {}),
        }
        command = [str(tools / "postgres"), "-D", str(folder / "data")]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, start_new_session=True, **account)  # type: ignore[call-overload]
            try:
                _wait(tools, port, server, folder)
                yield f"postgresql://pendopo:{password}@127.0.0.1:{port}/postgres"
            finally:
                server.send_signal(signal.SIGINT)  # a fast shutdown
                server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str], folder: Path, account: dict[str, object]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, **account)  # type: ignore[call-overload]
    if done.returncode:
        raise NoPostgres(f"PostgreSQL: {Path(command[0]).name} failed: {done.stderr.strip() or done.stdout.strip()}")


def _wait(tools: Path, port: int, server: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until the server takes connections; raise NoPostgres with its log when it does not."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        ready = [str(tools / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise NoPostgres(f"PostgreSQL: the server did not start: {(folder / 'log').read_text(errors='replace')[-500:]}")
