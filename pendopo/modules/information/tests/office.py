"""An agency with a person in every role, and requests brought to any state: for the tests of actions and officers' pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.test import Client
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.calendar.tests.quick import quick_calendar
from pendopo.kernel.people.actors import CITIZEN, Actor, staff
from pendopo.kernel.people.models import Role, RoleGrant, User
from pendopo.kernel.tracking.actions import new_token, tracking_digest
from pendopo.kernel.tracking.rules import read_number
from pendopo.kernel.workflow.models import Move
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry, Notice
from pendopo.modules.information.queries.inquiries import find_inquiry
from pendopo.modules.information.rules import request
from pendopo.modules.information.rules.notice import GRANT, PARTIAL, REFUSE, NoticeText

from tests.exempting import exemptions_for

WIB = dt.timezone(dt.timedelta(hours=7))
# Worked example 1: a Monday; ten working days later is Tuesday 18 August, because the 17th is Independence Day.
MONDAY = dt.datetime(2026, 8, 3, 10, 0, tzinfo=WIB)
TUESDAY = dt.datetime(2026, 8, 4, 9, 0, tzinfo=WIB)
WEDNESDAY = dt.datetime(2026, 8, 5, 9, 0, tzinfo=WIB)
DUE = dt.date(2026, 8, 18)

GRANTING = NoticeText(decision=GRANT, material="Laporan keuangan 2025", delivery="Berkas PDF", cost=Decimal(0))
PAID = replace(GRANTING, cost=Decimal(15000), payment="Kas daerah")
REFUSING = NoticeText(decision=REFUSE, grounds=("17h",), reason="Memuat rahasia pribadi.")
PARTLY = replace(GRANTING, decision=PARTIAL, grounds=("17h",), reason="Ada data pribadi.", redaction="NIK")

WISH = request.Wish(details="Laporan keuangan 2025", purpose="Penelitian", obtain_way="softcopy", delivery_way="online")
PERSON = request.Requester(
    kind="person",
    name="Sri Rahayu",
    address="Jl. Merdeka 1",
    nik="3304011201900001",
    phone="081234567890",
    email="sri@contoh.example",
    occupation="Guru",
)


@dataclass
class Office:
    """An agency, two units and their people."""

    agency: Agency
    unit: Unit
    other_unit: Unit

    def actor(self, role: str, *, unit: Unit | None = None, name: str = "") -> Actor:
        """Return the actor of a person with one role, made at the first call."""
        username = f"{self.agency.slug}-{name or role}"
        user, new = User.objects.get_or_create(username=username, defaults={"name": f"Nama {name or role}"})
        if new:
            RoleGrant.objects.create(user=user, agency=self.agency, role=role, unit=unit)
        return staff(user, self.agency)

    @cached_property
    def front(self) -> Actor:
        """Return the front office."""
        return self.actor(Role.FRONT_OFFICE)

    @cached_property
    def back(self) -> Actor:
        """Return the back office of the first unit."""
        return self.actor(Role.BACK_OFFICE, unit=self.unit)

    @cached_property
    def other_back(self) -> Actor:
        """Return the back office of the other unit."""
        return self.actor(Role.BACK_OFFICE, unit=self.other_unit, name="other_back")

    @cached_property
    def ppid(self) -> Actor:
        """Return the PPID."""
        return self.actor(Role.PPID)

    @cached_property
    def second_ppid(self) -> Actor:
        """Return the second PPID, for decisions by two people."""
        return self.actor(Role.PPID, name="second_ppid")

    @cached_property
    def superior(self) -> Actor:
        """Return the superior of the PPID."""
        return self.actor(Role.SUPERIOR)

    @cached_property
    def auditor(self) -> Actor:
        """Return the auditor."""
        return self.actor(Role.AUDITOR)

    def url(self, name: str, *args: Any) -> str:
        """Return the address of a page of this agency."""
        return reverse(f"information:{name}", args=[self.agency.slug, *args])

    def page(self, name: str, inquiry: Inquiry, *args: Any) -> str:
        """Return the address of a page of a case."""
        return self.url(name, inquiry.pk, *args)


def make_office(slug: str = "contoh", **words: Any) -> Office:
    """Return an agency with two units, and the calendar in place."""
    quick_calendar(range(2025, 2028))
    agency = Agency.objects.create(
        slug=slug, name=f"Dinas {slug.title()}", short_name=slug.title(), address="Jl. Balai Kota 1", **words
    )
    units = [Unit.objects.create(agency=agency, name=name) for name in ("Bidang Data", "Sekretariat")]
    return Office(agency, *units)


def client_of(actor: Actor) -> Client:
    """Return a browser in which `actor` is logged in."""
    assert actor.user is not None
    client = Client()
    client.force_login(actor.user)
    return client


def look(office: Office, who: str, name: str, inquiry: Inquiry, *args: Any, at: dt.datetime | None = None) -> Any:
    """Open a step's page at `at`, on Wednesday 5 August when left out."""
    with clock.frozen(at or WEDNESDAY):
        return client_of(getattr(office, who)).get(office.page(name, inquiry, *args))


