"""What must be shared, and what must go past the pooler: limits, backup; and controls in which something is not shared."""

from __future__ import annotations

import subprocess
import time

from tests.operation.check import Check
from tests.scaleout.journeys import SLUG, WHO, ask, first_link, sign_in
from tests.scaleout.staleness import restart
from tests.scaleout.town import Machine, Town, until_true
from tests.scaleout.visitor import Visitor
from tests.torture.citizens import picture
from tests.torture.cluster import PASSWORD

MOST_TRIES = 21


def look(town: Town) -> list[Check]:
    """Look at what is shared, then take it away."""
    return [_limits(town), *_backup(town), *_controls(town), *_poisoned(town), *_without_store(town)]


def _limits(town: Town) -> Check:
    """Guess codes, each at another node: all nodes count together."""
    visitor, statuses = Visitor(town.balancer, address="198.51.100.7"), list[int]()
    while len(statuses) < 2 * MOST_TRIES and 429 not in statuses:
        visitor.open(f"/{SLUG}/lacak/")
        statuses.append(visitor.send({"number": f"PPID-2026-{len(statuses):06d}", "code": "ABCDE-FGHJK"}).status)
    good = 429 in statuses and len(statuses) <= MOST_TRIES and len(visitor.nodes) == 3
    return Check(
        "guesses are counted over all nodes together",
        good,
        f"refused at try {len(statuses)}, on {len(visitor.nodes)} nodes",
    )


def _backup(town: Town) -> list[Check]:
    """Back up from a worker, and try to through the pooler."""
    worker = town.workers[0]
    done = worker.console("backup", "--plain", str(town.folder / "whole.backup"))
    worker.without = frozenset({"DATABASE_DIRECT_URL"})
    refused = worker.console("backup", "--plain", str(town.folder / "none.backup"))
    worker.without = frozenset()
    told = done.stdout.splitlines()[0].partition(": ")[2] if done.stdout else done.stderr[-200:]
    doctor = worker.console("doctor", "--json")
    return [
        Check("a backup goes past the pooler, with every file from the store", done.returncode == 0 and " files" in told, told),
        Check("through the pooler it is refused in words", refused.returncode == 1 and "DATABASE_DIRECT_URL" in refused.stderr),
        Check("the doctor knows pooler, replica, store and keys", all(f'"{topic}"' in doctor.stdout for topic in ("pooler", "replica", "file store", "machines"))),
    ]  # fmt: skip


def _controls(town: Town) -> list[Check]:
    """Give one node a folder and another one a key of its own: what holds otherwise must break there."""
    whole, folder, key = town.nodes
    ask(whole.port, SLUG, wish="Daftar kendaraan dinas")
    officer = sign_in(whole.port, f"ppid-{SLUG}")
    case = first_case(officer)
    file = first_link(officer.open(case).body, "/berkas/")
    folder.without, key.without = frozenset({"PENDOPO_FILES"}), frozenset({"PENDOPO_SECRET_KEY"})
    restart(folder, key)
    there, inside = (officer.at(node.port).ask("GET", path).status for node, path in ((folder, file), (key, case)))
    folder.without = key.without = frozenset()
    restart(folder, key)
    again = [officer.at(node.port).ask("GET", path).status for node, path in ((folder, file), (key, case))]
    return [
        Check("control: a node with a folder of its own has not the file", (there, again[0]) == (503, 200), f"{there}, and {again[0]} with the store"),
        Check("control: a node with a key of its own knows no session", (inside, again[1]) == (302, 200), f"{inside}, and {again[1]} with the key"),
    ]  # fmt: skip


def _poisoned(town: Town) -> list[Check]:
    """Set through the pooler what pg_dump sets for its session: whoever gets that connection next finds no table."""
    tools = town.databases.primary.tools
    url = f"postgresql://pendopo:{PASSWORD}@127.0.0.1:{town.pooler.port}/pendopo"

    def say(statement: str) -> str:
        asked = [str(tools / "psql"), url, "-Atqc", statement]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip().strip('"')

    say("SELECT set_config('search_path', '', false)")
    poisoned = "" in {say("SHOW search_path") for _ in range(20)}
    # New connections to the server, as a new pooler makes them.
    town.pooler.again()
    until_true("nobody is without tables any more", lambda: "" not in {say("SHOW search_path") for _ in range(20)}, 30)
    back = until_true("pages come again by themselves", lambda: all(_reads_list(node) for node in town.nodes), 30)
    return [
        Check("control: what a dump sets through the pooler leaves others without tables", poisoned),
        Check("the pooler is killed and started: every node goes on by itself", True, f"after {back:.1f} s"),
    ]


def _reads_list(node: Machine) -> bool:
    """Tell whether an officer's page, which asks the primary, is answered; nobody is signed in, so it leads to the door."""
    return Visitor(node.port).ask("GET", f"/{SLUG}/lacak/").status == 200


def _without_store(town: Town) -> list[Check]:
    """Kill the file store, the last of all: pages go on, what needs a file says so and loses nothing typed."""
    node = town.nodes[0]
    officer = sign_in(node.port, f"ppid-{SLUG}")
    file = first_link(officer.open(first_case(officer)).body, "/berkas/")
    town.store.stop()
    began = time.monotonic()
    opened = officer.ask("GET", file).status
    took = time.monotonic() - began
    citizen = Visitor(node.port)
    citizen.open(f"/{SLUG}/permohonan/baru/informasi/")
    citizen.press({"details": "Daftar jembatan", "purpose": "Penelitian"})
    sent = citizen.send(WHO, {"files": ("ktp.png", picture(), "image/png")})
    kept = sent.status == 503 and WHO["name"] in sent.text and "retry-after" in sent.headers
    return [
        Check("the file store is gone: pages go on, a file answers 503", opened == 503 and _reads_list(node), f"{took:.1f} s"),
        Check("a form with a file answers 503 with everything typed", kept, str(sent.status)),
    ]  # fmt: skip


def first_case(officer: Visitor) -> str:
    """Return the address of a request in the officer's list."""
    return first_link(officer.open(f"/{SLUG}/meja/permohonan/").body, f"/{SLUG}/meja/permohonan/01")
