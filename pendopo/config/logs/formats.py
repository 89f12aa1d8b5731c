"""The two forms of a log line. Both tell kinds and places of failures, and never a value, an address or a query string.

Messages of ours are constant sentences with few arguments, which are looked at one by one. Other people's messages are
cut down to what cannot hold a value.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from pendopo.lib.faults import chain, describe, frames, scrub

# Reference of the request that is being answered in this thread; the middleware sets it.
reference: ContextVar[str] = ContextVar("pendopo_reference", default="")

_PLAIN = (int, float, bool, type(None), UUID, dt.date)


def is_ours(record: logging.LogRecord) -> bool:
    """Tell whether a line comes from Pendopo's own code."""
    return record.name == "pendopo" or record.name.startswith("pendopo.")


def message(record: logging.LogRecord) -> str:
    """Return what a line says, without anything that may be somebody's."""
    if (status := getattr(record, "status_code", None)) is not None:
        # Django's line about an answer: it names the path, and for a wrong host the header.
        return f"HTTP {status} {record.name.removeprefix('django.')}"
    text = str(record.msg)
    if not record.args:
        return text if is_ours(record) else scrub(text)
    careful = _mapped(record.args) if isinstance(record.args, dict) else tuple(_careful(each) for each in record.args)
    if not is_ours(record):
        careful = tuple(each if isinstance(each, int | float) else "…" for each in careful)
    try:
        return text % careful
    except (TypeError, ValueError, KeyError):
        return scrub(text)


def _mapped(arguments: Any) -> dict[str, object]:
    return {name: _careful(value) for name, value in arguments.items()}


def _careful(value: object) -> object:
    if isinstance(value, BaseException):
        return describe(value)
    return value if isinstance(value, _PLAIN) else scrub(str(value))


class LineFormatter(logging.Formatter):
    """One line for people: time, level, reference, source, message; then kind and place of a failure."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        parts = [_time(record), record.levelname, _reference(record) or "-", record.name, message(record)]
        parts += [f"{name}={value}" for name, value in _fields(record).items()]
        line = " ".join(parts)
        failure = record.exc_info[1] if record.exc_info else None
        if failure is not None:
            line += "".join(f"\n  {step}" for step in frames(failure.__traceback__))
            line += f"\n  {' ← '.join(chain(failure))}"
        return line


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for collectors."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message(record),
            "pid": os.getpid(),
        }
        if told := _reference(record):
            line["request"] = told
        line |= _fields(record)
        failure = record.exc_info[1] if record.exc_info else None
        if failure is not None:
            line["failure"] = chain(failure)
            line["frames"] = frames(failure.__traceback__)
        return json.dumps(line, ensure_ascii=False, default=str)


def _reference(record: logging.LogRecord) -> str:
    """Return the reference of the request in hand, or of the one that Django tells of after it was answered."""
    return reference.get() or str(getattr(getattr(record, "request", None), "reference", ""))


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    return getattr(record, "pendopo", {})


def _time(record: logging.LogRecord) -> str:
    return dt.datetime.fromtimestamp(record.created, tz=dt.UTC).isoformat(timespec="milliseconds")
