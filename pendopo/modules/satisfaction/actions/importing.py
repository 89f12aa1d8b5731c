"""Taking over answers and earlier results from a spreadsheet: checked cell by cell, no answer twice."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils.translation import gettext_lazy

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.agencies.rows import insert
from pendopo.kernel.audit.actions import record
from pendopo.kernel.imports.registry import Importer
from pendopo.kernel.imports.rules import Problem, Row, Unreadable, folded, shown
from pendopo.kernel.people.actors import Actor, staff
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.actions.answers import BadAnswer, Filled, record_answers
from pendopo.modules.satisfaction.models import Answer, Instrument, PastResult, Survey, SurveyedService
from pendopo.modules.satisfaction.permissions import MANAGE
from pendopo.modules.satisfaction.queries.surveys import surveys
from pendopo.modules.satisfaction.rules import index, limits, old_answers, periods, procedure
from pendopo.modules.satisfaction.rules.instruments import Instrument as Definition

_NUMBERS = range(1, old_answers.ELEMENTS + 1)


@dataclass(frozen=True, slots=True)
class _Open:
    """The surveys that take answers from files, with their services by name."""

    surveys: Mapping[str, Survey]
    services: Mapping[UUID, Mapping[str, SurveyedService]]

    def survey(self, row: Row) -> Survey | Problem:
        """Return the survey a row belongs to: the one it names, or the only one there is."""
        named = str(row.values.get(old_answers.SURVEY, ""))
        if named and (found := self.surveys.get(folded(named))):
            return found
        if not named and len(self.surveys) == 1:
            return next(iter(self.surveys.values()))
        unknown = _("Survei “%(text)s” tidak ada atau sudah diumumkan. Pakai nomor dari daftar survei.")
        unnamed = _("Ada %(count)s survei yang menerima impor. Tulis kolom “Nomor survei” di berkas asal.")
        if named:
            return Problem(old_answers.SURVEY, unknown, {"text": shown(named)})
        return Problem("", unnamed, {"count": len(self.surveys)})

    def service(self, row: Row, survey: Survey) -> SurveyedService | Problem:
        """Return the service a row is about: the one it names, or the only one the survey asks about."""
        offered = self.services.get(survey.pk, {})
        named = str(row.values.get(old_answers.SERVICE, ""))
        if named and (found := offered.get(folded(named))):
            return found
        if not named and len(offered) == 1:
            return next(iter(offered.values()))
        if not named:
            return Problem("", _("Survei ini menanyakan beberapa layanan. Tulis kolom “Layanan” di berkas asal."))
        names = ", ".join(each.service.name for each in list(offered.values())[:5])
        unknown = _("Layanan “%(text)s” tidak disurvei. Pakai salah satu: %(offered)s.")
        return Problem(old_answers.SERVICE, unknown, {"text": shown(named), "offered": names})


def _open(agency: Agency) -> _Open:
    """Return what rows can belong to. Two queries."""
    found = list(surveys(agency, states=(procedure.OPEN, procedure.CLOSED))[: limits.PAGE_ROWS])
    services: dict[UUID, dict[str, SurveyedService]] = defaultdict(dict)
    rows = SurveyedService.objects.for_agency(agency).filter(survey__in=[survey.pk for survey in found])
    for asked in rows.select_related("service"):
        services[asked.survey_id][folded(asked.service.name)] = asked
    return _Open({folded(survey.number): survey for survey in found}, services)


def _values(row: Row, definition: Definition) -> tuple[dict[str, int | None], list[Problem]]:
    values: dict[str, int | None] = {}
    problems = []
    for number in _NUMBERS:
        column = old_answers.mark_key(number)
        element = old_answers.element_of(definition, number)
        cell = str(row.values.get(column, ""))
        if element is None:
            if cell:
                beyond = _("Instrumen survei ini hanya mempunyai %(count)s unsur. Kosongkan kolom ini.")
                problems.append(Problem(column, beyond, {"count": len(definition.elements)}))
        elif cell:
            try:
                values[element.key] = old_answers.read_mark(definition, element, cell)
            except Unreadable as wrong:
                problems.append(Problem(column, wrong.sentence, wrong.params))
    if not values and not problems:
        problems.append(Problem("", _("Baris ini tidak berisi jawaban. Cocokkan kolom U1, U2, dan seterusnya.")))
    return values, problems


def _filled(row: Row, found: _Open) -> tuple[Survey | None, Filled | None, list[Problem]]:
    """Return a row as a questionnaire of its survey, or what is wrong with it."""
    survey = found.survey(row)
    if isinstance(survey, Problem):
        return None, None, [survey]
    service = found.service(row, survey)
    values, problems = _values(row, survey.instrument.definition)
    if isinstance(service, Problem):
        return survey, None, [service, *problems]
    if problems:
        return survey, None, problems
    on = row.values.get(old_answers.DAY)
    noon = dt.datetime.combine(on, dt.time(12), survey.agency.zone) if isinstance(on, dt.date) else None
    filled = Filled(
        key=uuid5(survey.pk, f"import:{row.values['number']}"),
        service=service,
        values=values,
        told={trait: str(row.values[trait]) for trait in old_answers.TRAITS if trait in row.values},
        comment=str(row.values.get(old_answers.COMMENT, "")),
        received_at=noon,
    )
    return survey, filled, []


def examine_answers(agency: Agency, rows: Sequence[Row]) -> Mapping[int, list[Problem]]:
    """Return line → problems of rows whose survey, service or values do not fit. Two queries."""
    found = _open(agency)
    checked = {row.line: _filled(row, found)[2] for row in rows}
    return {line: problems for line, problems in checked.items() if problems}


def known_answers(agency: Agency, rows: Sequence[Row]) -> Mapping[int, Problem | None]:
    """Return line → None of rows that were imported before into the same survey. Three queries."""
    found = _open(agency)
    keys = {row.line: filled.key for row in rows if (filled := _filled(row, found)[1])}
    there = set(Answer.objects.for_agency(agency).filter(pk__in=keys.values()).values_list("pk", flat=True))
    return {line: None for line, key in keys.items() if key in there}


def write_answers(*, agency: Agency, rows: Sequence[Row], run: UUID, by: Actor) -> None:
    """Record the answers in the caller's transaction, by the person who confirmed the import.

    Raises NotAllowed, BadAnswer for a row that was right when it was examined and is no more.
    """
    if by.user is None:
        raise ValueError("A person confirms an import.")
    person, found = staff(by.user, agency), _open(agency)
    by_survey: dict[UUID, tuple[Survey, list[Filled]]] = {}
    for row in rows:
        survey, filled, problems = _filled(row, found)
        if survey is None or filled is None:
            raise BadAnswer(problems[0].column, problems[0].sentence)
        by_survey.setdefault(survey.pk, (survey, []))[1].append(filled)
    for survey, many in by_survey.values():
        record_answers(survey=survey, filled=many, by=person, source=run)


# ------------------------------------------------------------------------------------------------- earlier results
def _instruments() -> dict[str, Instrument]:
    rows = Instrument.objects.filter(agency__isnull=True).order_by("key", "version")
    return {row.key: row for row in rows}


def _units(agency: Agency) -> dict[str, Unit]:
    return {folded(unit.name): unit for unit in active_units(agency)[: limits.SERVICES_MAX]}


def _result(
    row: Row, agency: Agency, units: Mapping[str, Unit], known: Mapping[str, Instrument]
) -> PastResult | Problem:
    """Return a row as an earlier result; its printed index must be the one its sums give."""
    values: Mapping[str, Any] = row.values
    unit = units.get(folded(values["unit"])) if "unit" in values else None
    if "unit" in values and unit is None:
        unknown = _("Unit “%(text)s” tidak ada di instansi ini. Samakan namanya, atau tambahkan unitnya dahulu.")
        return Problem("unit", unknown, {"text": shown(values["unit"])})
    instrument = known[values.get("instrument", "permen14_2017")]
    computed = _computed(values, instrument.definition)
    if isinstance(computed, Problem):
        return computed
    printed = Decimal(values["index"]) if "index" in values else computed
    if printed is None:
        return Problem("index", _("Isi nilai IKM, atau jumlah responden dan jumlah nilai tiap unsur."))
    if computed is not None and computed != printed:
        differs = _(
            "Nilai IKM %(printed)s tidak sama dengan hasil hitung %(computed)s. Periksa jumlah atau cara hitungnya."
        )
        return Problem("index", differs, {"printed": str(printed), "computed": str(computed)})
    span = periods.period(values["period"])
    return PastResult(
        agency=agency,
        unit=unit,
        instrument=instrument,
        period=span.code,
        ends_on=span.ends_on,
        n=values.get("n"),
        sums=_sums(values, instrument.definition),
        method=values.get("method", index.EXACT.key),
        published_index=printed,
        source=values["source"],
    )


def _sums(values: Mapping[str, Any], definition: Definition) -> dict[str, int]:
    found = {}
    for number in range(1, len(definition.elements) + 1):
        element, column = old_answers.element_of(definition, number), old_answers.mark_key(number)
        if element is not None and column in values:
            found[element.key] = int(values[column])
    return found


def _computed(values: Mapping[str, Any], definition: Definition) -> Decimal | Problem | None:
    """Return the index that the sums give; None without sums."""
    sums = _sums(values, definition)
    if not sums:
        return None
    if "n" not in values:
        return Problem("n", _("Jumlah nilai tanpa jumlah responden tidak dapat dihitung. Isi jumlah responden."))
    try:
        means = index.means_of_sums(definition, values["n"], [sums[key] for key in definition.keys])
        exact = index.from_means(definition, means, method=index.METHODS[values.get("method", index.EXACT.key)])
    except KeyError:
        return Problem("", _("Jumlah nilai harus diisi untuk semua %(count)s unsur."), {"count": len(definition.keys)})
    except ValueError:
        return Problem("", _("Jumlah nilai ini tidak mungkin untuk sekian responden, atau cara hitungnya tidak cocok."))
    return index.half_up(exact, index.PLACES)


def examine_results(agency: Agency, rows: Sequence[Row]) -> Mapping[int, list[Problem]]:
    """Return line → problems of rows whose unit, sums or index do not fit. Two queries."""
    units, known = _units(agency), _instruments()
    checked = {row.line: _result(row, agency, units, known) for row in rows}
    return {line: [found] for line, found in checked.items() if isinstance(found, Problem)}


def _name(result: PastResult) -> tuple[UUID | None, str, UUID]:
    return result.unit_id, result.period, result.instrument_id


def _results(agency: Agency, rows: Iterable[Row]) -> dict[int, PastResult]:
    units, known = _units(agency), _instruments()
    made = {row.line: _result(row, agency, units, known) for row in rows}
    return {line: found for line, found in made.items() if isinstance(found, PastResult)}


def known_results(agency: Agency, rows: Sequence[Row]) -> Mapping[int, Problem | None]:
    """Return line → None of results that stand already, a problem where another index stands. Three queries."""
    made = _results(agency, rows)
    there = PastResult.objects.for_agency(agency).filter(period__in={result.period for result in made.values()})
    values: dict[tuple[UUID | None, str, UUID], Decimal] = {}
    for unit, period, key, value in there.values_list("unit_id", "period", "instrument_id", "published_index"):
        values[unit, period, key] = value
    other = _("Untuk unit dan periode ini sudah ada nilai %(there)s. Hapus baris ini, atau periksa periodenya.")
    found: dict[int, Problem | None] = {}
    for line, result in made.items():
        standing = values.get(_name(result))
        if standing is not None:
            same = standing == result.published_index
            found[line] = None if same else Problem("index", other, {"there": str(standing)})
        else:
            # The same period again further down in this file.
            values[_name(result)] = result.published_index
    return found


def write_results(*, agency: Agency, rows: Sequence[Row], run: UUID, by: Actor) -> None:
    """Insert earlier results in the caller's transaction."""
    made = list(_results(agency, rows).values())
    insert(*made)
    record(
        agency=agency,
        action="past_result.import",
        subject_type="past_result",
        subject_id=run,
        by=by,
        details={"count": len(made)},
    )


