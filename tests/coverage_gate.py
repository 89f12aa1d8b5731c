"""Coverage of the suite: 95 % of lines and branches overall, everything where the law is computed."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.measuring import Notes

ROOT = Path(__file__).resolve().parent.parent
DATA, REPORT = ROOT / ".coverage", ROOT / ".coverage.json"
# What coverage.py said of each file as it is and as it ran, from run to run.
ANALYSED = ROOT / ".pytest_cache" / "analysed.json"
OVERALL_PERCENT = 95.0

# Rules, actions and permissions of every package, the whole calendar, and the arithmetic under it.
COMPLETE = re.compile(
    r"/(rules|deadline_rules|actions|permissions)(\.py$|/)|^pendopo/kernel/calendar/|^pendopo/lib/(workdays|deadlines)\.py$"
)

# What ran of a file: the digest of its source, and one byte for each note of `measuring`.
Ran = tuple[str, bytes]


def measured() -> list[Path]:
    """Return what the processes of a run have written, each into a file of its own."""
    return [path for path in sorted(ROOT.glob(f"{DATA.name}.*")) if path != REPORT]


def forget() -> None:
    """Remove what an earlier run has left."""
    for path in (DATA, REPORT, *measured()):
        path.unlink(missing_ok=True)


def main(*, judge: bool) -> bool:
    """Print the report of the measured run and return whether it is good enough (always when not `judge`)."""
    found = measured()
    if not found:
        return not judge
    print("\n──── Coverage ".ljust(100, "─"), flush=True)
    report = reported(together(json.loads(path.read_text(encoding="utf-8")) for path in found))
    for path in found:
        path.unlink()
    REPORT.write_text(json.dumps(report), encoding="utf-8")
    print("\n".join(table(report)))
    wanted = complaints(report)
    if wanted:
        print("\n".join(["", *wanted]) if judge else "Coverage is not judged, because tests failed.")
    return not (wanted and judge)


def together(written: Iterable[Mapping[str, Sequence[str] | None]]) -> dict[str, list[Ran]]:
    """Return for each measured file what ran of it in any process, once for each source that it had during the run."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    sizes: dict[str, int] = {}
    for each in written:
        for name, ran in each.items():
            known = found[name]
            if ran:
                digest, places = ran
                known[digest] = known.get(digest, 0) | int(places or "0", 16)
                sizes[digest] = len(places) // 2
    return {
        name: [(digest, ran.to_bytes(sizes[digest], "big")) for digest, ran in known.items()]
        for name, known in found.items()
    }


def reported(found: Mapping[str, Sequence[Ran]]) -> dict[str, Any]:
    """Return the report in the form of `coverage json`, as far as it is asked for here."""
    known = _known()
    keys = {name: _key(name, ran) for name, ran in found.items()}
    names = sorted(name for name, key in keys.items() if key not in known)
    # Files that are new, or of which something else ran than ever before, are parsed, which all cores share: the tests are done.
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores) as pool:
        parts = pool.map(analysed, [[(name, found[name]) for name in names[n::cores]] for n in range(cores)])
        anew = {name: facts for part in parts for name, facts in part.items()}
    told = {key: known[key] if key in known else anew.get(name) for name, key in keys.items()}
    ANALYSED.parent.mkdir(parents=True, exist_ok=True)
    ANALYSED.write_text(json.dumps({"version": _version(), "told": told}), encoding="utf-8")
    files = {name: facts for name, key in keys.items() if (facts := told[key])}
    totals = {key: sum(each["summary"][key] for each in files.values()) for key in SUMMED}
    possible = totals["num_statements"] + totals["num_branches"]
    covered = totals["covered_lines"] + totals["covered_branches"]
    return {
        "files": dict(sorted(files.items())),
        "totals": totals | {"percent_covered": 100 * covered / (possible or 1)},
    }


def _version() -> str:
    """Return what the answers depend on besides the files: coverage.py, and how we ask it."""
    import coverage

    own = Path(__file__).read_bytes() + (Path(__file__).parent / "measuring.py").read_bytes()
    return f"{coverage.__version__} {sha256(own + (ROOT / 'pyproject.toml').read_bytes()).hexdigest()}"


def _known() -> dict[str, Any]:
    """Return what the last run was told of each file in its state."""
    try:
        kept = json.loads(ANALYSED.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(kept["told"]) if kept["version"] == _version() else {}


def _key(name: str, ran: Sequence[Ran]) -> str:
    """Return a key for a file's source and what ran of it."""
    parts = [name.encode(), (ROOT / name).read_bytes(), *(digest.encode() + b" " + places for digest, places in ran)]
    return sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()


SUMMED = (
    "covered_lines",
    "num_statements",
    "missing_lines",
    "num_branches",
    "num_partial_branches",
    "covered_branches",
)


def analysed(files: Iterable[tuple[str, Sequence[Ran]]]) -> dict[str, Any]:
    """Return for each file what coverage.py says about what ran of it."""
    from coverage import Coverage
    from coverage.python import PythonFileReporter

    asking = Coverage(data_file=None, config_file=str(ROOT / "pyproject.toml"))
    asking.set_option("run:relative_files", False)
    found: dict[str, Any] = {}
    for name, ran in files:
        path = ROOT / name
        reporter = PythonFileReporter(str(path), asking)
        asking.get_data().add_arcs({str(path): arcs_of(path.read_bytes(), ran, reporter.arcs())})
        asking.get_data().touch_file(str(path))
        analysis = asking._analyze(str(path), file_reporter=reporter)
        numbers = analysis.numbers
        if not numbers.n_statements:
            continue
        summary = {
            "covered_lines": numbers.n_executed,
            "num_statements": numbers.n_statements,
            "missing_lines": numbers.n_missing,
            "num_branches": numbers.n_branches,
            "num_partial_branches": numbers.n_partial_branches,
            "covered_branches": numbers.n_executed_branches,
        }
        found[name] = {
            "summary": summary | {"percent_covered_display": numbers.pc_covered_str},
            "missing_lines": sorted(analysis.missing),
            "missing_branches": [(line, to) for line, ends in analysis.missing_branch_arcs().items() for to in ends],
            "missing": analysis.missing_formatted(branches=True),
        }
    return found


def arcs_of(source: bytes, ran: Iterable[Ran], possible: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return what ran of a file as coverage.py writes it; what ran of it before it was changed says nothing about it."""
    notes, digest = Notes(source), sha256(source).hexdigest()
    places = next((places for known, places in ran if known == digest), b"")
    notes.ran = [bool(place) for place in places] or notes.ran
    return notes.arcs(possible)


def table(report: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of the report: every file of which something did not run, and the sum."""
    files = report["files"]
    wanting = {name: each for name, each in files.items() if each["missing"]}
    width = max(len(name) for name in [*wanting, "Name"])
    line = f"{{:{width}}}  {{:>7}} {{:>5}} {{:>7}} {{:>6}} {{:>6}}  {{}}"
    yield line.format("Name", "Stmts", "Miss", "Branch", "BrPart", "Cover", "Missing")
    for name, each in wanting.items():
        yield line.format(
            name, *_figures(each["summary"]), f"{each['summary']['percent_covered_display']}%", each["missing"]
        )
    yield line.format("TOTAL", *_figures(report["totals"]), f"{report['totals']['percent_covered']:.1f}%", "")
    yield f"{len(files) - len(wanting)} files skipped due to complete coverage."


def _figures(summary: Mapping[str, Any]) -> list[int]:
    return [summary[key] for key in ("num_statements", "missing_lines", "num_branches", "num_partial_branches")]


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
