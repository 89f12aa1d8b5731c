"""The audit trail forged a thousand times, and how long it takes to verify a million entries."""

from __future__ import annotations

import secrets
import shutil
import time
from typing import Any

from tests.torture.citizens import Ledger
from tests.torture.installation import Installation
from tests.torture.scenario import Kit, Outcome

MILLION = {"short": 0, "middle": 1_000_000, "long": 1_000_000}
VERIFY_SECONDS = 30.0
COLUMNS = ("database", "forgery", "tried", "found by the chain alone", "found with the signed heads")


class Trails:
    """What the runs of all databases found, for the table of its own."""

    rows: list[list[object]] = []
    notes: list[str] = []


def forge(kit: Kit) -> list[Outcome]:
    """Forge the trail in every way; each must be found out, and the untouched trail must pass."""
    outcome = Outcome("audit trail forged", kit.database, kills=f"{kit.size.mutations} forgeries", ledger=Ledger())
    place = kit.place("forging")
    seed = secrets.randbits(32)
    try:
        if place.cluster:
            place.cluster.start()
        told: dict[str, Any] = place.ask("tamper", {"count": kit.size.mutations, "seed": seed}, seconds=900)
        undetected = sum(told["tried"].values()) - sum(told["found"].values())
        outcome.chain = told["untouched_intact"]
        if undetected:
            outcome.faults.append(f"{undetected} forgeries were not found out (seed {seed})")
        if not told["untouched_intact"]:
            outcome.faults.append("the untouched trail does not pass")
        if all(told["alone"].values()):
            outcome.faults.append("VOID: the chain alone found everything, so the signed heads proved nothing")
        for kind, tried in told["tried"].items():
            Trails.rows.append([kit.database, kind, tried, told["alone"][kind], told["found"][kind]])
        outcome.note = f"{sum(told['found'].values())} found out"
        anchored = place.console("audit", "verify", "--anchors")
        if anchored.returncode:
            outcome.faults.append(f"audit verify --anchors: {anchored.stdout} {anchored.stderr}")
        if MILLION[kit.size.name]:
            _measure(place, MILLION[kit.size.name], kit, outcome)
    finally:
        place.stop()
        shutil.rmtree(place.var, ignore_errors=True)
    return [outcome]


def _measure(place: Installation, count: int, kit: Kit, outcome: Outcome) -> None:
    place.ask("million", {"count": count}, seconds=1200)
    kit.say(f"{count:,} entries are written; now they are verified")
    began = time.monotonic()
    done = place.console("audit", "verify", "--agency", "sejuta")
    taken = time.monotonic() - began
    if done.returncode:
        outcome.faults.append(f"audit verify: {done.stdout} {done.stderr}")
    if taken > VERIFY_SECONDS:
        outcome.faults.append(f"{count:,} entries took {taken:.1f} s to verify")
    outcome.note += f"; {count:,} entries verified in {taken:.1f} s"
    Trails.notes.append(
        f"{kit.database}: `pendopo audit verify` of {count:,} entries took {taken:.1f} s, start of the program included."
    )
