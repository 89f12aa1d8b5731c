"""Reads of the portal: where an account works, what an agency's page tells of its service."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_agencies
from pendopo.kernel.calendar.models import CalendarFeed
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.lib import deadlines
from pendopo.lib.keeping import Kept
from pendopo.modules.dip.models import EntryVersion
from pendopo.modules.dip.queries.listing import latest
from pendopo.modules.information.queries.inquiries import month_figures

LATEST_ENTRIES = 4

# Counting a year of the biggest agency takes a quarter of a second, and a minute later the figures are hardly others.
_facts: Kept[ServiceFacts] = Kept(seconds=60)


def workplaces(user: User) -> QuerySet[Agency]:
    """Return the active agencies in which `user` holds a role, by name; all of them for a system administrator."""
    if user.is_superuser:
        return active_agencies()
    granted = RoleGrant.objects.filter(user=user, is_active=True).values("agency")
    return active_agencies().filter(pk__in=granted)


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """How an agency has answered requests this year: numbers of requests, and the share answered in time (0–1)."""

    year: int
    received: int
    answered: int
    in_time: int

    @property
    def in_time_share(self) -> Decimal | None:
        """Return the share of answers that came in time; None before the first answer."""
        return Decimal(self.in_time) / self.answered if self.answered else None


def service_facts(agency: Agency) -> ServiceFacts:
    """Return this year's facts in the agency's own time zone, at most some minutes old. One query, or none.

    Whatever the agency's size, counting takes a hundredth of a process's time at most (lib.keeping).
    """
    year = clock.today(agency.timezone).year

    def count() -> ServiceFacts:
        figures = month_figures(agency, year=year)
        return ServiceFacts(year, figures["received"], figures["answered"], figures["in_time"])

    return _facts.get((agency.pk, agency.notice_basis, year), count)


def latest_entries(agency: Agency) -> list[EntryVersion]:
    """Return the newest published information. One query."""
    return latest(agency, LATEST_ENTRIES)


def promises(agency: Agency) -> dict[str, deadlines.DeadlineRule]:
    """Return the periods of the agency's regime that its home page tells citizens, by general code."""
    codes = ("completeness_check", "notice", "extension", "objection_window")
    return {code: deadlines.rule_under(agency.regime, code) for code in codes}


def feeds_of(user: User) -> dict[UUID, dt.datetime]:
    """Return agency → since when the account has a private calendar address there. One query."""
    return dict(CalendarFeed.objects.filter(user=user).values_list("agency", "created_at"))


def colleagues(agency: Agency, *, limit: int = 200) -> list[RoleGrant]:
    """Return who holds which role in the agency, by name. One query."""
    grants = RoleGrant.objects.for_agency(agency).filter(is_active=True, user__is_active=True)
    return list(grants.select_related("user", "unit").order_by("user__name", "role")[:limit])
