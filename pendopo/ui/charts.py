"""Charts as SVG text: pure functions from numbers to markup, coloured by CSS classes only.

Coordinates are pixels of the view box, rounded to one decimal. Every text is escaped here, so that the caller may mark
the result safe.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from math import ceil, floor, log10

Number = int | float | Decimal
Write = Callable[[Number], str]

WIDTH = 680
NARROW = 480
MOST_NARROW = 7
HEIGHT = 270
LEFT = 46
RIGHT = 24
TOP = 26
BOTTOM = 34
WIDEST_COLUMN = 44
MOST_LABELS = 16
COLOURS = 5


@dataclass(frozen=True)
class Limit:
    """A horizontal line on a chart: the value it stands at and the words of the legend for it."""

    value: Number
    label: str


@dataclass(frozen=True)
class Scale:
    """The vertical scale of a chart: its round steps, lowest first."""

    ticks: tuple[float, ...]

    def y(self, value: Number) -> float:
        """Return the vertical position of a value in pixels from the top."""
        low, high = self.ticks[0], self.ticks[-1]
        return HEIGHT - BOTTOM - (float(value) - low) / (high - low) * (HEIGHT - BOTTOM - TOP)


def round_steps(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Return at most ``most`` + 2 round numbers (steps of 1, 2 or 5 × 10ⁿ) that enclose ``low`` and ``high``."""
    if high <= low:
        high = low + 1
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(round(place * step, 10) for place in range(first, last + 1))


def scale_for(values: Sequence[Number], low: Number | None = 0) -> Scale:
    """Return a scale that shows all values, from ``low`` (None: from the least). Whole numbers get whole steps."""
    numbers = [float(value) for value in values]
    foot = min(numbers, default=0.0) if low is None else float(low)
    ticks = round_steps(foot, max(numbers, default=1.0))
    if all(number == int(number) for number in [*numbers, foot]):
        ticks = tuple(tick for tick in ticks if tick == int(tick))
    return Scale(ticks)


