"""The servers under load: Pendopo itself as it is delivered, and the same server program with a static file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 4
START_SECONDS = 60
_TICKS = os.sysconf("SC_CLK_TCK")


def environment(folder: Path, database_url: str) -> dict[str, str]:
    """Return the environment of an installation in `folder`, as delivered but without HTTPS."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PENDOPO_", "DATABASE_"))}
    chosen = {"DATABASE_URL": database_url} if database_url else {}
    return kept | chosen | {
        "DJANGO_SETTINGS_MODULE": "pendopo.config.settings",
        "PENDOPO_VAR": str(folder),
        "PENDOPO_HTTPS": "0",
        # The register is asked for in a session that was made by hand and gave no second step.
        "PENDOPO_MFA": "0",
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip


@contextmanager
def running(command: list[str], environs: dict[str, str], port: int, path: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; raise RuntimeError when it does not answer at `path`."""
    process = subprocess.Popen(command, cwd=ROOT, env=environs, start_new_session=True)
    try:
        _wait(process, f"http://127.0.0.1:{port}{path}")
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


@contextmanager
def pendopo(folder: Path, database_url: str) -> Iterator[tuple[int, int]]:
    """Run `pendopo serve` with four workers; give its port and process number."""
    port = free_port()
    command = [sys.executable, "-m", "pendopo.config.console", "serve", "--port", str(port), "--workers", str(WORKERS)]
    with running(command, environment(folder, database_url), port, "/healthz") as process:
        yield port, process.pid


@contextmanager
def static_file(folder: Path) -> Iterator[tuple[int, int]]:
    """Run the same server program, which reads the files of `folder` itself; give its port and process number."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.serving", str(port), str(folder)]
    with running(command, dict(os.environ) | {"PYTHONPATH": str(ROOT)}, port, "/static/page.html") as process:
        yield port, process.pid


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as response:
                if response.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server did not answer at {url}.")


def cpu_seconds(*roots: int) -> float:
    """Return the processor time used so far by processes and all that descend from them, ended ones included."""
    children: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile; its parent counts it
            continue
        children.setdefault(int(words[1]), []).append(int(entry.name))
        used[int(entry.name)] = sum(int(word) for word in words[11:15]) / _TICKS
    total, waiting = 0.0, list(roots)
    while waiting:
        process = waiting.pop()
        total += used.get(process, 0.0)
        waiting += children.get(process, [])
    return total


def application(_environ: dict[str, object], start_response: object) -> list[bytes]:
    """Answer what is no file."""
    start_response("404 Not Found", [("Content-Type", "text/plain")])  # type: ignore[operator]
    return [b"not found\n"]


def main() -> None:
    """Serve the files of a folder under /static/ with the server program alone."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "benchmarks.serving:application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=1,
        backlog=2048,
        log_level=LogLevels.warning,
        static_path_mount=[Path(sys.argv[2])],
        websockets=False,
    ).serve()


if __name__ == "__main__":
    main()
