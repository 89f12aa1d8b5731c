"""An agency with services and a survey, for the tests of this module."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from pendopo.kernel.agencies.models import Unit
from pendopo.kernel.people.actors import CITIZEN, Actor
from pendopo.kernel.services.models import Service
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.actions import Filled
from pendopo.modules.satisfaction.models import Answer, Survey, SurveyedService, Tally
from pendopo.modules.satisfaction.queries.surveys import asked_about, shipped_instrument, survey_for
from pendopo.modules.satisfaction.rules import instruments, traits

from tests.staffed import Staffed

PERMEN = instruments.instrument("permen14_2017")
KEYS = PERMEN.keys


@dataclass
class Surveyed(Staffed):
    """An agency that asks about its services. `service_names` are made at the start, the first one in a unit."""

    app: str = "satisfaction"
    service_names: tuple[str, ...] = ("Permohonan informasi", "Perpustakaan")
    services: list[Service] = field(default_factory=list)
    unit: Unit = field(init=False)

    def __post_init__(self) -> None:
        """Make unit and services."""
        self.unit = Unit.objects.create(agency=self.agency, name="Bidang Layanan")
        self.services = [
            Service.objects.create(agency=self.agency, unit=None if n else self.unit, name=name, kind=f"jenis-{n}")
            for n, name in enumerate(self.service_names)
        ]

    def prepare(self, period: str = "2026-Q3", **more: Any) -> Survey:
        """Prepare a survey about all services."""
        instrument = more.pop("instrument", None) or shipped_instrument("permen14_2017")
        given: dict[str, Any] = {"title": f"SKM {period}", "services": self.services, "by": self.ppid, **more}
        return actions.prepare_survey(agency=self.agency, instrument=instrument, period=period, **given)

    def open(self, period: str = "2026-Q3", **more: Any) -> Survey:
        """Prepare and open a survey."""
        return self.fresh(actions.open_survey(survey=self.prepare(period, **more), by=self.ppid))

    def fresh(self, survey: Survey) -> Survey:
        """Return the survey as it stands in the database."""
        found = survey_for(self.agency, survey.pk)
        assert found is not None
        return found


def filled(asked: SurveyedService, marks: str, key: UUID | None = None, **more: Any) -> Filled:
    """Return a questionnaire with one digit per element, 0 where it was left out."""
    values = {element: int(mark) or None for element, mark in zip(KEYS, marks, strict=False)}
    return Filled(key=key or uuid4(), service=asked, values=values, **more)


def answer(
    survey: Survey, marks: str, service: int = 0, channel: str = traits.LINK, by: Actor = CITIZEN, **more: Any
) -> Answer:
    """Record one answer."""
    return actions.record_answer(
        survey=survey, filled=filled(asked_about(survey)[service], marks, **more), channel=channel, by=by
    )


def told_at_random(chance: random.Random) -> dict[str, str]:
    """Return what somebody may have told about themselves."""
    found = {}
    for trait in traits.TRAITS:
        if chance.random() < 0.7:
            found[trait.key] = chance.choice(list(trait.values.values()))[0]
    return found


def marks_at_random(chance: random.Random, complete: bool = True) -> str:
    """Return marks of one questionnaire."""
    marks = "".join(chance.choice("1233344") for _ in KEYS)
    return marks if complete else "0" + marks[1:]


def kept() -> dict[tuple[Any, ...], tuple[int, list[int]]]:
    """Return every tally that speaks of somebody."""
    rows = Tally.objects.values_list("survey_id", "service_id", "segment", "is_complete", "n", "counts")
    return {tuple(key): (n, counts) for *key, n, counts in rows if n or any(counts)}


def by_hand() -> dict[tuple[Any, ...], tuple[int, list[int]]]:
    """Return what the tallies should be, counted in the plainest way from the answers as they stand."""
    found: dict[tuple[Any, ...], list[int]] = {}
    for each in Answer.objects.filter(is_current=True).select_related("survey__instrument"):
        instrument = each.survey.instrument.definition
        step = instrument.scale + 1
        segments = ["", traits.segment("channel", traits.CHANNELS[each.channel][0])]
        segments += [traits.segment(key, value) for key, value in each.told.items()]
        for segment in segments:
            counts = found.setdefault(
                (each.survey_id, each.service_id, segment, "0" not in each.marks), [0] * instrument.width
            )
            for place, mark in enumerate(each.marks):
                counts[place * step + int(mark)] += 1
    return {key: (sum(counts[: PERMEN.scale + 1]), counts) for key, counts in found.items()}
