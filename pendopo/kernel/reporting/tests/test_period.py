"""Periods: every way to name one, and every wrong way with its sentence."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from pendopo.kernel.reporting.period import Period, PeriodRefused, of_year, parse_period
from pendopo.kernel.reporting.wording import part_in_words, period_in_words

pytestmark = pytest.mark.once

TODAY = dt.date(2026, 8, 3)


def days(period: Period) -> tuple[str, str]:
    return period.start.isoformat(), period.end.isoformat()


@pytest.mark.parametrize(
    ("query", "start", "end", "words", "slug"),
    [
        ({}, "2026-01-01", "2026-12-31", "Tahun 2026", "2026"),
        ({"tahun": "2024"}, "2024-01-01", "2024-12-31", "Tahun 2024", "2024"),
        ({"tahun": "2024", "bagian": "t1"}, "2024-01-01", "2024-03-31", "Triwulan I 2024", "2024-t1"),
        ({"bagian": "t2"}, "2026-04-01", "2026-06-30", "Triwulan II 2026", "2026-t2"),
        ({"bagian": "t3"}, "2026-07-01", "2026-09-30", "Triwulan III 2026", "2026-t3"),
        ({"bagian": "t4"}, "2026-10-01", "2026-12-31", "Triwulan IV 2026", "2026-t4"),
        ({"bagian": "s1"}, "2026-01-01", "2026-06-30", "Semester I 2026", "2026-s1"),
        ({"bagian": "s2"}, "2026-07-01", "2026-12-31", "Semester II 2026", "2026-s2"),
        ({"tahun": "2024", "bagian": "02"}, "2024-02-01", "2024-02-29", "Februari 2024", "2024-02"),
        ({"bagian": "12"}, "2026-12-01", "2026-12-31", "Desember 2026", "2026-12"),
        ({"dari": "2026-05-01"}, "2026-05-01", "2026-08-03", "1 Mei 2026 – 3 Agustus 2026", "2026-05-01_2026-08-03"),
        ({"dari": "2026-09-01"}, "2026-09-01", "2026-09-01", "1 September 2026 – 1 September 2026", "2026-09-01_2026-09-01"),
        (
            {"tahun": "2020", "bagian": "t1", "dari": "2025-12-31", "sampai": "2026-01-01"},
            "2025-12-31",
            "2026-01-01",
            "31 Desember 2025 – 1 Januari 2026",
            "2025-12-31_2026-01-01",
        ),
    ],
)  # fmt: skip
def test_periods(query: dict[str, str], start: str, end: str, words: str, slug: str) -> None:
    period = parse_period(query, today=TODAY)
    assert (*days(period), period_in_words(period), period.slug) == (start, end, words, slug)


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ({"tahun": "26"}, "tahun", "year"),
        ({"tahun": "1999"}, "tahun", "year"),
        ({"tahun": "2028"}, "tahun", "year"),
        ({"tahun": "٢٠٢٦"}, "tahun", "year"),
        ({"tahun": "2026.0"}, "tahun", "year"),
        ({"bagian": "t5"}, "bagian", "unknown_part"),
        ({"bagian": "13"}, "bagian", "unknown_part"),
        ({"dari": "2026-02-30"}, "dari", "date"),
        ({"dari": "3/8/2026"}, "dari", "date"),
        ({"dari": "20260803"}, "dari", "date"),
        ({"dari": "2026-W31-1"}, "dari", "date"),
        ({"dari": "1900-01-01"}, "dari", "date"),
        ({"sampai": "2026-01-01"}, "dari", "start_missing"),
        ({"dari": "2026-02-01", "sampai": "2026-01-31"}, "sampai", "order"),
        ({"dari": "2010-01-01", "sampai": "2026-01-31"}, "sampai", "too_long"),
    ],
)
def test_wrong_periods(query: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(PeriodRefused) as refused:
        parse_period(query, today=TODAY)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert str(refused.value).endswith(".")
    assert "%(" not in str(refused.value)


def test_unknown_part_of_a_year() -> None:
    with pytest.raises(ValueError, match="x9"):
        of_year(2026, "x9")
    assert part_in_words("") == "Setahun"


def test_a_period_begins_and_ends_by_the_clock_of_its_zone() -> None:
    begin, end = of_year(2026, "02").instants(ZoneInfo("Asia/Jayapura"))
    assert [begin.astimezone(dt.UTC), end.astimezone(dt.UTC)] == [
        dt.datetime(2026, 1, 31, 15, tzinfo=dt.UTC),
        dt.datetime(2026, 2, 28, 15, tzinfo=dt.UTC),
    ]
