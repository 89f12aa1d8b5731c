"""Counting everything anew: the proof that the tallies are right, and their repair."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import database_key
from pendopo.kernel.audit.actions import record
from pendopo.kernel.people.actors import Actor
from pendopo.modules.satisfaction.actions import tallying
from pendopo.modules.satisfaction.models import Survey, Tally
from pendopo.modules.satisfaction.rules import counting
from pendopo.modules.satisfaction.rules.proving import Evidence, Verdict, compare, compare_all

# Surveys read in one statement, so that memory stays bounded however many there are.
_SURVEYS_AT_ONCE = 200

# Answers as they stand and the tallies beside them, in one statement: one moment for both, also while answers come in.
_READ = """
{answers}
UNION ALL
SELECT survey_id, service_id, 1,
    {joined}(segment || '|' || CASE WHEN is_complete THEN '1' ELSE '0' END || '|' || n || '|' || {counts}, ';')
FROM satisfaction_tally WHERE survey_id BETWEEN %s AND %s GROUP BY survey_id, service_id
"""

_ANSWERS = """
SELECT survey_id, service_id, 0, group_concat(channel || traits || marks, '')
FROM satisfaction_answer WHERE is_current AND survey_id BETWEEN %s AND %s GROUP BY survey_id, service_id
"""
# Survey by survey: PostgreSQL would sort all answers of many surveys, which takes twice as long.
_ANSWERS_POSTGRESQL = """
SELECT survey.id, own.service_id, 0, own.lines FROM satisfaction_survey survey CROSS JOIN LATERAL (
    SELECT service_id, string_agg(channel || traits || marks, '') AS lines
    FROM satisfaction_answer WHERE is_current AND survey_id = survey.id GROUP BY service_id
) own WHERE survey.id BETWEEN %s AND %s
"""

Place = tuple[UUID, UUID]
Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A tally that is not what the answers say: `kept` is what it says, `counted` what they say.

    Where both are empty the counts are right and only the number of questionnaires beside them is not.
    """

    survey_id: UUID
    service_id: UUID
    segment: str
    is_complete: bool
    kept: Sequence[int]
    counted: Sequence[int]


@dataclass(frozen=True, slots=True)
class Recount:
    """What a recount found: answers read, tallies compared, and those that were wrong (repaired when asked for)."""

    surveys: int
    answers: int
    tallies: int
    wrong: tuple[Wrong, ...]


def recount(
    *, by: Actor, agency: Agency | None = None, fix: bool = False, jobs: int = 1, progress: Progress | None = None
) -> Recount:
    """Count all answers (of one agency) anew and compare; with `fix` add what is missing to the tallies.

    A repair adds a difference and overwrites nothing, so that answers may come in meanwhile. With more than one of `jobs`
    other processes count while threads of this one read, each by a connection of its own. `progress` is called with the
    number of surveys done. Each repaired survey leaves an audit entry.
    """
    found = Survey.objects.select_related("instrument", "agency").order_by("pk")
    surveys = list(found.for_agency(agency) if agency else found)
    batches = [surveys[start : start + _SURVEYS_AT_ONCE] for start in range(0, len(surveys), _SURVEYS_AT_ONCE)]
    answers, compared, wrong = 0, 0, list[Wrong]()
    for batch, verdicts in _judged(batches, jobs):
        answers += sum(verdict.answers for verdict in verdicts.values())
        compared += sum(verdict.tallies for verdict in verdicts.values())
        bad = {place: verdict for place, verdict in verdicts.items() if not verdict.is_right}
        for place, verdict in sorted(bad.items()):
            wrong += _wrong(place, verdict)
        if bad and fix:
            _repair([survey for survey in batch if survey.pk in {survey_id for survey_id, _service in bad}], by)
        if progress is not None:
            progress(len(batch))
    return Recount(len(surveys), answers, compared, tuple(wrong))


Judged = tuple[list[Survey], dict[Place, Verdict]]


