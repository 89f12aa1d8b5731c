"""A town on one machine: primary and replica, pooler, file store, balancer, three web nodes, two workers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from pendopo.kernel.notifications.tests.mail_server import MailServer

from tests.operation.proxying import EXAMPLE, nginx_with
from tests.postgres import free_port
from tests.scaleout import manual
from tests.torture import processes
from tests.torture.cluster import PASSWORD, Cluster
from tests.torture.installation import CONSOLE, Installation
from tests.torture.recovering import Manual, psql

START_SECONDS = 60
NODES, WORKERS = 3, 2
BUCKET = "pendopo-berkas"


class Missing(Exception):
    """A server program is not on this machine; the message says which and what would help."""


def pgbouncer_program() -> str:
    """Return where PgBouncer lies; raise Missing when it is not on this machine."""
    program = shutil.which("pgbouncer") or shutil.which("/usr/sbin/pgbouncer")
    if program is None:
        raise Missing("PgBouncer: not on this machine (Debian: apt install pgbouncer)")
    return program


def until_true(what: str, holds, seconds: float = START_SECONDS) -> float:  # type: ignore[no-untyped-def]
    """Wait until `holds()`; return after how many seconds, or raise RuntimeError."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > seconds:
            raise RuntimeError(f"Not within {seconds:.0f} seconds: {what}")
        time.sleep(0.05)
    return time.monotonic() - began


class Databases:
    """Primary and streaming replica, made as the manual says."""

    def __init__(self, folder: Path) -> None:
        words = manual.postgresql()
        self.primary = Cluster(folder / "primary", manual.lines(words[manual.PRIMARY_SETTINGS]))
        self.replica = Cluster(folder / "replica", {"max_connections": "60", "hot_standby": "on"})
        self._words = words

    def start(self) -> None:
        """Start the primary, and a replica made of it."""
        self.primary.make()
        with (self.primary.data / "pg_hba.conf").open("a", encoding="utf-8") as file:
            file.write(manual.put_in(self._words[manual.MAY_REPLICATE], {"10.0.0.12/32": "127.0.0.1/32"}) + "\n")
        self.primary.start()
        psql(self.primary, self._words[manual.MAKE_ROLE])
        self.replica.folder.mkdir(mode=0o711)
        self.replica.own(self.replica.folder)
        places = {
            "/var/lib/postgresql/15/main": str(self.replica.data),
            "host=10.0.0.11 port=5432": f"host=127.0.0.1 port={self.primary.port}",
        }
        Manual(self.replica, self.replica.folder).type(manual.put_in(self._words[manual.MAKE_REPLICA], places))
        self.replica.start()
        until_true("the replica streams", lambda: psql(self.primary, "SELECT count(*) FROM pg_stat_replication") == "1")

    def stop(self) -> None:
        """Stop both."""
        self.replica.stop()
        self.primary.stop()


