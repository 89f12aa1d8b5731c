"""Calendar files, read back by a library that other programs use."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pendopo.lib.ics import IcsEvent, escaped, folded, ics_file

pytestmark = pytest.mark.once

CHANGED = datetime(2026, 8, 3, 10, 0, tzinfo=timezone(timedelta(hours=7)))
DAY = IcsEvent("1@pendopo", "Pemberitahuan · PPID-1", date(2026, 8, 18), CHANGED, "Dasar: UU", "https://a.example/1", 2)


def read(*events: IcsEvent) -> list[icalendar.Event]:
    """Return the events that a library finds in our file."""
    return list(icalendar.Calendar.from_ical(ics_file(events, name="Tenggat; uji, \\ dua")).walk("VEVENT"))


def test_a_day():
    (event,) = read(DAY)
    assert {name: str(event[name]) for name in ("UID", "SUMMARY", "DESCRIPTION", "URL", "STATUS", "TRANSP")} == {
        "UID": "1@pendopo",
        "SUMMARY": "Pemberitahuan · PPID-1",
        "DESCRIPTION": "Dasar: UU",
        "URL": "https://a.example/1",
        "STATUS": "CONFIRMED",
        "TRANSP": "TRANSPARENT",
    }
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 8, 18), date(2026, 8, 19))
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == datetime(2026, 8, 3, 3, tzinfo=UTC)
    assert event["SEQUENCE"] == 2


def test_an_instant_and_a_cancelled_one():
    (event,) = read(IcsEvent("2", "72 jam", CHANGED, CHANGED, cancelled=True))
    assert event["DTSTART"].dt == datetime(2026, 8, 3, 3, tzinfo=UTC)
    assert (event["STATUS"], event["SEQUENCE"], "URL" in event) == ("CANCELLED", 0, False)
    with pytest.raises(ValueError, match="time zone"):
        ics_file([IcsEvent("3", "x", datetime(2026, 8, 3), CHANGED)], name="x")


def test_the_calendar_itself():
    found = icalendar.Calendar.from_ical(ics_file([], name="Tenggat; uji, dua"))
    assert (found["VERSION"], found["METHOD"]) == ("2.0", "PUBLISH")
    assert rb"X-WR-CALNAME:Tenggat\; uji\, dua" in ics_file([], name="Tenggat; uji, dua")
    assert ics_file([DAY], name="x") == ics_file([DAY], name="x")


def test_lines_end_with_crlf_and_are_folded_between_letters():
    content = ics_file([IcsEvent("1", "é" * 200, date(2026, 8, 18), CHANGED)], name="x")
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in b"".join(lines)
    assert [len(part.encode()) for part in folded("a" * 160)] == [75, 75, 12]


def test_signs_with_a_meaning_are_marked():
    assert escaped("a\\b;c,d\r\ne\x07\u2028f") == "a\\\\b\\;c\\,d\\nef"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_is_written_can_be_read_back(summary: str, description: str):
    (event,) = read(IcsEvent("1", "x" + summary, date(2026, 8, 18), CHANGED, "y" + description))
    assert (event["UID"], event["SEQUENCE"]) == ("1", 0)
    assert event["DTSTART"].dt == date(2026, 8, 18)
