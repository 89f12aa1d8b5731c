"""Coverage of the suite: 95 % of lines and branches overall, everything where the law is computed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA, REPORT = ROOT / ".coverage", ROOT / ".coverage.json"
OVERALL_PERCENT = 95.0

# Rules, actions and permissions of every package, the whole calendar, and the arithmetic under it.
COMPLETE = re.compile(
    r"/(rules|deadline_rules|actions|permissions)(\.py$|/)|^pendopo/kernel/calendar/|^pendopo/lib/(workdays|deadlines)\.py$"
)


def measured() -> list[str]:
    """Return what the processes of a run have written, each into a file of its own."""
    return [str(path) for path in sorted(ROOT.glob(f"{DATA.name}.*")) if path != REPORT]


def forget() -> None:
    """Remove what an earlier run has left."""
    for path in (DATA, REPORT, *map(Path, measured())):
        path.unlink(missing_ok=True)


def main(*, judge: bool) -> bool:
    """Print the report of the measured run and return whether it is good enough (always when not `judge`)."""
    found = measured()
    if not found:
        return not judge
    print("\n──── Coverage ".ljust(100, "─"), flush=True)
    coverage("combine", "--quiet", *found)
    coverage("report", "--precision=1")
    coverage("json", "--quiet", "-o", str(REPORT))
    wanted = complaints(json.loads(REPORT.read_text(encoding="utf-8")))
    if wanted:
        print("\n".join(["", *wanted]) if judge else "Coverage is not judged, because tests failed.")
    return not (wanted and judge)


def coverage(word: str, *arguments: str) -> None:
    """Run the coverage program in the project's folder."""
    command = [sys.executable, "-m", "coverage", word, f"--data-file={DATA}", *arguments]
    subprocess.run(command, cwd=ROOT, check=True)


def complaints(report: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each shortfall of a coverage report (the form of `coverage json`)."""
    lines = []
    overall = report["totals"]["percent_covered"]
    if overall < OVERALL_PERCENT:
        lines.append(f"Coverage is {overall:.1f} %; {OVERALL_PERCENT:.0f} % are wanted.")
    for name, file in sorted(report["files"].items()):
        if not COMPLETE.search(name.replace("\\", "/")):
            continue
        missing = [str(line) for line in file["missing_lines"]]
        missing += [f"{start}→{'exit' if end < 0 else end}" for start, end in file.get("missing_branches", [])]
        if missing:
            lines.append(f"{name} must be covered completely; missing: {', '.join(missing)}.")
    return lines
