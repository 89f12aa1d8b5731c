"""Waits between tries, headers on one line, paths on this site."""

from __future__ import annotations

import pytest

from pendopo.kernel.notifications import rules

pytestmark = pytest.mark.once


def test_waits_grow_to_about_a_day() -> None:
    waits = [int(rules.back_off(attempt).total_seconds() // 60) for attempt in range(1, rules.MAX_TRIES)]
    assert waits == [1, 5, 15, 60, 180, 360, 720]
    assert sum(waits) == 1341
    assert rules.back_off(99) == rules.back_off(7)


@pytest.mark.parametrize("value", ["a\nBcc: b@c.id", "a\r\nb", "a\rb", "a\x00b", "a\u2028b", "", "  "])
def test_headers_stay_on_one_line(value: str) -> None:
    with pytest.raises(ValueError, match="subject"):
        rules.check_header(value, what="subject")


def test_headers_are_trimmed() -> None:
    assert rules.check_header(" Permohonan Anda ", what="subject") == "Permohonan Anda"


@pytest.mark.parametrize("url", ["https://a.id/", "//a.id/", "javascript:alert(1)", "meja/", "/\\a.id"])
def test_notices_lead_to_this_site_only(url: str) -> None:
    with pytest.raises(ValueError, match="this site"):
        rules.check_path(url)


def test_paths_of_this_site_pass() -> None:
    assert [rules.check_path(url) for url in ("", "/sukamaju/meja/")] == ["", "/sukamaju/meja/"]


def test_masked_address_shows_the_first_letter() -> None:
    assert rules.mask_address("siti@contoh.id") == "s•••@contoh.id"
