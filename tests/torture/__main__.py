"""`make torture`: kills, power cuts, full disks, restarts, recovery to a point in time, tampering, on both databases.

SIZE=short is what continuous integration runs, `middle` a look in between; without it the run is long, and its figures
are written to docs/bukti. `--only WORD,WORD` runs some scenarios, `--database sqlite` or `postgresql` one database.
PENDOPO_TEST_REQUIRE_ALL=1 makes what cannot run here a failure.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from tests.postgres import NoPostgres, binaries, unprivileged
from tests.proving import prove
from tests.torture import ground
from tests.torture.full import fill_the_disk
from tests.torture.installation import Seed
from tests.torture.killing import kill_under_load
from tests.torture.power import cut_power
from tests.torture.recovering import recover
from tests.torture.restarting import restart_the_database
from tests.torture.scenario import COLUMNS, SIZES, Kit, Outcome, Scenario, Size
from tests.torture.tampering import COLUMNS as TRAIL_COLUMNS
from tests.torture.tampering import Trails, forge

SCENARIOS: dict[str, Scenario] = {
    "kill": kill_under_load,
    "power": cut_power,
    "full": fill_the_disk,
    "restart": restart_the_database,
    "pitr": recover,
    "audit": forge,
}
NEEDS_DISK = {"power", "full"}
ONLY_POSTGRESQL = {"restart", "pitr"}


def main() -> int:
    """Run the chosen scenarios; return 0 when everything held and every negative control failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default=os.environ.get("SIZE") or "long")
    parser.add_argument("--only", default=",".join(SCENARIOS))
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    asked = parser.parse_args()
    if ground.INSIDE not in os.environ:
        return ground.inside(sys.argv[1:])
    began = time.monotonic()
    left_out: list[str] = []
    chosen = [name for name in asked.only.split(",") if name in SCENARIOS]
    if disks := [name for name in chosen if name in NEEDS_DISK]:
        try:
            ground.expect_disks()
        except ground.NoDisk as reason:
            left_out.append(f"{', '.join(disks)}: {reason}")
            chosen = [name for name in chosen if name not in disks]
    databases = [asked.database] if asked.database else ["sqlite", "postgresql"]
    if "postgresql" in databases:
        try:
            binaries(), unprivileged()
        except NoPostgres as reason:
            left_out.append(str(reason))
            databases.remove("postgresql")
    if left_out and os.environ.get("PENDOPO_TEST_REQUIRE_ALL", "") not in {"", "0"}:
        print(f"PENDOPO_TEST_REQUIRE_ALL is set and something is missing. {'; '.join(left_out)}.")
        return 1
    outcomes = run(chosen, databases, SIZES[asked.size])
    good = tell(outcomes, SIZES[asked.size], whole=chosen == list(SCENARIOS))
    print(f"Left out: {'; '.join(left_out) or 'nothing'}. Took {time.monotonic() - began:.0f} s.")
    return int(not good)


def run(chosen: list[str], databases: list[str], size: Size) -> list[Outcome]:
    """Run the scenarios of each database one after the other; in a short run both databases side by side."""
    static = ground.folder() / "static"
    seeds = {
        name: Seed(ground.folder() / f"seed-{name}", postgresql=name == "postgresql", web_workers=size.web_workers)
        for name in databases
    }
    static.mkdir(mode=0o755)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda seed: seed.grow(static), seeds.values()))
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    with ThreadPoolExecutor(2 if size.name == "short" else 1) as pool:
        lanes = [pool.submit(lane, chosen, Kit(seeds[name], size, names[name])) for name in databases]
        return [outcome for each in lanes for outcome in each.result()]


def lane(chosen: list[str], kit: Kit) -> list[Outcome]:
    """Run the scenarios on one database; one that breaks off is a fault and does not keep the others from running."""
    outcomes: list[Outcome] = []
    for name in chosen:
        if name in ONLY_POSTGRESQL and kit.database != "PostgreSQL":
            continue
        kit.say(f"{name} begins")
        began = time.monotonic()
        try:
            found = SCENARIOS[name](kit)
        except Exception as problem:  # noqa: BLE001 - told as a fault of this scenario
            traceback.print_exc()
            told = problem.stderr if isinstance(problem, subprocess.CalledProcessError) else ""
            found = [Outcome(name, kit.database, faults=[f"broke off: {problem} {told}"])]
        for outcome in found:
            kit.say(f"{outcome.scenario}: {'; '.join(outcome.faults) or 'good'} ({time.monotonic() - began:.0f} s)")
        if any(outcome.faults for outcome in found):
            show_logs(kit)
        outcomes += found
    return outcomes


def show_logs(kit: Kit) -> None:
    """Show the last words of the installations of a database."""
    for path in sorted(Path(ground.folder()).glob(f"{kit.database.lower()}-*.log")):
        with suppress(OSError):
            print(f"---- {path.name}\n{path.read_text(errors='replace')[-3000:]}")


def tell(outcomes: list[Outcome], size: Size, *, whole: bool) -> bool:
    """Print the table, write it down after a whole long run, and return whether everything is as it must be."""
    rows = [outcome.row() for outcome in outcomes]
    for row in [list(COLUMNS), *rows]:
        print(" | ".join(str(cell) for cell in row))
    faults = [f"{outcome.scenario}, {outcome.database}: {fault}" for outcome in outcomes for fault in outcome.faults]
    for fault in faults:
        print(f"FAULT {fault}")
    if whole and not faults and size.name != "short":
        command = "make torture" if size.name == "long" else f"make torture SIZE={size.name}"
        prove("ketahanan", title="Durability", command=command, columns=COLUMNS, rows=rows, notes=NOTES)
        prove(
            "jejak-audit",
            title="Audit trail, forged",
            command=command,
            columns=TRAIL_COLUMNS,
            rows=Trails.rows,
            notes=[*Trails.notes, *TRAIL_NOTES],
        )
    return not faults


NOTES = (
    """Acknowledged: a citizen's browser was shown the receipt with its number. Lost, twice and gaps are counted in the
database afterwards. p50 and p99: from the first press on "Kirim" to the receipt shown, all repetitions included. Kills
count what hit web workers, the web server with all of its workers, the outbox worker, and immediate stops of the database.""",
    "Negative controls run with durability switched off and must lose something; a run in which they do not is void.",
    """Not shown by this: a disk that says "written" and has not, and sectors torn in the middle.""",
)
TRAIL_NOTES = (
    """Each forgery is done by SQL on the untouched trail, behind the program's back. "Chain made to fit": every number, hash
and the head are computed anew afterwards, so that only a head signed before, with a key outside the database, tells.""",
    "Entries written after the last signed head (one a day) are protected by the chain and its head alone.",
)


if __name__ == "__main__":
    sys.exit(main())