class Pooler:
    """PgBouncer with the manual's pgbouncer.ini."""

    command: list[str]

    def __init__(self, folder: Path, databases: Databases) -> None:
        self.folder, self.databases = folder, databases
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it as the servers' own user: it refuses to run as root."""
        primary = self.databases.primary
        self.folder.mkdir(mode=0o711)
        ini, users = self.folder / "pgbouncer.ini", self.folder / "userlist.txt"
        places = {
            "host=10.0.0.11 port=5432 dbname=pendopo": f"host=127.0.0.1 port={primary.port} dbname=postgres",
            "listen_port = 6432": f"listen_port = {self.port}",
            "/etc/pgbouncer/userlist.txt": str(users),
        }
        ini.write_text(manual.put_in(manual.pgbouncer(), places) + "\nunix_socket_dir =\n", encoding="utf-8")
        users.write_text(f'"pendopo" "{PASSWORD}"\n', encoding="utf-8")
        primary.own(self.folder, ini, users)
        self.command = [pgbouncer_program(), str(ini)]
        self.again()

    def stop(self) -> None:
        """Stop it."""
        processes.end(self.process)

    def again(self) -> None:
        """End it and start it anew."""
        primary, log = self.databases.primary, self.folder.parent / "pgbouncer.log"
        processes.end(self.process)
        self.process = processes.spawn(self.command, dict(os.environ), log, **primary.account)
        ready = [str(primary.tools / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        until_true("PgBouncer takes connections", lambda: subprocess.run(ready, check=False).returncode == 0)


class Store:
    """A server that speaks S3 and keeps everything in its memory."""

    def __init__(self, folder: Path) -> None:
        self.log, self.port = folder / "store.log", free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and make the bucket."""
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        self.process = processes.spawn(command, dict(os.environ), self.log)
        client = boto3.client(
            "s3", endpoint_url=f"http://127.0.0.1:{self.port}", region_name="us-east-1", aws_access_key_id="kunci",
            aws_secret_access_key="rahasia-kunci", config=Config(retries={"total_max_attempts": 1}),
        )  # fmt: skip

        def made() -> bool:
            try:
                client.create_bucket(Bucket=BUCKET)
            except BotoCoreError:
                return False
            return True

        until_true("the file store answers", made)

    def stop(self) -> None:
        """Stop it."""
        processes.end(self.process)


class Machine(Installation):
    """One machine with the manual's environment and a folder of its own: a web node, or a worker."""

    def __init__(self, town: Town, name: str, *, is_web: bool) -> None:
        folder = town.folder / name
        folder.mkdir(mode=0o711)
        super().__init__(folder / "var", town.folder / f"{name}.log")
        self.var.mkdir(mode=0o711)
        self.var.joinpath("static").symlink_to(town.static, target_is_directory=True)
        self.name, self.town, self.is_web, self.mail = name, town, is_web, town.mail
        self.web_workers_wanted = 1
        self.settings, self.without = "", frozenset[str]()

    @property
    def database(self) -> str:
        """Return the name of the database's kind."""
        return "PostgreSQL"

    def environment(self) -> dict[str, str]:
        """Return the environment of the manual with the places of this town."""
        own = super().environment() | self.town.environment()
        own |= {"DJANGO_SETTINGS_MODULE": self.settings} if self.settings else {}
        return {name: value for name, value in own.items() if name not in self.without}

    def start(self) -> None:
        """Start what runs on this machine."""
        if self.is_web:
            self.start_web()
        self.start_worker()

    def start_worker(self) -> None:
        """Start the worker anew; on a web node it keeps the search index and nothing else."""
        processes.end(self.worker)
        command = [*CONSOLE, "work", "--pause", "0.5", *(["--here"] if self.is_web else [])]
        self.worker = processes.spawn(command, self.environment(), self.log)

    def kill(self) -> None:
        """End everything on this machine at once, as a power cut does."""
        self.stop_programs()


class Town:
    """Everything together."""

    def __init__(self, folder: Path, static: Path) -> None:
        self.folder, self.static = folder, static
        self.mail = MailServer()
        self.databases = Databases(folder)
        self.pooler = Pooler(folder / "pooler", self.databases)
        self.store = Store(folder)
        self.balancer = free_port()
        self.with_replica = True
        # Long enough to see a page that is old before the replica is left alone.
        self.lag_seconds = 10.0
        self.nodes = [Machine(self, f"node-{number}", is_web=True) for number in range(1, NODES + 1)]
        self.workers = [Machine(self, f"worker-{number}", is_web=False) for number in range(1, WORKERS + 1)]

    @property
    def machines(self) -> list[Machine]:
        """Return web nodes and workers."""
        return [*self.nodes, *self.workers]

    def environment(self) -> dict[str, str]:
        """Return the manual's environment with the places of this town."""
        written = "\n".join(f"{name}={value}" for name, value in manual.environment().items())
        places = {
            "pendopo:rahasia@": f"pendopo:{PASSWORD}@",
            "127.0.0.1:6432": f"127.0.0.1:{self.pooler.port}",
            "10.0.0.11:5432/pendopo": f"127.0.0.1:{self.databases.primary.port}/postgres",
            "10.0.0.12:5432/pendopo": f"127.0.0.1:{self.databases.replica.port}/postgres",
            "https://s3.contoh.go.id": f"http://127.0.0.1:{self.store.port}",
            "id-jkt": "us-east-1",
        }
        named = manual.lines(manual.put_in(written, places))
        # Passwords only: the second step has its own tests, and these officers have none.
        named |= {"PENDOPO_MFA": "0", "PENDOPO_REPLICA_LAG": str(self.lag_seconds)}
        if not self.with_replica:
            del named["DATABASE_REPLICA_URL"]
        return named

    def site(self) -> str:
        """Return nginx's site: the example with the manual's list of nodes, without HTTPS, which `make operation` tests.

        Visitors of a test all come from one address; the addresses that they invent are let through.
        """
        places = {f"10.0.0.2{number}:8000": f"127.0.0.1:{node.port}" for number, node in enumerate(self.nodes, start=1)}
        text = EXAMPLE.read_text(encoding="utf-8")
        text = re.sub(r"(?s)upstream pendopo \{.*?\n\}", manual.put_in(manual.upstream(), places), text, count=1)
        text = re.sub(r"(?s)server \{\s+listen 80;.*?\n\}\n", "", text, count=1)
        text = re.sub(r"(?m)^\s+ssl_.*\n", "", text)
        changes = {
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.balancer};",
            "/var/log/nginx/": f"{self.folder}/",
            "X-Forwarded-For $remote_addr": "X-Forwarded-For $http_x_forwarded_for",
            "proxy_pass http://pendopo;": "proxy_pass http://pendopo; add_header X-Node $upstream_addr always;",
        }
        for old, new in changes.items():
            assert old in text, old
            text = text.replace(old, new)
        return text

    def prepare(self) -> None:
        """Start what keeps things, and set the installation up, as the manual says: once, before anybody serves."""
        self.databases.start()
        self.pooler.start()
        self.store.start()
        self.mail.start()
        done = self.nodes[0].console("setup")
        if done.returncode:
            raise RuntimeError(f"setup failed: {done.stderr[-2000:]}")

    def start(self) -> None:
        """Start all machines and wait until every node answers."""
        for machine in self.machines:
            machine.start()
        for node in self.nodes:
            until_true(f"{node.name} answers; its words stand in {node.log}", node.answers)

    def stop(self) -> None:
        """End everything."""
        for machine in self.machines:
            machine.stop_programs()
        self.mail.stop()
        for each in (self.store, self.pooler, self.databases):
            each.stop()


@contextmanager
def running(folder: Path) -> Iterator[Town]:
    """Have a town run until the block ends."""
    static = folder / "static"
    static.mkdir(mode=0o755)
    town = Town(folder, static)
    with ExitStack() as stack:
        stack.callback(town.stop)
        town.prepare()
        town.start()
        (folder / "nginx").mkdir(mode=0o755)
        said = stack.enter_context(nginx_with(folder / "nginx", town.site()))
        if "test is successful" not in said:
            raise RuntimeError(f"nginx does not take the site: {said}")
        until_true("the balancer answers", lambda: _answers(town.balancer))
        yield town


def _answers(port: int) -> bool:
    import urllib.request

    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
