"""`make operation` and `make upgrade`: an installation is stopped at work, run behind nginx, and upgraded under its users.

`python -m tests.operation stop proxy upgrade` runs what is named; `growth --rows 1000000` upgrades a large database.
PENDOPO_TEST_REQUIRE_ALL=1 makes what cannot run here a failure; `--prove` writes the figures to docs/bukti.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.operation.check import Check
from tests.operation.growth import grow_and_upgrade
from tests.operation.proxying import NoNginx, look_through_nginx
from tests.operation.stopping import stop_at_work
from tests.operation.upgrading import lay_out, old_commit, upgrade
from tests.postgres import NoPostgres
from tests.proving import prove
from tests.torture.cluster import Cluster
from tests.torture.installation import Seed

COLUMNS = ("what", "held", "figure")


def main() -> int:
    """Run what is named; return 0 when everything held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["stop", "proxy", "upgrade"])
    parser.add_argument("--rows", type=int, default=1_000_000, help="Rows of each growing table (default 1000000).")
    parser.add_argument("--prove", action="store_true")
    asked = parser.parse_args()
    began, left_out = time.monotonic(), list[str]()
    seen: dict[str, list[Check]] = {}
    with tempfile.TemporaryDirectory(prefix="pendopo-operation-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        if {"stop", "proxy"} & set(asked.parts):
            seen |= _stop_and_proxy(asked.parts, folder, left_out)
        if "upgrade" in asked.parts:
            seen["upgrade"] = _upgrade(folder, left_out)
        if "growth" in asked.parts:
            seen["growth"] = _growth(folder, asked.rows, left_out, write=asked.prove)
    return _tell(seen, left_out, time.monotonic() - began, write=asked.prove)


def _stop_and_proxy(parts: list[str], folder: Path, left_out: list[str]) -> dict[str, list[Check]]:
    static = folder / "static"
    static.mkdir()
    seed = Seed(folder / "seed", postgresql=False, web_workers=2)
    seed.grow(static)
    seen = {}
    if "stop" in parts:
        seen["stop"] = stop_at_work(seed, folder)
    if "proxy" in parts:
        try:
            seen["proxy"] = look_through_nginx(seed, folder)
        except NoNginx as reason:
            left_out.append(str(reason))
    return seen


def _upgrade(folder: Path, left_out: list[str]) -> list[Check]:
    """Upgrade on both databases side by side."""
    old = lay_out(old_commit(), folder / "old")
    lanes: list[Callable[[], list[Check]]] = [lambda: upgrade(folder / "on-sqlite", old, None)]
    try:
        (folder / "on-postgresql").mkdir(mode=0o711)
        cluster = Cluster(folder / "on-postgresql" / "cluster")
        lanes.append(lambda: upgrade(folder / "on-postgresql" / "place", old, cluster))
    except NoPostgres as reason:
        left_out.append(str(reason))
    with ThreadPoolExecutor(len(lanes)) as pool:
        return [check for found in [pool.submit(lane) for lane in lanes] for check in found.result()]


def _growth(folder: Path, rows: int, left_out: list[str], *, write: bool) -> list[Check]:
    """Upgrade a large database on PostgreSQL."""
    old = lay_out(old_commit(), folder / "old-of-growth")
    try:
        checks, notes = grow_and_upgrade(folder / "growth", old, rows)
    except NoPostgres as reason:
        left_out.append(str(reason))
        return []
    for note in notes:
        print(note)
    if write:
        prove(
            "pemutakhiran-besar",
            title=f"Upgrade of a database with {rows:,} rows in each table that grows",
            command=f"python -m tests.operation growth --rows {rows} --prove",
            columns=COLUMNS,
            rows=[check.row() for check in checks],
            notes=[
                *notes,
                f"PostgreSQL, durable as delivered, 512 MB of shared buffers. The old program is commit {old_commit()}.",
            ],
        )
    return checks


def _tell(seen: dict[str, list[Check]], left_out: list[str], seconds: float, *, write: bool) -> int:
    for checks in seen.values():
        for check in checks:
            print(" | ".join(check.row()))
    if write and "upgrade" in seen:
        notes = [f"The old program is commit {old_commit()}; both ran on the same database and files."]
        rows = [check.row() for check in seen["upgrade"]]
        prove(
            "pemutakhiran",
            title="Upgrade without interruption",
            command="make upgrade",
            columns=COLUMNS,
            rows=rows,
            notes=notes,
        )
    if write and {"stop", "proxy"} <= set(seen):
        rows = [check.row() for check in seen["stop"] + seen["proxy"]]
        prove(
            "operasi", title="Stopping at work, and behind nginx", command="make operation", columns=COLUMNS, rows=rows
        )
    print(f"Left out: {'; '.join(left_out) or 'nothing'}. Took {seconds:.0f} s.")
    required = left_out and os.environ.get("PENDOPO_TEST_REQUIRE_ALL", "") not in {"", "0"}
    return int(bool(required) or any(not check.good for checks in seen.values() for check in checks))


if __name__ == "__main__":
    sys.exit(main())
