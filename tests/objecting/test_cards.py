"""When each ground is found in a real request, and who had a hand in it (UU 14/2008 Pasal 35 ayat (1); question A8)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.documents.actions import store_bytes
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.people.models import Role
from pendopo.kernel.tracking.actions import new_token
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.information import actions
from pendopo.modules.information import ports as information
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.notice import NOT_HELD, NoticeText
from pendopo.modules.information.tests.office import (
    GRANTING,
    PAID,
    PARTLY,
    REFUSING,
    TUESDAY,
    WIB,
    Office,
    awaiting,
    drafted,
    in_process,
    issued,
    make_office,
    registered,
)
from pendopo.modules.objections import actions as objecting
from pendopo.modules.objections.ports import InquiryCard, inquiries
from pendopo.modules.objections.rules.objecting import Claim, Filing

pytestmark = pytest.mark.django_db
# What `issued` of the offices does on Wednesday 5 August.
ISSUED = dt.datetime(2026, 8, 5, 10, 0, tzinfo=WIB)
# Declared complete on Tuesday 4 August: due on Wednesday 19 August.
DUE_AT = dt.datetime(2026, 8, 19, 23, 59, 59, tzinfo=WIB)
LATE = dt.datetime(2026, 8, 21, 9, 0, tzinfo=WIB)


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def card(inquiry: Inquiry) -> InquiryCard:
    found = inquiries.get().card(inquiry.agency, inquiry.pk)
    assert found is not None
    return found


def test_a_refusal(office: Office) -> None:
    inquiry = issued(office, REFUSING)
    found = card(inquiry)
    # Answered in time: there was no silence (c), and no delay (g).
    assert found.found == {"a": ISSUED, "d": ISSUED, "e": ISSUED}
    assert found.decided_by == {office.back.user_pk, office.ppid.user_pk}
    assert found.issued_by == office.ppid.user_pk
    assert (found.decision, found.reasons, found.silent_from) == ("Ditolak", REFUSING.reason, None)
    assert (found.number, found.contact_id) == (inquiry.number, inquiry.contact_id)


@pytest.mark.parametrize(
    ("text", "grounds"),
    [
        (PARTLY, {"a", "d", "e"}),
        # What was granted and not handed over yet may be objected to as not fulfilled.
        (GRANTING, {"d", "e"}),
        (PAID, {"d", "e", "f"}),
        (NoticeText(decision=NOT_HELD, reason="Tidak pernah dibuat."), {"d", "e"}),
    ],
)
def test_other_decisions(office: Office, text: NoticeText, grounds: set[str]) -> None:
    assert set(card(issued(office, text)).found) == grounds


def test_what_was_handed_over_is_judged_from_that_moment(office: Office) -> None:
    inquiry = issued(office)
    with clock.frozen(LATE):
        actions.deliver(inquiry=inquiry, note="Diambil.", by=office.front)
    assert card(inquiry).found == {"d": LATE, "e": LATE}


def test_silence(office: Office) -> None:
    inquiry = in_process(office)
    # The instant lies in the future until the due date is over; the rules leave it out until then.
    assert card(inquiry).found == {"c": DUE_AT}
    assert card(inquiry).silent_from == dt.date(2026, 8, 20)


def test_an_extension_moves_silence(office: Office) -> None:
    inquiry = in_process(office)
    with clock.frozen(TUESDAY + dt.timedelta(days=1)):
        actions.extend(inquiry=inquiry, reason="not_yet_held", note="Dikumpulkan.", by=office.ppid)
    assert card(inquiry).silent_from == dt.date(2026, 9, 1)


def test_before_completeness_silence_counts_from_receipt(office: Office) -> None:
    assert card(registered(office)).silent_from == dt.date(2026, 8, 19)
    assert card(awaiting(office)).silent_from == dt.date(2026, 8, 19)


def test_a_late_answer(office: Office) -> None:
    inquiry = drafted(office)
    with clock.frozen(LATE):
        actions.issue_notice(inquiry=inquiry, by=office.ppid)
    assert card(inquiry).found == {"c": DUE_AT, "d": LATE, "e": LATE, "g": LATE}


def test_who_redrafted_is_among_the_hands(office: Office) -> None:
    inquiry = drafted(office)
    with clock.frozen(TUESDAY + dt.timedelta(hours=2)):
        actions.draft_notice(inquiry=inquiry, text=GRANTING, by=office.second_ppid)
        actions.propose_notice(inquiry=inquiry, by=office.second_ppid)
    assert card(inquiry).decided_by == {office.back.user_pk, office.second_ppid.user_pk}


def test_closed_and_withdrawn(office: Office) -> None:
    closed, withdrawn = awaiting(office), registered(office)
    at = dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB)
    with clock.frozen(at):
        actions.close_incomplete(inquiry=closed, by=office.front)
        actions.withdraw(inquiry=withdrawn, reason="Batal.", by=CITIZEN)
    assert card(closed).found == {"e": at}
    assert card(withdrawn).found == {}


def test_only_the_own_agencys(office: Office) -> None:
    other = make_office("lain")
    inquiry = registered(other)
    assert inquiries.get().card(office.agency, inquiry.pk) is None
    assert inquiries.get().numbered(office.agency, inquiry.number) is None
    assert inquiries.get().numbered(other.agency, inquiry.number) == inquiry.pk
    assert list(inquiries.get().files(office.agency, inquiry.pk, office.front)) == []


def test_files_as_each_officer_may_open_them(office: Office) -> None:
    inquiry = drafted(office, REFUSING)
    with clock.frozen(ISSUED):
        actions.issue_notice(inquiry=inquiry, by=office.ppid, letter=b"%PDF-surat")
    superior, desk = (inquiries.get().files(office.agency, inquiry.pk, who) for who in (office.superior, office.front))
    assert [each.name for each in superior][:1] == [f"pemberitahuan-{inquiry.seq}-{inquiry.year}.pdf"]
    assert superior[0].url == office.page("letter_preview", inquiry)
    assert desk[0].url.startswith(f"/{office.agency.slug}/meja/permohonan/{inquiry.pk}/berkas/")
    assert inquiries.get().page(office.agency, inquiry.pk) == office.page("detail", inquiry)


def test_a_superior_opens_the_decree_and_no_letter_with_the_name(office: Office) -> None:
    inquiry = drafted(office, REFUSING)
    exempt = Exemption.objects.get()
    decree = store_bytes(
        agency=office.agency, subject_type="exemption", subject_id=exempt.pk, name="penetapan-dik-1-2026.pdf",
        content=b"%PDF-penetapan", by=office.ppid,
    )  # fmt: skip
    with clock.frozen(ISSUED):
        actions.extend(inquiry=inquiry, reason="not_yet_decidable", note="x", by=office.ppid, letter=b"%PDF-surat")
        actions.issue_notice(inquiry=inquiry, by=office.ppid, letter=b"%PDF-surat")
    superior, desk = (inquiries.get().files(office.agency, inquiry.pk, who) for who in (office.superior, office.front))
    assert {each.name: each.url for each in superior} == {
        f"pemberitahuan-{inquiry.seq}-{inquiry.year}.pdf": office.page("letter_preview", inquiry),
        "penetapan-dik-1-2026.pdf": reverse("exemptions:file", args=[office.agency.slug, exempt.pk, decree.pk]),
    }
    assert {each.name for each in desk} == {
        *(each.name for each in superior), f"perpanjangan-{inquiry.seq}-{inquiry.year}.pdf",
    }  # fmt: skip


def test_a_request_knows_its_objections(office: Office) -> None:
    inquiry = issued(office, REFUSING)
    superior = office.actor(Role.SUPERIOR, name="second_superior")
    assert superior.user
    with clock.frozen(LATE):
        filing = Filing(Claim("a", "Ditolak."), inquiry_id=inquiry.pk)
        objection = objecting.submit(agency=office.agency, filing=filing, token=new_token(), by=CITIZEN)
    [told] = information.objections.get().to(office.agency, inquiry.pk)
    assert (told.number, told.state) == (objection.number, "Menunggu atasan PPID")
    assert told.url == f"/{office.agency.slug}/meja/keberatan/{objection.pk}/"
    assert objection.contact.name == inquiry.contact.name
    assert information.objections.get().begin_url(office.agency) == f"/{office.agency.slug}/lacak/ajukan-keberatan/"
    register: Any = information.objections.get().register_url(office.agency, inquiry.number)
    assert register.endswith(f"?permohonan={inquiry.number}")
