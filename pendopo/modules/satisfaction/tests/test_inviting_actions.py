"""Personal links: one mail and one answer per case, expiry, and nothing that ties the answer to the case."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.people.actors import CITIZEN, SYSTEM
from pendopo.modules.satisfaction import actions, tasks
from pendopo.modules.satisfaction.actions import inviting
from pendopo.modules.satisfaction.models import Answer, Invitation, Survey
from pendopo.modules.satisfaction.queries.inviting import asked_by, invitation_of, secret_of
from pendopo.modules.satisfaction.queries.surveys import asked_about
from pendopo.modules.satisfaction.rules import limits
from pendopo.modules.satisfaction.rules.traits import CHANNELS
from pendopo.modules.satisfaction.tests.collecting import ticked
from pendopo.modules.satisfaction.tests.surveying import Surveyed, filled


def invite(office: Surveyed, survey: Survey, case: object = None, email: str = "siti@contoh.id") -> Invitation | None:
    asked = asked_by(office.agency, survey.pk, asked_about(survey)[0].service_id)
    assert asked is not None
    return inviting.invite(asked=asked, subject_type="inquiry", subject_id=case or uuid4(), email=email, by=SYSTEM)


def test_one_mail_and_one_link_per_case(office: Surveyed) -> None:
    survey, case = office.open(), uuid4()
    made = invite(office, survey, case)
    assert made is not None
    assert invite(office, survey, case) is None
    letter = OutboxMessage.objects.get()
    link = f"http://localhost:8000{office.url('invited', secret_of(made.pk))}"
    assert (letter.recipient, letter.subject) == ("siti@contoh.id", "Bagaimana pelayanan kami?")
    assert link in letter.body.splitlines()
    assert "tidak dihubungkan dengan nama" in letter.body
    assert secret_of(made.pk) not in str(Invitation.objects.values().get())
    assert invitation_of(office.agency, "inquiry", case) == made


def test_without_an_address_there_is_a_link_and_no_mail(office: Surveyed) -> None:
    assert invite(office, office.open(), email="") is not None
    assert OutboxMessage.objects.count() == 0


def test_the_link_brings_one_answer_that_nothing_ties_to_it(office: Surveyed) -> None:
    survey = office.open()
    made = invite(office, survey)
    assert made is not None
    address, sent = office.url("invited", secret_of(made.pk)), ticked()
    client = Client()
    assert client.get(address).status_code == 200
    assert client.post(address, sent).status_code == 303
    # Pressed twice: the same page is the same answer; another page is told.
    assert client.post(address, sent).status_code == 303
    again = client.post(address, ticked())
    assert again.status_code == 410
    assert "Tautan ini sudah dipakai" in again.content.decode()
    assert client.get(address).status_code == 410
    answer = Answer.objects.get()
    assert CHANNELS[answer.channel][0] == "token"
    local = answer.received_at.astimezone(office.agency.zone)
    assert (local.date(), local.time()) == (clock.today(office.agency.timezone), dt.time.min)
    made.refresh_from_db()
    assert made.is_used
    assert {field.name for field in Invitation._meta.get_fields()} & {"answer", "used_at", "used_on"} == set()


def test_a_page_that_was_sent_by_another_way_leaves_the_link_unused(office: Surveyed) -> None:
    survey = office.open()
    made = invite(office, survey)
    assert made is not None
    sent = ticked()
    open_link = office.url("answer", survey.pk, asked_about(survey)[0].service_id)
    assert Client().post(open_link, sent).status_code == 303
    assert Client().post(office.url("invited", secret_of(made.pk)), sent).status_code == 303
    made.refresh_from_db()
    assert (Answer.objects.count(), made.is_used) == (1, False)


def test_an_expired_link_takes_nothing(office: Surveyed) -> None:
    survey = office.open()
    made = invite(office, survey)
    assert made is not None
    with clock.frozen(made.expires_at):
        page = Client().get(office.url("invited", secret_of(made.pk)))
        assert page.status_code == 410
        assert "Masa berlaku tautan ini sudah habis" in page.content.decode()
        assert Client().post(office.url("invited", secret_of(made.pk)), ticked()).status_code == 410
        assert invitation_of(office.agency, made.subject_type, made.subject_id) is None
    assert Answer.objects.count() == 0


def test_a_link_of_a_closed_survey_stays_unused(office: Surveyed) -> None:
    survey = office.open()
    made = invite(office, survey)
    assert made is not None
    actions.close(survey=survey, by=office.ppid)
    page = Client().post(office.url("invited", secret_of(made.pk)), ticked())
    assert page.status_code == 409
    assert "tidak sedang dibuka" in page.content.decode()
    made.refresh_from_db()
    assert not made.is_used


@pytest.mark.parametrize("secret", ["0" * 32, "x", "0" * 31 + "G"])
def test_an_unknown_link(office: Surveyed, secret: str) -> None:
    office.open()
    assert Client().get(office.url("invited", secret)).status_code == 404


def test_a_link_of_another_agency_is_unknown(office: Surveyed, other_office: Surveyed) -> None:
    made = invite(other_office, other_office.open())
    assert made is not None
    assert Client().get(office.url("invited", secret_of(made.pk))).status_code == 404


def test_a_bad_answer_leaves_the_link_unused(office: Surveyed) -> None:
    survey = office.open()
    made = invite(office, survey)
    asked = asked_by(office.agency, survey.pk, asked_about(survey)[0].service_id)
    assert made is not None
    assert asked is not None
    with pytest.raises(actions.BadAnswer):
        inviting.answer_invitation(invitation=made, filled=filled(asked, "000000000"), by=CITIZEN)
    made.refresh_from_db()
    assert not made.is_used


def test_invitations_are_forgotten_a_month_after_their_end(office: Surveyed) -> None:
    made = invite(office, office.open())
    assert made is not None
    last = made.expires_at + dt.timedelta(days=limits.INVITATION_KEPT_DAYS)
    with clock.frozen(last):
        assert tasks.forget_invitations() == 0
    with clock.frozen(last + dt.timedelta(seconds=1)):
        assert tasks.forget_invitations() == 1