def _judged(batches: list[list[Survey]], jobs: int) -> Iterator[Judged]:
    """Yield each batch with its verdicts, in their order."""
    if jobs == 1 or len(batches) < jobs:
        for batch in batches:
            yield batch, {place: compare(evidence) for place, evidence in _evidence(batch).items()}
        return
    waiting: deque[tuple[list[Survey], Future[_Passed]]] = deque()
    # Started afresh: a forked process would share this one's connection to the database.
    context = multiprocessing.get_context("spawn")
    # The database needs as long to gather answers as it takes to count them: half as many readers as counters.
    with ProcessPoolExecutor(jobs, mp_context=context) as counters, ThreadPoolExecutor(jobs // 2) as readers:
        for batch in batches:
            waiting.append((batch, readers.submit(_passed_on, batch, counters)))
            if len(waiting) > 2 * jobs:
                yield _answered(*waiting.popleft())
        while waiting:
            yield _answered(*waiting.popleft())


# Where the evidence of a batch is from, and what the process that counts it will say.
_Passed = tuple[list[Place], Future[list[Verdict]]]


def _passed_on(batch: list[Survey], counters: ProcessPoolExecutor) -> _Passed:
    """Read a batch in a thread of its own, by a connection of its own, and pass it on to a process that counts."""
    try:
        evidence = _evidence(batch)
    finally:
        connection.close()
    return list(evidence), counters.submit(compare_all, list(evidence.values()))


def _answered(batch: list[Survey], passed: Future[_Passed]) -> Judged:
    places, verdicts = passed.result()
    return batch, dict(zip(places, verdicts.result(), strict=True))


def _evidence(surveys: Sequence[Survey]) -> dict[Place, Evidence]:
    """Return what the database holds about some surveys, by survey and service. One statement."""
    by_key = {survey.pk: survey.instrument.definition for survey in surveys}
    is_postgres = connection.vendor == "postgresql"
    sql = _READ.format(
        answers=_ANSWERS_POSTGRESQL if is_postgres else _ANSWERS,
        joined="string_agg" if is_postgres else "group_concat",
        counts="array_to_json(counts)::text" if is_postgres else "counts",
    )
    texts: dict[Place, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [database_key(min(by_key)), database_key(max(by_key))] * 2)
        for survey, service, which, text in cursor:
            texts.setdefault((_key(survey), _key(service)), ["", ""])[which] = text
    return {
        place: Evidence(lines, kept, len(by_key[place[0]].elements), by_key[place[0]].scale)
        for place, (lines, kept) in texts.items()
        if place[0] in by_key
    }


def _wrong(place: Place, verdict: Verdict) -> list[Wrong]:
    keys = sorted(verdict.kept.keys() | verdict.counted.keys() | verdict.short.keys())
    return [Wrong(*place, *key, verdict.kept.get(key, ()), verdict.counted.get(key, ())) for key in keys]


def _repair(surveys: list[Survey], by: Actor) -> None:
    """Look at surveys again, locked against another repair, add what their tallies lack, and note it for each.

    Answers go on coming in: their foreign keys do not mind this lock.
    """
    keys = [survey.pk for survey in surveys]
    with transaction.atomic():
        list(Survey.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True).values_list("pk"))
        evidence = _evidence(surveys)
        for survey in surveys:
            verdicts = {place: compare(each) for place, each in evidence.items() if place[0] == survey.pk}
            repaired = sum(len(_wrong(place, verdict)) for place, verdict in verdicts.items())
            if not repaired:
                continue
            for (survey_id, service_id), verdict in verdicts.items():
                _set_right(survey_id, service_id, verdict.short)
            missing = {
                service_id: counting.difference(verdict.kept, verdict.counted)
                for (_survey, service_id), verdict in verdicts.items()
            }
            tallying.add(survey, missing, survey.instrument.definition)
            record(
                agency=survey.agency,
                action="survey.recount",
                subject_type=survey.subject_type,
                subject_id=survey.pk,
                by=by,
                details={"tallies": repaired},
            )


def _set_right(survey_id: UUID, service_id: UUID, short: dict[counting.Key, int]) -> None:
    """Let the number of questionnaires agree with the counts it stands beside; hardly ever more than one row."""
    for (segment, complete), missing in short.items():
        row = Tally.objects.filter(survey_id=survey_id, service_id=service_id, segment=segment, is_complete=complete)
        row.update(n=F("n") + missing)


def _key(stored: UUID | str) -> UUID:
    return stored if isinstance(stored, UUID) else UUID(stored)
