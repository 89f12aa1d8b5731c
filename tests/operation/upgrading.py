"""An upgrade while people go on working: the old program on the new tables, then both side by side, then the new one.

The old program is a commit of this repository (the last tag, or OLDEST where none is), laid out in a folder of its own
and run by the same packages. It takes requests before, during and after the migrations.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.operation.check import Check
from tests.torture import processes
from tests.torture.citizens import READING_SECONDS, Citizen, Ledger
from tests.torture.cluster import Cluster
from tests.torture.ground import ROOT
from tests.torture.installation import AGENCIES, CONSOLE, Installation

# Before the first release: the last commit whose tables an installation may have.
OLDEST = "4f5597e"


def old_commit() -> str:
    """Return the commit to upgrade from: PENDOPO_UPGRADE_FROM, the last tag, or OLDEST."""
    if given := os.environ.get("PENDOPO_UPGRADE_FROM", ""):
        return given
    asked = subprocess.run(
        ["git", "describe", "--tags", "--abbrev=0"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or OLDEST


def lay_out(commit: str, folder: Path) -> Path:
    """Write the tree of a commit into `folder` and return it."""
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    folder.mkdir(parents=True)
    with tarfile.open(fileobj=BytesIO(packed)) as tar:
        # Made by git a moment ago, so it needs no filter, which Python 3.11.2 has not.
        tar.extractall(folder)
    return folder


class Older(Installation):
    """The same installation, run by the old program."""

    tree: Path

    def environment(self) -> dict[str, str]:
        """Return the environment in which the old tree is imported."""
        return super().environment() | {"PYTHONPATH": str(self.tree)}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the old program."""
        return subprocess.run(
            [*CONSOLE, *words], cwd=self.tree, env=self.environment(), capture_output=True, text=True, check=False
        )

    def serve(self) -> None:
        """Start the old web server."""
        command = [*CONSOLE, "serve", "--port", str(self.port), "--workers", "2"]
        with self.log.open("ab") as out:
            self.web = subprocess.Popen(
                command, cwd=self.tree, env=self.environment(), stdout=out, stderr=out, start_new_session=True
            )


# Run in a process of the tree that PYTHONPATH names.
_PREPARE = """
import json, sys, django
django.setup()
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import RoleGrant, User
for slug in json.loads(sys.argv[1]):
    agency = Agency.objects.create(slug=slug, name=f"Dinas {slug.title()}", short_name=slug.title())
    for role in ("front_office", "ppid"):
        user = User.objects.create_user(f"{role}-{slug}", name=f"Petugas {slug}", password="pendapa yang terbuka")
        RoleGrant.objects.create(user=user, agency=agency, role=role)
"""
_ROWS = """
import json, django
django.setup()
from pendopo.config.backup.databases import rows_now
print(json.dumps(rows_now()))
"""


def upgrade(folder: Path, old: Path, cluster: Cluster | None) -> list[Check]:
    """Upgrade an installation from the tree `old` to this one; return what was seen."""
    folder.mkdir(parents=True, mode=0o711)
    (folder / "var").mkdir(mode=0o711)
    place = Older(folder / "var", folder / "old.log", cluster)
    place.tree = old
    newer = Installation(folder / "var", folder / "new.log", cluster)
    if cluster:
        cluster.make()
        cluster.start()
    place.mail.start()
    try:
        return _steps(place, newer)
    finally:
        processes.end(place.web)
        newer.stop_programs()
        place.mail.stop()
        if cluster:
            cluster.stop()


def _steps(place: Older, newer: Installation) -> list[Check]:
    database = place.database
    done = place.run("setup")
    if done.returncode:
        raise RuntimeError(f"The old program cannot set itself up: {done.stderr[-2000:]}")
    python(place, _PREPARE, '["dinas", "badan", "kantor"]')
    place.serve()
    _await(place)
    ledger = Ledger()
    before = [_citizen(place.port, ledger) for _ in range(3)]
    _send(before)
    rows_before: dict[str, int] = python(place, _ROWS)
    waiting = [_citizen(place.port, ledger) for _ in range(3)]
    began = time.monotonic()
    migrated = newer.console("setup")
    seconds = time.monotonic() - began
    rows_after: dict[str, int] = python(newer, _ROWS)
    lost = {
        name: (count, rows_after.get(name)) for name, count in rows_before.items() if _fewer(name, count, rows_after)
    }
    acknowledged = len(ledger.acknowledged)
    _send(waiting)
    fresh = [_citizen(place.port, ledger) for _ in range(2)]
    _send(fresh)
    old_after = len(ledger.acknowledged) - acknowledged
    # Side by side: begun at the old program, sent at the new one, and the other way round.
    newer.start_web()
    _await(newer)
    there, back = _citizen(place.port, ledger), _citizen(newer.port, ledger)
    there.close()
    back.close()
    there.port, back.port = newer.port, place.port
    _send([there, back, _citizen(newer.port, ledger)])
    verified = newer.console("audit", "verify")
    missing = _unanswered(ledger, newer)
    return [
        Check(f"{database}: migrations ran while the old program was serving", migrated.returncode == 0, f"{seconds:.1f} s {migrated.stderr[-300:] if migrated.returncode else ''}"),
        Check(f"{database}: every row is kept", not lost, f"{sum(rows_before.values()):,} rows in {len(rows_before)} tables {lost or ''}"),
        Check(f"{database}: the old program takes requests on the new tables, files included", old_after == 5, f"{old_after} of 5"),
        Check(f"{database}: begun in one program, sent in the other", len(ledger.acknowledged) == 11, f"{len(ledger.acknowledged)} of 11 receipts"),
        Check(f"{database}: nothing but receipts was seen", not ledger.wrong and not missing, "; ".join([*ledger.wrong, *missing])[:300]),
        Check(f"{database}: the audit trail holds", verified.returncode == 0),
    ]  # fmt: skip


# What setup and workers renew or count anew; rows may leave there without loss.
RENEWED = ("django_", "search_", "notifications_periodicrun", "people_countedtry")


def _fewer(name: str, count: int, after: dict[str, int]) -> bool:
    return not name.startswith(RENEWED) and after.get(name, 0) < count


def python(place: Installation, program: str, *arguments: str) -> Any:
    import json

    tree = place.tree if isinstance(place, Older) else ROOT
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=tree, env=place.environment(), capture_output=True, text=True, check=False
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout) if done.stdout.strip() else None


def _await(place: Installation) -> None:
    until = time.monotonic() + 60
    while not place.answers():
        if time.monotonic() > until:
            raise RuntimeError(f"{place.log} says why the server did not answer: {place.log.read_text()[-2000:]}")
        time.sleep(0.1)


def _citizen(port: int, ledger: Ledger) -> Citizen:
    citizen = Citizen(port, AGENCIES[0], ledger, lambda: True, with_file=True)
    citizen.fill()
    return citizen


def _send(citizens: list[Citizen]) -> None:
    for citizen in citizens:
        time.sleep(max(0.0, READING_SECONDS - (time.monotonic() - citizen.begun_at)))
        citizen.send()


def _unanswered(ledger: Ledger, newer: Installation) -> list[str]:
    told: dict[str, Any] = newer.ask("judge", {"acknowledged": ledger.told(), "drain": False})
    return [f"{name}: {told[name]}" for name in ("lost", "twice", "files_lost") if told.get(name)]
