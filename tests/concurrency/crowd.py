"""Processes of citizens and a live server for the tests, on the database of the test that is running."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


def database_url() -> str:
    """Return the address of the database that this test writes into."""
    words = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{words['NAME']}"
    account = f"{quote(words['USER'])}:{quote(words['PASSWORD'])}" if words["USER"] else ""
    host = words["HOST"] or ""
    if host.startswith("/"):
        return f"postgresql://{account}@/{words['NAME']}?host={quote(host)}&port={words['PORT']}"
    return f"postgresql://{account}@{host}:{words['PORT'] or 5432}/{words['NAME']}"


def environment() -> dict[str, str]:
    """Return the environment in which another process works on the same database with the same key."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("COV_")},
        "DJANGO_SETTINGS_MODULE": "pendopo.config.settings",
        "DATABASE_URL": database_url(),
        "PYTHONPATH": str(ROOT),
    }


class Citizens:
    """One process of citizens, see `pressing`."""

    def __init__(self, mother: subprocess.Popen[str], listening: socket.socket) -> None:
        assert mother.stdin is not None
        mother.stdin.write(f"{listening.getsockname()[1]}\n")
        mother.stdin.flush()
        self.line, _address = listening.accept()
        self.answers = self.line.makefile("r", encoding="utf-8")
        self.pid = self.hear()

    def hear(self) -> Any:
        """Return the next answer."""
        line = self.answers.readline()
        assert line, "The process of citizens ended; its error stands above."
        return json.loads(line)

    def tell(self, words: object) -> None:
        """Write one line to the process."""
        self.line.sendall(f"{json.dumps(words)}\n".encode())

    def kill(self) -> None:
        """End the process the hard way (kill -9) and wait until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
            until = time.monotonic() + 30
            while time.monotonic() < until:
                os.kill(self.pid, 0)
                time.sleep(0.005)
            raise AssertionError("The process of citizens is still there.")
        self.answers.close()
        self.line.close()


class Mother:
    """The process whose children press, see `pressing`."""

    def __init__(self, process: subprocess.Popen[str], listening: socket.socket) -> None:
        self.process, self.listening = process, listening

    @contextmanager
    def crowd(self, count: int) -> Iterator[list[Citizens]]:
        """Have `count` processes of citizens side by side; they are gone afterwards."""
        with contextlib.ExitStack() as stack:
            processes = []
            for _ in range(count):
                processes.append(Citizens(self.process, self.listening))
                stack.callback(processes[-1].kill)
            yield processes


@contextmanager
def mother() -> Iterator[Mother]:
    """Start the mother of all citizens."""
    command = [sys.executable, "-m", "tests.concurrency.pressing"]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(START_SECONDS)
        with subprocess.Popen(command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, text=True) as process:
            try:
                yield Mother(process, listening)
            finally:
                process.kill()


def job(slug: str, tokens: Sequence[str], *, threads: int = 1, files: bool = False, then: str = "commit") -> object:
    """Return a job as a process of citizens takes it."""
    return {"agency": slug, "tokens": list(tokens), "threads": threads, "files": files, "then": then}


def press_at_once(
    processes: Sequence[Citizens], slug: str, tokens: Sequence[str], *, threads: int, files: bool = False
) -> list[str]:
    """Let all processes press "Kirim" at the same moment, `threads` in each, and return the numbers they were given.

    With `files`, every second process sends a file with each press.
    """
    for number, each in enumerate(processes):
        share = tokens[number :: len(processes)]
        with_file = files and number % 2 == 1
        each.tell(job(slug, share, threads=min(threads, len(share)), files=with_file))
    for each in processes:
        assert each.hear() == "ready"
    for each in processes:
        each.tell("go")
    return [number for each in processes for number in each.hear()]


@contextmanager
def live_server(folder: Path, *, workers: int) -> Iterator[str]:
    """Run the real server on the test's database, with `folder` for its files, and give its address."""
    port = free_port()
    # Collected once for all tests; the server looks for them in its own folder.
    (folder / "static").symlink_to(settings.STATIC_ROOT, target_is_directory=True)
    command = [sys.executable, "-m", "pendopo.config.console", "serve", "--port", str(port), "--workers", str(workers)]
    environs = environment() | {"PENDOPO_VAR": str(folder)}
    process = subprocess.Popen(command, cwd=ROOT, env=environs, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + START_SECONDS
        while not answers(f"{address}/healthz"):
            assert process.poll() is None, "The server ended; its error stands above."
            assert time.monotonic() < until, "The server did not start in time."
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def answers(url: str) -> bool:
    """Tell whether a server answers at `url`."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.HTTPError):
        return False
