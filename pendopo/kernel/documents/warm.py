"""A process that has read the parsers' own code already, and splits off a child for each piece of foreign material.

Starting Python and reading a PDF library takes longer than most questions put to it. This process does both once: it
never looks at foreign bytes itself. Each order on its control socket names a module and brings four files: input, output,
error output and a pipe for the answer. The child runs the module as `python -m` would; `confined.py` is the other side.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

# An order is a module's name and a few short arguments; what it is about travels in the files.
ORDER_BYTES: Final = 64 * 1024
FILES: Final = 4
# After so long without an order the memory is worth more than the start.
IDLE_SECONDS: Final = 300.0
LATE: Final = "late"


@dataclass
class _Child:
    """One running order: its process, where to answer, and until when."""

    process: int
    watched: int
    answer: int
    until: float
    is_late: bool = False


def serve(control: socket.socket) -> None:  # pragma: no cover - runs in a process of its own
    """Take orders until the other side closes the socket or nothing came for IDLE_SECONDS."""
    running: dict[int, _Child] = {}
    quiet_since = time.monotonic()
    while True:
        now = time.monotonic()
        waits = [child.until - now for child in running.values() if not child.is_late]
        idle = [] if running else [quiet_since + IDLE_SECONDS - now]
        longest = max(0.0, min([*waits, *idle], default=IDLE_SECONDS))
        ready, _, _ = select.select([control.fileno(), *running], [], [], longest)
        for watched in [each for each in ready if each in running]:
            _bury(running.pop(watched))
            quiet_since = time.monotonic()
        for child in running.values():
            if not child.is_late and child.until <= time.monotonic():
                child.is_late = True
                os.kill(child.process, signal.SIGKILL)
        if control.fileno() in ready:
            order, files, _flags, _address = socket.recv_fds(control, ORDER_BYTES, FILES)
            if not order:
                break
            child = _start(json.loads(order), files, control)
            running[child.watched] = child
        elif not running and time.monotonic() - quiet_since >= IDLE_SECONDS:
            break
    for child in running.values():
        os.kill(child.process, signal.SIGKILL)


def _start(order: dict[str, Any], files: list[int], control: socket.socket) -> _Child:  # pragma: no cover
    """Read the module's own code if need be, split off a child for the order, and return it."""
    sys.path[:] = order["path"]
    _read_code(order["module"])
    until = time.monotonic() + order["seconds"]
    process = os.fork()
    if not process:
        _become(order, files, control)
    for each in files[:3]:
        os.close(each)
    return _Child(process, os.pidfd_open(process), files[3], until)


def _read_code(name: str) -> None:  # pragma: no cover
    """Import the module and what it says that it reads with; a fault in it is the child's to tell."""
    try:
        found = importlib.import_module(name)
        if hasattr(found, "__path__"):
            found = importlib.import_module(f"{name}.__main__")
        for each in getattr(found, "READS_WITH", ()):
            importlib.import_module(each)
    except Exception:  # noqa: BLE001 - the child runs into it again and is heard there
        traceback.print_exc()


def _become(order: dict[str, Any], files: list[int], control: socket.socket) -> None:  # pragma: no cover
    """Be `python -m module memory arguments…` with the order's files as input and outputs; never returns."""
    code = 1
    try:
        control.detach()
        for target, each in enumerate(files[:3]):
            os.dup2(each, target)
        # Also the control socket and what belongs to other orders.
        os.closerange(3, 65_536)
        sys.stdin, sys.stdout, sys.stderr = (
            os.fdopen(target, mode, encoding="utf-8") for target, mode in enumerate("rww")
        )
        sys.argv = [order["module"], *order["arguments"]]
        runpy.run_module(order["module"], run_name="__main__", alter_sys=True)
        sys.stdout.flush()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        if isinstance(ended.code, str):
            sys.stderr.write(ended.code)
    except BaseException:  # noqa: BLE001 - a forked child must never go on as its parent
        traceback.print_exc()
    finally:
        with suppress(Exception):
            sys.stderr.flush()
        os._exit(code)


def _bury(child: _Child) -> None:  # pragma: no cover
    """Tell how an ended child ended: its exit code, minus the number of the signal that ended it, or LATE."""
    _process, status = os.waitpid(child.process, 0)
    told = LATE if child.is_late else str(os.waitstatus_to_exitcode(status))
    os.close(child.watched)
    # Whoever asked may be gone.
    with suppress(BrokenPipeError):
        os.write(child.answer, told.encode())
    os.close(child.answer)


if __name__ == "__main__":  # pragma: no cover
    # Ctrl-C in a terminal reaches the whole group; this process ends when the one that started it does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    # Its number is kept free for the children's input.
    serve(socket.socket(fileno=os.dup(0)))
