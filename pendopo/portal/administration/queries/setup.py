"""Units with the work they hold, registers with their next number, and the calendar of one year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, NumberTemplate, RegisterCounter, Unit
from pendopo.kernel.agencies.rules import DEFAULT_NUMBER_TEMPLATE
from pendopo.kernel.calendar.models import AgencyDay, CalendarYear, Holiday
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.lib.numbering import write_number
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.information.models import Inquiry, MaterialRequest
from pendopo.modules.information.rules.procedure import PROCEDURE
from pendopo.modules.information.rules.request import REGISTER

# Registers whose numbers an agency writes in its own way, with their titles (msgids).
REGISTERS: Final = {REGISTER: _("Permohonan informasi publik")}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with what it still holds: open requests, and questions of others that wait for an answer."""

    unit: Unit
    inquiries: int
    materials: int

    @property
    def is_busy(self) -> bool:
        """Return whether something would be left without anybody."""
        return bool(self.inquiries or self.materials)


def unit_rows(agency: Agency) -> list[UnitRow]:
    """Return all units of the agency, active ones first, with their work. Three queries."""
    return _with_work(agency, Unit.objects.for_agency(agency).order_by("-is_active", "name"))


def unit_row(agency: Agency, pk: UUID) -> UnitRow | None:
    """Return one unit of the agency with its work. Three queries."""
    found = _with_work(agency, Unit.objects.for_agency(agency).filter(pk=pk))
    return found[0] if found else None


def _with_work(agency: Agency, units: Iterable[Unit]) -> list[UnitRow]:
    still = PROCEDURE.open_states
    inquiries = Inquiry.objects.for_agency(agency).filter(state__in=still, unit__isnull=False)
    materials = MaterialRequest.objects.for_agency(agency).filter(answered_at__isnull=True, inquiry__state__in=still)
    held = dict(inquiries.order_by().values_list("unit").annotate(n=Count("pk")))
    asked = dict(materials.order_by().values_list("unit").annotate(n=Count("pk")))
    return [UnitRow(unit, held.get(unit.pk, 0), asked.get(unit.pk, 0)) for unit in units]


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A register, its template, and the number that its next row will get."""

    register: str
    title: str
    template: str
    own: bool
    next_number: str


def number_rows(agency: Agency) -> list[NumberRow]:
    """Return every register with its template. Two queries."""
    own = dict(NumberTemplate.objects.for_agency(agency).values_list("register", "template"))
    today = clock.today(agency.timezone)
    last = dict(RegisterCounter.objects.for_agency(agency).filter(year=today.year).values_list("register", "last"))
    return [
        NumberRow(
            register,
            title,
            own.get(register, DEFAULT_NUMBER_TEMPLATE),
            register in own,
            write_number(
                own.get(register, DEFAULT_NUMBER_TEMPLATE), seq=last.get(register, 0) + 1, on=today, code=agency.code
            ),
        )
        for register, title in REGISTERS.items()
    ]


def next_number(agency: Agency, register: str, template: str) -> str:
    """Return the number that the next row of `register` would get by `template`. One query."""
    today = clock.today(agency.timezone)
    counted = RegisterCounter.objects.for_agency(agency).filter(register=register, year=today.year)
    last = counted.values_list("last", flat=True).first() or 0
    return write_number(template, seq=last + 1, on=today, code=agency.code)


@dataclass(frozen=True, slots=True)
class YearPage:
    """One year of the calendar: its national days off, the agency's own days, and the years beside it."""

    year: int
    status: CalendarYear | None
    holidays: tuple[Holiday, ...]
    own: tuple[AgencyDay, ...]
    previous: int | None
    following: int | None


def year_page(agency: Agency, year: int) -> YearPage:
    """Return the calendar of `year`, withdrawn days off included. Three queries."""
    known = {found.year: found for found in CalendarYear.objects.all()}
    start, end = dt.date(year, 1, 1), dt.date(year, 12, 31)
    own = AgencyDay.objects.for_agency(agency).filter(on__range=(start, end)).select_related("unit")
    return YearPage(
        year,
        known.get(year),
        tuple(Holiday.objects.filter(on__range=(start, end))),
        tuple(own.order_by("on", "unit__name")),
        max((other for other in known if other < year), default=None),
        min((other for other in known if other > year), default=None),
    )


def is_only_agency(agency: Agency) -> bool:
    """Return whether the installation serves this agency alone. One query."""
    return not Agency.objects.filter(is_active=True).exclude(pk=agency.pk).exists()


def known_years() -> set[int]:
    """Return the years that the calendar holds. One query."""
    return set(CalendarYear.objects.values_list("year", flat=True))


@dataclass(frozen=True, slots=True)
class Overview:
    """How far an agency is set up, for the list of tasks."""

    units: int
    accounts: int
    admins: int
    year: CalendarYear | None


def overview(agency: Agency) -> Overview:
    """Return the figures of the overview. Three queries."""
    today = clock.today(agency.timezone)
    working = Q(grants__agency=agency, grants__is_active=True)
    people = User.objects.filter(working, is_active=True)
    counted = people.aggregate(
        accounts=Count("pk", distinct=True), admins=Count("pk", filter=Q(grants__role="agency_admin"), distinct=True)
    )
    units = Unit.objects.for_agency(agency).filter(is_active=True).count()
    return Overview(units, counted["accounts"], counted["admins"], CalendarYear.objects.filter(pk=today.year).first())


def grant_of(agency: Agency, user: User, pk: int) -> RoleGrant | None:
    """Return an active role of `user` in this agency, None for any other."""
    grants = RoleGrant.objects.for_agency(agency).filter(user=user, is_active=True)
    return grants.select_related("user", "unit").filter(pk=pk).first()
