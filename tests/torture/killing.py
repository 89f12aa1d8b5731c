"""kill -9 of web worker, web server and worker, and immediate stops of the database, under load."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter

from tests.torture.citizens import Crowd
from tests.torture.installation import AGENCIES, Installation, running
from tests.torture.scenario import Kit, Outcome, judge

# How often each is hit; a web worker is the commonest victim of a memory shortage.
WEIGHTS = {"web worker": 50, "web server": 13, "outbox worker": 30, "database": 7}
# Before that a process has not done anything yet.
YOUTH_SECONDS = {"web worker": 1.0, "web server": 4.0, "outbox worker": 3.0, "database": 5.0}


class Killer:
    """Kills at random moments and starts again what a supervisor would."""

    def __init__(self, place: Installation) -> None:
        self.place = place
        self.killed: Counter[str] = Counter()
        self.revived = 0
        self._hit_at = dict.fromkeys(WEIGHTS, time.monotonic())

    def revive(self) -> None:
        """Start again what has ended by itself."""
        self.revived += self.place.revive()

    def strike(self) -> None:
        """Kill one process."""
        now = time.monotonic()
        ripe = [
            name
            for name, at in self._hit_at.items()
            if now - at > YOUTH_SECONDS[name] and (name != "database" or self.place.cluster)
        ]
        if not ripe:
            return
        name = random.choices(ripe, [WEIGHTS[each] for each in ripe])[0]
        if self._kill(name):
            self.killed[name] += 1
            self._hit_at[name] = now

    def _kill(self, name: str) -> bool:
        place = self.place
        if name == "web worker":
            workers = place.web_workers()
            if not workers:
                return False
            os.kill(random.choice(workers), signal.SIGKILL)
        elif name == "web server":
            # Its workers go with it: systemd leaves nothing of a service behind.
            place.start_web()
            self._hit_at["web worker"] = time.monotonic() + 2
        elif name == "outbox worker":
            place.start_worker()
        else:
            assert place.cluster
            place.cluster.stop(signal.SIGQUIT)
            place.cluster.start(wait=False)
        return True


def kill_under_load(kit: Kit) -> list[Outcome]:
    """Kill until both quotas are reached; then everything must come to rest by itself."""
    size = kit.size
    outcome = Outcome("kill -9 under load", kit.database)
    with running(kit.place("killing")) as place:
        crowd = Crowd(place.port, AGENCIES, threads=size.threads, waiting=size.waiting)
        crowd.start()
        killer, began, told = Killer(place), time.monotonic(), 0.0
        pace = size.seconds / size.kills
        while True:
            kills, receipts = killer.killed.total(), len(crowd.ledger.acknowledged)
            if kills >= size.kills and receipts >= size.receipts:
                break
            if time.monotonic() - began > 6 * size.seconds:
                outcome.faults.append(f"{kills} kills and {receipts} receipts only, after {6 * size.seconds:.0f} s")
                break
            if time.monotonic() - told > 10:
                kit.say(
                    f"kill -9: {receipts} receipts, {kills} kills, {crowd.ledger.broken} broken, {crowd.ledger.refused} × 503"
                )
                told = time.monotonic()
            killer.revive()
            # Mostly while the pages answer: a server that is always starting proves little.
            if (kills < size.kills or size.name != "short") and (place.answers() or random.random() < 0.1):
                killer.strike()
            time.sleep(random.uniform(0.2, 1.8) * min(pace, 2.0))
        crowd.stop_coming()
        while crowd.is_busy:
            killer.revive()
            time.sleep(0.2)
        outcome.ledger = crowd.finish()
        outcome.kills = ", ".join(f"{times} {name}" for name, times in killer.killed.most_common())
        outcome.kills = f"{killer.killed.total()}: {outcome.kills}"
        outcome.note = f"supervisor started {killer.revived} more" if killer.revived else ""
        judge(place, outcome, console=True)
    return [outcome]
