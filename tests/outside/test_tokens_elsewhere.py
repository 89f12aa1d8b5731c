"""What opens something at one agency opens nothing at another: every cookie, code, link and key of agency A tried at B.

Each is tried at A first, so that a test which tries nothing cannot pass.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api.tests.calling import Program, key_for
from pendopo.kernel.documents.models import Document
from pendopo.kernel.people.actors import SYSTEM
from pendopo.kernel.tracking.views import cookie_of
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.citizen_cases import PAGES, answer, fill, make_agency, make_inquiry, open_own
from pendopo.modules.publishing.actions import mailing
from pendopo.modules.publishing.models import Subscriber
from pendopo.modules.satisfaction.actions import inviting, kiosks
from pendopo.modules.satisfaction.models import Answer, Kiosk
from pendopo.modules.satisfaction.queries.inviting import asked_by, secret_of
from pendopo.modules.satisfaction.queries.surveys import asked_about
from pendopo.modules.satisfaction.tests.collecting import questionnaire, ticked
from pendopo.modules.satisfaction.tests.surveying import Surveyed

pytestmark = [pytest.mark.once, pytest.mark.django_db]

RECEIVED = dt.datetime(2026, 8, 3, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def here() -> Agency:
    return make_agency("sini")


@pytest.fixture
def there(here: Agency) -> Agency:
    return make_agency("sana")


def carrying(client: Client) -> Client:
    """Return a browser that shows every cookie of `client` at every address, as somebody who has copied them would."""
    thief = Client()
    for name, cookie in client.cookies.items():
        thief.cookies[name] = cookie.value
    return thief


def test_an_open_case_is_open_at_its_own_agency_alone(here: Agency, there: Agency) -> None:
    with clock.frozen(RECEIVED):
        inquiry, code = make_inquiry(here)
        other, _other_code = make_inquiry(there)
        answer(inquiry)
        client = Client()
        open_own(client, here, inquiry, code)
        file = Document.objects.for_agency(here).get(purpose="answer")
        pages = [
            "lacak/permohonan/", "lacak/tenggat/", "lacak/tenggat.ics", f"lacak/berkas/{file.pk}/",
            "lacak/data-pribadi/inquiry/", "lacak/cabut/", "lacak/lengkapi/",
        ]  # fmt: skip
        thief = carrying(client)
        assert cookie_of("inquiry") in thief.cookies
        shown = [thief.get(f"/sini/{page}") for page in pages]
        assert all(each.getvalue() for each in shown)
        assert {each.status_code for each in shown} <= {200, 409}
        for page in pages:
            refused = thief.get(f"/sana/{page}")
            assert (refused.status_code, refused.headers["Location"]) == (303, "/sana/lacak/?usai"), page
        assert thief.post("/sana/lacak/cabut/", {"reason": "Sudah dapat."}).status_code == 403
        # Number and code, too: numbers of both agencies may be the same.
        assert Client().post("/sana/lacak/", {"number": inquiry.number, "code": code}).status_code == 422
        assert Client().post("/sana/lacak/", {"number": other.number, "code": code}).status_code == 422
    assert set(Inquiry.objects.for_agency(there).values_list("state", flat=True)) == {other.state}


def test_a_draft_and_a_receipt_are_shown_at_their_own_agency_alone(here: Agency, there: Agency) -> None:
    with clock.frozen(RECEIVED):
        client = Client()
        fill(client, here)
        thief = carrying(client)
        asked = PAGES["informasi"]["details"]
        assert asked in thief.get("/sini/permohonan/baru/periksa/").content.decode()
        assert thief.get("/sana/permohonan/baru/periksa/").status_code == 303
        assert asked not in thief.get("/sana/permohonan/baru/informasi/").content.decode()
        refused = thief.post("/sana/permohonan/baru/periksa/", {"statement": "on"})
        assert (refused.status_code, asked in refused.content.decode()) == (409, False)
        assert not Inquiry.objects.exists()
    # Nobody answers three pages in no time.
    with clock.frozen(RECEIVED + dt.timedelta(minutes=5)):
        assert client.post("/sini/permohonan/baru/periksa/", {"statement": "on"}).status_code == 303
        number = Inquiry.objects.get().number
        thief = carrying(client)
        assert number in thief.get("/sini/permohonan/tanda-terima/").content.decode()
        assert number not in thief.get("/sana/permohonan/tanda-terima/").content.decode()


@pytest.fixture
def offices(here: Agency, there: Agency) -> tuple[Surveyed, Surveyed]:
    from pendopo.modules.satisfaction.actions import install_instruments

    install_instruments()
    return Surveyed(here), Surveyed(there)


def test_a_screen_is_a_screen_at_its_own_agency_alone(offices: tuple[Surveyed, Surveyed]) -> None:
    own, foreign = offices
    survey, other = own.open(), foreign.open()
    _made, code = kiosks.make_kiosk(survey=survey, name="Loket 1", by=own.ppid)
    assert Client().post(foreign.url("pair_kiosk"), {"code": code}).status_code == 422
    assert Kiosk.objects.get().state == "waiting"
    client = Client()
    assert client.post(own.url("pair_kiosk"), {"code": code}).status_code == 303
    thief = carrying(client)
    assert [thief.get(place.url("kiosk")).status_code for place in offices] == [200, 403]
    assert thief.post(foreign.url("kiosk"), ticked()).status_code == 403

    def send(address: str, about: Any) -> Any:
        body = {"answers": [questionnaire(about, uuid4().hex)]}
        return thief.post(address, body, content_type="application/json")

    assert [send(foreign.url("send_from_kiosk"), each).status_code for each in (survey, other)] == [403, 403]
    # At its own agency it may not speak of another one's survey.
    assert send(own.url("send_from_kiosk"), other).json()["done"] == []
    assert not Answer.objects.exists()
    assert len(send(own.url("send_from_kiosk"), survey).json()["done"]) == 1


def test_links_of_a_survey_lead_nowhere_at_another_agency(offices: tuple[Surveyed, Surveyed]) -> None:
    own, foreign = offices
    survey = own.open()
    foreign.open()
    service = asked_about(survey)[0].service_id
    asked = asked_by(own.agency, survey.pk, service)
    assert asked is not None
    made = inviting.invite(asked=asked, subject_type="inquiry", subject_id=uuid4(), email="", by=SYSTEM)
    assert made is not None
    links: list[Callable[[Surveyed], str]] = [
        lambda office: office.url("invited", secret_of(made.pk)),
        lambda office: office.url("answer", survey.pk, service),
        lambda office: office.url("by_service", service),
    ]
    assert [Client().get(link(own)).status_code for link in links] == [200, 200, 302]
    for link in links:
        assert [Client().get(link(foreign)).status_code, Client().post(link(foreign), ticked()).status_code] in (
            [404, 404], [404, 405],
        )  # fmt: skip
    assert not Answer.objects.exists()
    made.refresh_from_db()
    assert not made.is_used


def test_a_subscriber_s_link_changes_nothing_at_another_agency(here: Agency, there: Agency) -> None:
    for agency in (here, there):
        mailing.subscribe(agency=agency, email="siti@contoh.id")
    own, other = Subscriber.objects.get(agency=here), Subscriber.objects.get(agency=there)
    token = mailing.token_of(own)
    for step in ("konfirmasi", "berhenti"):
        for slug, row in (("sana", own), ("sana", other), ("sini", other)):
            assert Client().post(f"/{slug}/peringatan/langganan/{row.pk}/{token}/{step}/").status_code == 404, step
    assert Subscriber.objects.filter(confirmed_at=None).count() == 2
    assert Client().post(f"/sini/peringatan/langganan/{own.pk}/{token}/konfirmasi/").status_code == 200


def test_a_program_s_key_reaches_its_own_agency_alone(here: Agency, there: Agency) -> None:
    program = Program(key_for(here, "requests:read", "statistics:read"))
    for path in ("requests", "figures"):
        assert [program.get(f"agencies/{slug}/{path}").status_code for slug in ("sini", "sana")] == [200, 404]
