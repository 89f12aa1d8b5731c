"""Colours: the tokens of the stylesheet are readable, and themes that are not are refused in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from pendopo.ui.contrast import PART_RATIO, TEXT_RATIO, contrast, theme_css, theme_problems

CSS = Path(__file__).parent.parent / "static" / "pendopo" / "pendopo.css"
ROOT = re.search(r":root\{(.*?)\}", CSS.read_text(encoding="utf-8"), re.DOTALL)
TOKENS = dict(re.findall(r"--([a-z0-9-]+):([^;]+)", ROOT[1] if ROOT else ""))


def colour(name: str) -> str:
    value = TOKENS.get(name, name).strip()
    return colour(value[6:-1]) if value.startswith("var(--") else value


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#fff", "#ffffff", 1.0), ("#777777", "#fff", 4.478), ("#0a489f", "#ffffff", 8.605)],
)
def test_contrast_is_wcags(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 3) == ratio
    assert contrast(one, other) == contrast(other, one)


@pytest.mark.parametrize("wrong", ["0a489f", "#0a489", "red", "", "#0a489g"])
def test_contrast_refuses_what_is_no_colour(wrong: str) -> None:
    with pytest.raises(ValueError, match="is not a colour of the form"):
        contrast(wrong, "#ffffff")


@pytest.mark.parametrize(
    ("front", "back"),
    [
        *[("c-text", back) for back in ("c-bg", "c-soft", "c-primary-l", "c-ok-l", "c-warn-l", "c-err-l", "c-info-l")],
        *[("c-muted", back) for back in ("c-bg", "c-soft", "c-primary-l")],
        *[("c-primary", back) for back in ("c-bg", "c-soft", "c-primary-l", "c-info-l")],
        *[("c-primary-d", back) for back in ("c-bg", "c-info-l")],
        ("c-ok", "c-bg"),
        ("c-ok", "c-ok-l"),
        ("c-warn", "c-bg"),
        ("c-warn", "c-warn-l"),
        ("c-err", "c-bg"),
        ("c-err", "c-err-l"),
        ("#fff", "c-primary"),
        ("#fff", "c-primary-d"),
        ("#fff", "c-err"),
        ("#3b4552", "#e9edf2"),
        ("c-text", "c-gold"),
        ("c-text", "c-focus"),
    ],
)
def test_text_is_readable(front: str, back: str) -> None:
    assert contrast(colour(front), colour(back)) >= TEXT_RATIO


@pytest.mark.parametrize(
    ("part", "back"),
    [
        ("c-input", "c-bg"),
        ("c-input", "c-soft"),
        ("c-err", "c-bg"),
        ("c-ok", "c-bg"),
        ("c-focus", "c-text"),
        ("c-focus", "c-primary-d"),
        *[(f"k{number}", "c-bg") for number in range(1, 6)],
    ],
)
def test_parts_can_be_seen(part: str, back: str) -> None:
    assert contrast(colour(part), colour(back)) >= PART_RATIO


def test_nothing_fades_in_under_text_that_changes_at_once() -> None:
    """A secondary button stood white on white for 0.12 s under the pointer: its text changed at once, its ground slowly."""
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", CSS.read_text(encoding="utf-8"))
    fading = {part for names, told in rules if "transition:background" in told for part in names.strip().split(",")}
    assert fading == {".p-card", ".p-opt"}
    turning = {
        name
        for names, told in rules
        for name in names.strip().split(",")
        if re.match(r"\.p-(card|opt)(?![\w-])[^ >]*:", name) and re.search(r"(^|;)color:", told)
    }
    assert turning == set()


def test_default_theme_is_good() -> None:
    assert theme_problems(colour("c-primary"), colour("c-primary-d"), colour("c-primary-l")) == []


def test_theme_css_sets_the_three_variables() -> None:
    assert theme_css("#7a1f2b", "#5a141e", "#fbf1f2") == (
        ":root{--c-primary:#7a1f2b;--c-primary-d:#5a141e;--c-primary-l:#fbf1f2}\n"
    )


def test_pale_theme_is_refused_with_the_reason() -> None:
    with translation.override("id"):
        problems = theme_problems("#3cc14e", "#083575", "#eff5fd")
    assert problems == [
        "Kontras warna utama di atas putih hanya 2,3 banding 1; paling sedikit 4,5 banding 1.",
        "Kontras warna utama di atas warna muda hanya 2,1 banding 1; paling sedikit 4,5 banding 1.",
    ]
    with pytest.raises(ValueError, match="Kontras"):
        theme_css("#3cc14e", "#083575", "#eff5fd")


def test_contrast_is_told_with_the_readers_decimal_sign() -> None:
    with translation.override("en"):
        (problem,) = theme_problems("#777777", "#083575", "#ffffff")[:1]
    assert ("4.4" in problem, "4.5" in problem, "4,4" in problem) == (True, True, False)


def test_theme_with_a_malformed_colour_is_one_problem() -> None:
    with translation.override("id"):
        assert theme_problems("biru", "#083575", "#eff5fd") == [
            "Tulis warna dalam bentuk #rrggbb; “biru” tidak dapat dibaca."
        ]
