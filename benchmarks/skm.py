"""`make bench-skm`: millions of survey answers: taking them in, figures from tallies, counting everything anew.

`benchmarks/README.md` tells what is measured. PostgreSQL, in a cluster of its own with durability on.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import queue
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import serving  # noqa: E402
from benchmarks.skm_filling import AGENCIES, LAST, OPEN, QUARTERS, UNITS, fill  # noqa: E402

from tests.postgres import NoPostgres, temporary_cluster  # noqa: E402

POSTGRES = {"shared_buffers": "2GB", "max_wal_size": "8GB", "checkpoint_timeout": "15min", "work_mem": "64MB"}
PROCESSES = (1, 4)


def main() -> int:
    """Start a database of our own, fill it and measure in a process of its own; return its code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=10_000_000, help="Answers loaded (default 10000000).")
    parser.add_argument("--seconds", type=float, default=4.0, help="Seconds of each submission cell (default 4).")
    parser.add_argument(
        "--page", action="store_true", help="Also whole submissions through the web server (needs wrk)."
    )
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        measure(asked)
        return 0
    command = [sys.executable, "-m", "benchmarks.skm", *sys.argv[1:], "--inside"]
    with tempfile.TemporaryDirectory(prefix="pendopo-bench-") as folder:
        try:
            with temporary_cluster(durable=True, settings=POSTGRES) as url:
                environs = serving.environment(Path(folder), url)
                return subprocess.run(command, cwd=ROOT, env=environs, check=False).returncode
        except NoPostgres as problem:
            raise SystemExit(str(problem)) from problem


def measure(asked: argparse.Namespace) -> None:
    """Fill, measure, and print everything beside what it is compared with."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, skip_checks=True)
    begun = time.monotonic()
    loaded = fill(asked.answers)
    took = time.monotonic() - begun
    built = recounted(fix=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(
        f"{connection.vendor}, {os.cpu_count()} cores, load {', '.join(f'{value:.1f}' for value in os.getloadavg())}\n"
        f"{loaded:,} answers (9 elements, 5 traits) of {AGENCIES * UNITS:,} units over {QUARTERS} quarters, "
        f"loaded in {took:.0f} s; tallies from nothing in {built[1]:.1f} s ({sizes()})"
    )
    reads()
    again = recounted(fix=False)
    if again[0].wrong or again[0].answers != loaded:
        raise SystemExit(f"The recount disagrees: {len(again[0].wrong)} tallies, {again[0].answers} answers.")
    naive = seconds(lambda: ask(_GROUP_ALL))
    print(
        f"  recount of all, compared       {again[1]:8.1f} s   {again[0].tallies:,} tallies, all right\n"
        f"    plain GROUP BY, means only   {naive:8.1f} s   no segments, nothing compared"
    )
    submissions(asked.seconds)
    if asked.page:
        from benchmarks.skm_page import pages

        pages(asked.seconds)
    final = recounted(fix=False)
    print(f"  after all submissions: {final[0].answers:,} answers, {len(final[0].wrong)} tallies wrong")
    if final[0].wrong:
        raise SystemExit(1)


def recounted(*, fix: bool) -> tuple[Any, float]:
    """Return what a recount found and its seconds."""
    from tqdm import tqdm

    from pendopo.kernel.people.actors import SYSTEM
    from pendopo.modules.satisfaction.actions import recount

    begun = time.monotonic()
    with tqdm(unit="survey", leave=False, file=sys.stderr) as bar:
        found = recount(by=SYSTEM, fix=fix, jobs=os.cpu_count() or 1, progress=bar.update)
    return found, time.monotonic() - begun


def sizes() -> str:
    """Return how large answers and tallies are on disk."""
    from django.db import connection

    told = []
    with connection.cursor() as cursor:
        for table in ("answer", "tally"):
            cursor.execute("SELECT pg_size_pretty(pg_total_relation_size(%s))", [f"satisfaction_{table}"])
            told.append(f"{table} {cursor.fetchone()[0]}")
    return ", ".join(told)


_MEANS = ", ".join(f"avg(substr(marks, {place}, 1)::int)" for place in range(1, 10))
_COMPLETE = "is_current AND strpos(marks, '0') = 0"
_GROUP_ALL = (
    f"SELECT survey_id, service_id, count(*), {_MEANS} FROM satisfaction_answer WHERE {_COMPLETE} GROUP BY 1, 2"
)
_GROUP_PERIOD = (
    f"SELECT service_id, count(*), {_MEANS} FROM satisfaction_answer a JOIN satisfaction_survey s ON s.id = survey_id"
    f" WHERE {_COMPLETE} AND s.period = %s GROUP BY 1"
)
_GROUP_UNIT = (
    f"SELECT count(*), {_MEANS} FROM satisfaction_answer WHERE {_COMPLETE} AND survey_id = %s AND service_id = %s"
)


def ask(sql: str, *values: object) -> list[Any]:
    """Return what a statement gives."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return list(cursor.fetchall())


def seconds(work: Callable[[], object], *, times: int = 1) -> float:
    """Return the median seconds of a piece of work."""
    took = []
    for _ in range(times):
        begun = time.monotonic()
        work()
        took.append(time.monotonic() - begun)
    return median(took)


