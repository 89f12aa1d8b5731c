"""`python -m tests.erasing.figures`: plants a person on both databases, erases them, and writes docs/bukti/data-pribadi.md."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.postgres import NoPostgres, temporary_cluster
from tests.proving import ROOT, prove

_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def main() -> int:
    """Run on every database this machine has and write the figures; 1 when a run failed or something was left."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "figures.json"
        urls = [""]
        try:
            urls.append(stack.enter_context(temporary_cluster()))
        except NoPostgres as missing:
            sys.stderr.write(f"Without PostgreSQL: {missing}\n")
        for url in urls:
            env = os.environ | {"PENDOPO_TEST_FIGURES": str(place)} | ({"DATABASE_URL": url} if url else {})
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/erasing/proof.py"]
            if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
                return 1
        found: dict[str, Any] = json.loads(place.read_text())
    _write(found)
    return int(any(sum(each["left"].values()) for each in found.values()))


def _write(found: dict[str, Any]) -> None:
    databases = sorted(found, reverse=True)
    first = found[databases[0]]
    lines: list[tuple[object, ...]] = [
        ("rows with a canary before erasing, of every table", *(found[each]["seen"]["rows"] for each in databases)),
        ("messages with a canary in the mail folder before", *(found[each]["seen"]["mail"] for each in databases)),
        ("stored files of the person before", *(found[each]["seen"]["files"] for each in databases)),
        ("rows with a canary after erasing", *(found[each]["left"]["rows"] for each in databases)),
        ("messages with a canary after", *(found[each]["left"]["mail"] for each in databases)),
        ("stored files after", *(found[each]["left"]["files"] for each in databases)),
        (
            "planted values that stand in the subject's copy",
            *(f"{found[each]['exported']} of {found[each]['words']}" for each in databases),
        ),
        ("files in the copy", *(found[each]["copied_files"] for each in databases)),
        ("audit chain intact afterwards", *("yes" if found[each]["intact"] else "NO" for each in databases)),
        ("fields declared", *(found[each]["declared"] for each in databases)),
        ("tables with declared fields", *(found[each]["models"] for each in databases)),
    ]
    prove(
        "data-pribadi",
        title="Personal data: declared, copied, erased",
        command="python -m tests.erasing.figures",
        columns=["", *(_NAMES[each] for each in databases)],
        rows=lines,
        notes=[
            (
                f"Besides the declared fields, {first['unanswered']} fields of text, JSON or bytes hold no personal data; each is listed with a "
                "reason in tests/guards/no_personal_data.toml, and a guard fails for a field that is in neither."
            ),
            (
                "Planted: a request by proxy with identity card, notes, e-mail, letter, and an objection by a lawyer; every planted word occurs "
                "nowhere else. Looked at: every column of every table, every file of the store, the mail folder."
            ),
            (
                "That an older backup does not bring the person back, and that logs hold nothing, is asserted in tests/erasing/test_restore.py and "
                "test_canaries.py."
            ),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
