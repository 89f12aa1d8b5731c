"""Tags of charts: a figure with title, picture and the same numbers as a table. Loaded through ``{% load ui %}``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pendopo.ui import charts
from pendopo.ui.formats import number_text

register = template.Library()


def _with_unit(unit: str) -> charts.Write:
    joint = "" if unit in {"", "%"} else "\u00a0"

    def write(value: charts.Number) -> str:
        shown = int(value) if value == int(value) and not isinstance(value, Decimal) else value
        return f"{number_text(shown)}{joint}{unit}"

    return write


def _extremes(labels: Sequence[str], values: Sequence[Any], write: charts.Write) -> str:
    """Return the sentence that tells highest and lowest value."""
    known = [(value, label) for label, value in zip(labels, values, strict=True) if value is not None]
    if not known:
        return _("Belum ada angka.")
    (low, low_at), (high, high_at) = min(known, key=lambda pair: pair[0]), max(known, key=lambda pair: pair[0])
    words = {"high": write(high), "high_at": high_at, "low": write(low), "low_at": low_at}
    return _("Tertinggi %(high)s (%(high_at)s), terendah %(low)s (%(low_at)s).") % words


def _limit(value: Any, label: str, write: charts.Write) -> charts.Limit | None:
    if value is None or value == "":
        return None
    return charts.Limit(value, label or _("Batas: %(value)s") % {"value": write(value)})


def _picture(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308 - charts.py escapes every text


@register.inclusion_tag("ui/parts/chart.html")
def columns(
    points: Sequence[Any],
    title: str,
    *,
    series: Sequence[str] = (),
    unit: str = "",
    desc: str = "",
    label_head: str = "",
    limit: Any = None,
    limit_label: str = "",
    open_last: bool = False,
    csv_url: str = "",
) -> dict[str, Any]:
    """Show a time series as columns, stacked when there are several series."""
    write = _with_unit(unit)
    rows = [(label, list(value) if isinstance(value, list | tuple) else [value]) for label, value in points]
    said = desc or _extremes([label for label, _parts in rows], [sum(parts) for _label, parts in rows], write)
    line_at = _limit(limit, limit_label, write)
    svg = charts.columns(rows, title=title, desc=said, limit=line_at, open_last=bool(open_last), write=write)
    table = [(label, [write(part) for part in parts]) for label, parts in rows]
    return {
        "title": title,
        "limit": line_at,
        "svg": _picture(svg),
        "empty": not rows,
        "legend": series if len(series) > 1 else (),
        "heads": [label_head or _("Periode"), *(series or [_("Jumlah")])],
        "rows": table,
        "csv_url": csv_url,
        "desc": said,
    }


@register.inclusion_tag("ui/parts/chart.html")
def line(
    labels: Sequence[str],
    series: Sequence[Any],
    title: str,
    *,
    unit: str = "",
    desc: str = "",
    label_head: str = "",
    limit: Any = None,
    limit_label: str = "",
    low: Any = 0,
    csv_url: str = "",
) -> dict[str, Any]:
    """Show how one or a few figures move; ``series`` are dicts of name and values."""
    write = _with_unit(unit)
    names = [each["name"] for each in series]
    values = [each["values"] for each in series]
    said = desc or (_extremes(labels, values[0], write) if len(values) == 1 else "")
    line_at = _limit(limit, limit_label, write)
    svg = charts.line(labels, values, title=title, desc=said, limit=line_at, low=low, write=write)
    table = [
        (label, ["–" if each[place] is None else write(each[place]) for each in values])
        for place, label in enumerate(labels)
    ]
    return {
        "title": title,
        "limit": line_at,
        "svg": _picture(svg),
        "empty": not labels,
        "legend": names if len(names) > 1 else (),
        "heads": [label_head or _("Periode"), *names],
        "rows": table,
        "csv_url": csv_url,
        "desc": said,
    }


@register.inclusion_tag("ui/parts/bar_table.html")
def bar_table(
    rows: Sequence[Any],
    title: str,
    *,
    label_head: str = "",
    value_head: str = "",
    unit: str = "",
    top: Any = None,
    csv_url: str = "",
) -> dict[str, Any]:
    """Show a ranking: a table with a bar in each row, in the given order."""
    write = _with_unit(unit)
    full = [row if isinstance(row, dict) else {"label": row[0], "value": row[1]} for row in rows]
    longest = top if top is not None else max((row["value"] for row in full), default=0)
    drawn = [{**row, "bar": _picture(charts.bar(row["value"], longest)), "text": write(row["value"])} for row in full]
    return {
        "title": title,
        "rows": drawn,
        "csv_url": csv_url,
        "label_head": label_head or _("Unit"),
        "value_head": value_head or _("Jumlah"),
    }


@register.inclusion_tag("ui/parts/stacked.html")
def stacked(
    rows: Sequence[Any],
    series: Sequence[str],
    title: str,
    *,
    share: bool = False,
    label_head: str = "",
    csv_url: str = "",
) -> dict[str, Any]:
    """Show how rows are made up of parts, one bar a row; ``share`` draws every row at full length."""
    totals = [sum(parts) for _label, parts in rows]
    longest = max(totals, default=0)
    drawn = []
    for (label, parts), total in zip(rows, totals, strict=True):
        said = ", ".join(f"{name} {number_text(part)}" for name, part in zip(series, parts, strict=True))
        svg = charts.stacked_bar(parts, total if share else longest, said)
        written = [number_text(part) for part in parts]
        drawn.append({"label": label, "bar": _picture(svg), "total": number_text(total), "parts": written})
    return {"title": title, "rows": drawn, "series": series, "label_head": label_head or _("Unit"), "csv_url": csv_url}


@register.simple_tag
def sparkline(values: Sequence[Any], label: str) -> SafeString:
    """Draw a small line beside a figure."""
    return _picture(charts.sparkline(values, label))
