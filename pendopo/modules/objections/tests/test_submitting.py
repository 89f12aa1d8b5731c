"""Handing in: grounds that are there, grounds that are not yet, once, one at a time, late, without a request, by proxy."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, RegisterCounter
from pendopo.kernel.documents.models import Document
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.people.actors import CITIZEN, SYSTEM
from pendopo.kernel.people.models import Contact
from pendopo.kernel.tracking.actions import code_of, new_token, tracking_digest
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.lib.ids import uuid7
from pendopo.modules.objections import actions
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.ports import InquiryCard, inquiries
from pendopo.modules.objections.rules.objecting import REGISTER, Claim, Filing
from pendopo.modules.objections.tests.office import (
    MONDAY,
    OBJECTOR,
    PROXY,
    REFUSED_AT,
    REPLY_DUE,
    WIB,
    Office,
    Requests,
    audited,
    clocks,
    filed,
    make_office,
    paper,
)

pytestmark = pytest.mark.django_db


def periodic(office: Office, *, at: dt.datetime = MONDAY, **more: Any) -> Objection:
    filing = Filing(
        Claim("b", "Laporan keuangan tidak ada di laman.", "LRA 2025", "Penelitian"), objector=OBJECTOR, **more
    )
    with clock.frozen(at):
        return actions.submit(agency=office.agency, filing=filing, token=new_token(), by=CITIZEN)


def test_an_objection_at_once_after_a_refusal(office: Office) -> None:
    card = office.request()
    objection = filed(office, card=card, at=REFUSED_AT + dt.timedelta(minutes=5), grounds="ea")
    assert objection.number == "PPID-KEB-2026-000001"
    assert (objection.grounds, objection.late_grounds, objection.state) == ("ae", "", "registered")
    assert (objection.inquiry_number, objection.asked, objection.purpose) == (card.number, card.details, card.purpose)
    assert objection.challenged_id == office.ppid.user_pk
    assert audited(objection) == ["objection.submit"]


def test_reply_is_due_thirty_working_days_from_receipt(office: Office) -> None:
    # Worked example 17 of the reference.
    assert clocks(filed(office)) == {"superior_reply": ("running", REPLY_DUE)}


def test_an_old_letter_counts_from_its_receipt(office: Office) -> None:
    objection = filed(office, at=MONDAY + dt.timedelta(days=3), by=office.front, channel="letter", received_at=MONDAY)
    assert clocks(objection) == {"superior_reply": ("running", REPLY_DUE)}
    assert objection.registered_by == office.front.user


def test_everybody_is_told(office: Office) -> None:
    for actor in (office.front, office.ppid, office.superior):
        assert actor.user
    objection = filed(office)
    told = InboxItem.objects.filter(subject_id=objection.pk)
    assert {item.user_id for item in told} == {office.front.user_pk, office.ppid.user_pk, office.superior.user_pk}
    [mail] = OutboxMessage.objects.filter(subject_id=objection.pk)
    assert mail.recipient == "sri@contoh.example"
    assert objection.number in mail.subject
    assert objection.number in mail.body


def test_the_contact_is_a_copy(office: Office) -> None:
    card = office.request()
    objection = filed(office, card=card)
    assert objection.contact_id != card.contact_id
    assert (objection.contact.name, objection.contact.nik) == ("Sri Rahayu", "3304011201900001")
    assert Contact.objects.count() == 2


def test_silence_too_early_is_told_with_its_date(office: Office) -> None:
    due = dt.datetime(2026, 4, 14, 23, 59, 59, tzinfo=WIB)
    card = office.request(
        decision="",
        decided_at=None,
        decided_by=frozenset(),
        issued_by=None,
        found={"c": due},
        silent_from=dt.date(2026, 4, 15),
    )
    with pytest.raises(NotAllowed, match="Rabu, 15 April 2026"):
        filed(office, card=card, grounds="c")
    assert not Objection.objects.exists()
    objection = filed(office, card=card, grounds="c", at=dt.datetime(2026, 4, 15, 0, 5, tzinfo=WIB))
    # A8: T0 is the due date itself.
    assert objection.found_at == due
    assert objection.challenged_id is None


def test_a_late_answer_is_no_silence(office: Office) -> None:
    due = dt.datetime(2026, 4, 9, 23, 59, 59, tzinfo=WIB)
    card = office.request(found={"c": due, "g": REFUSED_AT})
    with pytest.raises(NotAllowed, match="sudah ditanggapi"):
        filed(office, card=card, grounds="c")
    assert filed(office, card=card, grounds="g").grounds == "g"


def test_a_letter_about_silence_that_came_before_the_late_answer(office: Office) -> None:
    due = dt.datetime(2026, 4, 8, 23, 59, 59, tzinfo=WIB)
    card = office.request(found={"c": due, "g": REFUSED_AT})
    received = dt.datetime(2026, 4, 9, 8, 0, tzinfo=WIB)
    assert filed(office, card=card, grounds="c", by=office.front, channel="letter", received_at=received).grounds == "c"


@pytest.mark.parametrize("letter", ["c", "f", "g"])
def test_a_ground_that_is_not_there(office: Office, letter: str) -> None:
    with pytest.raises(NotAllowed):
        filed(office, grounds=letter)


def test_after_thirty_working_days_it_is_accepted_and_flagged(office: Office) -> None:
    # Refused on Friday 10 April: the 30th working day is Friday 29 May 2026.
    assert filed(office, at=dt.datetime(2026, 5, 29, 22, 0, tzinfo=WIB)).late_grounds == ""
    objection = filed(office, at=dt.datetime(2026, 6, 2, 9, 0, tzinfo=WIB), grounds="ae")
    assert (objection.late_grounds, objection.state) == ("ae", "registered")


def test_the_same_press_twice_is_one_objection(office: Office) -> None:
    card, token = office.request(), new_token()
    filing = Filing(Claim("a", "Ditolak."), inquiry_id=card.inquiry_id)
    with clock.frozen(MONDAY):
        first = actions.submit(agency=office.agency, filing=filing, token=token, by=CITIZEN)
        again = actions.submit(agency=office.agency, filing=filing, token=token, by=CITIZEN)
    assert first.pk == again.pk
    assert Objection.objects.count() == 1
    assert first.tracking_digest == tracking_digest(code_of(token))


def test_the_same_press_that_got_here_first_a_moment_ago(office: Office, requests: Requests) -> None:
    card, token = office.request(), new_token()
    filing = Filing(Claim("a", "Ditolak."), inquiry_id=card.inquiry_id)
    pressed: list[Objection] = []

    class Slower(Requests):
        """Requests that are looked up while the other press is registered."""

        def card(self, agency: Agency, inquiry_id: UUID) -> InquiryCard | None:
            inquiries.connect(requests)
            pressed.append(actions.submit(agency=agency, filing=filing, token=token, by=CITIZEN))
            return requests.card(agency, inquiry_id)

    inquiries.connect(Slower())
    with clock.frozen(MONDAY):
        second = actions.submit(agency=office.agency, filing=filing, token=token, by=CITIZEN)
    assert [(each.pk, each.number) for each in pressed] == [(second.pk, "PPID-KEB-2026-000001")]
    assert list(Objection.objects.values_list("seq", flat=True)) == [1]
    assert OutboxMessage.objects.filter(subject_id=second.pk).count() == 1


def test_a_number_given_already_is_not_taken_for_a_second_objection(office: Office) -> None:
    first = filed(office)
    # As after restoring a counter from an older copy: the next number is the first one once more.
    RegisterCounter.objects.filter(agency=office.agency, register=REGISTER).update(last=0)
    with pytest.raises(IntegrityError):
        filed(office)
    assert list(Objection.objects.values_list("pk", "seq")) == [(first.pk, 1)]


def test_no_second_one_while_the_first_is_open(office: Office) -> None:
    card = office.request()
    first = filed(office, card=card)
    with pytest.raises(NotAllowed, match=first.number):
        filed(office, card=card, grounds="e")
    with clock.frozen(MONDAY + dt.timedelta(days=1)):
        actions.withdraw(objection=first, reason="Batal.", by=CITIZEN)
    second = filed(office, card=card, grounds="e", at=MONDAY + dt.timedelta(days=2))
    assert second.number == "PPID-KEB-2026-000002"
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=first.pk).update(closed_at=None)


def test_a_request_that_never_was(office: Office) -> None:
    filing = Filing(Claim("a", "Ditolak."), inquiry_id=uuid7())
    with pytest.raises(NotAllowed, match="tidak ada"):
        actions.submit(agency=office.agency, filing=filing, token=new_token(), by=CITIZEN)


def test_periodic_information_without_a_request(office: Office) -> None:
    objection = periodic(office, found_on=dt.date(2026, 4, 1))
    assert (objection.inquiry_id, objection.inquiry_number, objection.grounds) == (None, "", "b")
    assert objection.asked == "LRA 2025"
    assert objection.contact.nik == "3304011201900001"
    assert objection.late_grounds == ""
    assert periodic(office, found_on=dt.date(2026, 2, 2)).late_grounds == "b"
    with pytest.raises(NotAllowed, match="memerlukan tahun 1990"):
        periodic(office, found_on=dt.date(1990, 2, 2))


@pytest.mark.parametrize(
    "filing",
    [
        Filing(Claim("a", "Tanpa permohonan."), objector=OBJECTOR),
        Filing(Claim("b", "Tanpa pemohon.")),
        Filing(Claim("", "Tanpa alasan."), objector=OBJECTOR),
        Filing(Claim("b", "  "), objector=OBJECTOR),
        Filing(Claim("b", "Besok."), objector=OBJECTOR, received_at=MONDAY + dt.timedelta(days=1)),
    ],
)
def test_what_contradicts_itself(office: Office, filing: Filing) -> None:
    with clock.frozen(MONDAY), pytest.raises(ValueError):
        actions.submit(agency=office.agency, filing=filing, token=new_token(), by=CITIZEN)


def test_a_proxy_with_power_of_attorney(office: Office) -> None:
    card = office.request()
    filing = Filing(Claim("a", "Ditolak."), inquiry_id=card.inquiry_id, proxy=PROXY, channel="letter")
    with clock.frozen(MONDAY):
        objection = actions.submit(
            agency=office.agency, filing=filing, token=new_token(), by=office.front, uploads=[paper("kuasa.pdf")]
        )
    assert (objection.proxy_name, objection.proxy_address, objection.proxy_phone) == (
        PROXY.name,
        PROXY.address,
        PROXY.phone,
    )
    [document] = Document.objects.filter(subject_id=objection.pk)
    assert (document.purpose, document.visibility) == ("identity", "private")


def test_who_may_not_hand_in(office: Office) -> None:
    for actor in (office.superior, office.auditor, SYSTEM):
        with pytest.raises(NotAllowed):
            filed(office, by=actor)
    assert not Objection.objects.exists()


def test_agencies_have_numbers_of_their_own(office: Office, requests: Any) -> None:
    other = make_office(requests, "lain")
    assert [filed(office).seq, filed(office).seq, filed(other).seq] == [1, 2, 1]