def px(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def plain(value: Number) -> str:
    """Write a number without grouping; whole numbers without decimals."""
    return str(int(value)) if value == int(value) else str(value)


def width_for(points: int) -> int:
    """Return the width of a chart in pixels: few points get a narrow one, so that its words stay large on a phone."""
    return NARROW if points <= MOST_NARROW else WIDTH


def _picture(body: str, width: int, title: str, desc: str) -> str:
    narrow = " p-chart--narrow" if width == NARROW else ""
    return (
        f'<svg class="p-chart{narrow}" viewBox="0 0 {width} {HEIGHT}" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(desc)}</desc>{body}</svg>"
    )


def _text(x: float, y: float, words: str, css: str) -> str:
    return f'<text class="{css}" x="{px(x)}" y="{px(y)}">{escape(words)}</text>'


def _grid(scale: Scale, right: int, write: Write) -> str:
    lines = "".join(f"M{LEFT} {px(scale.y(tick))}H{right}" for tick in scale.ticks[1:])
    foot = f'<path class="p-axis" d="M{LEFT} {px(scale.y(scale.ticks[0]))}H{right}"/>'
    words = "".join(_text(LEFT - 8, scale.y(tick) + 4, write(tick), "p-axis-y") for tick in scale.ticks)
    return f'<path class="p-grid" d="{lines}"/>{foot}{words}'


def _names(labels: Sequence[str], centres: Sequence[float]) -> str:
    every = ceil(len(labels) / MOST_LABELS) or 1
    pairs = list(zip(labels, centres, strict=True))[::every]
    return "".join(_text(x, HEIGHT - 12, label, "p-axis-x") for label, x in pairs)


def _limit(limit: Limit | None, scale: Scale, right: int) -> str:
    return "" if limit is None else f'<path class="p-limit" d="M{LEFT} {px(scale.y(limit.value))}H{right}"/>'


def _column(x: float, width: float, top: float, foot: float, *, rounded: bool) -> str:
    if not rounded or foot - top < 4:
        return f"M{px(x)} {px(foot)}V{px(top)}H{px(x + width)}V{px(foot)}Z"
    right = x + width
    return (
        f"M{px(x)} {px(foot)}V{px(top + 4)}Q{px(x)} {px(top)} {px(x + 4)} {px(top)}"
        f"H{px(right - 4)}Q{px(right)} {px(top)} {px(right)} {px(top + 4)}V{px(foot)}Z"
    )


def _exact(value: Number) -> Decimal:
    """Return a number that adds up exactly; whole floats lose their ".0"."""
    return Decimal(int(value)) if isinstance(value, float) and value == int(value) else Decimal(str(value))


def _as_parts(value: Number | Sequence[Number]) -> list[Decimal]:
    parts = [_exact(part) for part in ([value] if isinstance(value, int | float | Decimal) else value)]
    if any(part < 0 for part in parts):
        raise ValueError("A column cannot show a value below zero.")
    return parts


def columns(
    points: Sequence[tuple[str, Number | Sequence[Number]]],
    *,
    title: str,
    desc: str = "",
    limit: Limit | None = None,
    open_last: bool = False,
    write: Write = plain,
) -> str:
    """Draw one column per point, stacked where a point holds several numbers; raises ValueError for a negative value.

    ``open_last`` draws the last column lightly: its period is still running.
    """
    stacks = [(label, _as_parts(value)) for label, value in points]
    totals = [sum(parts, Decimal(0)) for _, parts in stacks]
    scale = scale_for([*totals, *([limit.value] if limit else [])])
    whole = width_for(len(stacks))
    band = (whole - LEFT - RIGHT) / max(len(stacks), 1)
    width = min(WIDEST_COLUMN, band * 0.64)
    centres = [LEFT + band * (place + 0.5) for place in range(len(stacks))]
    drawn, values = [], []
    for place, ((_, parts), total, centre) in enumerate(zip(stacks, totals, centres, strict=True)):
        below = Decimal(0)
        shown = [colour for colour, part in enumerate(parts) if part]
        running = " is-open" if open_last and place == len(stacks) - 1 else ""
        for colour in shown:
            foot, top = scale.y(below), scale.y(below + parts[colour])
            shape = _column(centre - width / 2, width, top, foot, rounded=colour == shown[-1])
            drawn.append(f'<path class="p-c{colour % COLOURS + 1}{running}" d="{shape}"/>')
            below += parts[colour]
        if len(stacks) <= MOST_LABELS:
            values.append(_text(centre, scale.y(total) - 7, write(total), "p-value"))
    # The limit crosses the columns; the values stand on top of it, with a rim that keeps them readable.
    marks = "".join(drawn) + _limit(limit, scale, whole - RIGHT) + "".join(values)
    body = _grid(scale, whole - RIGHT, write) + marks + _names([label for label, _ in stacks], centres)
    return _picture(body, whole, title, desc)


def _runs(values: Sequence[Number | None], xs: Sequence[float], scale: Scale) -> list[list[tuple[float, float]]]:
    """Return the unbroken runs of points; None ends a run."""
    runs: list[list[tuple[float, float]]] = [[]]
    for value, x in zip(values, xs, strict=True):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((x, scale.y(value)))
    return [run for run in runs if run]


def _path(run: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{px(x)} {px(y)}" for x, y in run)


def line(
    labels: Sequence[str],
    series: Sequence[Sequence[Number | None]],
    *,
    title: str,
    desc: str = "",
    limit: Limit | None = None,
    low: Number | None = 0,
    write: Write = plain,
) -> str:
    """Draw one line per series; None leaves a gap. A single series is filled below, and its last value written."""
    known = [value for values in series for value in values if value is not None]
    scale = scale_for([*known, *([limit.value] if limit else [])], low)
    whole = width_for(len(labels))
    span = whole - LEFT - RIGHT - 24
    steps = max(len(labels) - 1, 1)
    xs = [LEFT + 12 + span * (place / steps if len(labels) > 1 else 0.5) for place in range(len(labels))]
    drawn = []
    foot = px(scale.y(scale.ticks[0]))
    for number, values in enumerate(series):
        colour = number % COLOURS + 1
        runs = _runs(values, xs, scale)
        if len(series) == 1:
            shades = [f"{_path(run)}V{foot}H{px(run[0][0])}Z" for run in runs if len(run) > 1]
            drawn += [f'<path class="p-area" d="{shade}"/>' for shade in shades]
        drawn.append(f'<path class="p-line p-s{colour}" d="{"".join(_path(run) for run in runs)}"/>')
        dots = [point for run in runs for point in run]
        shown = dots if len(labels) <= MOST_LABELS else dots[-1:]
        drawn += [f'<circle class="p-dot p-s{colour}" cx="{px(x)}" cy="{px(y)}" r="4"/>' for x, y in shown]
        if len(series) == 1 and dots:
            last = next(value for value in reversed(values) if value is not None)
            drawn.append(_text(dots[-1][0], dots[-1][1] - 11, write(last), "p-value"))
    right = whole - RIGHT
    body = _grid(scale, right, write) + _limit(limit, scale, right) + "".join(drawn) + _names(labels, xs)
    return _picture(body, whole, title, desc)


def bar(value: Number, top: Number) -> str:
    """Draw one bar for a table cell, its length a share of ``top``; a value above zero always stays visible."""
    if value < 0:
        raise ValueError("A bar cannot show a value below zero.")
    share = 100 * float(value) / float(top) if top else 0.0
    visible = max(min(share, 100.0), 0.7) if value else 0.0
    return (
        '<svg class="p-bar" aria-hidden="true"><rect class="p-track" width="100%" height="100%" rx="3"/>'
        f'<rect class="p-c1" width="{px(visible)}%" height="100%" rx="3"/></svg>'
    )


def stacked_bar(parts: Sequence[Number], top: Number, label: str) -> str:
    """Draw the parts of one row side by side, as shares of ``top``; ``label`` is what a screen reader says."""
    drawn, left = [], 0.0
    for colour, part in enumerate(_as_parts(parts)):
        width = 100 * float(part) / float(top) if top else 0.0
        if part:
            shape = f'x="{px(left)}%" width="{px(width)}%"'
            drawn.append(f'<rect class="p-c{colour % COLOURS + 1}" {shape} height="100%"/>')
        left += width
    return f'<svg class="p-bar p-bar--parts" role="img" aria-label="{escape(label)}">{"".join(drawn)}</svg>'


def sparkline(values: Sequence[Number | None], label: str) -> str:
    """Draw a small line of 96 × 28 pixels with a dot at its end; None leaves a gap."""
    known = [float(value) for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    rise = (high - low) or 1.0
    step = 88 / max(len(values) - 1, 1)
    points = [
        None if value is None else (4 + step * place, 24 - 20 * (float(value) - low) / rise)
        for place, value in enumerate(values)
    ]
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    drawn = [run for run in runs if run]
    body = f'<path class="p-line p-s1" d="{"".join(_path(run) for run in drawn)}"/>' if drawn else ""
    if drawn:
        x, y = drawn[-1][-1]
        body += f'<circle class="p-c1" cx="{px(x)}" cy="{px(y)}" r="3"/>'
    return f'<svg class="p-spark" viewBox="0 0 96 28" role="img" aria-label="{escape(label)}">{body}</svg>'
