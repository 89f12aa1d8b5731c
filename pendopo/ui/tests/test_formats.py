"""Dates, times, numbers and sizes, to the letter, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone as django_timezone
from django.utils import translation

from pendopo.ui import formats

AT = datetime(2026, 8, 3, 17, 5, tzinfo=UTC)


@pytest.fixture(params=["id", "en"])
def language(request: pytest.FixtureRequest):
    with translation.override(request.param), django_timezone.override("Asia/Jakarta"):
        yield request.param


@pytest.fixture
def indonesian():
    with translation.override("id"), django_timezone.override("Asia/Jakarta"):
        yield


def test_dates(language: str) -> None:
    written = [
        formats.long_date(date(2026, 8, 3)),
        formats.medium_date(date(2026, 8, 3)),
        formats.short_date(date(2026, 5, 31)),
    ]
    assert (
        written
        == {
            "id": ["Senin, 3 Agustus 2026", "3 Agustus 2026", "31 Mei 2026"],
            "en": ["Monday, 3 August 2026", "3 August 2026", "31 May 2026"],
        }[language]
    )


def test_moment_in_the_active_zone(language: str) -> None:
    assert formats.moment(AT) == {"id": "4 Agustus 2026 pukul 00.05 WIB", "en": "4 August 2026 at 00:05 WIB"}[language]


@pytest.mark.parametrize(
    ("where", "written"),
    [
        ("Asia/Jakarta", "4 Agustus 2026 pukul 00.05 WIB"),
        ("Asia/Makassar", "4 Agustus 2026 pukul 01.05 WITA"),
        (ZoneInfo("Asia/Jayapura"), "4 Agustus 2026 pukul 02.05 WIT"),
        (SimpleNamespace(timezone="Asia/Pontianak"), "4 Agustus 2026 pukul 00.05 WIB"),
        (UTC, "3 Agustus 2026 pukul 17.05 UTC"),
        ("Asia/Singapore", "4 Agustus 2026 pukul 01.05 UTC+08"),
    ],
)
def test_moment_in_a_named_zone(indonesian: None, where: object, written: str) -> None:
    assert formats.moment(AT, where) == written


def test_date_of_a_moment_is_the_day_of_its_zone(indonesian: None) -> None:
    assert formats.long_date(AT) == "Selasa, 4 Agustus 2026"
    assert formats.short_date(AT, "UTC") == "3 Agu 2026"
    assert formats.medium_date(datetime(2026, 8, 3, 23, 0)) == "3 Agustus 2026"


def test_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware datetime"):
        formats.moment(datetime(2026, 8, 3, 10, 0))


def test_clock_time(language: str) -> None:
    assert formats.clock_time(time(8, 0)) == {"id": "08.00", "en": "08:00"}[language]


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (1234, None, "1.234"),
        (1234567.5, None, "1.234.567,5"),
        (Decimal("82.50"), None, "82,50"),
        (Decimal("76.605"), 2, "76,61"),
        (Decimal("2.5"), 0, "3"),
        (-1200, None, "\u22121.200"),
        ("5.4", 1, "5,4"),
        (0, None, "0"),
    ],
)
def test_numbers(indonesian: None, value: object, decimals: int | None, written: str) -> None:
    assert formats.number_text(value, decimals) == written


def test_numbers_in_english() -> None:
    with translation.override("en"):
        assert formats.number_text(Decimal("1234567.5")) == "1,234,567.5"
        assert formats.rupiah(1500000) == "Rp1,500,000"
        assert formats.percent(Decimal("0.9609"), 1) == "96.1%"
        assert formats.file_size(1258291) == "1.2 MB"


@pytest.mark.parametrize(
    ("value", "written"),
    [(1500000, "Rp1.500.000"), (Decimal("1500.5"), "Rp1.500,50"), (Decimal("-20.00"), "\u2212Rp20"), (0, "Rp0")],
)
def test_rupiah(indonesian: None, value: object, written: str) -> None:
    assert formats.rupiah(value) == written


@pytest.mark.parametrize(
    ("size", "written"),
    [(0, "0 B"), (1023, "1.023 B"), (1024, "1 KB"), (421888, "412 KB"), (1258291, "1,2 MB"), (5 * 1024**2, "5,0 MB"), (150 * 1024**2, "150 MB"), (3 * 1024**3, "3,0 GB"), (2048 * 1024**3, "2.048 GB")],
)  # fmt: skip
def test_sizes(indonesian: None, size: int, written: str) -> None:
    assert formats.file_size(size) == written


def test_percent_rounds_half_up_once(indonesian: None) -> None:
    assert [formats.percent(Decimal(1) / 8), formats.percent(Decimal("0.125"), 1), formats.percent(1)] == [
        "13%",
        "12,5%",
        "100%",
    ]


@pytest.mark.parametrize("write", [formats.long_date, formats.medium_date, formats.short_date, formats.moment, formats.clock_time, formats.number_text, formats.percent, formats.rupiah, formats.file_size])  # fmt: skip
@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_written_for_nothing(write, nothing) -> None:
    assert write(nothing) == ""


def test_words_are_no_number() -> None:
    with pytest.raises(ValueError, match="'lima' is not a number"):
        formats.number_text("lima")


@pytest.mark.parametrize(
    ("basis", "english"),
    [
        ("UU 14/2008 Pasal 22 ayat (7) huruf c dan d", "UU 14/2008 Article 22 paragraph (7) letter c and d"),
        ("UU 14/2008 Pasal 22 ayat (3) dan (4)", "UU 14/2008 Article 22 paragraph (3) and (4)"),
        (
            "UU 14/2008 Pasal 22 ayat (7) huruf c; Pasal 17; Pasal 6 ayat (3)",
            "UU 14/2008 Article 22 paragraph (7) letter c; Article 17; Article 6 paragraph (3)",
        ),
        ("PerKI 1/2021 (sebagaimana diterapkan BPS dan KPU)", "PerKI 1/2021 (as applied by BPS dan KPU)"),
        ("PerKI 1/2013", "PerKI 1/2013"),
    ],
)
def test_citations(basis: str, english: str) -> None:
    assert formats.citation(basis) == basis
    with translation.override("en"):
        assert formats.citation(basis) == english
