"""kill -9 of whole web nodes and of workers, under citizens' presses through the balancer."""

from __future__ import annotations

import random
import re
import time
from dataclasses import dataclass

from tests.scaleout.town import Machine, Town, until_true
from tests.torture.citizens import Broken, Citizen, Crowd
from tests.torture.installation import AGENCIES
from tests.torture.scenario import Outcome, judge

# nginx's own page; whoever reads it goes back, where everything typed still stands, and presses again.
_AWAY = re.compile(r"<title>Sedang tidak tersedia</title>")


class BehindBalancer(Citizen):
    """A citizen who knows nginx's page "Layanan sedang tidak tersedia" as an answer that was lost."""

    def ask(
        self, method: str, path: str, fields: dict[str, str] | None, file: bytes
    ) -> tuple[int, dict[str, str], str]:
        """Ask once; raise Broken when no node has answered."""
        status, headers, page = super().ask(method, path, fields, file)
        if status == 503 and _AWAY.search(page):
            if "retry-after" not in headers:
                raise AssertionError("nginx's page does not say when to come back")
            raise Broken
        return status, headers, page


class Citizens(Crowd):
    """Citizens behind the balancer."""

    kind = BehindBalancer


@dataclass
class Load:
    """How long a run is."""

    receipts: int
    nodes_killed: int
    workers_killed: int
    threads: int
    waiting: int
    pause: float


def kill_under_load(town: Town, load: Load) -> Outcome:
    """Kill nodes and workers in turn, each started again while the next one falls; then everything must come to rest."""
    outcome = Outcome("three nodes, two workers: kill -9", "PostgreSQL")
    town.nodes[0].ask("prepare", list(AGENCIES))
    crowd = Citizens(town.balancer, AGENCIES, threads=load.threads, waiting=load.waiting, files_every=4)
    crowd.start()
    if not crowd.await_quota(max(10, load.receipts // 10), 60):
        outcome.faults.append("no receipts before the first kill")
    victims: list[Machine] = [random.choice(town.nodes) for _ in range(load.nodes_killed)]
    victims += [random.choice(town.workers) for _ in range(load.workers_killed)]
    if load.nodes_killed <= len(town.nodes):
        victims[: load.nodes_killed] = random.sample(town.nodes, load.nodes_killed)
    random.shuffle(victims)
    slowest = 0.0
    for victim in victims:
        victim.kill()
        time.sleep(random.uniform(0.5, 1.5) * load.pause)
        victim.start()
        if victim.is_web:
            slowest = max(slowest, until_true(f"{victim.name} answers again", victim.answers))
        time.sleep(random.uniform(0.2, 0.6) * load.pause)
    missing = load.receipts - len(crowd.ledger.acknowledged)
    if missing > 0 and not crowd.await_quota(missing, 240):
        outcome.faults.append(f"{len(crowd.ledger.acknowledged)} receipts only")
    outcome.ledger = crowd.finish()
    outcome.kills = f"{len(victims)}: {load.nodes_killed} web nodes, {load.workers_killed} workers"
    outcome.note = f"a node answers again after {slowest:.1f} s at most"
    judge(town.workers[0], outcome, console=True)
    return outcome
