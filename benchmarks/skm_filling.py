"""Fills an empty database with surveys and millions of answers, always the same ones."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from itertools import cycle
from typing import Any

AGENCIES, UNITS, QUARTERS = 500, 4, 8
PERIODS = tuple(f"{2025 + number // 4}-Q{number % 4 + 1}" for number in range(QUARTERS))
# The quarter that is looked at; the one before it is open, so that answers can be sent.
LAST, OPEN = PERIODS[-1], PERIODS[-2]
# Different questionnaires per level of quality; they are dealt out in turn.
_POOL = 4_999
_LEVELS = ("1223344", "2333344", "2334444", "3334444")
_COLUMNS = (
    "id, agency_id, survey_id, service_id, channel, traits, marks, comment, received_at, entered_by_id, is_current,"
    " corrects_id"
)


def fill(answers: int) -> int:
    """Make agencies, units, services, surveys and `answers` answers; return how many there are. Tallies are not made."""
    places = list(_surveys())
    return _load(places, answers)


def _surveys() -> Iterator[tuple[Any, Any]]:
    """Make everything but answers; yield surveys with their services."""
    from pendopo.kernel.agencies.models import Agency, Unit
    from pendopo.kernel.clock import now
    from pendopo.kernel.services.models import Service
    from pendopo.modules.satisfaction.models import Survey, SurveyedService
    from pendopo.modules.satisfaction.queries.surveys import shipped_instrument
    from pendopo.modules.satisfaction.rules.periods import period

    agencies = Agency.objects.bulk_create(
        Agency(slug=f"dinas-{number:03d}", name=f"Dinas {number:03d}", short_name=f"D{number}")
        for number in range(AGENCIES)
    )
    units = Unit.objects.bulk_create(
        Unit(agency=agency, name=f"Bidang {number}") for agency in agencies for number in range(UNITS)
    )
    services = Service.objects.bulk_create(
        Service(agency=unit.agency, unit=unit, name=f"Layanan {unit.name}", kind=f"jenis-{number % 20}")
        for number, unit in enumerate(units)
    )
    instrument, at = shipped_instrument("permen14_2017"), now()
    made = []
    for number, code in enumerate(PERIODS):
        span = period(code)
        state = "open" if code == OPEN else "published"
        kept = {} if code == OPEN else {"published_at": at, "published_index": 80, "published_n": 1}
        made += [
            Survey(
                agency=agency, number=f"SKM-{code}", year=span.starts_on.year, seq=number + 1,
                procedure_version="2026.1", state=state, state_since_at=at, title=f"SKM {code}",
                instrument=instrument, period=code, starts_on=span.starts_on, ends_on=span.ends_on, **kept,
            )
            for agency in agencies
        ]  # fmt: skip
    surveys = Survey.objects.bulk_create(made, batch_size=1_000)
    by_agency: dict[Any, list[Any]] = {}
    for service in services:
        by_agency.setdefault(service.agency_id, []).append(service)
    SurveyedService.objects.bulk_create(
        (
            SurveyedService(agency_id=survey.agency_id, survey=survey, service=service)
            for survey in surveys
            for service in by_agency[survey.agency_id]
        ),
        batch_size=2_000,
    )
    for survey in surveys:
        for service in by_agency[survey.agency_id]:
            yield survey, service


def _load(places: list[tuple[Any, Any]], answers: int) -> int:
    """Copy the answers in, place after place."""
    from django.db import connection, transaction
    from tqdm import tqdm

    from pendopo.lib.ids import uuid7

    chance = random.Random(14_2017)
    pools = [[_questionnaire(chance, level) for _ in range(_POOL)] for level in _LEVELS]
    dealt = [cycle(pool) for pool in pools]
    key = uuid7().int
    each, more = divmod(answers, len(places))
    written = 0
    with (
        tqdm(total=answers, unit="answer", unit_scale=True, leave=False) as bar,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        # Every foreign key is right by construction; ten million checks of four each would be the benchmark.
        cursor.execute("SET LOCAL session_replication_role = replica")
        with cursor.copy(f"COPY satisfaction_answer ({_COLUMNS}) FROM STDIN") as copy:
            for number, (survey, service) in enumerate(places):
                count = each + (number < more)
                at = dt.datetime.combine(survey.starts_on, dt.time(9), dt.UTC).isoformat()
                head = f"\t{survey.agency_id}\t{survey.pk}\t{service.pk}\t"
                tail = f"\t\t{at}\t\\N\tt\t\\N\n"
                deal = dealt[number * 7 % len(dealt)]
                copy.write(
                    "".join(
                        [f"{key + place:032x}{head}{next(deal)}{tail}" for place in range(written, written + count)]
                    )
                )
                written += count
                bar.update(count)
    return written


def _questionnaire(chance: random.Random, level: str) -> str:
    """Return channel, traits and marks of one questionnaire, as COPY takes them; one in fifty left something out."""
    from pendopo.modules.satisfaction.rules.traits import TRAITS

    told = "".join(chance.choice("0" + "".join(trait.values)) for trait in TRAITS)
    marks = "".join(chance.choice(level) for _ in range(9))
    if chance.random() < 0.02:
        marks = marks[:8] + "0"
    return f"{chance.choice('TTKPLL')}\t{told}\t{marks}"
