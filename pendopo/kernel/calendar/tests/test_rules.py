"""Dates as people and programs write them, and the decrees behind seeded days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.kernel.calendar.rules import RULES, decree_of, parse_received

WIB = timezone(timedelta(hours=7))


@pytest.mark.parametrize(
    ("text", "received"),
    [
        ("2026-08-03", date(2026, 8, 3)),
        (" 2026-08-03 ", date(2026, 8, 3)),
        ("2026-08-03T10:00", datetime(2026, 8, 3, 10)),
        ("2026-08-03 10:00", datetime(2026, 8, 3, 10)),
        ("2026-08-03T10:00+07:00", datetime(2026, 8, 3, 10, tzinfo=WIB)),
        ("2026-08-03T10:00 07:00", datetime(2026, 8, 3, 10, tzinfo=WIB)),
        ("2026-08-03T10:00:30.5 0700", datetime(2026, 8, 3, 10, 0, 30, 500_000, tzinfo=WIB)),
        ("2026-08-03T10:00Z", datetime(2026, 8, 3, 10, tzinfo=UTC)),
    ],
)
def test_parse_received(text: str, received: date | datetime):
    assert parse_received(text) == received


@pytest.mark.parametrize(
    "text",
    ["", "besok", "03-08-2026", "2026-02-30", "2026-08-03T25:00", "1945-08-17", "2147-01-01", "0001-01-01T00:00+07:00"],
)
def test_parse_received_refuses(text: str):
    with pytest.raises(ValueError):
        parse_received(text)


@given(st.text(max_size=40))
def test_parse_received_only_ever_refuses_with_value_error(text: str):
    try:
        received = parse_received(text)
    except ValueError:
        return
    assert 1946 <= received.year <= 2146


def test_personal_data_periods_are_three_times_24_hours():
    assert {(rule.code, rule.n, rule.unit, rule.legal_basis, rule.confidence) for rule in RULES} == {
        ("pdp_access", 72, "hours", "UU 27/2022 Pasal 32", "A"),
        ("pdp_correct", 72, "hours", "UU 27/2022 Pasal 30", "A"),
        ("pdp_limit", 72, "hours", "UU 27/2022 Pasal 41", "A"),
        ("pdp_withdraw", 72, "hours", "UU 27/2022 Pasal 40", "B"),
        ("pdp_breach", 72, "hours", "UU 27/2022 Pasal 46", "B"),
    }


def test_decree_of():
    assert decree_of(date(2026, 3, 20)) == "SKB 3 Menteri 1497/2025, 2/2025, 5/2025"
    assert decree_of(date(2025, 8, 18)) == "Perubahan SKB 3 Menteri 1017/2024, 2/2024, 2/2024 (Agustus 2025)"
    assert decree_of(date(2031, 1, 1)) == ""
