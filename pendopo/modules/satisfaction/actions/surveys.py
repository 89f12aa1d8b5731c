"""Preparing, opening, closing and publishing surveys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.events import publish as tell_others
from pendopo.kernel.notifications.actions import tell
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import roles_with
from pendopo.kernel.services.models import Service
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock, new_case, open_case
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction import events
from pendopo.modules.satisfaction.models import Instrument, Survey, SurveyedService
from pendopo.modules.satisfaction.permissions import MANAGE
from pendopo.modules.satisfaction.queries import figures, trend
from pendopo.modules.satisfaction.rules import limits, procedure, sample, traits
from pendopo.modules.satisfaction.rules.periods import period as period_of
from pendopo.modules.satisfaction.rules.procedure import PROCEDURE


def prepare_survey(
    *,
    agency: Agency,
    title: str,
    instrument: Instrument,
    period: str,
    services: Sequence[Service],
    by: Actor,
    unit: Unit | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> Survey:
    """Prepare a survey of `period` (a code of rules.periods) about these services; it takes no answers yet.

    Without days of its own it lasts as long as the period. Raises NotAllowed when it would end before it begins, the unit
    has a survey of that period with that instrument, or the instrument's questions are not known; ValueError for an
    unknown period, for services or a unit of another agency, and for too many services or none.
    """
    span = period_of(period)
    start, end = starts_on or span.starts_on, ends_on or span.ends_on
    _expect_order(start, end)
    _expect_own(agency, services, unit, instrument)
    if not instrument.definition.can_be_asked:
        raise NotAllowed(_("Bunyi pertanyaan instrumen ini tidak diketahui. Pakai hanya untuk hasil terdahulu."))
    try:
        with transaction.atomic():
            survey = new_case(
                Survey,
                PROCEDURE,
                procedure.REGISTER,
                agency=agency,
                at=clock.now(),
                template=procedure.NUMBER_TEMPLATE,
                title=title,
                unit=unit,
                instrument=instrument,
                period=span.code,
                starts_on=start,
                ends_on=end,
            )
            open_case(survey, PROCEDURE, "prepare_survey", by=by, details={"period": span.code})
            _ask_about(survey, services)
    except IntegrityError:
        taken = Survey.objects.for_agency(agency).filter(unit=unit, period=span.code, instrument=instrument)
        if not taken.exists():
            raise
        raise NotAllowed(_("Survei unit ini untuk periode itu sudah ada. Buka dari daftar.")) from None
    return survey


def _expect_order(start: dt.date, end: dt.date) -> None:
    if end < start:
        said = _("Survei berakhir sebelum dimulai. Isi kedua tanggal; yang kosong mengikuti periode.")
        raise NotAllowed(said)


def arrange(
    *,
    survey: Survey,
    by: Actor,
    services: Sequence[Service] | None = None,
    **changes: object,
) -> Survey:
    """Change a survey that is not open yet: title, starts_on, ends_on, numbering, allows_open_link, fall, its services.

    Raises WrongState, NotAllowed (also for an end before the start), ValueError for a field that may not be changed.
    """
    if unknown := set(changes) - {"title", "starts_on", "ends_on", "numbering", "allows_open_link", "fall"}:
        raise ValueError(f"{sorted(unknown)} cannot be arranged.")
    with transaction.atomic():
        case = lock(survey)
        check(case, PROCEDURE, "arrange", by=by)
        days = {name: changes.get(name, getattr(case, name)) for name in ("starts_on", "ends_on")}
        _expect_order(cast(dt.date, days["starts_on"]), cast(dt.date, days["ends_on"]))
        if services is not None:
            _expect_own(case.agency, services, None, case.instrument)
            wanted = {service.pk for service in services}
            there = set(case.services.values_list("service_id", flat=True))
            case.services.exclude(service_id__in=wanted).delete()
            _ask_about(case, [service for service in services if service.pk not in there])
        advance(case, PROCEDURE, "arrange", by=by, changes=changes, details={"changed": sorted(changes)})
    return case


def plan_sample(
    *,
    asked: SurveyedService,
    population: int | None,
    by: Actor,
    target: int = 0,
    quotas: Mapping[str, int] | None = None,
) -> SurveyedService:
    """Say how many users a service has; the target is what the formula asks for, or `target` when that is more.

    `quotas` are wanted respondents by segment. Raises WrongState once the survey is closed, NotAllowed, ValueError for a
    negative number or an unknown segment.
    """
    known = {name for key in (*traits.BY_KEY, traits.CHANNEL) for name in traits.segments_of(key)}
    if set(quotas or {}) - known or min([0, target, *(quotas or {}).values()]) < 0:
        raise ValueError("A quota is a number of respondents of a known segment.")
    least = sample.sample_size(population) if population is not None else 0
    with transaction.atomic():
        case = lock(asked.survey)
        advance(case, PROCEDURE, "plan_sample", by=by, details={"service": str(asked.service_id)})
        asked.population, asked.target = population, max(least, target)
        asked.quotas = {name: count for name, count in (quotas or {}).items() if count}
        asked.save(update_fields=["population", "target", "quotas"])
    return asked


def open_survey(*, survey: Survey, by: Actor) -> Survey:
    """Open the survey: from now on answers come in. Raises WrongState, NotAllowed while no service is asked about."""
    with transaction.atomic():
        case = lock(survey)
        check(case, PROCEDURE, "open_survey", by=by)
        if not case.services.exists():
            raise NotAllowed(_("Belum ada layanan yang disurvei. Pilih sedikitnya satu layanan."))
        advance(case, PROCEDURE, "open_survey", by=by, changes={"opened_at": clock.now()})
    return case


def close(*, survey: Survey, by: Actor) -> Survey:
    """Close the survey: no answers come in any more; its managers are told when the index fell. Raises WrongState, NotAllowed.

    An answer that was under way in that moment still counts, in the tallies as in a recount.
    """
    with transaction.atomic():
        case = lock(survey)
        advance(case, PROCEDURE, "close", by=by, changes={"closed_at": clock.now()})
        _tell_of_fall(case, by)
    return case


def reopen(*, survey: Survey, by: Actor) -> Survey:
    """Open a closed survey again, for example because too few answered. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(survey)
        advance(case, PROCEDURE, "reopen", by=by, changes={"closed_at": None})
    return case


