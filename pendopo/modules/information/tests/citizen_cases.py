"""An agency, its people and requests in every state, as the tests of the citizens' pages need them."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.calendar.tests.quick import quick_calendar
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.rules import KINDS
from pendopo.kernel.people.actors import CITIZEN, Actor, staff
from pendopo.kernel.people.models import Role, RoleGrant, User
from pendopo.kernel.tracking.actions import code_of, new_token
from pendopo.modules.information import actions, ports
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules import request
from pendopo.modules.information.rules.notice import GRANT, NoticeText

from tests.exempting import exemptions_for

# A Monday without holidays near; ten working days later is Tuesday, 18 August 2026 (17 August is a holiday).
RECEIVED = dt.datetime(2026, 8, 3, 3, 0, tzinfo=dt.UTC)
OFFICER = "Canary Petugas"
NOTE = "canary-catatan-internal"

WISH = {"details": "Laporan keuangan 2025", "purpose": "Penelitian"}
REQUESTER = {
    "kind": "person",
    "name": "Sri Rahayu",
    "nik": "3304.0112 0190-0001",
    "other_id": "",
    "on_behalf_of": "",
    "decree_number": "",
    "address": "Jl. Merdeka 1, Banjarnegara",
    "phone": "+62 812-3456-7890",
    "email": "sri@contoh.id",
    "occupation": "",
}
WAY = {"obtain_way": "softcopy", "delivery_way": "online", "accommodation": "none"}
PAGES = {"informasi": WISH, "pemohon": REQUESTER, "cara": WAY}


def make_agency(slug: str = "contoh", **words: Any) -> Agency:
    """Return an agency with one unit, a PPID and a back office officer, and the calendar in place."""
    quick_calendar(range(2025, 2029))
    agency = Agency.objects.create(slug=slug, name=f"Dinas {slug.title()}", short_name=slug.title(), **words)
    unit = Unit.objects.create(agency=agency, name="Bidang Data")
    ppid = User.objects.create_user(f"ppid-{slug}", name=OFFICER)
    RoleGrant.objects.create(user=ppid, agency=agency, role=Role.PPID)
    worker = User.objects.create_user(f"unit-{slug}", name=OFFICER)
    RoleGrant.objects.create(user=worker, agency=agency, role=Role.BACK_OFFICE, unit=unit)
    return agency


def officer(agency: Agency, name: str = "ppid") -> Actor:
    """Return the actor of the agency's PPID or of its `unit` worker."""
    return staff(User.objects.get(username=f"{name}-{agency.slug}"), agency)


def make_inquiry(agency: Agency, **words: Any) -> tuple[Inquiry, str]:
    """Return a registered request of a citizen and its tracking code; `words` replace parts of wish or requester."""
    token = new_token()
    requester = request.Requester(
        kind="person", name="Sri Rahayu", address="Jl. Merdeka 1", nik="3304011201900001", phone="081234567890"
    )
    wish = request.Wish(
        details="Laporan keuangan 2025", purpose="Penelitian", obtain_way="softcopy", delivery_way="online"
    )
    mine = {name: value for name, value in words.items() if name in request.Requester.__dataclass_fields__}
    asked = {name: value for name, value in words.items() if name in request.Wish.__dataclass_fields__}
    inquiry = actions.register(
        agency=agency, wish=replace(wish, **asked), requester=replace(requester, **mine), token=token, by=CITIZEN
    )
    return inquiry, code_of(token)


def inspected(name: str = "jawaban.pdf", content: bytes = b"isi") -> Inspected:
    """Return a file as if it had passed inspection."""
    from hashlib import sha256

    return Inspected(name, KINDS[name.rpartition(".")[2]], content, sha256(content).hexdigest())


def answer(inquiry: Inquiry, **words: Any) -> Inquiry:
    """Declare the request complete, draft a notice with one file by the unit and issue it by the PPID."""
    agency = inquiry.agency
    ppid, worker = officer(agency), officer(agency, "unit")
    text = NoticeText(decision=GRANT, material="Laporan keuangan", delivery="Diunduh", cost=Decimal(0))
    if inquiry.state == "registered":
        actions.declare_complete(inquiry=inquiry, by=ppid)
    actions.assign(inquiry=inquiry, unit=Unit.objects.get(agency=agency), note=NOTE, by=ppid)
    text = replace(text, **words)
    cited = exemptions_for(agency, text.grounds)
    actions.draft_notice(inquiry=inquiry, text=text, by=worker, uploads=[inspected()], exemptions=cited)
    actions.issue_notice(inquiry=inquiry, by=ppid, letter=b"%PDF-surat")
    inquiry.refresh_from_db()
    return inquiry


def path(agency: Agency, rest: str) -> str:
    """Return an address below the agency."""
    return f"/{agency.slug}/{rest}"


def fill(client: Client, agency: Agency, **pages: dict[str, str]) -> HttpResponse:
    """Answer the three pages as a citizen does; return the last answer."""
    response: Any = None
    for page, values in PAGES.items():
        response = client.post(path(agency, f"permohonan/baru/{page}/"), values | pages.get(page, {}))
        assert response.status_code == 303, response.content.decode()
    return response


def open_own(client: Client, agency: Agency, inquiry: Inquiry, code: str) -> HttpResponse:
    """Track a request with number and code."""
    response: Any = client.post(path(agency, "lacak/"), {"number": inquiry.number, "code": code})
    assert response.status_code == 303, response.content.decode()
    return response


def upload(name: str, content: bytes) -> io.BytesIO:
    """Return a file to be sent by the test client under `name`."""
    file = io.BytesIO(content)
    file.name = name
    return file


def small_pdf(pages: int = 1) -> bytes:
    """Return a real PDF of empty pages."""
    from pypdf import PdfWriter

    writer, target = PdfWriter(), io.BytesIO()
    for _each in range(pages):
        writer.add_blank_page(200, 200)
    writer.write(target)
    return target.getvalue()


class PublicThings:
    """Knows one public thing, which is near to everything that holds one of its `words`; stands in for a sibling."""

    def __init__(self, words: str = "rencana keuangan") -> None:
        self.words, self.asked, self.id = set(words.split()), [], uuid4()

    def has_alike(self, _agency: Agency, details: str) -> bool:
        return bool(self.words & set(re.findall(r"\w+", details.lower())))

    def search(self, agency: Agency, words: str, *, address: str) -> ports.Panel:
        self.asked.append(words)
        panel = {"words": words, "shown": [], "token": "", "status": ""}
        return ports.Panel("disclosure/parts/search.html", panel, int(self.has_alike(agency, words)))

    alike = search

    def title(self, _agency: Agency, entry_id: Any) -> str:
        return "Rencana kerja 2025" if entry_id == self.id else ""
