"""Run a parser or compiler of foreign material in a process of its own, with bounded time and memory.

A crash, a bomb or a leak there ends that process and not the web process; it inherits no secrets. On Linux it is split
off from one that has read the parsers' code before (`warm.py`); elsewhere, and where that fails, Python is started anew.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import select
import socket
import subprocess
import sys
from threading import Lock
from typing import Final

from pendopo.kernel.documents import warm

_log = logging.getLogger(__name__)

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
    try:
        code, output, errors = _nursery.run(module, payload, [str(memory), *arguments], seconds=seconds)
    except _NoNursery as problem:
        _log.info("Starting Python anew for %s: %s", module, problem)
        code, output, errors = _anew(module, payload, [str(memory), *arguments], seconds=seconds)
    if code is None:
        raise ConfinedFailure("timeout", f"{module} took more than {seconds} s")
    if code != 0:
        raise ConfinedFailure("crash", f"{module} ended with {code}: {errors.decode('utf-8', 'replace')[-2000:]}")
    return output


def _environment() -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in _KEPT if name in os.environ},
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "MALLOC_ARENA_MAX": _THREAD_ARENAS,
    }


_Ended = tuple[int | None, bytes, bytes]


def _anew(module: str, payload: bytes, arguments: list[str], *, seconds: float) -> _Ended:
    """Start Python for one question; return its exit code (None when it took too long), output and error output."""
    command = [sys.executable, "-s", "-m", module, *arguments]
    try:
        done = subprocess.run(
            command, input=payload, capture_output=True, timeout=seconds, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired:
        return None, b"", b""
    return done.returncode, done.stdout, done.stderr


class _NoNursery(Exception):
    """There is no process to split off from, and none can be had."""


class _Nursery:
    """The process from which confined ones are split off, started when first needed. Safe between threads."""

    # The process looks at the clock; this much later it has itself come to harm.
    GRACE_SECONDS: Final = 30.0

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._started_by = 0

    def run(self, module: str, payload: bytes, arguments: list[str], *, seconds: float) -> _Ended:
        """As `_anew`. Raises _NoNursery."""
        if not hasattr(os, "memfd_create") or not hasattr(os, "pidfd_open"):
            raise _NoNursery("this operating system has no way to")
        files = [os.memfd_create(name) for name in ("input", "output", "errors")]
        reading, writing = os.pipe()
        try:
            with open(files[0], "wb", closefd=False) as told:
                told.write(payload)
            os.lseek(files[0], 0, os.SEEK_SET)
            order = json.dumps(
                {
                    "module": module,
                    "arguments": arguments,
                    "seconds": seconds,
                    "path": [each for each in sys.path if each],
                }
            ).encode()
            try:
                self._send(order, [*files, writing])
            finally:
                os.close(writing)
            told_end = self._answer(reading, seconds)
            return (None if told_end == warm.LATE else int(told_end)), _content(files[1]), _content(files[2])
        finally:
            for each in (*files, reading):
                os.close(each)

    def stop(self) -> None:
        """End the process; the next question starts another."""
        with self._lock:
            self._stop()

    def _send(self, order: bytes, files: list[int]) -> None:
        with self._lock:
            try:
                socket.send_fds(self._running(), [order], files)
            except OSError:
                # It ends by itself after a while without orders, or somebody ended it: once more, with a new one.
                self._stop()
                try:
                    socket.send_fds(self._running(), [order], files)
                except OSError as problem:
                    self._stop()
                    raise _NoNursery(str(problem)) from problem

    def _running(self) -> socket.socket:
        if self._control is not None and self._started_by == os.getpid():
            return self._control
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-s", "-m", warm.__name__]
        self._control, self._started_by = ours, os.getpid()
        with its:
            self._process = subprocess.Popen(command, stdin=its.fileno(), stdout=subprocess.DEVNULL, env=_environment())
        return ours

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None and self._started_by == os.getpid():
            self._process.kill()
            self._process.wait()
        self._control = self._process = None

    def _answer(self, reading: int, seconds: float) -> str:
        """Return how the order ended. Raises _NoNursery when nobody is there to tell."""
        ready, _, _ = select.select([reading], [], [], seconds + self.GRACE_SECONDS)
        told = os.read(reading, 100).decode() if ready else ""
        if not told:
            self.stop()
            raise _NoNursery("it ended before its answer")
        return told


def _content(file: int) -> bytes:
    os.lseek(file, 0, os.SEEK_SET)
    with open(file, "rb", closefd=False) as written:
        return written.read()


_nursery = _Nursery()
atexit.register(_nursery.stop)
