"""`make matrix`: every cell, every mutant, every answer searched for canaries; figures into docs/bukti/hak-akses.md."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tests.authorisation.figures import FOLDER, collected
from tests.proving import ROOT, prove

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
    """Run everything on all cores and write the figures; return pytest's code."""
    from os import cpu_count

    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pendopo-matrix-") as folder:
        command = [sys.executable, "-m", "pytest", str(Path(__file__).parent), "-q", "-n", str(cpu_count() or 2)]
        code = subprocess.run(
            [*command, "--dist", "load"], cwd=ROOT, env={**os.environ, FOLDER: folder}, check=False
        ).returncode
        figures = collected(Path(folder))
    if code == 0:
        write(figures, time.monotonic() - began)
    return code


def write(figures: Mapping[str, int], seconds: float) -> None:
    """Write docs/bukti/hak-akses.md."""
    rows = [[words, f"{figures[name]:,}"] for name, words in WORDS.items() if name in figures]
    prove(
        "hak-akses",
        title="Nobody gets in where they do not belong",
        command="make matrix",
        columns=["what", "figure"],
        rows=rows,
        notes=[
            f"Took {seconds:.0f} s, other work on the machine included.",
            "Table: tests/authorisation/matrix.toml; the rule that makes cells of it: tests/authorisation/table.py.",
            "Four agencies (own, another, the parent, a sleeping one) are copies of the example's; every free text has a canary.",
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
