"""`make matrix`: every cell, every mutant, every answer searched for canaries, on each database that this machine has.

The figures go into docs/bukti/hak-akses.md. PENDOPO_TEST_REQUIRE_ALL=1 makes a database that cannot run here a failure.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from tests.authorisation.figures import FOLDER, collected
from tests.proving import ROOT, prove
from tests.run import postgres_url

# Figures in the order in which they are told: what was counted, and what it is called.
WORDS = {
    "addresses": "addresses of pages and operations, all of the URLconf",
    "visitors": "visitors: nobody, citizens, roles, system administrator, colleagues of others, former, inactive, idle, programs",
    "cells": "cells asked (address × visitor × method × agency in the address × own or foreign object × state)",
    "deviations": "deviations, headers included",
    "doors_removed": "doors taken away or weakened",
    "doors_detected": "noticed",
    "doors_held_twice": "without effect, because a second condition holds",
    "permissions_changed": "roles added to or taken from a permission",
    "permissions_detected": "noticed",
    "scopes_dropped": "addresses whose queries forgot the agency",
    "scopes_detected": "noticed",
    "scopes_held_twice": "without effect, because a second condition holds",
    "answers_searched": "pages, files, feeds, search results and operations read for canaries, as ZIP, workbook and PDF too",
    "mails_searched": "mails read for canaries",
    "own_canaries_seen": "of them with the own agency's canary",
    "canaries_found": "canaries of another agency, or identities where they are hidden",
    "bodies_forged": "forms sent with keys of another agency",
    "crossings": "rows that then led from one agency to the other",
}


def main() -> int:
    """Run everything on all cores, one database after the other, and write the figures; return pytest's code."""
    # Whoever ends the run early ends the cluster too.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    began, found = time.monotonic(), {}
    with ExitStack() as stack:
        url, left_out = postgres_url(stack)
        if left_out and os.environ.get("PENDOPO_TEST_REQUIRE_ALL", "") not in {"", "0"}:
            print(f"Something is missing. {left_out}.")
            return 1
        for name, address in {"SQLite": "", **({"PostgreSQL": url} if url else {})}.items():
            print(f"{name}:", flush=True)
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pendopo-matrix-")))
            if code := ask(address, folder):
                return code
            found[name] = collected(folder)
    write(found, time.monotonic() - began, left_out)
    return 0


def ask(url: str, folder: Path) -> int:
    """Run the tests of this folder on the database at `url`, or SQLite; leave figures in `folder`; return pytest's code."""
    command = [sys.executable, "-m", "pytest", str(Path(__file__).parent), "-q", "-n", str(os.cpu_count() or 2)]
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    there = {"DATABASE_URL": url} if url else {}
    return subprocess.run(
        [*command, "--dist", "load"], cwd=ROOT, env={**kept, **there, FOLDER: str(folder)}, check=False
    ).returncode


def write(found: Mapping[str, Mapping[str, int]], seconds: float, left_out: str) -> None:
    """Write docs/bukti/hak-akses.md, a column for each database."""
    told = [name for name in WORDS if any(name in figures for figures in found.values())]
    prove(
        "hak-akses",
        title="Nobody gets in where they do not belong",
        command="make matrix",
        columns=["what", *found],
        rows=[[WORDS[name], *(f"{figures.get(name, 0):,}" for figures in found.values())] for name in told],
        notes=[
            *([f"Left out: {left_out}."] if left_out else []),
            f"Took {seconds:.0f} s, other work on the machine included.",
            "Table: tests/authorisation/matrix.toml; the rule that makes cells of it: tests/authorisation/table.py.",
            "Four agencies (own, another, the parent, a sleeping one) are copies of the example's; every free text has a canary.",
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
