"""What must never come back, whatever was sent: a fault of ours, an unescaped canary, a way to a stranger."""

from __future__ import annotations

import logging
import traceback
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from tests.fuzzing import corpus
from tests.fuzzing.inputs import Input

SLOW_SECONDS: Final = 2.0
_MARKUP: Final = ("text/html", "image/svg", "application/xhtml", "application/atom", "application/xml", "text/xml")


@dataclass(slots=True)
class Fault:
    """Something that must not be: which kind, where, and the input that does it."""

    kind: str
    view: str
    detail: str
    told: dict[str, Any]
    times: int = 1


@dataclass(slots=True)
class Tally:
    """What one process has seen."""

    kinds: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    views: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    forms: int = 0
    addresses: int = 0
    slow: dict[str, float] = field(default_factory=dict)
    slowest: float = 0.0
    faults: dict[str, Fault] = field(default_factory=dict)

    def note(self, told: Input, view: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self.kinds[told.kind] += 1
        self.statuses[str(status)] += 1
        self.views[view] += 1
        self.roles[told.who or "as the page was opened"] += 1
        if told.kind == "page":  # the first look at a page reads its templates
            return
        self.slowest = max(self.slowest, seconds)
        if seconds > SLOW_SECONDS:
            self.slow[view] = max(self.slow.get(view, 0.0), round(seconds, 2))

    def fault(self, kind: str, view: str, detail: str, told: Input) -> None:
        """Keep a fault once, by where it happens; the shortest input that does it."""
        key = f"{kind} {view} {detail.splitlines()[-1] if detail else ''}"[:300]
        shown = {**asdict(told), "body": repr(told.body[:3000])}
        known = self.faults.get(key)
        if known is None:
            self.faults[key] = Fault(kind, view, detail, shown)
            return
        known.times += 1
        if len(told.body) + len(told.path) < len(str(known.told["body"])) + len(str(known.told["path"])):
            known.told = shown

    def as_json(self) -> dict[str, Any]:
        """Return everything for the process that adds up."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "faults"}
        return {**told, "faults": {key: asdict(fault) for key, fault in self.faults.items()}}


class Heard(logging.Handler):
    """Keeps the last failure that was logged, which is how those that were answered decently are known."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.last: BaseException | None = None

    @classmethod
    def listening(cls) -> Heard:
        """Return one that hears everything, in the place of all other listeners."""
        heard = cls()
        for logger in (logging.getLogger(), *map(logging.getLogger, list(logging.Logger.manager.loggerDict))):
            logger.handlers, logger.propagate, logger.disabled = [], True, False
        logging.getLogger().handlers = [heard]
        return heard

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the failure of a record."""
        if record.exc_info and record.exc_info[1]:
            self.last = record.exc_info[1]


def where(failure: BaseException) -> str:
    """Return the last frames of a failure in our own code, and what it says."""
    frames = [
        f"{frame.filename.partition('/pendopo/')[2] or frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(failure.__traceback__)
    ]
    return "\n".join([*frames[-12:], f"{type(failure).__name__}: {str(failure)[:200]}"])


def judge(tally: Tally, told: Input, view: str, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Look at an answer and keep what is wrong with it."""
    kind = headers.get("Content-Type", "")
    if kind.startswith(_MARKUP) and corpus.ESCAPED_AWAY in body:
        place = body.index(corpus.ESCAPED_AWAY)
        tally.fault("canary", view, repr(body[max(0, place - 80) : place + 40]), told)
    if status >= 500:
        tally.fault("5xx", view, f"status {status}", told)
    if b"Traceback (most recent call last)" in body:
        tally.fault("traceback", view, "", told)
    target = headers.get("Location", "")
    if corpus.STRANGER in (urlsplit(target.replace("\\", "/")).netloc if target else ""):
        tally.fault("leads to a stranger", view, target[:200], told)
    for name, value in headers.items():
        if "\r" in value or "\n" in value or name.lower() == "xq7":
            tally.fault("header", view, name, told)