def publish(*, survey: Survey, by: Actor) -> Survey:
    """Publish the result: index and respondents are kept as they stand now, whatever is corrected later.

    A thin sample is no obstacle, it is said beside the figure. Raises WrongState, NotAllowed when nobody answered
    completely.
    """
    with transaction.atomic():
        case = lock(survey)
        check(case, PROCEDURE, "publish", by=by)
        found = figures.figure(case)
        if found is None:
            raise NotAllowed(_("Belum ada kuesioner yang terisi lengkap, jadi tidak ada indeks yang dapat diumumkan."))
        advance(
            case,
            PROCEDURE,
            "publish",
            by=by,
            changes={
                "published_at": clock.now(),
                "published_by": by.user,
                "published_index": found.converted,
                "published_n": found.n,
            },
            details={"index": str(found.converted), "n": found.n},
            event=events.SurveyPublished(case.agency_id, case.pk, found.converted),
        )
    return case


def _expect_own(agency: Agency, services: Sequence[Service], unit: Unit | None, instrument: Instrument) -> None:
    owners: set[UUID | None] = {service.agency_id for service in services}
    owners |= {owner for owner in (unit and unit.agency_id, instrument.agency_id) if owner}
    if not services or len(services) > limits.SERVICES_MAX or owners != {agency.pk}:
        raise ValueError("Services, unit and instrument belong to the agency, and there is at least one service.")


def _ask_about(survey: Survey, services: Sequence[Service]) -> None:
    SurveyedService.objects.bulk_create(
        SurveyedService(agency=survey.agency, survey=survey, service=service) for service in services
    )


def _tell_of_fall(survey: Survey, by: Actor) -> None:
    now, before = figures.figure(survey), trend.index_before(survey)
    if now is None or before is None or before - now.converted <= Decimal(survey.fall):
        return
    tell(
        agency=survey.agency,
        roles=roles_with(MANAGE),
        text=_("Indeks survei %(title)s turun dari %(before)s menjadi %(now)s. Periksa unsur yang paling rendah."),
        params={"title": survey.title, "before": str(before), "now": str(now.converted)},
        url=reverse("satisfaction:detail", args=[survey.agency.slug, survey.pk]),
        subject_type=survey.subject_type,
        subject_id=survey.pk,
        but=by.user,
    )
    tell_others(events.IndexFell(survey.agency_id, survey.pk, before, now.converted))
