"""Receiving, checking, completing, closing, withdrawing: what each action writes, and everything it refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import translation

from pendopo.kernel import clock, events
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.documents.models import Document
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.tracking.actions import code_of, new_token
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.kernel.workflow.models import Move
from pendopo.modules.information import actions
from pendopo.modules.information import events as happened
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.citizen_cases import inspected
from pendopo.modules.information.tests.office import (
    DUE,
    MONDAY,
    PERSON,
    TUESDAY,
    WIB,
    WISH,
    Office,
    audited,
    awaiting,
    clocks,
    fresh,
    in_process,
    issued,
    last_move,
    make_office,
    registered,
    tracked_inquiry,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


def inbox(inquiry: Inquiry) -> set[tuple[str, str]]:
    """Return who was told what about the request: username and sentence."""
    items = InboxItem.objects.filter(subject_id=inquiry.pk).select_related("user")
    return {(item.user.username.removeprefix("contoh-"), item.sentence) for item in items}


def mails(inquiry: Inquiry) -> list[str]:
    """Return the subjects of the mails to the requester, in order."""
    return list(OutboxMessage.objects.filter(subject_id=inquiry.pk).order_by("id").values_list("subject", flat=True))


def test_register(office: Office) -> None:
    people = {office.front, office.ppid, office.back}
    token = new_token()
    with clock.frozen(MONDAY):
        inquiry = actions.register(
            agency=office.agency,
            wish=WISH,
            requester=PERSON,
            token=token,
            by=office.front,
            channel="phone",
            received_at=MONDAY - dt.timedelta(days=3),
            help_given="Dibantu menulis",
            uploads=[inspected("ktp.pdf")],
        )
    assert len(people) == 3
    inquiry = fresh(inquiry)
    assert (inquiry.number, inquiry.seq, inquiry.year, inquiry.state) == ("PPID-2026-000001", 1, 2026, "registered")
    assert (inquiry.received_at, inquiry.registered_at) == (MONDAY - dt.timedelta(days=3), MONDAY)
    assert (inquiry.registered_by, inquiry.channel, inquiry.help_given) == (
        office.front.user, "phone", "Dibantu menulis",
    )  # fmt: skip
    contact = inquiry.contact
    assert (contact.name, contact.nik, contact.masked_nik) == ("Sri Rahayu", PERSON.nik, "************0001")
    assert PERSON.nik.encode() not in bytes(contact.nik_sealed)
    # Checked three working days from registration, answered ten from receipt on Friday 31 July.
    assert clocks(inquiry) == {
        "completeness_check": ("running", dt.date(2026, 8, 6), ""),
        "notice_receipt": ("running", dt.date(2026, 8, 14), ""),
    }
    assert audited(inquiry) == ["documents.store", "inquiry.register"]
    assert [(each.purpose, each.visibility) for each in Document.objects.all()] == [("identity", "private")]
    assert inbox(inquiry) == {
        ("front_office", "Permohonan baru PPID-2026-000001: periksa kelengkapannya."),
        ("ppid", "Permohonan baru PPID-2026-000001: periksa kelengkapannya."),
    }
    assert mails(inquiry) == ["Permohonan informasi PPID-2026-000001 telah terdaftar"]
    assert tracked_inquiry(office.agency, inquiry.number, code_of(token)) == inquiry
    assert verify(office.agency).intact


def test_the_trail_names_nobody(office: Office) -> None:
    registered(office)
    details = str([entry.details for entry in Entry.objects.all()]) + str([move.details for move in Move.objects.all()])
    assert not any(word in details for word in (PERSON.name, PERSON.nik, PERSON.phone, PERSON.email))


@pytest.mark.parametrize("uploads", [(), (inspected("ktp.pdf"),)])
def test_a_second_press_finds_the_same_request(office: Office, uploads: Any) -> None:
    token = new_token()
    with clock.frozen(MONDAY):
        first, second = (
            actions.register(
                agency=office.agency, wish=WISH, requester=PERSON, token=token, by=CITIZEN, uploads=uploads
            )
            for _press in range(2)
        )
    assert first == second
    assert Inquiry.objects.count() == 1
    assert Document.objects.count() == len(uploads)


def test_numbers_have_no_gap_when_one_fails(office: Office) -> None:
    registered(office)
    with pytest.raises(ValueError, match="future"):
        registered(office, received_at=MONDAY + dt.timedelta(seconds=1))
    assert registered(office).number == "PPID-2026-000002"


def test_the_number_takes_the_agency_s_own_year() -> None:
    office = make_office("timur", timezone="Asia/Jayapura")
    # 22.30 in Jakarta on New Year's Eve is 00.30 of the new year in Jayapura.
    inquiry = registered(office, at=dt.datetime(2026, 12, 31, 22, 30, tzinfo=WIB))
    assert (inquiry.year, inquiry.number) == (2027, "PPID-2027-000001")


def test_an_integrity_error_of_another_kind_is_not_swallowed(office: Office) -> None:
    taken = registered(office)
    Inquiry.objects.filter(pk=taken.pk).update(seq=2, number="PPID-2026-000002")
    with pytest.raises(IntegrityError):
        registered(office)


def test_an_auditor_registers_nothing(office: Office) -> None:
    with pytest.raises(NotAllowed):
        registered(office, by=office.auditor)
    assert Inquiry.objects.count() == 0


def test_without_mail_address_no_mail(office: Office) -> None:
    assert mails(registered(office, email="")) == []


def test_registration_is_told_after_commit(office: Office, django_capture_on_commit_callbacks: Any) -> None:
    heard: list[object] = []
    events.on(happened.InquiryRegistered, heard.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            inquiry = registered(office)
    finally:
        events._listeners[happened.InquiryRegistered].remove(heard.append)
    assert heard == [happened.InquiryRegistered(office.agency.pk, inquiry.pk)]


def test_declare_complete(office: Office) -> None:
    inquiry = registered(office)
    with clock.frozen(TUESDAY):
        actions.declare_complete(inquiry=inquiry, by=office.front)
    inquiry = fresh(inquiry)
    assert (inquiry.state, inquiry.complete_at, inquiry.state_since_at) == ("in_process", TUESDAY, TUESDAY)
    assert clocks(inquiry) == {
        "completeness_check": ("stopped", dt.date(2026, 8, 6), "dinyatakan lengkap"),
        "notice_receipt": ("running", DUE, ""),
        "notice_complete": ("running", dt.date(2026, 8, 19), ""),
    }
    move = last_move(inquiry)
    assert (move.step, move.from_state, move.to_state, move.user, move.at) == (
        "declare_complete", "registered", "in_process", office.front.user, TUESDAY,
    )  # fmt: skip


def test_the_law_s_example_of_a_declaration(office: Office) -> None:
    # Worked example 12: complete on 2 June 2026, due on 17 June.
    inquiry = registered(office, at=dt.datetime(2026, 6, 2, 9, 0, tzinfo=WIB))
    with clock.frozen(dt.datetime(2026, 6, 2, 11, 0, tzinfo=WIB)):
        actions.declare_complete(inquiry=inquiry, by=office.ppid)
    assert clocks(inquiry)["notice_complete"][1] == dt.date(2026, 6, 17)


def test_the_law_s_example_of_a_check(office: Office) -> None:
    # Worked example 10: registered on 13 May 2026, before Ascension with joint leave; due on the 20th.
    inquiry = registered(office, at=dt.datetime(2026, 5, 13, 9, 0, tzinfo=WIB))
    assert clocks(inquiry)["completeness_check"][1] == dt.date(2026, 5, 20)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (dt.datetime(2026, 8, 3, 10, 0, tzinfo=WIB), dt.date(2026, 8, 18)),
        (dt.datetime(2026, 5, 8, 19, 30, tzinfo=WIB), dt.date(2026, 5, 26)),
        (dt.datetime(2026, 1, 10, 11, 0, tzinfo=WIB), dt.date(2026, 1, 26)),
        (dt.datetime(2026, 12, 14, 9, 0, tzinfo=WIB), dt.date(2026, 12, 30)),
        (dt.datetime(2025, 8, 4, 9, 0, tzinfo=WIB), dt.date(2025, 8, 19)),
        (dt.datetime(2026, 7, 3, 15, 30, tzinfo=dt.UTC), dt.date(2026, 7, 17)),
    ],
)
def test_worked_examples_of_the_notice(office: Office, received: dt.datetime, due: dt.date) -> None:
    assert clocks(registered(office, at=received))["notice_receipt"][1] == due


def test_a_week_of_six_days() -> None:
    office = make_office("enam", week_days=6)
    assert clocks(registered(office))["notice_receipt"][1] == dt.date(2026, 8, 14)


def test_two_officers_at_once(office: Office) -> None:
    inquiry = registered(office)
    with clock.frozen(TUESDAY):
        actions.declare_complete(inquiry=inquiry, by=office.front)
    with pytest.raises(WrongState) as refused:
        actions.declare_complete(inquiry=inquiry, by=office.ppid)
    assert (refused.value.case.state, refused.value.step.name) == ("in_process", "declare_complete")
    assert refused.value.last is not None
    assert (refused.value.last.by_label, refused.value.last.at) == ("Nama front_office", TUESDAY)
    assert Move.objects.filter(subject_id=inquiry.pk, step="declare_complete").count() == 1


@pytest.mark.parametrize("who", ["back", "superior", "auditor"])
def test_the_desk_declares(office: Office, who: str) -> None:
    with pytest.raises(NotAllowed, match="Peran Anda"):
        actions.declare_complete(inquiry=registered(office), by=getattr(office, who))


def test_declare_incomplete(office: Office) -> None:
    inquiry = registered(office)
    with clock.frozen(TUESDAY):
        actions.declare_incomplete(
            inquiry=inquiry, items=["identity", "subject"], note="Mohon KTP.", by=office.front, letter=b"%PDF-surat"
        )
    inquiry = fresh(inquiry)
    assert (inquiry.state, inquiry.repair_items, inquiry.repair_note, inquiry.repair_rounds) == (
        "awaiting_repair", ["identity", "subject"], "Mohon KTP.", 1,
    )  # fmt: skip
    assert clocks(inquiry) == {
        "completeness_check": ("stopped", dt.date(2026, 8, 6), "diminta dilengkapi"),
        "notice_receipt": ("running", DUE, ""),
        "completeness_fix": ("running", dt.date(2026, 8, 7), ""),
    }
    (letter,) = Document.objects.all()
    assert (letter.name, letter.purpose, letter.visibility) == (
        "permintaan-kelengkapan-1-2026.pdf", "letter", "requester",
    )  # fmt: skip
    body = OutboxMessage.objects.filter(subject_id=inquiry.pk).latest("id").body
    assert (
        "- Salinan identitas (KTP atau identitas lain yang sah)\n- Rincian informasi yang lebih jelas\nMohon KTP."
        in body
    )
    assert "Lengkapi paling lambat 7 Agustus 2026." in body
    assert last_move(inquiry).public_note == "Mohon KTP."


@pytest.mark.parametrize("items", [[], ["identity", "horoscope"]])
def test_what_is_missing_comes_from_the_list(office: Office, items: list[str]) -> None:
    with pytest.raises(ValueError, match="from the list"):
        actions.declare_incomplete(inquiry=registered(office), items=items, note="", by=office.front)


def test_completion_is_asked_for_once(office: Office) -> None:
    inquiry = awaiting(office)
    with clock.frozen(TUESDAY):
        actions.repair(inquiry=inquiry, addition="Tahun 2025", by=CITIZEN)
        with pytest.raises(NotAllowed, match="satu kali"):
            actions.declare_incomplete(inquiry=inquiry, items=["identity"], note="", by=office.front)
    assert fresh(inquiry).state == "registered"


def test_nothing_is_asked_of_a_request_in_process(office: Office) -> None:
    with pytest.raises(WrongState):
        actions.declare_incomplete(inquiry=in_process(office), items=["identity"], note="", by=office.front)


def test_repair(office: Office) -> None:
    inquiry = awaiting(office, nik="")
    with clock.frozen(dt.datetime(2026, 8, 6, 9, 0, tzinfo=WIB)):
        actions.repair(
            inquiry=inquiry,
            addition="Khusus triwulan I.",
            purpose="Skripsi.",
            changes={"address": "Jl. Baru 2", "nik": "3304011201900002"},
            uploads=[inspected("ktp.pdf")],
            by=CITIZEN,
        )
    inquiry = fresh(inquiry)
    assert (inquiry.state, inquiry.details) == ("registered", "Laporan keuangan 2025\n\nKhusus triwulan I.")
    assert inquiry.purpose == "Penelitian\n\nSkripsi."
    assert (inquiry.contact.address, inquiry.contact.nik) == ("Jl. Baru 2", "3304011201900002")
    assert last_move(inquiry).details == {"fields": ["address", "nik", "purpose"], "files": 1, "added": True}
    assert [each.purpose for each in Document.objects.all()] == ["identity"]
    states = clocks(inquiry)
    assert states["completeness_fix"] == ("stopped", dt.date(2026, 8, 7), "dilengkapi pemohon")
    assert states["completeness_check"] == ("running", dt.date(2026, 8, 11), "")


def test_a_repair_by_file_alone_changes_no_words(office: Office) -> None:
    inquiry = awaiting(office)
    before = fresh(inquiry).contact.created_at
    with clock.frozen(TUESDAY):
        actions.repair(inquiry=inquiry, addition="", uploads=[inspected("ktp.pdf")], by=office.front)
    inquiry = fresh(inquiry)
    assert (inquiry.details, inquiry.contact.created_at) == ("Laporan keuangan 2025", before)
    assert last_move(inquiry).details == {"fields": [], "files": 1, "added": False}


def test_repair_refuses(office: Office) -> None:
    with pytest.raises(ValueError, match="created_at"):
        actions.repair(inquiry=awaiting(office), addition="", changes={"created_at": "x"}, by=CITIZEN)
    with pytest.raises(WrongState):
        actions.repair(inquiry=registered(office), addition="x", by=CITIZEN)
    with pytest.raises(NotAllowed):
        actions.repair(inquiry=awaiting(office), addition="x", by=office.back)


def test_close_incomplete(office: Office) -> None:
    inquiry = awaiting(office)
    with (
        clock.frozen(dt.datetime(2026, 8, 7, 23, 59, tzinfo=WIB)),
        pytest.raises(NotAllowed, match="masih punya waktu"),
    ):
        actions.close_incomplete(inquiry=inquiry, by=office.front)
    late = dt.datetime(2026, 8, 8, 0, 0, 30, tzinfo=WIB)
    with clock.frozen(late):
        actions.close_incomplete(inquiry=inquiry, by=office.front)
    inquiry = fresh(inquiry)
    assert (inquiry.state, inquiry.closed_at) == ("closed_incomplete", late)
    assert {label: state for label, (state, _due, _why) in clocks(inquiry).items()} == {
        "completeness_check": "stopped",
        "completeness_fix": "stopped",
        "notice_receipt": "stopped",
    }
    assert mails(inquiry)[-1] == "Permohonan PPID-2026-000001 tidak dapat diproses"


def test_only_what_waits_is_closed(office: Office) -> None:
    with pytest.raises(WrongState):
        actions.close_incomplete(inquiry=registered(office), by=office.front)


@pytest.mark.parametrize("state", ["registered", "awaiting", "in_process", "issued"])
def test_withdraw_while_open(office: Office, state: str) -> None:
    make = {"registered": registered, "awaiting": awaiting, "in_process": in_process, "issued": issued}[state]
    inquiry = make(office)
    at = MONDAY + dt.timedelta(days=3)
    with clock.frozen(at):
        actions.withdraw(inquiry=inquiry, reason="Sudah dapat dari situs", by=CITIZEN)
    inquiry = fresh(inquiry)
    assert (inquiry.state, inquiry.closed_at) == ("withdrawn", at)
    assert {each for each, _due, _why in clocks(inquiry).values()} == {"stopped"}
    assert last_move(inquiry).note == "Sudah dapat dari situs"
    with pytest.raises(WrongState):
        actions.withdraw(inquiry=inquiry, reason="", by=office.front)


def test_a_unit_withdraws_nothing(office: Office) -> None:
    with pytest.raises(NotAllowed):
        actions.withdraw(inquiry=in_process(office), reason="", by=office.back)


def test_the_requester_reads_indonesian_whatever_the_officer_reads(office: Office, settings: Any) -> None:
    settings.PENDOPO_ADDRESS = "https://layanan.example"
    inquiry = registered(office)
    with translation.override("en"):
        actions.declare_incomplete(inquiry=inquiry, items=["identity"], note="Foto KTP buram.", by=office.front)
    mail = OutboxMessage.objects.filter(subject_id=inquiry.pk).latest("id")
    assert mail.subject == f"Permohonan {inquiry.number} perlu dilengkapi"
    assert f"kode lacak Anda: https://layanan.example/{office.agency.slug}/lacak/" in mail.body
