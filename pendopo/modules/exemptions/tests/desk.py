"""An agency with a person in every role, and exemptions brought to any state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.test import Client
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.calendar.tests.quick import quick_calendar
from pendopo.kernel.people.actors import Actor, staff
from pendopo.kernel.people.models import Role, RoleGrant, User
from pendopo.modules.exemptions import actions
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.rules.consequence import EXEMPT, OPEN, Analysis, Identification, Weighing

WIB = dt.timezone(dt.timedelta(hours=7))
MONDAY = dt.datetime(2026, 8, 3, 10, 0, tzinfo=WIB)
TODAY = MONDAY.date()
UNTIL = dt.date(2028, 8, 3)

FOUND = Identification("Kolom nilai dan alamat.", ("Daftar nilai angkatan XII", "Basis data peserta"))
LAWS = Analysis(("h",), ("UU 27/2022 Pasal 4 ayat (2)",))
EXEMPTING = Weighing(EXEMPT, "Orang dirugikan.", "Hak pribadi terlindungi.", "Kecil.", "Melindungi hak pribadi.", UNTIL)
OPENING = replace(EXEMPTING, result=OPEN, public_reason="", until=None)
STEPS = ("proposed", "identification", "analysis", "testing", "determination", "approval", "in_force")


@dataclass
class Desk:
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

    def __getattr__(self, who: str) -> Actor:
        known = {
            "back": (Role.BACK_OFFICE, self.unit), "other_back": (Role.BACK_OFFICE, self.other_unit),
            "ppid": (Role.PPID, None), "second_ppid": (Role.PPID, None), "head": (Role.SUPERIOR, None),
            "second_head": (Role.SUPERIOR, None), "auditor": (Role.AUDITOR, None), "front": (Role.FRONT_OFFICE, None),
            "admin": (Role.AGENCY_ADMIN, None),
        }  # fmt: skip
        if who not in known:
            raise AttributeError(who)
        return self.actor(known[who][0], unit=known[who][1], name=who)

    def url(self, name: str, *args: Any) -> str:
        """Return the address of a page of this agency."""
        return reverse(f"exemptions:{name}", args=[self.agency.slug, *args])

    def get(self, who: str, name: str, *args: Any, query: str = "", at: dt.datetime = MONDAY) -> Any:
        """Open a page as `who`."""
        with clock.frozen(at):
            return self.client(who).get(self.url(name, *args) + query)

    def post(self, who: str, name: str, *args: Any, at: dt.datetime = MONDAY, **typed: Any) -> Any:
        """Send a form as `who`."""
        with clock.frozen(at):
            return self.client(who).post(self.url(name, *args), typed)

    def client(self, who: str) -> Client:
        """Return a browser in which `who` is logged in."""
        client = Client()
        client.force_login(getattr(self, who).user)
        return client


def make_desk(slug: str = "contoh", **words: Any) -> Desk:
    """Return an agency with two units, and the calendar in place."""
    quick_calendar(range(2026, 2028))
    agency = Agency.objects.create(slug=slug, name=f"Dinas {slug.title()}", short_name=slug.title(), **words)
    return Desk(agency, *(Unit.objects.create(agency=agency, name=name) for name in ("Bidang Data", "Sekretariat")))


def exemption(
    desk: Desk,
    state: str = "in_force",
    *,
    weighing: Weighing = EXEMPTING,
    laws: Analysis = LAWS,
    at: dt.datetime = MONDAY,
    **words: Any,
) -> Exemption:
    """Return an exemption brought to `state`, one of STEPS, at `at`."""
    upto = STEPS.index(state)
    with clock.frozen(at):
        case = actions.propose(
            agency=desk.agency, unit=words.pop("unit", desk.unit), by=words.pop("by", desk.ppid),
            **({"title": "Nilai ujian peserta", "background": "Sering diminta."} | words),
        )  # fmt: skip
        taken = [
            lambda: actions.accept(exemption=case, by=desk.ppid),
            lambda: actions.identify(exemption=case, found=FOUND, by=desk.ppid),
            lambda: actions.analyse(exemption=case, found=laws, by=desk.ppid),
            lambda: actions.test(exemption=case, found=weighing, by=desk.ppid),
            lambda: actions.determine(exemption=case, place="Jakarta", by=desk.ppid, sheet=b"%PDF-lembar"),
            lambda: actions.agree(exemption=case, by=desk.head, decree=b"%PDF-penetapan"),
        ]
        for step in taken[:upto]:
            step()
    return fresh(case)


def fresh(case: Exemption) -> Exemption:
    """Return the exemption as the database has it now."""
    return Exemption.objects.select_related("agency", "unit", "replaces").get(pk=case.pk)
