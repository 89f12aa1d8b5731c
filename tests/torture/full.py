"""A full disk under load: "busy" with everything typed kept, never an error page; afterwards all goes on."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.torture.citizens import Crowd
from tests.torture.ground import Disk
from tests.torture.installation import AGENCIES, Installation
from tests.torture.power import on_disk
from tests.torture.scenario import RECOVERY_SECONDS, Kit, Outcome, judge

MEGABYTES = {"SQLite": 64, "PostgreSQL": 256}
# So many answers 503 must have been given before the disk is freed, at most so many seconds long.
REFUSALS, SECONDS = 40, 40


def fill_the_disk(kit: Kit) -> list[Outcome]:
    """Fill the disk while citizens send, free it again, and see that nothing acknowledged is gone."""
    outcome = Outcome("disk full", kit.database, kills="1 full disk")
    disk = Disk(f"{kit.database.lower()}-full", MEGABYTES[kit.database])
    try:
        disk.mount()
        place = on_disk(kit, disk, "full", {})
        try:
            place.start()
            _fill_and_free(kit, place, disk.place / "filler", outcome)
            judge(place, outcome)
        finally:
            place.stop()
    finally:
        disk.remove()
    return [outcome]


def _fill_and_free(kit: Kit, place: Installation, filler: Path, outcome: Outcome) -> None:
    quota = kit.size.round_receipts
    crowd = Crowd(place.port, AGENCIES, threads=kit.size.threads, waiting=kit.size.waiting, files_every=4)
    crowd.start()
    if not crowd.await_quota(quota, 90):
        outcome.faults.append("too few receipts before the disk was full")
    before = len(crowd.ledger.acknowledged)
    began = time.monotonic()
    revived = 0
    while crowd.ledger.refused < REFUSALS and time.monotonic() - began < SECONDS:
        _fill(filler)
        revived += place.revive()
        time.sleep(0.2)
    meanwhile = len(crowd.ledger.acknowledged) - before
    if crowd.ledger.refused < REFUSALS:
        outcome.faults.append(f"{crowd.ledger.refused} answers 503 only, so the disk was hardly full")
    filler.unlink()
    freed = time.monotonic()
    while not crowd.await_quota(1, 0.2) and time.monotonic() - freed < 60:
        revived += place.revive()
    waited = time.monotonic() - freed
    if waited > RECOVERY_SECONDS + (10 if revived else 0):
        outcome.faults.append(f"the first receipt came {waited:.1f} s after the disk was freed")
    if not crowd.await_quota(quota, 90):
        outcome.faults.append("too few receipts after the disk was freed")
    outcome.ledger = crowd.finish()
    outcome.note = f"{meanwhile} receipts while full; first receipt {waited:.1f} s after"
    if revived:
        outcome.note += f"; supervisor started {revived} process(es) again"


def _fill(filler: Path) -> None:
    """Take what room there is, to the last block."""
    with filler.open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 16, 1 << 12):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
        try:
            os.fsync(file.fileno())
        except OSError:
            return
