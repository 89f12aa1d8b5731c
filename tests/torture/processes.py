"""Processes of a run: started in sessions of their own, found with their children, stopped and killed by number."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from tests.torture.ground import ROOT


def spawn(command: list[str], environs: dict[str, str], log: Path, **account: object) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own that writes into `log`."""
    with log.open("ab") as out:
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
            command, cwd=ROOT, env=environs, stdout=out, stderr=out, start_new_session=True, **account
        )


def children() -> dict[int, list[int]]:
    """Return the numbers of all processes below those of their parents."""
    found: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                words = (entry / "stat").read_text().rpartition(")")[2].split()
                found.setdefault(int(words[1]), []).append(int(entry.name))
    return found


def family(root: int) -> list[int]:
    """Return the number of a process and of all that descend from it, parents first."""
    below = children()
    found = [root]
    for each in found:
        found += below.get(each, [])
    return found


def command_of(pid: int) -> str:
    """Return the command line of a process, empty when it is gone."""
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def send(number: signal.Signals, pids: list[int]) -> None:
    """Send a signal to each process that is still there."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def end(process: subprocess.Popen[bytes] | None) -> None:
    """Kill a process and everything in its session, and wait for it."""
    if process is None:
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)
