"""Recovery to a point in time: the commands of docs/cadangan.md, word for word, on a cluster of our own."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from pathlib import Path

from tests.torture.citizens import Crowd
from tests.torture.cluster import PASSWORD, Cluster
from tests.torture.ground import ROOT, folder
from tests.torture.installation import AGENCIES, Installation
from tests.torture.scenario import Kit, Outcome, judge

MANUAL = ROOT / "docs" / "cadangan.md"
HEADING = "## Point in time (PostgreSQL)"
# Places and moment of the manual; everything else is done as it stands there.
DATA, ARCHIVE, MOMENT = "/var/lib/postgresql/15/main", "/mnt/cadangan", "2026-11-22 09:30:00+07"


def blocks() -> tuple[str, str, str, str]:
    """Return the indented blocks of the manual's section: folder, settings, nightly backup, putting back."""
    section = MANUAL.read_text(encoding="utf-8").partition(HEADING)[2].partition("\n## ")[0]
    found = [
        "\n".join(line[4:] for line in block.splitlines()) for block in re.findall(r"(?:^    .*\n)+", section, re.M)
    ]
    once, settings, nightly, back = found
    return once, settings, nightly, back


class Manual:
    """Types the manual's commands as the server's user."""

    def __init__(self, cluster: Cluster, archive: Path) -> None:
        self.cluster, self.archive = cluster, archive

    def with_places(self, text: str, moment: str = MOMENT) -> str:
        """Return the text with the places of this run."""
        return text.replace(DATA, str(self.cluster.data)).replace(ARCHIVE, str(self.archive)).replace(MOMENT, moment)

    def type(self, text: str) -> None:
        """Run a block in a shell that stops at the first failure; raise RuntimeError with what it said."""
        environs = {
            "PATH": f"{self.cluster.tools}:/usr/bin:/bin",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.cluster.port),
            "PGUSER": "pendopo",
            "PGPASSWORD": PASSWORD,
        }
        done = subprocess.run(  # type: ignore[call-overload]
            ["bash", "-eu", "-c", text], cwd=self.cluster.folder, env=environs, capture_output=True, text=True,
            check=False, **self.cluster.account,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"A command of the manual failed: {done.stdout} {done.stderr}")


def recover(kit: Kit) -> list[Outcome]:
    """Back up, let citizens send, delete everything, put back the moment before, and compare."""
    outcome = Outcome("point in time (pg_basebackup, WAL)", kit.database, kills="all rows deleted")
    once, settings, nightly, back = blocks()
    place = kit.place("recovering")
    cluster = place.cluster
    assert cluster
    archive = folder() / "archive"
    archive.mkdir(mode=0o755)
    cluster.own(archive)
    manual = Manual(cluster, archive)
    try:
        manual.type(manual.with_places(once))
        configure(cluster, manual.with_places(settings))
        cluster.start()
        manual.type(manual.with_places(nightly))
        moment = _load_and_lose(kit, place, outcome)
        before = time.monotonic()
        # The server's own process is handled by pg_ctl from here on.
        manual.type(manual.with_places(back, moment))
        outcome.note = f"put back in {time.monotonic() - before:.1f} s, pg_verifybackup ok"
        judge(place, outcome, drain=False, mail=False, console=True)
    finally:
        if (cluster.data / "postmaster.pid").exists():
            manual.type(f"pg_ctl stop --pgdata={cluster.data} --mode=immediate || true")
        place.stop()
        shutil.rmtree(archive, ignore_errors=True)
    return [outcome]


def configure(cluster: Cluster, settings: str) -> None:
    """Write the settings of the manual and those that otherwise stand on the command line, so that pg_ctl finds them."""
    own = cluster.settings | {
        "port": str(cluster.port),
        "listen_addresses": "'127.0.0.1'",
        "unix_socket_directories": f"'{cluster.folder}'",
    }
    with (cluster.data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(f"{name} = {value}" for name, value in own.items()) + "\n" + settings + "\n")
    with (cluster.data / "pg_hba.conf").open("a", encoding="utf-8") as file:
        file.write("host replication all 127.0.0.1/32 scram-sha-256\n")


def _load_and_lose(kit: Kit, place: Installation, outcome: Outcome) -> str:
    """Let citizens send, note the moment, then delete all requests; return the moment as PostgreSQL writes it."""
    cluster = place.cluster
    assert cluster
    try:
        place.start()
        crowd = Crowd(place.port, AGENCIES, threads=kit.size.threads, waiting=kit.size.waiting)
        crowd.start()
        crowd.await_quota(kit.size.round_receipts, 90)
        outcome.ledger = crowd.finish()
    finally:
        place.stop_programs()
    moment = psql(cluster, "SELECT clock_timestamp()")
    time.sleep(0.2)
    # As somebody who may do everything, and means to.
    psql(cluster, "DROP FUNCTION audit_guard CASCADE")
    psql(cluster, "TRUNCATE information_inquiry, audit_entry, audit_chain, people_contact, documents_document CASCADE")
    if psql(cluster, "SELECT count(*) FROM information_inquiry") != "0":
        outcome.faults.append("the requests were not deleted, so nothing was to be put back")
    psql(cluster, "SELECT pg_switch_wal()")
    until = time.monotonic() + 30
    while (
        psql(cluster, "SELECT count(*) FROM pg_stat_archiver WHERE last_archived_time > now() - interval '1 minute'")
        == "0"
    ):
        if time.monotonic() > until:
            raise RuntimeError("The log was not archived.")
        time.sleep(0.1)
    time.sleep(0.5)
    return moment


def psql(cluster: Cluster, statement: str) -> str:
    """Run a statement and return its single value."""
    asked = ["--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "--dbname", cluster.url, "--command", statement]
    return cluster.run("psql", *asked).strip()
