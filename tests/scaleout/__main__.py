"""`make scaleout`: three web nodes, two workers, PostgreSQL with a replica, PgBouncer, a file store and nginx, really run.

SIZE=short is what continuous integration may run (two minutes on a quiet machine), `middle` a look in between; without it the
run is long. The figures of whole runs that are not short are written to docs/bukti/tambah-mesin.md. `--only WORD,WORD` runs some parts. PENDOPO_TEST_REQUIRE_ALL=1 makes what cannot
run here a failure.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.operation.check import Check
from tests.operation.proxying import NoNginx, nginx_program
from tests.postgres import NoPostgres, binaries, unprivileged
from tests.proving import prove
from tests.scaleout import sharing, staleness
from tests.scaleout.journeys import travel
from tests.scaleout.killing import Load, kill_under_load
from tests.scaleout.town import Missing, Town, pgbouncer_program, running
from tests.torture import ground
from tests.torture.scenario import Outcome

SIZES = {
    "short": Load(receipts=60, nodes_killed=2, workers_killed=1, threads=6, waiting=3, pause=1.5),
    "middle": Load(receipts=400, nodes_killed=8, workers_killed=4, threads=8, waiting=6, pause=3.0),
    "long": Load(receipts=1_500, nodes_killed=20, workers_killed=10, threads=8, waiting=8, pause=4.0),
}
COLUMNS = ("what", "held", "figure")


def main() -> int:
    """Run the chosen parts; return 0 when everything held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default=os.environ.get("SIZE") or "long")
    parser.add_argument("--only", default="kill,journeys,replica,sharing")
    asked = parser.parse_args()
    try:
        binaries(), unprivileged(), pgbouncer_program(), nginx_program()
    except (NoPostgres, NoNginx, Missing) as reason:
        print(f"make scaleout cannot run here. {reason}.")
        return int(os.environ.get("PENDOPO_TEST_REQUIRE_ALL", "") not in {"", "0"})
    if ground.INSIDE not in os.environ:
        return ground.inside(sys.argv[1:], "tests.scaleout")
    return run(asked.only.split(","), asked.size)


def run(chosen: list[str], size: str) -> int:
    """Start the town, run the parts, tell, and write the figures of a whole long run."""
    began = time.monotonic()
    checks: list[Check] = []
    parts: dict[str, Callable[[Town], list[Check]]] = {
        # First, because everything in the database is counted afterwards.
        "kill": lambda town: outcome_checks(kill_under_load(town, SIZES[size])),
        "journeys": travel,
        "replica": staleness.look,
        "sharing": sharing.look,
    }
    with running(ground.folder()) as town:
        say(f"the town stands after {time.monotonic() - began:.0f} s")
        for name, part in parts.items():
            if name not in chosen:
                continue
            checks += attempt(name, lambda part=part: part(town))
            say(f"{name} done after {time.monotonic() - began:.0f} s")
    for check in checks:
        print(" | ".join(check.row()))
    good = bool(checks) and all(check.good for check in checks)
    if not good:
        show_logs()
    if good and size != "short" and set(parts) <= set(chosen):
        command = "make scaleout" if size == "long" else f"make scaleout SIZE={size}"
        rows = [check.row() for check in checks]
        prove("tambah-mesin", title="Several machines", command=command, columns=COLUMNS, rows=rows, notes=NOTES)
    print(f"Took {time.monotonic() - began:.0f} s.")
    return int(not good)


def attempt(name: str, part: Callable[[], list[Check]]) -> list[Check]:
    """Run a part; one that breaks off is a fault and does not keep the others from running."""
    try:
        return part()
    except Exception as problem:  # noqa: BLE001 - told as a fault of this part
        traceback.print_exc()
        return [Check(f"{name} came to its end", False, str(problem)[:300])]


def outcome_checks(outcome: Outcome) -> list[Check]:
    """Return what a run under load has shown."""
    told, ledger = outcome.verdict, outcome.ledger
    figure = (
        f"{len(ledger.acknowledged)} receipts, kills {outcome.kills}; {ledger.broken} broken, {ledger.refused} × 503, "
        f"p50 {ledger.milliseconds(0.5)} ms, p99 {ledger.milliseconds(0.99)} ms; {outcome.note}"
    )
    drained = (
        f"after {outcome.drained:.0f} s, {told.get('mail_repeated', 0)} repeated" if outcome.drained is not None else ""
    )
    return [
        Check("machines killed under load: every receipt is kept", not outcome.lost and bool(ledger.acknowledged), figure),
        Check("no request twice, no number twice, no gap", not (told.get("twice") or told.get("numbers_twice") or told.get("gaps"))),
        Check("every file is in the store as it was sent", not outcome.files_lost and bool(told.get("files")), f"{told.get('files', 0)} files"),
        Check("the outbox is empty", bool(told.get("drained")) and not told["drained"]["left"], drained),
        Check("the audit trail holds, and nothing else is wrong", not outcome.faults, "; ".join(outcome.faults)[:600]),
    ]  # fmt: skip


def say(text: str) -> None:
    """Tell how far the run is."""
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def show_logs() -> None:
    """Show the last words of every program."""
    for path in [*sorted(Path(ground.folder()).glob("*.log")), ground.folder() / "nginx" / "error.log"]:
        if path.exists() and (text := path.read_text(errors="replace")[-2000:]):
            print(f"---- {path.name}\n{text}")


NOTES = (
    """Everything runs on one machine and listens on loopback only; each node and worker has a folder of its own. Settings of
PostgreSQL, PgBouncer, nginx and the nodes are the blocks of docs/skala.md. Killed: all processes of a machine at once.""",
    "Not shown by this: a network that splits, and a machine that hangs without closing its connections.",
)


if __name__ == "__main__":
    sys.exit(main())
