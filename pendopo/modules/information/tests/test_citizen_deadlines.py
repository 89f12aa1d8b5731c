"""The citizen's own deadlines: day by day, as a calendar file, without the name of an officer or a note."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.actions import pause
from pendopo.kernel.calendar.models import Clock
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.citizen_cases import (
    NOTE,
    OFFICER,
    RECEIVED,
    make_agency,
    make_inquiry,
    officer,
    open_own,
    path,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    return make_agency()


@pytest.fixture
def inquiry(client: Client, agency: Agency) -> Inquiry:
    with clock.frozen(RECEIVED):
        found, code = make_inquiry(agency)
        actions.declare_complete(inquiry=found, by=officer(agency))
        open_own(client, agency, found, code)
    return found


def look(client: Client, agency: Agency, rest: str, status: int = 200) -> str:
    with clock.frozen(RECEIVED + dt.timedelta(minutes=5)):
        answer = client.get(path(agency, rest))
    assert answer.status_code == status
    return answer.content.decode()


def test_every_deadline_explains_itself_without_names(client: Client, agency: Agency, inquiry: Inquiry) -> None:
    found = Clock.objects.select_related("agency", "unit").get(subject_id=inquiry.pk, label="notice_receipt")
    with clock.frozen(RECEIVED):
        pause(clock=found, by=officer(agency), reason=NOTE)
    html = look(client, agency, "lacak/tenggat/")
    for words in ("Cara hitung tenggat", "UU 14/2008 Pasal 22 ayat (7)", "Hari kejadian, tidak dihitung", "Dijeda"):
        assert words in html
    for secret in (OFFICER, NOTE):
        assert secret not in html
    assert "lacak/tenggat/" in look(client, agency, "lacak/permohonan/")


def test_the_calendar_file_names_only_the_number(client: Client, agency: Agency, inquiry: Inquiry) -> None:
    content = look(client, agency, "lacak/tenggat.ics")
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert len(events) == 3
    assert all(str(event["SUMMARY"]).endswith(inquiry.number) for event in events)
    for secret in (OFFICER, inquiry.contact.name, inquiry.details):
        assert secret not in content


def test_without_number_and_code_nothing_is_told(agency: Agency, inquiry: Inquiry) -> None:
    for rest in ("lacak/tenggat/", "lacak/tenggat.ics"):
        answer = Client().get(path(agency, rest))
        assert (answer.status_code, inquiry.number in answer.content.decode()) == (303, False)
