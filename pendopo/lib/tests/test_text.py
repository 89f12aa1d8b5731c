"""Text: what is cleaned, what is kept, and words in a sentence."""

from __future__ import annotations

import pytest

from pendopo.lib.text import clean_block, clean_line, enumerate_words, gettext_noop, has_deceptive_characters

pytestmark = pytest.mark.once


def test_gettext_noop_changes_nothing():
    assert gettext_noop("Hari kerja") == "Hari kerja"


@pytest.mark.parametrize("text", ["a\x00b", "\u202efdp.exe", "a\u200bb", "\ufeffa", "a\x7f", "x\u2066y", "a\uffff"])
def test_deceptive_characters_are_found(text: str):
    assert has_deceptive_characters(text)


@pytest.mark.parametrize("text", ["", "Jl. Merdeka No. 1\r\n\tBlok C", "Ñandú – é", "क्‍ष"])
def test_ordinary_text_is_not_deceptive(text: str):
    assert not has_deceptive_characters(text)


def test_clean_line_folds_blanks_and_composes():
    assert clean_line("  Siti\u00a0 Rahma\n\x00wati e\u0301 ") == "Siti Rahma wati é"


def test_clean_block_keeps_paragraphs():
    assert clean_block("\r\nSatu  \r\n\r\n\r\n\r\nDua\u200b\rTiga\t\n") == "Satu\n\nDua\nTiga"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a dan b"), (["a", "b", "c"], "a, b, dan c")],
)
def test_enumerate_words(words: list[str], sentence: str):
    assert enumerate_words(words) == sentence


def test_enumerate_words_with_another_conjunction():
    assert enumerate_words(["a", "b"], "or") == "a or b"
