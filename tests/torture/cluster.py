"""A PostgreSQL cluster that may be stopped the hard way, copied, and started again on the same port."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from tests.postgres import binaries, free_port, unprivileged
from tests.torture import processes

PASSWORD = "torture"
# Durable as delivered; small, because several stand side by side.
SETTINGS = {"max_connections": "60", "shared_buffers": "64MB", "fsync": "on", "synchronous_commit": "on"}
START_SECONDS = 60


class Cluster:
    """One cluster in `folder`; `settings` are further `-c` options."""

    def __init__(self, folder: Path, settings: dict[str, str] | None = None) -> None:
        self.folder, self.data = folder, folder / "data"
        self.settings = SETTINGS | (settings or {})
        self.port = free_port()
        self.tools, self.account = binaries(), unprivileged()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return the DATABASE_URL."""
        return f"postgresql://pendopo:{PASSWORD}@127.0.0.1:{self.port}/postgres"

    def make(self, *options: str) -> None:
        """Make an empty cluster with checksums."""
        self.folder.mkdir(exist_ok=True, mode=0o711)
        key = self.folder / "password"
        key.write_text(PASSWORD, encoding="ascii")
        self.own(self.folder, key)
        self.run(
            "initdb", "--pgdata", str(self.data), "--username", "pendopo", "--pwfile", str(key), "--auth",
            "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync", "--data-checksums", *options,
        )  # fmt: skip

    def own(self, *paths: Path) -> None:
        """Give files and folders to the user as whom the server runs."""
        if self.account:
            for path in paths:
                os.chown(path, self.account["user"], self.account["group"])  # type: ignore[arg-type]

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs as the server's user and return what it said."""
        done = subprocess.run(  # type: ignore[call-overload]
            [str(self.tools / program), *arguments],
            capture_output=True, text=True, cwd=self.folder, check=False,
            env=os.environ | {"PGPASSWORD": PASSWORD}, **self.account,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr or done.stdout}")
        return str(done.stdout)

    def copied_to(self, folder: Path, settings: dict[str, str] | None = None) -> Cluster:
        """Return another cluster with a copy of this one, which must not be running."""
        assert self.process is None
        shutil.copytree(self.folder, folder, dirs_exist_ok=True, copy_function=shutil.copy2)
        subprocess.run(["chown", "-R", "--reference", str(self.data), str(folder)], check=True)
        folder.chmod(0o711)
        return Cluster(folder, settings)

    def start(self, *, wait: bool = True) -> None:
        """Start the server; with `wait`, until it takes connections."""
        options = self.settings | {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
        }
        command = [str(self.tools / "postgres"), "-D", str(self.data)]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self.process = processes.spawn(
            command, dict(os.environ), self.folder.parent / f"{self.folder.name}.log", **self.account
        )
        if wait:
            self.wait()

    def is_ready(self) -> bool:
        """Tell whether the server takes connections."""
        ready = [str(self.tools / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(ready, check=False).returncode == 0

    def wait(self) -> None:
        """Wait until the server takes connections; raise RuntimeError when it does not."""
        until = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.process is None or self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not start; its words stand in {self.folder}.log")
            time.sleep(0.05)

    @property
    def is_dead(self) -> bool:
        """Tell whether the server has ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def pids(self) -> list[int]:
        """Return the numbers of all of the server's processes."""
        return processes.family(self.process.pid) if self.process and self.process.poll() is None else []

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: SIGINT is a fast shutdown, SIGQUIT an immediate one without a word to the disk."""
        if self.process is None:
            return
        processes.send(signal.SIGCONT, self.pids())
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            processes.end(self.process)
        self.process = None
