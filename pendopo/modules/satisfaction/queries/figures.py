"""Figures of one survey: index, elements, services, respondents, segments. All from tallies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.models import Survey, SurveyedService
from pendopo.modules.satisfaction.queries import tallies
from pendopo.modules.satisfaction.queries.surveys import asked_about
from pendopo.modules.satisfaction.rules import counting, index, instruments, sample, small_cells, traits

Base = Literal["respondents", "answers"]
# What a share is a share of, for the line under the table.
BASES: Mapping[Base, str] = {"respondents": _("dari responden"), "answers": _("dari seluruh jawaban")}


def figure(
    survey: Survey, *, service: SurveyedService | None = None, method: index.Method = index.EXACT
) -> index.Figure | None:
    """Return the index of a survey or of one of its services, with its elements; None without complete questionnaires.

    One query. Raises ValueError when `method` does not fit the instrument.
    """
    found = tallies.of_survey(survey, service_id=service.service_id if service else None, everybody_only=True)
    return figure_of(survey.instrument.definition, found, method=method)


def figure_of(
    instrument: instruments.Instrument,
    found: counting.Tallies,
    *,
    segment: str = traits.ALL,
    method: index.Method = index.EXACT,
) -> index.Figure | None:
    """Return the index of one segment of tallies."""
    complete = found.get((segment, True), [0] * instrument.width)
    return index.compute(instrument, complete, found.get((segment, False), ()), method=method)


def figures_by_service(
    survey: Survey, counted: tallies.ByService | None = None
) -> list[tuple[SurveyedService, index.Figure | None]]:
    """Return each service of a survey with its figure, by name. Two queries, one when the tallies are handed in."""
    found = tallies.by_service(survey) if counted is None else counted
    instrument = survey.instrument.definition
    return [(asked, figure_of(instrument, found.get(asked.service_id, {}))) for asked in asked_about(survey)]


@dataclass(frozen=True, slots=True)
class Share:
    """How many have something, and their share in percent with two decimals; both None where the cell is too small.

    `base` says of what: respondents or answers.
    """

    key: str
    label: str
    n: int | None
    percent: Decimal | None
    base: Base


@dataclass(frozen=True, slots=True)
class Profile:
    """Respondents by one trait, or by channel: `total` questionnaires, of which `untold` (None: hidden) said nothing."""

    key: str
    label: str
    total: int
    untold: int | None
    shares: tuple[Share, ...]


def profiles(survey: Survey, counted: counting.Tallies | None = None, *, is_public: bool = True) -> list[Profile]:
    """Return who answered, by trait and by channel; for the public small cells are hidden.

    One query, none when the survey's tallies are handed in.
    """
    found = tallies.of_survey(survey) if counted is None else counted
    listed = [(trait.key, trait.label) for trait in traits.TRAITS] + [(traits.CHANNEL, _("Cara pengisian"))]
    return [_profile(survey, found, key, label, is_public) for key, label in listed]


def _questionnaires(found: counting.Tallies, segment: str, scale: int) -> int:
    return sum(counting.respondents(found.get((segment, complete), ()), scale) for complete in (True, False))


def _profile(survey: Survey, found: counting.Tallies, key: str, label: str, is_public: bool) -> Profile:
    scale = survey.instrument.definition.scale
    total = _questionnaires(found, traits.ALL, scale)
    names = traits.segments_of(key)
    cells = {name: _questionnaires(found, name, scale) for name in names}
    # How an answer came in tells nothing about a person.
    small = small_cells.hidden(cells, total=total) if is_public and key != traits.CHANNEL else frozenset()
    shares = tuple(
        Share(name, names[name], None, None, "respondents")
        if name in small
        else Share(name, names[name], n, percent(n, total), "respondents")
        for name, n in cells.items()
    )
    untold = None if small else total - sum(cells.values())
    return Profile(key, label, total, untold, shares)


def percent(part: int, total: int) -> Decimal:
    """Return the share of `part` in percent with two decimals, rounded half up; 0 of nothing."""
    return index.half_up(Fraction(100 * part, total), 2) if total else Decimal("0.00")


def answer_shares(found: index.Figure) -> list[Share]:
    """Return how many of all answers (not respondents) were 1, 2, …, over all elements."""
    scale = found.instrument.scale
    by_value = [sum(element.counts[value] for element in found.elements) for value in range(scale)]
    total = sum(by_value)
    return [Share(str(value), str(value), n, percent(n, total), "answers") for value, n in enumerate(by_value, start=1)]


@dataclass(frozen=True, slots=True)
class SegmentFigure:
    """A segment with its figure; None where it is too small to be shown, or nobody in it answered completely."""

    key: str
    label: str
    n: int | None
    figure: index.Figure | None


def segments(
    survey: Survey, key: str, counted: counting.Tallies | None = None, *, is_public: bool = True
) -> list[SegmentFigure]:
    """Return the figures by trait `key` (or traits.CHANNEL); for the public small cells are hidden.

    One query, none when the survey's tallies are handed in.
    Segments are shown for the survey as a whole only: shown for its services as well, one hidden cell would be the whole
    minus the others. Raises KeyError for an unknown trait.
    """
    names = traits.segments_of(key)
    found = tallies.of_survey(survey) if counted is None else counted
    instrument = survey.instrument.definition
    figures = {name: figure_of(instrument, found, segment=name) for name in names}
    cells = {name: each.n if each else 0 for name, each in figures.items()}
    whole = figure_of(instrument, found)
    small = small_cells.hidden(cells, total=whole.n if whole else 0) if is_public else frozenset()
    return [
        SegmentFigure(name, names[name], None, None)
        if name in small
        else SegmentFigure(name, names[name], cells[name], figures[name])
        for name in names
    ]


def progress(survey: Survey, counted: tallies.ByService | None = None) -> list[tuple[SurveyedService, sample.Progress]]:
    """Return how far the sample of each service has come, with its quotas.

    Two queries, one when the tallies of all segments are handed in.
    """
    found = tallies.by_service(survey, everybody_only=False) if counted is None else counted
    scale = survey.instrument.definition.scale
    told = []
    for asked in asked_about(survey):
        own = found.get(asked.service_id, {})
        reached = {name: _questionnaires(own, name, scale) for name in asked.quotas}
        n = _questionnaires(own, traits.ALL, scale)
        told.append((asked, sample.Progress(n, asked.target, asked.population, asked.quotas, reached)))
    return told
