"""Which encoding a browser gets."""

from __future__ import annotations

import pytest

from pendopo.config.middleware.compression import best_encoding, encode, is_compressible


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.5, gzip;q=1", "br"),
        ("BR", "br"),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("br;q=nonsense", ""),
        ("gzip;level=9", "gzip"),
        ("brave", ""),
    ],
)
def test_best_encoding(accepted: str, encoding: str) -> None:
    assert best_encoding(accepted) == encoding


@pytest.mark.parametrize(
    ("content_type", "size", "worth"),
    [
        ("text/html; charset=utf-8", 512, True),
        ("text/html; charset=utf-8", 511, False),
        ("application/json", 9000, True),
        ("image/svg+xml", 9000, True),
        ("image/png", 9000, False),
        ("application/pdf", 9000, False),
        ("", 9000, False),
    ],
)
def test_what_is_worth_compressing(content_type: str, size: int, worth: bool) -> None:
    assert is_compressible(content_type, size) is worth


def test_the_same_page_gives_the_same_bytes() -> None:
    assert encode(b"a" * 999, "gzip", kept=True) == encode(b"a" * 999, "gzip", kept=True)
    assert encode(b"a", "", kept=False) == b"a"
