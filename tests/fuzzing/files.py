"""The hostile files, one by one: refused or neutralised, and what each took. Writes docs/bukti/berkas-berbahaya.md.

Each goes through the door that every upload goes through, in a fresh confined process whose memory is measured, and
past a real clamd.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from pendopo.kernel.documents import inspection, rules
from pendopo.kernel.documents.confined import ConfinedFailure
from pendopo.kernel.documents.inspection import inspect_bytes
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.documents.tests import hostile, samples

from tests.clamd import NoClamd, eicar, real_clamd
from tests.fuzzing import town
from tests.proving import prove

TOPIC = "berkas-berbahaya"
MOST_SECONDS, MOST_MEGABYTES = 2.0, 200


@dataclass(frozen=True)
class Outcome:
    """What became of one file; `memory` in MB is that of its confined process, 0 when it never came so far."""

    label: str
    size: int
    told: str
    good: bool
    seconds: float
    memory: float

    @property
    def row(self) -> tuple[object, ...]:
        """Return the line of the table."""
        return (
            self.label,
            f"{self.size:,}",
            self.told,
            f"{self.seconds:.2f}",
            f"{self.memory:.0f}" if self.memory else "–",
        )


# Of the confined process that ran last, in MB.
_last = {"memory": 0.0}
_TELLING = """
import atexit, runpy, sys
atexit.register(lambda: sys.stderr.write(next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))))
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


def _measured(module: str, payload: bytes, extension: str, *, seconds: float, memory: int) -> bytes:
    """As run_confined, in a new process whose memory is looked at when it has ended."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(payload)
        given.seek(0)
        # What the system tells of an ended process counts the memory of the one that started it; so it tells itself.
        command = [sys.executable, "-s", "-c", _TELLING, module, str(memory), extension]
        with tempfile.TemporaryFile() as told:
            try:
                done = subprocess.run(command, stdin=given, stdout=said, stderr=told, timeout=seconds, check=False)
            except subprocess.TimeoutExpired as late:
                raise ConfinedFailure("timeout") from late
            told.seek(0)
            _last["memory"] = int(told.read().rpartition(b"VmHWM:")[2].split()[0]) / 1024
        if done.returncode:
            raise ConfinedFailure("crash", str(done.returncode))
        said.seek(0)
        return said.read()


def one(label: str, name: str, content: bytes, code: str, gone: bytes = b"") -> Outcome:
    """Send one file in; `code` is the refusal that is due, empty when it passes without `gone`."""
    _last["memory"], started = 0.0, time.monotonic()
    try:
        kept = inspect_bytes(content, name=name, allowed=rules.ANSWER_EXTENSIONS).content
        good = not code and (not gone or gone not in kept)
        told = "neutralised: what hid in it is left out" if gone else "kept; handed out as a download that runs nothing"
    except FileRefused as refused:
        good, told = refused.code == code, f"refused: {refused.code}"
    seconds = time.monotonic() - started
    good = good and _last["memory"] <= MOST_MEGABYTES
    return Outcome(label, len(content), told, good, seconds, _last["memory"])


def outcomes() -> Iterator[Outcome]:
    """Send all files in; PENDOPO_CLAMD is set."""
    for label, (name, content, code) in {**samples.hostile(), **hostile.hostile()}.items():
        yield one(label, name, content, code)
    yield one("virus (EICAR)", "a.csv", eicar(), "infected")
    yield one("virus in a DOCX", "a.docx", samples.open_xml(more={"word/media/a.dat": eicar()}), "infected")
    yield one("virus in a PDF", "a.pdf", samples.pdf() + b"\n%" + eicar() + b"\n%%EOF\n", "infected")
    for label, (name, content, gone) in hostile.neutralised().items():
        yield one(label, name, content, "", gone)
    for label, (name, content) in hostile.double_natured().items():
        yield one(label, name, content, "")


def main(keeps: bool) -> bool:
    """Run all of them, write the table if `keeps`, and return whether every one ended as it must."""
    inspection.run_confined = _measured  # type: ignore[assignment]
    try:
        with real_clamd() as address:
            settings.PENDOPO_CLAMD = address
            found = list(outcomes())
    except NoClamd as missing:
        if keeps or os.environ.get("PENDOPO_TEST_REQUIRE_ALL", "") not in {"", "0"}:
            raise
        print(f"Hostile files left out. {missing}")
        return True
    bad = [each for each in found if not each.good]
    print(f"Hostile files: {len(found) - len(bad)} of {len(found)} refused or neutralised.", flush=True)
    for each in bad:
        print(f"NOT AS IT MUST BE: {each}", file=sys.stderr)
    if not keeps:
        return not bad
    prove(
        TOPIC,
        title="Hostile files",
        command="make fuzz",
        columns=("file", "bytes", "what became of it", "seconds", "MB"),
        rows=[each.row for each in found],
        notes=[
            (
                f"**{len(found) - len(bad)} of {len(found)}** refused or neutralised within {MOST_MEGABYTES} MB, "
                f"{sum(each.seconds <= MOST_SECONDS for each in found)} of them within {MOST_SECONDS:.0f} s; the slowest took "
                f"{max(each.seconds for each in found):.2f} s, the largest {max(each.memory for each in found):.0f} MB."
            ),
            (
                "Seconds include the start of a Python process for each file, which the product spares itself. MB is the most "
                "memory of the confined process that read the file; what was refused before has none."
            ),
        ],
    )
    return not bad


if __name__ == "__main__":
    town.prepare(Path(sys.argv[1]))
    sys.exit(not main(keeps=sys.argv[2] == "full"))
