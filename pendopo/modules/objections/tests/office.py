"""An agency with a person in every role, requests that nobody else has to know, and objections brought to any state."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

import pikepdf
from django.test import Client
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.calendar.tests.quick import quick_calendar
from pendopo.kernel.documents.inspection import Inspected, inspect_bytes
from pendopo.kernel.people.actors import CITIZEN, Actor, staff
from pendopo.kernel.people.models import Contact, Role, RoleGrant, User
from pendopo.kernel.people.personal import seal
from pendopo.kernel.tracking.actions import new_token
from pendopo.lib.ids import uuid7
from pendopo.modules.objections import actions
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.ports import CardFile, InquiryCard
from pendopo.modules.objections.rules.objecting import GRANTED, REFUSED, Claim, Filing, Objector, Proxy, Reply

WIB = dt.timezone(dt.timedelta(hours=7))
# The worked examples of the reference: objection received on Monday 13 April 2026, reply due on Tuesday 2 June; answer
# on Friday 29 May, dispute until Monday 22 June.
REFUSED_AT = dt.datetime(2026, 4, 10, 9, 0, tzinfo=WIB)
MONDAY = dt.datetime(2026, 4, 13, 10, 0, tzinfo=WIB)
REPLY_DUE = dt.date(2026, 6, 2)
ANSWERED_AT = dt.datetime(2026, 5, 29, 11, 0, tzinfo=WIB)
DISPUTE_UNTIL = dt.date(2026, 6, 22)

UPHOLD = Reply(REFUSED, reasons="Informasi memuat rahasia pribadi.")
GRANT = Reply(GRANTED, order="Serahkan salinan kontrak.")
EXECUTE_BY = dt.date(2026, 6, 12)
OBJECTOR = Objector("person", "Sri Rahayu", "Jl. Merdeka 1", nik="3304011201900001", phone="081234567890")
PROXY = Proxy("Adv. Tono", "Jl. Kuasa 9", "0812999888")


class Requests:
    """Requests as the port tells them, kept in memory."""

    subject_type = "inquiry"

    def __init__(self) -> None:
        self.cards: dict[UUID, InquiryCard] = {}

    def card(self, agency: Agency, inquiry_id: UUID) -> InquiryCard | None:
        """Return the card."""
        return self.cards.get(inquiry_id)

    def numbered(self, agency: Agency, number: str) -> UUID | None:
        """Return the key of the card with this number."""
        return next((pk for pk, card in self.cards.items() if card.number == number), None)

    def files(self, agency: Agency, inquiry_id: UUID, actor: Actor) -> Sequence[CardFile]:
        """Return one letter."""
        return [CardFile("pemberitahuan.pdf", "/surat/", 1234)]

    def page(self, agency: Agency, inquiry_id: UUID) -> str:
        """Return an address."""
        return f"/permohonan/{inquiry_id}/"


@dataclass
class Office:
    """An agency, its people, and the requests that are objected to."""

    agency: Agency
    requests: Requests
    people: dict[str, Actor] = field(default_factory=dict)

    def actor(self, *roles: str, name: str = "") -> Actor:
        """Return the actor of a person with these roles, made at the first call."""
        key = name or "-".join(roles)
        if key not in self.people:
            user = User.objects.create(username=f"{self.agency.slug}-{key}", name=f"Nama {key}")
            for role in roles:
                RoleGrant.objects.create(user=user, agency=self.agency, role=role)
            self.people[key] = staff(user, self.agency)
        return self.people[key]

    @cached_property
    def front(self) -> Actor:
        """Return the front office."""
        return self.actor(Role.FRONT_OFFICE)

    @cached_property
    def ppid(self) -> Actor:
        """Return the PPID."""
        return self.actor(Role.PPID)

    @cached_property
    def superior(self) -> Actor:
        """Return the superior of the PPID."""
        return self.actor(Role.SUPERIOR)

    @cached_property
    def auditor(self) -> Actor:
        """Return the auditor."""
        return self.actor(Role.AUDITOR)

    def request(self, **facts: Any) -> InquiryCard:
        """Return a request that was refused on Friday 10 April; `facts` replace parts of its card."""
        contact = Contact.objects.create(
            agency=self.agency, kind="person", name="Sri Rahayu", address="Jl. Merdeka 1", phone="081234567890",
            email="sri@contoh.example", nik_sealed=seal("3304011201900001", purpose="nik"), created_at=REFUSED_AT,
        )  # fmt: skip
        card = InquiryCard(
            inquiry_id=uuid7(), number=f"PPID-2026-{len(self.requests.cards) + 1:06d}", subject="Kontrak pengadaan",
            details="Kontrak pengadaan 2025", purpose="Penelitian", contact_id=contact.pk,
            received_at=dt.datetime(2026, 3, 30, 9, 0, tzinfo=WIB), state="Ditolak", decision="Ditolak",
            reasons="Rahasia.", decided_at=REFUSED_AT, decided_by=frozenset({self.ppid.user_pk}),
            issued_by=self.ppid.user_pk, found={"a": REFUSED_AT, "d": REFUSED_AT, "e": REFUSED_AT}, silent_from=None,
        )  # fmt: skip
        card = replace(card, **facts)
        self.requests.cards[card.inquiry_id] = card
        return card

    def url(self, name: str, *args: Any) -> str:
        """Return the address of a page of this agency."""
        return reverse(f"objections:{name}", args=[self.agency.slug, *args])


def make_office(requests: Requests, slug: str = "contoh", **words: Any) -> Office:
    """Return an agency with the calendar in place."""
    quick_calendar(range(2025, 2028))
    agency = Agency.objects.create(
        slug=slug, name=f"Dinas {slug.title()}", short_name=slug.title(), address="Jl. Balai Kota 1", **words
    )
    Unit.objects.create(agency=agency, name="Bidang Data")
    return Office(agency, requests)


def paper(name: str = "berita-acara.pdf") -> Inspected:
    """Return an inspected PDF of one empty page."""
    made = io.BytesIO()
    with pikepdf.new() as sheets:
        sheets.add_blank_page()
        sheets.save(made)
    return inspect_bytes(made.getvalue(), name=name, allowed=frozenset({"pdf"}))


def filed(
    office: Office, *, at: dt.datetime = MONDAY, grounds: str = "a", by: Actor = CITIZEN, **more: Any
) -> Objection:
    """Return an objection to a refusal, received on Monday 13 April."""
    card = more.pop("card", None) or office.request()
    filing = Filing(Claim(grounds, "Saya minta kontrak, ditolak."), inquiry_id=card.inquiry_id, **more)
    with clock.frozen(at):
        return actions.submit(agency=office.agency, filing=filing, token=new_token(), by=by)


def answered(office: Office, reply: Reply = UPHOLD, *, at: dt.datetime = ANSWERED_AT, **more: Any) -> Objection:
    """Return an objection that the superior answered on Friday 29 May."""
    objection = filed(office, **more)
    with clock.frozen(at):
        until = EXECUTE_BY if reply.order else None
        actions.answer(objection=objection, reply=reply, execute_by=until, by=office.superior)
    return fresh(objection)


def unanswered(office: Office, **more: Any) -> Objection:
    """Return an objection on which the 30 working days have run out."""
    objection = filed(office, **more)
    with clock.frozen(dt.datetime(2026, 6, 3, 6, 0, tzinfo=WIB)):
        actions.mark_unanswered()
    return fresh(objection)


def fresh(objection: Objection) -> Objection:
    """Return the objection as the database has it now."""
    return Objection.objects.select_related("agency", "contact").get(pk=objection.pk)


def clocks(objection: Objection) -> dict[str, tuple[str, dt.date | None]]:
    """Return label → (state, due date)."""
    found = Clock.objects.filter(subject_id=objection.pk).order_by("start_at", "id")
    return {each.label: (each.state, each.due_on) for each in found}


def audited(objection: Objection) -> list[str]:
    """Return the actions in the audit trail about the objection, in order."""
    return list(Entry.objects.filter(subject_id=objection.pk).order_by("seq").values_list("action", flat=True))


def client_of(actor: Actor) -> Client:
    """Return a browser in which `actor` is logged in."""
    assert actor.user is not None
    client = Client()
    client.force_login(actor.user)
    return client
