"""The example's objections: where their pages are, and the cookies with which citizens open them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.tracking import views as tracking
from pendopo.modules.objections import actions
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.rules.objecting import Claim, Filing, Objector
from pendopo.modules.objections.views.citizen.drafting import INQUIRY, InquiryDraft, ObjectionDraft

from tests.journeys.town import FULL, Town

# What a citizen has answered, page by page.
ANSWERS: dict[str, dict[str, Any]] = {
    "grounds": {"grounds": ["a"]},
    "periodic": {"asked": "Laporan keuangan 2025", "purpose": "Penelitian.", "found_on": "2026-08-03"},
    "story": {"position": "Ditolak tanpa alasan.", "speaker": "self", "proxy_name": "", "proxy_address": "", "proxy_phone": ""},
    "objector": {
        "kind": "person", "name": "Warga Contoh", "address": "Jalan Contoh 1", "nik": "9901014502900077", "other_id": "",
        "decree_number": "", "on_behalf_of": "", "phone": "081255500001", "email": "",
    },
}  # fmt: skip


def find(state: str, agency: str = FULL) -> Objection:
    """Return the agency's first objection in a state; `owed` means one with an order that waits."""
    found = Objection.objects.filter(agency__slug=agency).select_related("agency")
    wanted = {"execute_by__isnull": False, "executed_at": None} if state == "owed" else {"state": state}
    return found.filter(**wanted).order_by("seq")[0]


def address(name: str, state: str, agency: str = FULL) -> Any:
    """Return what finds the address of an officers' page about an objection."""
    return lambda _town: reverse(f"objections:{name}", args=[agency, find(state, agency).pk])


def tracked(state: str, agency: str = FULL) -> Any:
    """Return what makes the cookies of a citizen who has opened the own objection."""

    def cookies(_town: Town) -> dict[str, str]:
        objection, response = find(state, agency), HttpResponse()
        tracking.stay(response, objection.agency, objection)
        return {name: cookie.value for name, cookie in response.cookies.items()}

    return cookies


def answered(*pages: str, about: str = "") -> Any:
    """Return what makes the cookies of a citizen in the middle of objecting: to the case `about`, or without a request."""

    def cookies(town: Town) -> dict[str, str]:
        agency = Agency.objects.get(slug=FULL)
        answers: dict[str, Any] = {page: ANSWERS[page] for page in pages}
        draft = (
            InquiryDraft(agency, "", answers | {INQUIRY: str(town.case(about).pk)})
            if about
            else ObjectionDraft(agency, "", answers)
        )
        with clock.frozen(town.hours.now()):
            draft.keep()
        return {draft.cookie: draft.token}

    return cookies


def sent(town: Town) -> dict[str, str]:
    """Return the cookies of a citizen who has just sent an objection."""
    cookies: dict[str, str] = answered("periodic", "story", "objector")(town)
    claim = Claim("b", ANSWERS["story"]["position"], ANSWERS["periodic"]["asked"], ANSWERS["periodic"]["purpose"])
    filing = Filing(claim, objector=Objector(**ANSWERS["objector"]))
    agency, [token] = Agency.objects.get(slug=FULL), cookies.values()
    with clock.frozen(town.hours.now()):
        actions.submit(agency=agency, filing=filing, token=token, by=CITIZEN)
    return cookies
