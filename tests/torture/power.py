"""Power cuts: what no process synced is gone. The image of the disk is copied while everything stands still."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress

from tests.torture.citizens import Crowd, Ledger
from tests.torture.ground import Disk, folder
from tests.torture.installation import AGENCIES, Installation
from tests.torture.scenario import Kit, Outcome, judge

MEGABYTES = 700
# Every second citizen sends a file: they must survive as well.
FILES_EVERY = 2
# A control that loses nothing may have been lucky; so often it may try.
CONTROL_ROUNDS = 10
LATEST = {"synchronous_commit": "off", "wal_writer_delay": "10s"}


def cut_power(kit: Kit) -> list[Outcome]:
    """Cut the power in the middle of the load, several times; then do the same with durability switched off."""
    rounds, quota = kit.size.rounds, kit.size.round_receipts
    outcome = Outcome("power cut, delivered settings", kit.database, kills=f"{rounds} cuts")
    for number in range(rounds):
        add(outcome, one_cut(kit, f"power-{number}", quota, drain=kit.size.name != "short"))
        kit.say(f"power cut {number + 1}: {outcome.receipts} receipts, {outcome.lost} lost")
    return [outcome, *(control(kit, *each) for each in controls(kit))]


Named = dict[str, object]
Control = tuple[str, Named, Callable[[Outcome], bool]]


def controls(kit: Kit) -> list[Control]:
    """Return the negative controls: what is switched off, how, and what must be lost."""

    def rows(outcome: Outcome) -> bool:
        return outcome.lost > 0

    if kit.database == "PostgreSQL":
        found: list[Control] = [("synchronous_commit off", {"settings": LATEST}, rows)]
        more: list[Control] = [("fsync off", {"settings": {"fsync": "off"}}, rows)]
    else:
        # NORMAL loses rows too, but not in every cut.
        found = [("synchronous OFF", {"careless": "OFF"}, rows)]
        # Last: the database as delivered, the files alone without a sync.
        more = [
            ("synchronous NORMAL", {"careless": "NORMAL"}, rows),
            ("only files not synced", {"careless": "FULL"}, lambda outcome: outcome.files_lost > 0),
        ]
    return found if kit.size.name == "short" else found + more


def control(kit: Kit, name: str, named: Named, has_lost: Callable[[Outcome], bool]) -> Outcome:
    """Cut the power with durability switched off, until something is lost; when nothing is, the proof is void."""
    outcome = Outcome(f"control: power cut, {name}", kit.database, is_control=True)
    for number in range(CONTROL_ROUNDS):
        plain = "".join(sign if sign.isalnum() else "-" for sign in name)
        add(outcome, one_cut(kit, f"control-{plain}-{number}", kit.size.round_receipts, drain=False, **named))
        outcome.kills = f"{number + 1} cuts"
        if has_lost(outcome):
            break
    broken = any("does not open" in fault for fault in outcome.faults)
    outcome.faults = []
    if has_lost(outcome):
        outcome.note = "loses, as it must" + ("; the database does not even open" if broken else "")
    else:
        outcome.faults.append("VOID: nothing was lost with durability switched off, so the cut proves nothing")
    kit.say(f"{outcome.scenario}: {outcome.lost} rows and {outcome.files_lost} files lost in {outcome.kills}")
    return outcome


def add(outcome: Outcome, one: Outcome) -> None:
    """Add one cut to the row of all of them."""
    outcome.receipts += len(one.ledger.acknowledged)
    outcome.ledger.acknowledged += one.ledger.acknowledged
    outcome.ledger.broken += one.ledger.broken
    outcome.ledger.refused += one.ledger.refused
    outcome.faults += one.faults
    for name, value in one.verdict.items():
        if isinstance(value, int) and not isinstance(value, bool):
            outcome.verdict[name] = outcome.verdict.get(name, 0) + value
    if one.drained is not None:
        outcome.drained = max(outcome.drained or 0.0, one.drained)
    if one.chain is not None:
        outcome.chain = (outcome.chain is not False) and one.chain


def one_cut(kit: Kit, name: str, quota: int, *, drain: bool, **named: object) -> Outcome:
    """Let citizens send, cut the power, and judge what a machine finds that starts from the copied disk."""
    outcome = Outcome(name, kit.database)
    disk, after = Disk(f"{kit.database.lower()}-{name}", MEGABYTES), None
    try:
        disk.mount()
        place = on_disk(kit, disk, name, named)
        try:
            place.start()
            crowd = Crowd(
                place.port, AGENCIES, threads=kit.size.threads, waiting=kit.size.waiting, files_every=FILES_EVERY
            )
            crowd.start()
            if not crowd.await_quota(quota, 120):
                outcome.faults.append(f"{len(crowd.ledger.acknowledged)} receipts only")
            place.freeze()
            after = disk.copy(f"{kit.database.lower()}-{name}-after")
            outcome.ledger = frozen(crowd.ledger)
            crowd.abandon()
        finally:
            place.stop()
        disk.remove()
        after.mount()
        found = moved(place, after)
        try:
            wake(found, drain=drain)
            judge(found, outcome, drain=drain)
        except RuntimeError as problem:
            # A database that does not even open has lost everything; only a control may come to that.
            outcome.verdict["lost"] = len(outcome.ledger.acknowledged)
            outcome.faults.append(f"the database does not open: {problem}")
        finally:
            found.stop()
    finally:
        for each in (disk, after):
            if each is not None:
                with suppress(OSError):
                    each.remove()
    return outcome


def frozen(ledger: Ledger) -> Ledger:
    """Return what citizens had seen until now."""
    with ledger.lock:
        return Ledger(list(ledger.acknowledged), ledger.broken, ledger.refused, list(ledger.wrong))


def on_disk(kit: Kit, disk: Disk, name: str, named: Named) -> Installation:
    """Return a fresh installation on the disk, of which everything has reached the device."""
    place = kit.seed.copy(disk.place, **named)  # type: ignore[arg-type]
    place.log = folder() / f"{kit.database.lower()}-{name}.log"
    os.sync()
    return place


def moved(place: Installation, disk: Disk) -> Installation:
    """Return the installation as it is found on another disk, with the same mail server."""
    cluster = None
    if place.cluster:
        cluster = type(place.cluster)(disk.place / "cluster", place.cluster.settings)
    found = Installation(disk.place / "var", place.log, cluster, careless=place.careless)
    found.mail = place.mail
    return found


def wake(found: Installation, *, drain: bool) -> None:
    """Start what judging needs: the database, and the worker where the outbox is to be emptied."""
    if found.cluster:
        found.cluster.start()
    if drain:
        found.mail.start()
        found.start_worker()
