"""A replica that stands still: nobody's own pages are ever old, marked pages are for seconds; and one that is gone."""

from __future__ import annotations

import re
import time
import urllib.request

from tests.operation.check import Check
from tests.scaleout.journeys import SLUG, Request, ask, sign_in, track
from tests.scaleout.town import Machine, Town, until_true
from tests.scaleout.visitor import Astray, Page, Visitor
from tests.torture.recovering import psql

PUBLISHED = "Peta jabatan dan uraian tugas"
LIST = f"/{SLUG}/informasi/"


def look(town: Town) -> list[Check]:
    """Pause, look, resume, stop, look; return what was seen."""
    until_true("every node reads from the replica", lambda: all(reads_elsewhere(node) for node in town.nodes), 30)
    checks = _asked_where(town) + _paused(town)
    resumed = until_true("every node reads from the replica again", lambda: all(map(reads_elsewhere, town.nodes)), 60)
    checks.append(Check("a replica that has caught up is read again", True, f"after {resumed:.1f} s"))
    return checks + _stopped(town)


def _asked_where(town: Town) -> list[Check]:
    """Have a node ask every public page, and count which database was asked."""
    told = town.nodes[1].ask("aliases", {"slug": SLUG}, program="tests.scaleout.staging")
    return [
        Check(
            "marked pages ask the replica, and nothing but the agency's own row of the primary",
            not told["marked"] and len(told["read there"]) >= 10,
            "; ".join(told["marked"])[:300] or f"{len(told['read there'])} pages",
        ),
        Check("for whoever is signed in it asks the primary", not told["signed in"], "; ".join(told["signed in"])[:300]),
        Check("no other public page asks the replica", not told["unmarked"], f"{len(told['asked'])} pages {'; '.join(told['unmarked'])[:300]}"),
    ]  # fmt: skip


def _paused(town: Town) -> list[Check]:
    replica = town.databases.replica
    psql(replica, "SELECT pg_wal_replay_pause()")
    try:
        stopped = time.monotonic()
        town.workers[0].ask("publish", {"slug": SLUG, "title": PUBLISHED}, program="tests.scaleout.staging")
        old = [PUBLISHED not in read(node).text for node in town.nodes]
        checks = [
            Check(
                "marked pages are read from the replica: visitors see the list as it was",
                all(old),
                f"{sum(old)} of 3 nodes",
            )
        ]
        checks += _own_pages(town)
        node = town.nodes[-1]
        until_true(
            "a replica too far behind is left alone",
            lambda: all(PUBLISHED in read(each).text for each in town.nodes),
            40,
        )
        took = time.monotonic() - stopped
        good = took < 2 * town.lag_seconds + 5
        checks.append(
            Check(
                "a replica too far behind is left alone, on every node",
                good,
                f"after {took:.1f} s; the limit is {town.lag_seconds:.0f} s",
            )
        )
        checks.append(_control(town, node))
    finally:
        psql(replica, "SELECT pg_wal_replay_resume()")
    return checks


def _own_pages(town: Town) -> list[Check]:
    """Look at a citizen's and an officer's own pages while the replica stands still."""
    officer = sign_in(town.balancer, f"ppid-{SLUG}")
    fresh = [PUBLISHED in officer.at(node.port).open(_once(LIST)).text for node in town.nodes]
    asked = ask(town.balancer, SLUG, wish="Daftar aset tanah")
    own = [sees_own(node, asked) for node in town.nodes]
    inbox = [asked.number in officer.at(node.port).open(f"/{SLUG}/meja/permohonan/").text for node in town.nodes]
    return [
        Check("whoever is signed in sees the published list as it is", all(fresh), f"{sum(fresh)} of 3 nodes"),
        Check("a citizen follows the request of a moment ago on every node", all(own), f"{sum(own)} of 3 nodes"),
        Check("officers have it on every node at once", all(inbox), f"{sum(inbox)} of 3 nodes"),
    ]


def _control(town: Town, node: Machine) -> Check:
    """Read a citizen's own pages from the replica on one node: they must be old there, or nothing was proved."""
    kept, town.lag_seconds = town.lag_seconds, 3600.0
    try:
        restart(node, settings="tests.scaleout.careless")
        seen = sees_own(node, ask(town.nodes[0].port, SLUG, wish="Daftar aset bangunan"))
    finally:
        town.lag_seconds = kept
        restart(node)
    return Check("control: with every page marked, the citizen's request is not there", not seen)


def _stopped(town: Town) -> list[Check]:
    town.databases.replica.stop()
    slowest, good = 0.0, True
    for node in town.nodes:
        began = time.monotonic()
        good = good and PUBLISHED in read(node).text
        slowest = max(slowest, time.monotonic() - began)
    # What is told to monitoring may be five seconds old.
    until_true("the nodes say that the replica is away", lambda: not any(map(reads_elsewhere, town.nodes)), 20)
    town.databases.replica.start()
    back = until_true("the replica is read again", lambda: all(reads_elsewhere(node) for node in town.nodes), 60)
    return [
        Check("the replica is stopped: marked pages go on from the primary", good, f"first answer after {1000 * slowest:.0f} ms at most"),
        Check("started again it catches up and is read", True, f"after {back:.1f} s"),
    ]  # fmt: skip


def read(node: Machine) -> Page:
    """Return the published list as a visitor sees it who was never here."""
    return Visitor(node.port).open(_once(LIST))


def sees_own(node: Machine, asked: Request) -> bool:
    """Tell whether a citizen finds the own request at a node, by number and code."""
    try:
        found = track(Visitor(node.port), SLUG, asked.number, asked.code).page
    except Astray:
        return False
    return found is not None and asked.number in found.text


def reads_elsewhere(node: Machine) -> bool:
    """Tell whether a node says that it reads from the replica."""
    with urllib.request.urlopen(f"http://127.0.0.1:{node.port}/metrics", timeout=10) as answer:
        return bool(re.search(r"^pendopo_replica_used 1\.0$", answer.read().decode(), re.M))


def restart(*nodes: Machine, settings: str = "") -> None:
    """Start nodes anew with other settings, and in the environment that they have by now."""
    for node in nodes:
        node.kill()
        node.settings = settings
        node.start()
    for node in nodes:
        until_true(f"{node.name} answers", node.answers)


def _once(path: str) -> str:
    """Return an address that no cache of pages has seen."""
    return f"{path}?x={time.monotonic_ns()}"
