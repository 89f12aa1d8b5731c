"""Surveys, their services, instruments and answers."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.satisfaction.models import Answer, Instrument, Survey, SurveyedService
from pendopo.modules.satisfaction.rules import instruments, limits, procedure


def survey_for(agency: Agency, pk: UUID) -> Survey | None:
    """Return one survey of the agency with instrument and unit, whatever its state. One query."""
    return _whole(Survey.objects.for_agency(agency)).filter(pk=pk).first()


def surveys(agency: Agency, *, states: tuple[str, ...] = ()) -> QuerySet[Survey]:
    """Return the agency's surveys, the latest period first; the caller pages."""
    found = _whole(Survey.objects.for_agency(agency))
    return (found.filter(state__in=states) if states else found).order_by("-ends_on", "-id")


def open_surveys(agency: Agency) -> QuerySet[Survey]:
    """Return the surveys that take answers now; the caller bounds it."""
    return surveys(agency, states=tuple(procedure.COLLECTING))


def published_surveys(agency: Agency) -> QuerySet[Survey]:
    """Return the surveys whose result everybody may read, the latest first; the caller pages."""
    return surveys(agency, states=(procedure.PUBLISHED,))


def asked_about(survey: Survey) -> list[SurveyedService]:
    """Return the services a survey asks about, by name, with their units. One query."""
    found = SurveyedService.objects.for_agency(survey.agency).filter(survey=survey)
    return list(found.select_related("service__unit").order_by("service__name")[: limits.SERVICES_MAX])


def asked_for(survey: Survey, service_pk: UUID) -> SurveyedService | None:
    """Return one service of a survey by the service's key, None when the survey does not ask about it. One query."""
    found = SurveyedService.objects.for_agency(survey.agency).filter(survey=survey, service_id=service_pk)
    return found.select_related("service__unit").first()


def instruments_for(agency: Agency) -> QuerySet[Instrument]:
    """Return the instruments the agency may use: the shipped ones and its own."""
    return Instrument.objects.filter(Q(agency=agency) | Q(agency__isnull=True)).order_by("agency_id", "key", "version")


def shipped_instrument(key: str) -> Instrument:
    """Return the newest shipped instrument with this key; raise DoesNotExist for an unknown one. One query."""
    return Instrument.objects.filter(agency__isnull=True, key=key).order_by("-version")[:1].get()


def definitions(keys: Collection[UUID]) -> dict[UUID, instruments.Instrument]:
    """Return instruments by their rows' keys. One query."""
    return {row.pk: row.definition for row in Instrument.objects.filter(pk__in=keys)}


def answers_of(survey: Survey) -> QuerySet[Answer]:
    """Return the answers of a survey as they stand, in the order of their keys; the caller pages or streams."""
    return Answer.objects.for_agency(survey.agency).filter(survey=survey, is_current=True).order_by("id")


def answer_for(agency: Agency, pk: UUID) -> Answer | None:
    """Return one answer of the agency as it stands, with survey and instrument. One query."""
    found = Answer.objects.for_agency(agency).select_related("survey__instrument", "survey__agency", "agency")
    return found.filter(pk=pk, is_current=True).first()


def _whole(found: QuerySet[Survey]) -> QuerySet[Survey]:
    return found.select_related("agency", "unit", "instrument")
