"""One installation under torture: folder, database, web server and worker as processes, and its supervisor."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pendopo.kernel.notifications.tests.mail_server import MailServer

from tests.postgres import free_port
from tests.torture import processes
from tests.torture.cluster import Cluster
from tests.torture.ground import ROOT

START_SECONDS = 60
AGENCIES = ("dinas", "badan", "kantor")
BYTECODE = ROOT / ".pytest_cache" / "bytecode"
CONSOLE = (sys.executable, "-m", "pendopo.config.console")


class Installation:
    """`pendopo serve` and `pendopo work` on one folder and one database, with a mail server that counts."""

    def __init__(self, var: Path, log: Path, cluster: Cluster | None = None, *, careless: str = "") -> None:
        self.var, self.log, self.cluster, self.careless = var, log, cluster, careless
        self.web_workers_wanted = 3
        self.port = free_port()
        self.mail = MailServer()
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> str:
        """Return the name of the database's kind."""
        return "PostgreSQL" if self.cluster else "SQLite"

    def environment(self) -> dict[str, str]:
        """Return the environment as delivered, behind a proxy that tells the visitors' addresses."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PENDOPO_", "DATABASE_"))}
        if kept.pop("PYTHONDONTWRITEBYTECODE", ""):
            # Dozens of starts would compile everything anew; it is kept where `make test` keeps it.
            kept.setdefault("PYTHONPYCACHEPREFIX", str(BYTECODE))
        own = {
            "DJANGO_SETTINGS_MODULE": "tests.torture.careless" if self.careless else "pendopo.config.settings",
            "TORTURE_SYNCHRONOUS": self.careless,
            "PENDOPO_VAR": str(self.var),
            "PENDOPO_HTTPS": "0",
            "PENDOPO_TRUSTED_PROXIES": "127.0.0.1",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "PYTHONPATH": str(ROOT),
        }
        return kept | own | ({"DATABASE_URL": self.cluster.url} if self.cluster else {})

    def start(self) -> None:
        """Start everything and wait until the pages answer."""
        self.mail.start()
        if self.cluster and self.cluster.process is None:
            self.cluster.start()
        self.start_web()
        self.start_worker()
        until = time.monotonic() + START_SECONDS
        while not self.answers():
            if time.monotonic() > until:
                raise RuntimeError(f"The web server did not answer; its words stand in {self.log}")
            time.sleep(0.05)

    def start_web(self) -> None:
        """Start the web server; the old one is gone with all that was in its session, as systemd does it."""
        processes.end(self.web)
        command = [*CONSOLE, "serve", "--port", str(self.port), "--workers", str(self.web_workers_wanted)]
        self.web = processes.spawn(command, self.environment(), self.log)

    def start_worker(self) -> None:
        """Start the worker anew."""
        processes.end(self.worker)
        self.worker = processes.spawn([*CONSOLE, "work", "--pause", "0.5"], self.environment(), self.log)

    def answers(self) -> bool:
        """Tell whether the web server answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def web_workers(self) -> list[int]:
        """Return the numbers of the processes that answer."""
        if self.web is None or self.web.poll() is not None:
            return []
        below = processes.children().get(self.web.pid, [])
        return [pid for pid in below if "resource_tracker" not in processes.command_of(pid)]

    def revive(self) -> int:
        """Start again what has ended by itself, as a supervisor does; return how much that was."""
        ended = 0
        if self.cluster and self.cluster.is_dead:
            self.cluster.stop()
            self.cluster.start(wait=False)
            ended += 1
        if self.web and self.web.poll() is not None:
            self.start_web()
            ended += 1
        if self.worker and self.worker.poll() is not None:
            self.start_worker()
            ended += 1
        return ended

    def freeze(self) -> None:
        """Let no process of the installation run on, the database first."""
        for process in (self.cluster and self.cluster.process, self.web, self.worker):
            if process:
                processes.send(signal.SIGSTOP, processes.family(process.pid))

    def stop_programs(self) -> None:
        """End web server and worker, the hard way."""
        processes.end(self.web)
        processes.end(self.worker)
        self.web = self.worker = None

    def stop(self) -> None:
        """End everything; the database without a word to the disk."""
        self.stop_programs()
        if self.cluster:
            self.cluster.stop(signal.SIGQUIT)
        self.mail.stop()

    def ask(self, word: str, told: Any = None, *, seconds: float = 300, program: str = "tests.torture.judging") -> Any:
        """Run a word of `program` on this installation and return its answer."""
        done = subprocess.run(
            [sys.executable, "-m", program, word],
            cwd=ROOT, env=self.environment(), input=json.dumps(told), capture_output=True, text=True,
            timeout=seconds, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program} {word} failed: {done.stderr[-3000:]}")
        return json.loads(done.stdout.splitlines()[-1])

    def console(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the administrator."""
        return subprocess.run(
            [*CONSOLE, *words], cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False
        )


class Seed:
    """An installation with agencies and officers in which nothing was asked yet, to be copied for each scenario."""

    def __init__(self, folder: Path, *, postgresql: bool, web_workers: int) -> None:
        self.folder, self.web_workers = folder, web_workers
        self.var = folder / "var"
        self.cluster = Cluster(folder / "cluster") if postgresql else None
        self.var.mkdir(parents=True, mode=0o711)
        folder.chmod(0o711)

    def grow(self, static: Path) -> None:
        """Set the installation up, with static files collected once for all."""
        self.var.joinpath("static").symlink_to(static, target_is_directory=True)
        if self.cluster:
            self.cluster.make()
            self.cluster.start()
        place = Installation(self.var, self.folder / "seed.log", self.cluster)
        done = place.console("setup")
        if done.returncode:
            raise RuntimeError(f"setup failed: {done.stderr}")
        place.ask("prepare", list(AGENCIES))
        if self.cluster:
            self.cluster.stop()

    def copy(self, folder: Path, *, settings: dict[str, str] | None = None, careless: str = "") -> Installation:
        """Return an installation whose folder and database lie in `folder`."""
        shutil.copytree(self.var, folder / "var", symlinks=True)
        cluster = self.cluster.copied_to(folder / "cluster", settings) if self.cluster else None
        place = Installation(folder / "var", folder.parent / f"{folder.name}.log", cluster, careless=careless)
        place.web_workers_wanted = self.web_workers
        return place


@contextmanager
def running(place: Installation) -> Iterator[Installation]:
    """Have the installation run until the block ends."""
    try:
        place.start()
        yield place
    finally:
        place.stop()
