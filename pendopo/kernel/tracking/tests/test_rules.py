"""The code as it is made, shown and heard."""

from __future__ import annotations

import pytest

from pendopo.kernel.tracking import rules


def test_the_code_has_ten_letters_of_an_alphabet_without_lookalikes() -> None:
    assert rules.code_from(bytes(range(32))) == "0123456789"
    assert rules.code_from(bytes([255] * 20)) == "ZZZZZZZZZZ"
    assert (len(rules.ALPHABET), set("ILOU") & set(rules.ALPHABET)) == (32, set())


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ABCDE12345", "ABCDE12345"),
        ("abcde-12345", "ABCDE12345"),
        (" ab cde 12345 ", "ABCDE12345"),
        ("OIL00-abcde", "01100ABCDE"),
        ("", ""),
    ],
)
def test_a_typed_code(typed: str, stored: str) -> None:
    assert rules.read_code(typed) == stored


@pytest.mark.parametrize("code", ["ABCDE12345", "0123456789"])
def test_a_shown_code_is_read_again(code: str) -> None:
    assert rules.read_code(rules.shown(code)) == code


@pytest.mark.parametrize(
    ("typed", "stored"), [(" ppid-2026-000001 ", "PPID-2026-000001"), ("12/PPID/2026", "12/PPID/2026")]
)
def test_a_typed_number(typed: str, stored: str) -> None:
    assert rules.read_number(typed) == stored
