"""Figures as rows for pages, in the reader's language: elements, shares, respondents, segments, periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from pendopo.modules.satisfaction.models import Survey
from pendopo.modules.satisfaction.queries.figures import BASES, Profile, SegmentFigure, Share, answer_shares
from pendopo.modules.satisfaction.queries.trend import Point
from pendopo.modules.satisfaction.rules import limits
from pendopo.modules.satisfaction.rules.index import Figure
from pendopo.modules.satisfaction.rules.instruments import Band, Instrument
from pendopo.ui.formats import number_text

# Colours of a line chart: more ways to compute than that are drawn as the last one.
_LINES_MAX = 4
_TONES = {"A": "ok", "B": "ok", "C": "warn", "D": "error"}


def grade_text(band: Band | None) -> str:
    """Return a grade in words, for example "B (Baik)"; a dash for an instrument without grades."""
    return f"{band.grade} ({_(band.name)})" if band else "–"


def tone_of(band: Band | None) -> str:
    """Return the tone of the tag that shows a grade."""
    return _TONES.get(band.grade, "neutral") if band else "neutral"


def dash_text(value: Decimal | None) -> str:
    """Return a figure, or a dash where there is none."""
    return "–" if value is None else number_text(value)


def signed_text(difference: Decimal) -> str:
    """Return a difference with its sign: "+1,25", "−0,50", "0,00"."""
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return f"{sign}{number_text(abs(difference))}"


def element_rows(survey: Survey, figure: Figure) -> list[dict[str, Any]]:
    """Return the elements by rank, best first, as tables and bars show them."""
    rows = []
    for found in sorted(figure.elements, key=lambda each: (each.rank, each.key)):
        element = figure.instrument.element(found.key)
        number = element.numbers[survey.numbering]
        rows.append(
            {
                "number": f"U{number}",
                "label": f"U{number} {_(element.name)}",
                "note": grade_text(found.band),
                "tone": tone_of(found.band),
                "value": found.converted,
                "nrr": number_text(found.nrr),
                "converted": number_text(found.converted),
                "n": found.n,
                "rank": found.rank,
                "is_weak": found.rank > len(figure.elements) - limits.WEAKEST,
            }
        )
    return rows


def category_names(instrument: Instrument) -> list[str]:
    """Return what the answers 1, 2, … are called over all elements: the grades where they fit, else the number."""
    if len(instrument.bands) == instrument.scale:
        return [f"{value}: {_(band.name)}" for value, band in enumerate(reversed(instrument.bands), start=1)]
    return [str(value) for value in range(1, instrument.scale + 1)]


def share_rows(figure: Figure) -> dict[str, Any]:
    """Return how many of all answers fell into each category, with the base in words."""
    names, shares = category_names(figure.instrument), answer_shares(figure)
    total, of_answers = sum(share.n or 0 for share in shares), BASES["answers"]
    rows = [
        {"label": name, "n": share.n, "percent": _percent(share)} for name, share in zip(names, shares, strict=True)
    ]
    words = {
        "base": _(of_answers),
        "total": number_text(total),
        "n": number_text(figure.n),
        "elements": len(figure.elements),
    }
    said = _("Dasar: persen %(base)s, yaitu %(total)s jawaban dari %(n)s responden atas %(elements)s unsur.") % words
    return {"rows": rows[::-1], "base": said}


def profile_rows(profiles: Sequence[Profile]) -> list[dict[str, Any]]:
    """Return who answered, one table per trait, with the base in words; hidden cells say so."""
    found, of_respondents = [], BASES["respondents"]
    for profile in profiles:
        words = {"base": _(of_respondents), "total": number_text(profile.total)}
        found.append(
            {
                "label": _(profile.label),
                "rows": [
                    {"label": _(share.label), "n": share.n, "percent": _percent(share)}
                    for share in profile.shares
                    if share.n is None or share.n
                ],
                "untold": profile.untold,
                "base": _("Dasar: persen %(base)s (%(total)s).") % words,
                "has_hidden": any(share.n is None for share in profile.shares),
            }
        )
    return [profile for profile in found if profile["rows"]]


def _percent(share: Share) -> str:
    return "" if share.percent is None else f"{number_text(share.percent)} %"


def segment_rows(segments: Sequence[SegmentFigure]) -> list[dict[str, Any]]:
    """Return the index by segment; `n` None where it is hidden, `converted` empty where there is none."""
    return [
        {
            "label": _(segment.label),
            "n": segment.n,
            "converted": number_text(segment.figure.converted) if segment.figure else "",
            "grade": grade_text(segment.figure.band) if segment.figure else "",
        }
        for segment in segments
        if segment.n is None or segment.n
    ]


def way_text(point: Point) -> str:
    """Return instrument and, where it is not exact, the way of computing."""
    way = _(point.instrument.title)
    return way if point.method.is_exact else f"{way}, {_(point.method.title)}"


def trend_rows(points: Sequence[Point]) -> dict[str, Any]:
    """Return the periods for chart and table: one line per way of computing, so that no line runs over a break."""
    runs: list[list[Point]] = []
    for point in points:
        if point.is_break or not runs:
            runs.append([])
        runs[-1].append(point)
    lines: list[dict[str, Any]] = []
    place = 0
    for run in runs:
        values: list[Any] = [None] * len(points)
        values[place : place + len(run)] = [point.converted for point in run]
        place += len(run)
        lines.append({"name": way_text(run[0]), "values": values})
    rows = [
        {
            "period": point.period,
            "converted": number_text(point.converted),
            "grade": grade_text(point.band),
            "n": point.n,
            "way": way_text(point),
            "is_break": point.is_break,
            "source": point.source,
        }
        for point in reversed(points)
    ]
    return {"labels": [point.period for point in points], "lines": lines[-_LINES_MAX:], "rows": rows}


def result_of(survey: Survey, figure: Figure) -> Mapping[str, Any]:
    """Return what the parts of a result's page show of one figure."""
    rows = element_rows(survey, figure)
    return {
        "figure": figure,
        "converted": number_text(figure.converted),
        "index": _("Indeks %(index)s") % {"index": number_text(figure.index)},
        "grade": grade_text(figure.band),
        "tone": tone_of(figure.band),
        "elements": rows,
        "weakest": [row["label"] for row in reversed(rows) if row["is_weak"]],
        "shares": share_rows(figure),
    }
