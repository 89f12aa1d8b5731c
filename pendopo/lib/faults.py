"""What may be told of a failure without telling what somebody typed: its kind, its place, never its message."""

from __future__ import annotations

import errno
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final

_ROOT: Final = Path(__file__).resolve().parents[2]
_EMAIL: Final = re.compile(r"[^\s<>\"'@]+@[^\s<>\"'@]+")
_DIGITS: Final = re.compile(r"\d[\d .-]{3,}\d")
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”")
_MOST_FRAMES: Final = 30


def describe(failure: BaseException) -> str:
    """Return the kind of a failure: its class, and the code of the system, database or mail server where there is one."""
    kind = type(failure).__name__
    cause = failure.__cause__
    for code in (getattr(failure, "sqlstate", None), getattr(cause, "sqlstate", None), _named_error(failure)):
        if code:
            return f"{kind} ({code})"
    answered = getattr(failure, "smtp_code", None)
    return f"{kind} ({answered})" if isinstance(answered, int) else kind


def _named_error(failure: BaseException) -> str:
    number = failure.errno if isinstance(failure, OSError) else None
    return errno.errorcode.get(number, "") if isinstance(number, int) else ""


def chain(failure: BaseException) -> list[str]:
    """Return the kinds of a failure and of what led to it, the last one first; eight at most."""
    kinds: list[str] = []
    at: BaseException | None = failure
    while at is not None and len(kinds) < 8:
        kinds.append(describe(at))
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return kinds


def frames(trace: TracebackType | None) -> list[str]:
    """Return "file:line function" of each step that led to a failure, the last one last; no values, no source."""
    found = list(_frames(trace))
    return found[-_MOST_FRAMES:]


def _frames(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{_shown(code.co_filename)}:{trace.tb_lineno} {code.co_qualname}"
        trace = trace.tb_next


def _shown(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(_ROOT):
        inside = path.relative_to(_ROOT).as_posix()
        return inside.rpartition("site-packages/")[2]
    return "/".join(path.parts[-3:])


def place(failure: BaseException) -> str:
    """Return the innermost step of ours that led to a failure, the innermost of all when none is ours."""
    steps = frames(failure.__traceback__)
    ours = [step for step in steps if step.startswith("pendopo/")]
    return (ours or steps or ["?"])[-1]


def fingerprint(kind: str, where: str) -> str:
    """Return the name under which failures of one kind at one place are counted together, whatever their line."""
    return hashlib.sha256(f"{kind}|{re.sub(r':[0-9]+ ', ' ', where)}".encode()).hexdigest()[:32]


def scrub(text: str) -> str:
    """Return the first line of `text` without addresses, long numbers and anything in quotes."""
    line = text.splitlines()[0] if text else ""
    for pattern in (_QUOTED, _EMAIL, _DIGITS):
        line = pattern.sub("…", line)
    return line[:300]
