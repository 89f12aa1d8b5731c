"""`make fuzz`: the hostile files, then input that nobody would type, against every page, form and operation.

SIZE=short is what CI runs (a minute); without it 100,000 inputs. FUZZ_INPUTS, FUZZ_SEED and FUZZ_PROCESSES say
otherwise. Ends with 1 when anything came back that must not; what it was stands on the screen with the input that does it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, Final

from tests.proving import prove

ROOT: Final = Path(__file__).resolve().parent.parent.parent
TOPIC: Final = "masukan-acak"
SIZES: Final = {"short": 1_500, "": 100_000}


def main() -> int:
    """Run everything, write the figures, and return 0 when all is well."""
    started = time.monotonic()
    size = os.environ.get("SIZE", "")
    if size not in SIZES:
        print(f"SIZE is short or empty, not {size!r}.")
        return 2
    inputs = int(os.environ.get("FUZZ_INPUTS") or SIZES[size])
    seed = int(os.environ.get("FUZZ_SEED") or time.time_ns() % 1_000_000)
    processes = int(os.environ.get("FUZZ_PROCESSES") or min(8, os.cpu_count() or 2))
    print(f"{inputs:,} inputs, seed {seed}, {processes} processes.", flush=True)
    with tempfile.TemporaryDirectory(prefix="pendopo-fuzz-") as name:
        folder = Path(name)
        # The files need no town, so they go first, beside its building.
        files = _start("tests.fuzzing.files", str(folder / "files"), size or "full")
        _run("tests.fuzzing.build", str(folder / "base"))
        shares = _commands(folder, inputs, seed, processes)
        done = [(label, _start(*command)) for label, command in shares]
        good = all([process.wait() == 0 for _label, process in done] + [files.wait() == 0])
        tallies = [
            (label, json.loads((folder / label / "tally.json").read_text(encoding="utf-8")))
            for label, _command in shares
            if (folder / label / "tally.json").exists()
        ]
    faults = _say_faults([tally for _label, tally in tallies])
    if not size:
        _prove(tallies, faults, seed, time.monotonic() - started)
    total = sum(sum(tally["kinds"].values()) for _label, tally in tallies)
    print(f"{total:,} inputs, {faults} kinds of faults, {time.monotonic() - started:.0f} s.")
    return int(not good or faults > 0)


def _commands(folder: Path, inputs: int, seed: int, processes: int) -> list[tuple[str, tuple[str, ...]]]:
    """Return who does which share: nine in ten go through the pages in process, the rest to the API and over a wire."""
    from tests.fuzzing import town

    each = round(inputs * 0.9 / processes)
    commands = {
        f"pages-{n}": ("tests.fuzzing.worker", str(folder / f"pages-{n}"), str(n), str(processes), str(each), str(seed))
        for n in range(processes)
    }
    commands["api"] = ("tests.fuzzing.api", str(folder / "api"), str(round(inputs * 0.08)), str(seed))
    commands["server"] = ("tests.fuzzing.server", str(folder / "server"), str(round(inputs * 0.02)), str(seed))
    for label in commands:
        town.copy(folder / "base", folder / label)
    return list(commands.items())


def _start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT)


def _run(module: str, *arguments: str) -> None:
    if _start(module, *arguments).wait():
        raise SystemExit(f"{module} failed.")


def _say_faults(tallies: list[dict[str, Any]]) -> int:
    """Print every kind of fault once with the shortest input that does it; return how many kinds there are."""
    found: dict[str, dict[str, Any]] = {}
    for tally in tallies:
        for key, fault in tally["faults"].items():
            known = found.get(key)
            if known is None or len(str(fault["told"])) < len(str(known["told"])):
                found[key] = fault
    for key, fault in found.items():
        print(f"\n=== {key}\n{fault['detail']}\n{json.dumps(fault['told'], ensure_ascii=True)[:3000]}")
    return len(found)


def _prove(tallies: list[tuple[str, dict[str, Any]]], faults: int, seed: int, seconds: float) -> None:
    kinds: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    views: set[str] = set()
    slow: dict[str, float] = {}
    for label, tally in tallies:
        kinds.update({f"{kind}": number for kind, number in tally["kinds"].items()})
        for status, number in tally["statuses"].items():
            statuses["none, the connection was cut" if status == "0" else f"{status[0]}xx"] += number
        if label.startswith("pages"):
            views |= {view for view in tally["views"] if not view.startswith("(")}
            roles.update(tally["roles"])
        for view, worst in tally["slow"].items():
            slow[view] = max(slow.get(view, 0.0), worst)
    pages = [tally for label, tally in tallies if label.startswith("pages")]
    operations = sum(tally["forms"] for label, tally in tallies if label == "api")
    rows: list[tuple[str, str]] = [
        ("inputs", f"{sum(kinds.values()):,}"),
        *((f"… {kind}", f"{number:,}") for kind, number in sorted(kinds.items())),
        ("addresses of the URLconf reached", f"{len(views):,}"),
        ("pages in states, as somebody opens them", f"{sum(tally['addresses'] for tally in pages):,}"),
        ("forms found on them", f"{sum(tally['forms'] for tally in pages):,}"),
        ("operations of the API", f"{operations:,}"),
        ("roles", f"{len(roles) - 1}"),
        *((f"answers {status}", f"{number:,}") for status, number in sorted(statuses.items())),
        ("**answers 5xx, unescaped canaries, ways to strangers, answers not as described (kinds)**", f"**{faults}**"),
        ("views with an answer slower than 2 s", f"{len(slow)}"),
    ]
    worst = ", ".join(
        f"{view} {seconds:.1f} s" for view, seconds in sorted(slow.items(), key=lambda each: -each[1])[:8]
    )
    prove(
        TOPIC,
        title="Input that nobody would type",
        command="make fuzz",
        columns=("what", "figure"),
        rows=rows,
        notes=[
            (
                f"Seed {seed}; {seconds:.0f} s. Forms are filled in from what the page offers, with some fields hostile, missing, "
                "twice or a file (tests/fuzzing/corpus.py); each input meets the example town as it was, one process in four keeps "
                "what was done. The API is called by schemathesis from its own OpenAPI description. A share goes over a "
                "connection to a real server."
            ),
            f"Slow, beside everything else that this machine did: {worst or 'none'}.",
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