def _nothing_more(_agency: Agency, _row: Row) -> list[Problem]:
    return []


def _not_by_number(_agency: Agency, _numbers: Sequence[str]) -> Mapping[str, Problem | None]:
    return {}


ANSWERS = Importer(
    key="survei",
    title=gettext_lazy("Jawaban survei kepuasan"),
    text=gettext_lazy(
        "XLSX atau CSV: satu baris satu responden. Ekspor LimeSurvey dan Google Forms dikenali dari judul kolomnya. "
        "U8 sarana dan prasarana, U9 penanganan pengaduan, seperti pada kuesioner."
    ),
    permission=MANAGE,
    columns=old_answers.ANSWERS,
    number="number",
    examine=_nothing_more,
    examine_many=examine_answers,
    known=_not_by_number,
    known_rows=known_answers,
    write=write_answers,
    home=lambda agency: reverse("satisfaction:survey_list", args=[agency.slug]),
    template=lambda agency: reverse("satisfaction:import_template", args=[agency.slug, "survei"]),
)
RESULTS = Importer(
    key="hasil-survei",
    title=gettext_lazy("Hasil survei periode terdahulu"),
    text=gettext_lazy("Satu baris satu periode: nilai IKM, atau jumlah nilai tiap unsur. Dipakai untuk perkembangan."),
    permission=MANAGE,
    columns=old_answers.SUMS,
    number="number",
    examine=_nothing_more,
    examine_many=examine_results,
    known=_not_by_number,
    known_rows=known_results,
    write=write_results,
    home=lambda agency: reverse("satisfaction:agency_figures", args=[agency.slug]),
    template=lambda agency: reverse("satisfaction:import_template", args=[agency.slug, "hasil-survei"]),
)
