"""Charts: exact geometry, escaped words, refused nonsense."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from pendopo.ui import charts


def shapes(svg: str, css: str) -> list[str]:
    return re.findall(rf'<path class="{css}" d="([^"]*)"/>', svg)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 15, (0, 5, 10, 15)),
        (0, 0, (0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (0, 100, (0, 20, 40, 60, 80, 100)),
        (70, 87.4, (70, 75, 80, 85, 90)),
        (0, 0.34, (0, 0.1, 0.2, 0.3, 0.4)),
        (0, 1234, (0, 500, 1000, 1500)),
    ],
)
def test_round_steps(low: float, high: float, ticks: tuple[float, ...]) -> None:
    assert charts.round_steps(low, high) == ticks


def test_whole_numbers_get_whole_steps() -> None:
    assert charts.scale_for([0, 1]).ticks == (0, 1)
    assert charts.scale_for([0, 2]).ticks == (0, 1, 2)
    assert charts.scale_for([]).ticks == (0, 1)


def test_scale_maps_foot_and_top() -> None:
    scale = charts.scale_for([0, 100])
    assert (scale.y(0), scale.y(100), scale.y(50)) == (236, 26, 131)


def test_columns_geometry() -> None:
    svg = charts.columns([("Jan", 50), ("Feb", 100)], title="T")
    # 480 wide; the plot runs from 46 to 456, so a band is 205 and a column 44, rounded by 4 at its top.
    assert shapes(svg, "p-c1") == [
        "M126.5 236V135Q126.5 131 130.5 131H166.5Q170.5 131 170.5 135V236Z",
        "M331.5 236V30Q331.5 26 335.5 26H371.5Q375.5 26 375.5 30V236Z",
    ]
    assert re.findall(r'p-value" x="([\d.]+)" y="([\d.]+)">([^<]+)', svg) == [
        ("148.5", "124", "50"),
        ("353.5", "19", "100"),
    ]
    assert re.findall(r'p-axis-x" x="([\d.]+)" y="258">([^<]+)', svg) == [("148.5", "Jan"), ("353.5", "Feb")]


def test_stacked_columns_stand_on_each_other_and_only_the_top_is_rounded() -> None:
    svg = charts.columns([("Jan", [60, 40])], title="T")
    assert shapes(svg, "p-c1") == ["M229 236V110H273V236Z"]
    assert shapes(svg, "p-c2") == ["M229 110V30Q229 26 233 26H269Q273 26 273 30V110Z"]


def test_parts_add_up_exactly() -> None:
    assert ">0.3</text>" in charts.columns([("Jan", [0.1, 0.2])], title="T")
    assert ">7</text>" in charts.columns([("Jan", [Decimal(3), 4.0])], title="T")


def test_running_period_is_marked_only_on_the_last_column() -> None:
    svg = charts.columns([("Jan", 1), ("Feb", 1)], title="T", open_last=True)
    assert re.findall(r'class="(p-c1[^"]*)"', svg) == ["p-c1", "p-c1 is-open"]


def test_zero_draws_no_column_but_says_zero() -> None:
    svg = charts.columns([("Jan", 0), ("Feb", 1)], title="T")
    assert len(shapes(svg, "p-c1")) == 1
    assert re.findall(r'p-value"[^>]*>([^<]+)', svg) == ["0", "1"]


def test_limit_raises_the_scale_and_crosses_the_plot() -> None:
    svg = charts.columns([("Jan", 10)], title="T", limit=charts.Limit(100, "Batas"))
    assert shapes(svg, "p-limit") == ["M46 26H456"]


def test_many_points_get_a_wide_chart_with_some_labels() -> None:
    svg = charts.columns([(str(place), 1) for place in range(40)], title="T")
    assert 'viewBox="0 0 680 270"' in svg
    assert re.findall(r'p-axis-x"[^>]*>([^<]+)', svg) == [str(place) for place in range(0, 40, 3)]
    assert "p-value" not in svg


@pytest.mark.parametrize("draw", [
    lambda: charts.columns([("Jan", -1)], title="T"),
    lambda: charts.bar(-1, 5),
    lambda: charts.stacked_bar([3, -1], 5, "L"),
])  # fmt: skip
def test_negative_values_are_refused(draw) -> None:
    with pytest.raises(ValueError, match="below zero"):
        draw()


def test_line_geometry_with_a_gap() -> None:
    svg = charts.line(["a", "b", "c", "d"], [[0, 50, None, 100]], title="T")
    # x from 58 to 444 in three steps.
    assert shapes(svg, "p-line p-s1") == ["M58 236L186.7 131M444 26"]
    assert shapes(svg, "p-area") == ["M58 236L186.7 131V236H58Z"]
    assert re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', svg) == [("58", "236"), ("186.7", "131"), ("444", "26")]
    assert re.findall(r'p-value" x="([\d.]+)" y="([\d.]+)">([^<]+)', svg) == [("444", "15", "100")]


def test_line_of_one_point_stands_in_the_middle() -> None:
    assert re.findall(r'cx="([\d.]+)"', charts.line(["a"], [[5]], title="T")) == ["251"]


def test_lines_of_several_series_have_no_area() -> None:
    svg = charts.line(["a", "b"], [[80, 90], [70, 85]], title="T", low=70)
    assert "p-area" not in svg
    assert shapes(svg, "p-line p-s2") == ["M58 236L444 78.5"]


def test_empty_line_is_a_picture_all_the_same() -> None:
    assert charts.line([], [[]], title="T").count("<path") == 3


@pytest.mark.parametrize(
    ("value", "top", "width"),
    [(38, 38, "100"), (19, 38, "50"), (0, 38, "0"), (1, 1000, "0.7"), (5, 0, "0.7"), (9, 3, "100")],
)
def test_bar_width(value: int, top: int, width: str) -> None:
    assert re.findall(r'p-c1" width="([\d.]+)%"', charts.bar(value, top)) == [width]


def test_stacked_bar_geometry() -> None:
    svg = charts.stacked_bar([5, 0, 3], 10, "A & B")
    assert re.findall(r'class="(p-c\d)" x="([\d.]+)%" width="([\d.]+)%"', svg) == [
        ("p-c1", "0", "50"),
        ("p-c3", "50", "30"),
    ]
    assert 'aria-label="A &amp; B"' in svg


def test_sparkline_geometry() -> None:
    svg = charts.sparkline([0, 10, 5], "Tren")
    assert shapes(svg, "p-line p-s1") == ["M4 24L48 4L92 14"]
    assert '<circle class="p-c1" cx="92" cy="14" r="3"/>' in svg


@pytest.mark.parametrize("values", [[], [None, None]])
def test_sparkline_of_nothing_is_empty(values: list[None]) -> None:
    assert (
        charts.sparkline(values, "Tren")
        == '<svg class="p-spark" viewBox="0 0 96 28" role="img" aria-label="Tren"></svg>'
    )


def test_sparkline_with_a_gap_and_a_level_line() -> None:
    assert shapes(charts.sparkline([3, None, 3], "T"), "p-line p-s1") == ["M4 24M92 24"]


def test_words_are_escaped_and_the_picture_is_well_formed() -> None:
    for svg in (
        charts.columns([("<b>&\"'", 3)], title="<script>", desc="a < b", limit=charts.Limit(2, "<i>")),
        charts.line(["<b>"], [[3]], title="<script>", desc="&"),
        charts.stacked_bar([1], 1, '"><script>'),
        charts.sparkline([1, 2], '"><script>'),
    ):
        ET.fromstring(svg)
        assert "<script" not in svg
        assert "<b>" not in svg


def test_coordinates_have_no_minus_zero() -> None:
    assert [charts.px(value) for value in (-0.01, 0.04, 12.0, 12.34, -3.0)] == ["0", "0", "12", "12.3", "-3"]
