"""Screens at counters."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.satisfaction.models import Kiosk, Survey, SurveyedService
from pendopo.modules.satisfaction.queries.inviting import digest_of
from pendopo.modules.satisfaction.rules import limits

_WHOLE = ("survey__agency", "survey__unit", "survey__instrument", "service")


def kiosks_of(survey: Survey) -> list[Kiosk]:
    """Return the screens of a survey, those in use first. One query."""
    found = Kiosk.objects.for_agency(survey.agency).filter(survey=survey).select_related("service")
    return sorted(found.order_by("name", "id")[: 2 * limits.KIOSKS_MAX], key=lambda kiosk: bool(kiosk.revoked_at))


def kiosk_for(agency: Agency, pk: UUID) -> Kiosk | None:
    """Return one screen of the agency. One query."""
    return Kiosk.objects.for_agency(agency).select_related(*_WHOLE).filter(pk=pk).first()


def kiosk_by(agency: Agency, secret: str) -> Kiosk | None:
    """Return the screen in use to which a device's secret belongs. One query."""
    if not secret:
        return None
    found = Kiosk.objects.for_agency(agency).filter(secret_digest=digest_of(secret), revoked_at=None)
    return found.select_related(*_WHOLE).first()


def asked_by_keys(agency: Agency, keys: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], SurveyedService]:
    """Return services of surveys by the keys of survey and service. One query."""
    found = SurveyedService.objects.for_agency(agency).filter(
        survey_id__in={survey for survey, _service in keys}, service_id__in={service for _survey, service in keys}
    )
    whole = found.select_related("survey__agency", "survey__instrument")
    return {(each.survey_id, each.service_id): each for each in whole}
