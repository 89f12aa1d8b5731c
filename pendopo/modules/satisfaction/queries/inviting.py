"""Invitations, and where somebody can answer now."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final
from uuid import UUID, uuid4

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import find, find_each
from pendopo.kernel.people.personal import digest
from pendopo.kernel.services.models import Service
from pendopo.lib.keeping import Kept
from pendopo.modules.satisfaction.models import Instrument, Invitation, Survey, SurveyedService
from pendopo.modules.satisfaction.rules import limits, procedure

_SECRET: Final = re.compile(r"[0-9a-f]{32}")
_INSTRUMENTS: Final = Kept[Instrument](seconds=600)
_WHOLE: Final = ("survey__agency", "survey__unit", "survey__instrument", "service__unit")


def secret_of(invitation_pk: UUID) -> str:
    """Return the secret of an invitation's link: 128 bits that follow from its key and the installation's secret.

    So it can be shown again to whoever opens the case with number and code, and a copy of the database gives none away.
    """
    return digest(str(invitation_pk), purpose="survey-invitation")[:32]


def digest_of(secret: str) -> str:
    """Return what is kept of a secret of an invitation or a screen."""
    return digest(secret, purpose="survey-secret")


def invitation_by(agency: Agency, secret: str) -> Invitation | None:
    """Return the invitation to which a secret belongs, used or not. One query."""
    if not _SECRET.fullmatch(secret):
        return None
    found = find(Invitation, secret_digest=digest_of(secret))
    return found if found and found.agency_id == agency.pk else None


def invitation_of(agency: Agency, subject_type: str, subject_id: UUID) -> Invitation | None:
    """Return the invitation of a case while it can be answered. One query."""
    found = Invitation.objects.for_agency(agency).filter(subject_type=subject_type, subject_id=subject_id)
    usable = found.filter(is_used=False, expires_at__gt=clock.now(), survey__state__in=procedure.COLLECTING)
    return usable.first()


def asked_by(agency: Agency, survey_pk: UUID, service_pk: UUID) -> SurveyedService | None:
    """Return a service of a survey with everything its page shows, whatever the survey's state. One query.

    Each by its own key in one trip: every page and every press asks this.
    """
    asked: SurveyedService | None
    asked, survey, service = find_each(
        (SurveyedService, {"survey": survey_pk, "service": service_pk}),
        (Survey, {"id": survey_pk}),
        (Service, {"id": service_pk}),
    )
    if asked is None or survey is None or service is None or asked.agency_id != agency.pk:
        return None
    asked.agency = survey.agency = service.agency = agency
    # A version of an instrument never changes.
    survey.instrument = _INSTRUMENTS.get(survey.instrument_id, lambda: Instrument.objects.get(pk=survey.instrument_id))
    asked.survey, asked.service = survey, service
    return asked


def asked_in_all(survey: Survey) -> list[SurveyedService]:
    """Return all services of a survey, each knowing the survey. One query."""
    found = SurveyedService.objects.for_agency(survey.agency).filter(survey=survey)
    return list(found.select_related(*_WHOLE).order_by("service__name")[: limits.SERVICES_MAX])


def asked_of_kind(agency: Agency, kind: str) -> SurveyedService | None:
    """Return the service of a kind in the survey that was opened last and asks about it. One query."""
    found = SurveyedService.objects.for_agency(agency).filter(
        service__kind=kind, survey__state__in=procedure.COLLECTING
    )
    return found.select_related(*_WHOLE).order_by("-survey__opened_at", "-id").first()


def open_to_all(agency: Agency, service_pk: UUID | None = None) -> list[SurveyedService]:
    """Return the services about which everybody may answer now, in the survey that was opened last. One query."""
    found = SurveyedService.objects.for_agency(agency).filter(
        survey__state__in=procedure.COLLECTING, survey__allows_open_link=True
    )
    if service_pk is not None:
        found = found.filter(service_id=service_pk)
    return list(found.select_related(*_WHOLE).order_by("-survey__opened_at", "service__name")[: limits.SERVICES_MAX])


def new_key() -> str:
    """Return a key for a form that is shown now."""
    return uuid4().hex


def answer_key(agency: Agency, key: str) -> UUID:
    """Return the answer's key for what a page or a screen sent: the same again for the same, and never another agency's."""
    return UUID(digest(f"{agency.pk}:{key}", purpose="survey-answer")[:32])


def day_of(agency: Agency) -> dt.datetime:
    """Return the beginning of the agency's present day."""
    return dt.datetime.combine(clock.today(agency.timezone), dt.time.min, tzinfo=agency.zone)