def reads() -> None:
    """Time the national page and one unit's page, from tallies and by a plain GROUP BY, and check that they agree."""
    from pendopo.modules.satisfaction.models import Survey
    from pendopo.modules.satisfaction.queries import comparison, figures, tallies, trend
    from pendopo.modules.satisfaction.queries.surveys import asked_about

    survey = Survey.objects.select_related("agency", "instrument").filter(period=LAST).order_by("pk")[7]
    unit = asked_about(survey)[1]

    def of_unit() -> None:
        by_service = tallies.by_service(survey, everybody_only=False)
        whole = tallies.together(by_service)
        figures.figure_of(survey.instrument.definition, by_service[unit.service_id])
        figures.profiles(survey, whole)
        figures.segments(survey, "gender", whole)
        trend.trend(survey.agency)

    national, one = seconds(lambda: comparison.national(LAST), times=15), seconds(of_unit, times=50)
    naive, naive_one = (
        seconds(lambda: ask(_GROUP_PERIOD, LAST), times=3),
        seconds(lambda: ask(_GROUP_UNIT, survey.pk, unit.service_id), times=10),
    )
    found = figures.figure(survey, service=unit)
    (row,) = ask(_GROUP_UNIT, survey.pk, unit.service_id)
    if found is None or [found.n, *(round(float(e.mean), 9) for e in found.elements)] != [
        row[0], *(round(float(each), 9) for each in row[1:])
    ]:  # fmt: skip
        raise SystemExit("Tallies and GROUP BY disagree.")
    units = len(comparison.national(LAST).units)
    print(
        f"  national page, {units:,} units ranked {national * 1e3:7.1f} ms\n"
        f"    plain GROUP BY, means only   {naive * 1e3:8.1f} ms   {naive / national:,.0f} times as long\n"
        f"  one unit: index, profile, segments, trend {one * 1e3:5.1f} ms\n"
        f"    plain GROUP BY, one mean each {naive_one * 1e3:7.1f} ms"
    )


# ------------------------------------------------------------------------------------------------------- submissions
def submissions(lasting: float) -> None:
    """Time taking answers in, by the action and by its bare statements, spread over all units and all for one."""
    for spread in (True, False):
        for processes in PROCESSES:
            bare = together(processes, lasting, spread, _bare)
            ours = together(processes, lasting, spread, _ours)
            where = "units in turn" if spread else "one unit"
            print(
                f"  answers taken in, {where}, {processes} at once: {ours:8,.0f} /s; "
                f"bare statements {bare:8,.0f} /s ({100 * ours / bare:.0f} %)"
            )


def together(processes: int, lasting: float, spread: bool, work: Callable[..., int]) -> float:
    """Return how often per second `work` was done by so many processes at once."""
    from django.db import connection

    connection.close()
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    workers = [
        context.Process(target=_run, args=(work, number, lasting, spread, results)) for number in range(processes)
    ]
    for worker in workers:
        worker.start()
    told: list[float] = []
    while len(told) < len(workers):
        try:
            told.append(results.get(timeout=lasting + 30))
        except queue.Empty:
            raise SystemExit("A process of the submissions ended; its error stands above.") from None
    for worker in workers:
        worker.join()
    return sum(told)


def _run(work: Callable[..., int], number: int, lasting: float, spread: bool, results: Any) -> None:
    begun = time.monotonic()
    done = work(number, lasting, spread)
    results.put(done / (time.monotonic() - begun))


def _places(spread: bool) -> list[Any]:
    """Return the services to answer about: many of them, or one."""
    from pendopo.modules.satisfaction.models import SurveyedService

    found = SurveyedService.objects.filter(survey__period=OPEN).select_related("survey__instrument", "survey__agency")
    return list(found.order_by("pk")[: 400 if spread else 1])


def _filled(asked: Any, number: int) -> Any:
    from pendopo.modules.satisfaction.actions import Filled

    told = {"gender": "female", "age": "30s", "education": "s1", "occupation": "pns", "disability": "no"}
    values = {key: (number + place) % 4 + 1 for place, key in enumerate(asked.survey.instrument.definition.keys)}
    return Filled(uuid.uuid4(), asked, values, told)


def _ours(number: int, lasting: float, spread: bool) -> int:
    from pendopo.kernel.people.actors import CITIZEN
    from pendopo.modules.satisfaction.actions import record_answer

    places, done = _places(spread), 0
    until = time.monotonic() + lasting
    while time.monotonic() < until:
        asked = places[(number * 97 + done) % len(places)]
        record_answer(survey=asked.survey, filled=_filled(asked, done), channel="L", by=CITIZEN)
        done += 1
    return done


def _bare(number: int, lasting: float, spread: bool) -> int:
    """Repeat the statements of one submission with a new key, through the driver alone."""
    import psycopg
    from django.db import connection

    from pendopo.kernel.people.actors import CITIZEN
    from pendopo.modules.satisfaction.actions import record_answer

    places = _places(spread)
    first, recorded = places[number % len(places)], []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        recorded.append((sql, list(params or ())))
        return execute(sql, params, many, context)

    filled = _filled(first, number)
    with connection.execute_wrapper(note):
        record_answer(survey=first.survey, filled=filled, channel="L", by=CITIZEN)
    statements = [each for each in recorded if each[0].split()[0] in {"INSERT", "WITH"}]
    names = {
        filled.key: "key",
        first.survey_id: "survey",
        first.service_id: "service",
        first.survey.agency_id: "agency",
    }
    done = 0
    with psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=2) as bare:
        cursor = bare.cursor()
        until = time.monotonic() + lasting
        while time.monotonic() < until:
            asked = places[(number * 97 + done) % len(places)]
            fresh = {
                "key": uuid.uuid4(), "survey": asked.survey_id, "service": asked.service_id,
                "agency": asked.survey.agency_id,
            }  # fmt: skip
            for sql, values in statements:
                cursor.execute(sql, [fresh[names[v]] if type(v) is uuid.UUID and v in names else v for v in values])
            bare.commit()
            done += 1
    return done


if __name__ == "__main__":
    sys.exit(main())
