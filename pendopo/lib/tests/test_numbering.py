from __future__ import annotations

from datetime import date

import pytest

from pendopo.lib.numbering import NUMBER_MAX, ROMAN, BadTemplate, check_template, seq_in, write_number

SIGNS = "Pakai hanya huruf besar, angka, titik, garis miring, garis bawah, dan tanda hubung."
APART = "Pisahkan setiap kolom dengan tanda, misalnya {seq:03d}/{year}."
DIGITS = "Banyaknya angka ditulis seperti {seq:03d}, paling banyak sembilan angka."
NEEDED = "Pola harus memuat {seq} dan {year}, agar tidak ada nomor yang sama."
PAIRED = "Kurung kurawal pada pola tidak berpasangan. Tulis setiap kolom seperti {year}."
ON = date(2026, 8, 3)


def refused(template: str, code: str = "PPID") -> BadTemplate:
    with pytest.raises(BadTemplate) as bad:
        check_template(template, code=code)
    return bad.value


@pytest.mark.parametrize(
    ("template", "number"),
    [
        ("{code}-{year}-{seq:06d}", "PPID-2026-000007"),
        ("{seq:03d}/{code}/{month_roman}/{year}", "007/PPID/VIII/2026"),
        ("555/{seq}/KOMINFO/{month:02d}/{year}", "555/7/KOMINFO/08/2026"),
        ("{seq:09d}.{year}", "000000007.2026"),
        ("{year}_{seq}/A", "2026_7/A"),
        ("/{seq}/{year}/", "/7/2026/"),
    ],
)
def test_safe_templates_and_what_they_write(template: str, number: str) -> None:
    check_template(template, code="PPID")
    assert write_number(template, seq=7, on=ON, code="PPID") == number


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{seq}/ppid/{year}", SIGNS),
        ("{seq}/A B/{year}", SIGNS),
        ("{seq}/{{/{year}", SIGNS),
        ("{seq}/{year}/}}", SIGNS),
        ("{seq}/É/{year}", SIGNS),
        ("{seq}{year}", APART),
        ("{seq}{month}-{year}", APART),
        ("1{seq}/{year}", APART),
        ("{seq}1/{year}", APART),
        ("{seq}/{year}A", APART),
        ("{seq:3d}/{year}", DIGITS),
        ("{seq:0d}/{year}", DIGITS),
        ("{seq:010d}/{year}", DIGITS),
        ("{seq:>99999999}/{year}", DIGITS),
        ("{seq:{year}}/{year}", DIGITS),
        ("{seq!r}/{year}", DIGITS),
        ("{seq}/{year}/{code:09d}", DIGITS),
        ("{seq}/{year}/{month_roman:02d}", DIGITS),
        ("", NEEDED),
        ("{year}", NEEDED),
        ("{seq}", NEEDED),
        ("{seq/{year}", PAIRED),
        ("{seq}/{year", PAIRED),
        ("{seq}/{year}/}", PAIRED),
    ],
)
def test_templates_that_would_give_wrong_numbers(template: str, sentence: str) -> None:
    assert str(refused(template)) == sentence


@pytest.mark.parametrize(
    ("template", "unknown"),
    [
        ("{seq.__class__}/{year}", "{seq.__class__}"),
        ("{seq[0]}/{year}", "{seq[0]}"),
        ("{}/{year}", "{}"),
        ("{seq}/{year}/{unit}/{hari}", "{hari}, {unit}"),
    ],
)
def test_unknown_fields_are_named_beside_the_known(template: str, unknown: str) -> None:
    bad = refused(template)
    assert bad.sentence == "Pola tidak mengenal kolom %(unknown)s. Pakai hanya %(known)s."
    assert bad.params == {"unknown": unknown, "known": "{code}, {month}, {month_roman}, {seq}, {year}"}
    assert str(bad) == bad.sentence % bad.params


def test_number_is_measured_with_its_code_in_a_busy_august() -> None:
    longest = "{seq}/{year}/" + "A" * 64
    check_template(longest, code="PPID")
    assert len(write_number(longest, seq=999_999, on=ON, code="PPID")) == NUMBER_MAX == 76
    assert str(refused(f"{longest}A")) == "Nomor menjadi lebih panjang dari 76 karakter. Pendekkan polanya."
    with_code = "{seq}/{year}/{month_roman}/{code}/" + "A" * 46
    check_template(with_code, code="PPID-KOMINFO")
    assert refused(with_code, code="PPID-KOMINFO2").params == {"most": 76}


def test_months_in_roman_numbers() -> None:
    written = [write_number("{month_roman}", seq=1, on=date(2026, month, 1), code="") for month in range(1, 13)]
    assert written == [*ROMAN]
    values = {"I": 1, "V": 5, "X": 10}

    def value(roman: str) -> int:
        signs = [values[sign] for sign in roman]
        return sum(-one if one < after else one for one, after in zip(signs, [*signs[1:], 0], strict=True))

    assert [value(roman) for roman in ROMAN] == list(range(1, 13))


@pytest.mark.parametrize(
    ("template", "number", "seq"),
    [
        ("{seq:03d}/PPID/{month_roman}/{year}", "007/PPID/VIII/2026", 7),
        ("{seq:03d}/PPID/{month_roman}/{year}", "7/PPID/VIII/2026", None),
        ("{seq:03d}/PPID/{month_roman}/{year}", "007/PPID/VIII/2025", None),
        ("{code}-{year}-{seq:06d}", "PPID-2026-000041", 41),
        ("{code}-{year}-{seq:06d}", "KIP-2026-000041", None),
        ("{code}-{year}-{seq}", "PPID-2026-2026", 2026),
        ("{seq}/{year}", "0/2026", None),
        ("{seq}/{year}", "tanpa nomor", None),
    ],
)
def test_running_number_is_found_where_the_template_would_write_it(template: str, number: str, seq: int | None) -> None:
    assert seq_in(template, number, year=2026, code="PPID") == seq
