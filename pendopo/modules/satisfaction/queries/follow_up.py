"""The follow-up plan of a survey, of the one before, and what may be chosen for it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.modules.satisfaction.models import FollowUp, Survey
from pendopo.modules.satisfaction.rules import limits, procedure
from pendopo.modules.satisfaction.rules.following_up import percent_done


@dataclass(frozen=True, slots=True)
class Plan:
    """The lines of a plan by their end. Cancelled lines stand in it, but were not planned in the end."""

    lines: tuple[FollowUp, ...]

    @property
    def planned(self) -> int:
        """Return how many lines count."""
        return sum(line.cancelled_at is None for line in self.lines)

    @property
    def done(self) -> int:
        """Return how many of them were done."""
        return sum(line.done_on is not None for line in self.lines)

    @property
    def percent(self) -> Decimal:
        """Return the percentage done."""
        return percent_done(self.done, self.planned)


def plan_of(survey: Survey) -> Plan:
    """Return the plan of a survey. One query."""
    rows = FollowUp.objects.for_agency(survey.agency).filter(survey=survey)
    found = rows.select_related("owner", "owner_unit", "proof").order_by("due_on", "id")
    return Plan(tuple(found[: limits.PLAN_LINES]))


def survey_before(survey: Survey) -> Survey | None:
    """Return the same unit's survey of the period before, whatever its instrument. One query."""
    found = Survey.objects.for_agency(survey.agency).filter(
        unit=survey.unit,
        state__in=(procedure.CLOSED, procedure.PUBLISHED),
        ends_on__lt=survey.starts_on,
    )
    return found.select_related("instrument", "agency").order_by("-ends_on", "-id").first()


def line_for(agency: Agency, pk: UUID) -> FollowUp | None:
    """Return one line of the agency. One query."""
    found = FollowUp.objects.for_agency(agency).select_related("survey__instrument", "survey__unit", "agency", "proof")
    return found.filter(pk=pk).first()


def possible_owners(agency: Agency) -> QuerySet[User]:
    """Return the agency's active people, by name; the caller bounds it."""
    grants = RoleGrant.objects.for_agency(agency).filter(is_active=True)
    return User.objects.filter(pk__in=grants.values("user_id"), is_active=True).order_by("name")