def send(
    office: Office, who: str, name: str, inquiry: Inquiry, typed: Any = None, *args: Any, at: dt.datetime | None = None
) -> Any:
    """Send a step's form at `at`, on Wednesday 5 August when left out."""
    with clock.frozen(at or WEDNESDAY):
        return client_of(getattr(office, who)).post(office.page(name, inquiry, *args), typed or {})


def tracked_inquiry(agency: Agency, number: str, code: str) -> Inquiry | None:
    """Return the request to which number and code belong, as they are typed on the tracking page."""
    return find_inquiry(agency, read_number(number), tracking_digest(code))


def registered(office: Office, *, at: dt.datetime = MONDAY, by: Actor = CITIZEN, **words: Any) -> Inquiry:
    """Return a request received at `at`; `words` replace parts of wish or requester, or are options of register."""
    wish = {name: words.pop(name) for name in list(words) if name in request.Wish.__dataclass_fields__}
    person = {name: words.pop(name) for name in list(words) if name in request.Requester.__dataclass_fields__}
    with clock.frozen(at):
        return actions.register(
            agency=office.agency,
            wish=replace(WISH, **wish),
            requester=replace(PERSON, **person),
            token=new_token(),
            by=by,
            **words,
        )


def awaiting(office: Office, *, at: dt.datetime = TUESDAY, **words: Any) -> Inquiry:
    """Return a request that the requester was asked to complete at `at`."""
    inquiry = registered(office, **words)
    with clock.frozen(at):
        return actions.declare_incomplete(inquiry=inquiry, items=["identity"], note="Mohon KTP.", by=office.front)


def in_process(office: Office, *, unit: Unit | None = None, at: dt.datetime = TUESDAY, **words: Any) -> Inquiry:
    """Return a request declared complete at `at`, handed to `unit` (the first one)."""
    inquiry = registered(office, **words)
    with clock.frozen(at):
        actions.declare_complete(inquiry=inquiry, by=office.front)
        return actions.assign(inquiry=inquiry, unit=unit or office.unit, note="", by=office.front)


def drafted(office: Office, text: NoticeText = GRANTING, *, by: Actor | None = None, **words: Any) -> Inquiry:
    """Return a request with a draft of the notice by the unit, or by another."""
    inquiry = in_process(office, **words)
    with clock.frozen(TUESDAY + dt.timedelta(hours=1)):
        cited = exemptions_for(office.agency, text.grounds)
        actions.draft_notice(inquiry=inquiry, text=text, by=by or office.back, exemptions=cited)
    return fresh(inquiry)


def issued(office: Office, text: NoticeText = GRANTING, **words: Any) -> Inquiry:
    """Return a request whose notice the PPID issued on Wednesday 5 August."""
    inquiry = drafted(office, text, **words)
    with clock.frozen(MONDAY + dt.timedelta(days=2)):
        actions.issue_notice(inquiry=inquiry, by=office.ppid)
    return fresh(inquiry)


def fresh(inquiry: Inquiry) -> Inquiry:
    """Return the request as the database has it now."""
    return Inquiry.objects.select_related("agency", "contact", "unit", "notice").get(pk=inquiry.pk)


def notice(inquiry: Inquiry) -> Notice:
    """Return the request's notice as the database has it now."""
    return Notice.objects.get(inquiry=inquiry)


def last_move(inquiry: Inquiry) -> Move:
    """Return the last step taken."""
    return Move.objects.filter(subject_id=inquiry.pk).latest("id")


def audited(inquiry: Inquiry) -> list[str]:
    """Return the actions in the audit trail about the request, in order."""
    return list(Entry.objects.filter(subject_id=inquiry.pk).order_by("seq").values_list("action", flat=True))


def clocks(inquiry: Inquiry) -> dict[str, tuple[str, dt.date | None, str]]:
    """Return label → (state, due date, reason of stopping); of two clocks with one label the later one."""
    found = Clock.objects.filter(subject_id=inquiry.pk).order_by("start_at", "id")
    return {each.label: (each.state, each.due_on, each.stop_reason) for each in found}
