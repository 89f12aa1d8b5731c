"""What every scenario shares: what it is given, what it tells, and how a verdict is reached."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from tests.torture.citizens import Ledger
from tests.torture.ground import folder
from tests.torture.installation import Installation, Seed

# The promises: so soon after the trouble is over receipts are shown again, and the outbox is empty.
RECOVERY_SECONDS = 5.0
DRAIN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Size:
    """How long a run is: receipts and kills, rounds of power cuts, citizens at once."""

    name: str
    receipts: int
    kills: int
    seconds: float
    rounds: int
    round_receipts: int
    mutations: int
    threads: int = 8
    web_workers: int = 3
    # So many filled forms each citizen's thread has waiting until a person would have filled them.
    waiting: int = 12


SIZES = {
    "short": Size(
        "short",
        receipts=100,
        kills=10,
        seconds=12,
        rounds=1,
        round_receipts=20,
        mutations=100,
        threads=6,
        web_workers=2,
        waiting=3,
    ),
    "middle": Size("middle", receipts=600, kills=40, seconds=90, rounds=2, round_receipts=50, mutations=1_000),
    "long": Size("long", receipts=10_000, kills=200, seconds=400, rounds=6, round_receipts=200, mutations=1_000),
}


@dataclass
class Outcome:
    """One row of the table, and everything about it that may not be."""

    scenario: str
    database: str
    kills: str = "0"
    ledger: Ledger = field(default_factory=Ledger)
    verdict: dict[str, Any] = field(default_factory=dict)
    drained: float | None = None
    chain: bool | None = None
    note: str = ""
    faults: list[str] = field(default_factory=list)
    # A negative control must lose something.
    is_control: bool = False
    receipts: int = 0

    @property
    def lost(self) -> int:
        """Return how many receipts are not kept."""
        return int(self.verdict.get("lost", 0))

    @property
    def files_lost(self) -> int:
        """Return how many files are gone or not as they were."""
        return int(self.verdict.get("files_lost", 0)) + int(self.verdict.get("files_missing", 0))

    def row(self) -> list[object]:
        """Return the cells of the table, see COLUMNS."""
        told = self.verdict
        dash = "–"
        return [
            self.scenario,
            self.database,
            self.kills,
            self.receipts or len(self.ledger.acknowledged),
            self.lost,
            told.get("twice", 0) + told.get("numbers_twice", 0),
            told.get("gaps", 0),
            f"{self.files_lost} of {told.get('files', 0)}",
            dash if self.chain is None else ("intact" if self.chain else "BROKEN"),
            dash if self.drained is None else f"{self.drained:.0f} s",
            told.get("mail_repeated", 0),
            f"{self.ledger.broken} / {self.ledger.refused}",
            self.ledger.milliseconds(0.5),
            self.ledger.milliseconds(0.99),
            self.note,
        ]


COLUMNS = (
    "scenario", "database", "kills or cuts", "acknowledged", "lost", "twice", "gaps", "files lost", "audit chain",
    "outbox empty after", "mails repeated", "broken / 503", "p50 ms", "p99 ms", "note",
)  # fmt: skip

_saying = threading.Lock()


@dataclass(frozen=True)
class Kit:
    """What a scenario works with: a seed to copy, the size of the run, and a voice."""

    seed: Seed
    size: Size
    database: str

    def place(self, name: str, **named: Any) -> Installation:
        """Return a fresh installation in a folder of its own."""
        own = folder() / f"{self.database.lower()}-{name}"
        own.mkdir(mode=0o711)
        return self.seed.copy(own, **named)

    def say(self, text: str) -> None:
        """Tell how far the run is."""
        with _saying:
            print(f"{time.strftime('%H:%M:%S')} {self.database:10} {text}", flush=True)


Scenario = Callable[[Kit], list[Outcome]]


def judge(
    place: Installation, outcome: Outcome, *, drain: bool = True, mail: bool = True, console: bool = False
) -> None:
    """Fill `outcome` with what the database says, and with every fault; with `console` the administrator verifies too."""
    with ThreadPoolExecutor(1) as pool:
        verifying = pool.submit(place.console, "audit", "verify") if console else None
        outcome.verdict = place.ask("judge", {"acknowledged": outcome.ledger.told(), "drain": drain})
        checked = verifying.result() if verifying else None
    outcome.chain = outcome.verdict["chain"] and (checked is None or checked.returncode == 0)
    _weigh_mail(place, outcome)
    told = outcome.verdict
    wanted = {
        "lost": "acknowledged requests are lost",
        "twice": "requests were registered twice",
        "numbers_twice": "numbers were given twice",
        "gaps": "registers have gaps",
        "halves": "tables hold less or more than one request each",
        "files_lost": "acknowledged files have no row",
        "files_missing": "files are missing or altered",
        "files_without_row": "files have no row even after the sweep",
    }
    if mail:
        wanted["mail_lost"] = "messages are called sent that never arrived"
    outcome.faults += [f"{told[name]} {words}" for name, words in wanted.items() if told[name]]
    if told["drained"]:
        outcome.drained = told["drained"]["seconds"]
        if told["drained"]["left"]:
            outcome.faults.append(f"{told['drained']['left']} messages were not sent in {DRAIN_SECONDS:.0f} s")
    if not told["integrity"]:
        outcome.faults.append("the database is not whole")
    if not outcome.chain:
        told_by = f"{checked.stdout.strip()[-300:]} {checked.stderr.strip()[-300:]}" if checked else "a chain is broken"
        outcome.faults.append(f"audit verify: {told_by}")
    outcome.faults += [f"a citizen saw: {seen}" for seen in outcome.ledger.wrong[:5]]
    if len(outcome.ledger.wrong) > 5:
        outcome.faults.append(f"… and {len(outcome.ledger.wrong) - 5} more")
    if not outcome.ledger.acknowledged:
        outcome.faults.append("nothing was acknowledged, so nothing was proved")


def _weigh_mail(place: Installation, outcome: Outcome) -> None:
    """Count messages that are called sent and never arrived, and those that arrived more than once."""
    names = [str(message["Message-ID"]).strip("<>").partition("@")[0] for message in list(place.mail.taken)]
    arrived = Counter(names)
    outcome.verdict["mail_lost"] = len(set(outcome.verdict.pop("sent")) - set(arrived))
    outcome.verdict["mail_repeated"] = sum(times - 1 for times in arrived.values())
