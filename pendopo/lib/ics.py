"""Calendar files (.ics) after RFC 5545: a handful of dates that people add to the calendar on their telephone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_FOLD_AT = 75
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class IcsEvent:
    """One date. `uid` stays the same for ever, `sequence` grows with every change, so that calendars follow it.

    `at` is a whole day or an aware instant; `changed_at` an aware instant.
    """

    uid: str
    summary: str
    at: date | datetime
    changed_at: datetime
    description: str = ""
    url: str = ""
    sequence: int = 0
    cancelled: bool = False


def ics_file(events: Iterable[IcsEvent], *, name: str) -> bytes:
    """Return a calendar called `name` as UTF-8 with CRLF; the same events give the same bytes.

    Raises ValueError for an instant without a zone.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pendopo//Tenggat//ID",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def _event(event: IcsEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{_instant(event.changed_at)}"
    yield f"LAST-MODIFIED:{_instant(event.changed_at)}"
    yield f"SEQUENCE:{event.sequence}"
    if isinstance(event.at, datetime):
        yield f"DTSTART:{_instant(event.at)}"
        yield f"DTEND:{_instant(event.at)}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.at:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.at + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.url:
        yield f"URL:{_CONTROL.sub('', event.url)}"
    # A due date takes nobody's time.
    yield "TRANSP:TRANSPARENT"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    r"""Return `text` as a property's value: backslash, semicolon, comma and line breaks marked, control signs gone.

    >>> escaped("a;b,c")
    'a\\;b\\,c'
    """
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """Yield `line` in parts of at most 75 octets, later ones after a space; no letter is cut in two."""
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _FOLD_AT:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + octets
    yield part


def _instant(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("An instant in a calendar file carries its time zone.")
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
