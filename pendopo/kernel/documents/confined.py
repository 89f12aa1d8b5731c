"""Run a parser or compiler of foreign material in a process of its own, with bounded time and memory.

A crash, a bomb or a leak there ends that process and not the web process; it inherits no secrets.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Final

# numpy-like thread pools are not used there, but native threads reserve address space of their own.
_THREAD_ARENAS: Final = "2"

# The place of compiled modules, where an installation has one, is read and never written there.
_KEPT: Final = ("PATH", "TMPDIR", "SYSTEMROOT", "PYTHONPYCACHEPREFIX")


class ConfinedFailure(Exception):
    """The confined process did not answer: it ran out of time or memory, or crashed; `detail` is for the log."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}" if detail else reason)


def limit_memory(limit: int) -> None:  # pragma: no cover - it would bound the tests themselves
    """Bound the address space of this process to `limit` bytes, where the operating system can."""
    try:
        import resource
    except ImportError:  # not a POSIX system: only the time limit holds there
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run_confined(module: str, payload: bytes, *arguments: str, seconds: float, memory: int) -> bytes:
    """Run `python -m module memory arguments…` with `payload` on its input and return its output.

    The module itself calls `limit_memory` with its first argument. Raises ConfinedFailure with reason `timeout`
    after `seconds`, or `crash` when the process ends with an error.
    """
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment = {
        **kept,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "MALLOC_ARENA_MAX": _THREAD_ARENAS,
    }
    command = [sys.executable, "-s", "-m", module, str(memory), *arguments]
    try:
        done = subprocess.run(
            command, input=payload, capture_output=True, timeout=seconds, env=environment, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise ConfinedFailure("timeout", f"{module} took more than {seconds} s") from late
    if done.returncode != 0:
        tail = done.stderr.decode("utf-8", "replace")[-2000:]
        raise ConfinedFailure("crash", f"{module} ended with {done.returncode}: {tail}")
    return done.stdout
