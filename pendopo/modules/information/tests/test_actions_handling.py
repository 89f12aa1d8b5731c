"""Working on a request: handing over, taking, material, notes, the one extension, reminders."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.documents.models import Document
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry, MaterialRequest
from pendopo.modules.information.tests.citizen_cases import inspected
from pendopo.modules.information.tests.office import (
    DUE,
    MONDAY,
    TUESDAY,
    WIB,
    Office,
    awaiting,
    clocks,
    drafted,
    fresh,
    in_process,
    issued,
    last_move,
    make_office,
    registered,
)

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return make_office()


def told(inquiry: Inquiry, word: str) -> set[str]:
    """Return who has a line with `word` about the request in the inbox."""
    items = InboxItem.objects.filter(subject_id=inquiry.pk).select_related("user")
    return {item.user.username.removeprefix("contoh-") for item in items if word in item.sentence}


def test_assign(office: Office) -> None:
    units = {office.back, office.other_back}
    inquiry = in_process(office)
    actions.take(inquiry=inquiry, by=office.back)
    actions.assign(inquiry=inquiry, unit=office.other_unit, note="Data ada di sana.", by=office.ppid)
    inquiry = fresh(inquiry)
    assert len(units) == 2
    assert (inquiry.unit, inquiry.assignee, inquiry.state) == (office.other_unit, None, "in_process")
    assert (last_move(inquiry).note, last_move(inquiry).details) == (
        "Data ada di sana.", {"unit": str(office.other_unit.pk)},
    )  # fmt: skip
    assert told(inquiry, "diteruskan") == {"back_office", "other_back"}


def test_assigning_the_same_unit_again_keeps_its_officer(office: Office) -> None:
    inquiry = in_process(office)
    actions.take(inquiry=inquiry, by=office.back)
    actions.assign(inquiry=inquiry, unit=office.unit, note="Mohon segera.", by=office.front)
    assert fresh(inquiry).assignee == office.back.user


def test_handing_over_stops_at_the_agency_s_own_units(office: Office) -> None:
    inquiry = in_process(office)
    other = Agency.objects.create(slug="lain", name="Lain", short_name="Lain")
    foreign = Unit.objects.create(agency=other, name="Bidang Lain")
    closed = Unit.objects.create(agency=office.agency, name="Bidang Lama", is_active=False)
    for unit in (foreign, closed):
        with pytest.raises(ValueError, match="active unit"):
            actions.assign(inquiry=inquiry, unit=unit, note="", by=office.ppid)
        with pytest.raises(ValueError, match="active unit"):
            actions.ask_unit(inquiry=inquiry, unit=unit, question="?", by=office.ppid)


def test_a_unit_hands_nothing_over(office: Office) -> None:
    with pytest.raises(NotAllowed):
        actions.assign(inquiry=in_process(office), unit=office.other_unit, note="", by=office.back)


def test_nothing_is_handed_over_before_it_is_complete(office: Office) -> None:
    with pytest.raises(WrongState):
        actions.assign(inquiry=registered(office), unit=office.unit, note="", by=office.front)


def test_take(office: Office) -> None:
    inquiry = in_process(office)
    actions.take(inquiry=inquiry, by=office.back)
    assert fresh(inquiry).assignee == office.back.user
    with pytest.raises(NotAllowed, match="sudah diambil Nama back_office"):
        actions.take(inquiry=inquiry, by=office.ppid)
    actions.take(inquiry=inquiry, by=office.back)


def test_what_belongs_to_another_unit_is_not_taken(office: Office) -> None:
    with pytest.raises(NotAllowed, match="unit lain"):
        actions.take(inquiry=in_process(office), by=office.other_back)
    with pytest.raises(WrongState):
        actions.take(inquiry=issued(office), by=office.back)


def test_ask_unit(office: Office) -> None:
    answering = office.other_back
    inquiry = in_process(office)
    with clock.frozen(dt.datetime(2026, 8, 13, 9, 0, tzinfo=WIB)):
        asked = actions.ask_unit(inquiry=inquiry, unit=office.other_unit, question="Berapa?", by=office.back)
        dated = actions.ask_unit(
            inquiry=inquiry, unit=office.other_unit, question="Kapan?", by=office.ppid, due_on=dt.date(2026, 8, 14)
        )
    assert answering.unit_ids == {office.other_unit.pk}
    # Three working days after Thursday the 13th, over the weekend and Independence Day.
    assert (asked.due_on, dated.due_on) == (dt.date(2026, 8, 19), dt.date(2026, 8, 14))
    assert (asked.asked_by, asked.question, asked.answered_at) == (office.back.user, "Berapa?", None)
    assert last_move(inquiry).details["due_on"] == "2026-08-14"
    assert told(inquiry, "bahan") == {"other_back"}
    assert clocks(inquiry)["notice_receipt"] == ("running", DUE, "")


def test_asking_is_for_those_who_answer(office: Office) -> None:
    inquiry = in_process(office)
    for actor in (office.other_back, office.front, office.superior):
        with pytest.raises(NotAllowed):
            actions.ask_unit(inquiry=inquiry, unit=office.other_unit, question="?", by=actor)
    with pytest.raises(WrongState):
        actions.ask_unit(inquiry=issued(office), unit=office.other_unit, question="?", by=office.ppid)
    assert MaterialRequest.objects.count() == 0


def test_supply(office: Office) -> None:
    people = {office.ppid, office.back}
    inquiry = in_process(office)
    asked = actions.ask_unit(inquiry=inquiry, unit=office.other_unit, question="Berapa?", by=office.back)
    with clock.frozen(TUESDAY + DAY):
        given = actions.supply(material=asked, answer="Ada 12.", by=office.other_back, uploads=[inspected("data.csv")])
    assert len(people) == 2
    assert (given.answer, given.answered_by, given.answered_at) == ("Ada 12.", office.other_back.user, TUESDAY + DAY)
    assert [(each.purpose, each.visibility, each.name) for each in Document.objects.all()] == [
        ("material", "private", "data.csv")
    ]
    assert told(inquiry, "telah diberikan") == {"back_office", "ppid"}
    with pytest.raises(NotAllowed, match="sudah diberikan"):
        actions.supply(material=asked, answer="Lagi", by=office.other_back)


def test_supply_refuses(office: Office) -> None:
    inquiry = in_process(office)
    asked = actions.ask_unit(inquiry=inquiry, unit=office.other_unit, question="Berapa?", by=office.back)
    with pytest.raises(NotAllowed, match="unit lain"):
        actions.supply(material=asked, answer="x", by=office.back)
    with pytest.raises(NotAllowed, match="Peran Anda"):
        actions.supply(material=asked, answer="x", by=office.front)
    actions.withdraw(inquiry=inquiry, reason="Sudah dapat", by=office.front)
    with pytest.raises(WrongState):
        actions.supply(material=asked, answer="x", by=office.other_back)
    assert MaterialRequest.objects.get().answered_at is None


def test_without_a_unit_the_ppid_hears_of_material_once(office: Office) -> None:
    inquiry = registered(office)
    asking = office.ppid
    actions.declare_complete(inquiry=inquiry, by=office.front)
    asked = actions.ask_unit(inquiry=inquiry, unit=office.other_unit, question="Berapa?", by=asking)
    actions.supply(material=asked, answer="12", by=office.other_back)
    items = InboxItem.objects.filter(subject_id=inquiry.pk, text__contains="telah diberikan")
    assert [item.user for item in items] == [office.ppid.user]


@pytest.mark.parametrize("who", ["front", "back", "ppid"])
def test_notes(office: Office, who: str) -> None:
    inquiry = in_process(office)
    actions.add_note(inquiry=inquiry, text="Pemohon menelepon.", by=getattr(office, who))
    move = last_move(inquiry)
    assert (move.step, move.note, move.public_note, move.to_state) == ("note", "Pemohon menelepon.", "", "in_process")


def test_notes_end_with_the_case(office: Office) -> None:
    inquiry = registered(office)
    with pytest.raises(NotAllowed):
        actions.add_note(inquiry=inquiry, text="x", by=office.auditor)
    actions.withdraw(inquiry=inquiry, reason="", by=office.front)
    with pytest.raises(WrongState):
        actions.add_note(inquiry=inquiry, text="x", by=office.front)


def test_extend(office: Office) -> None:
    inquiry = in_process(office)
    with clock.frozen(dt.datetime(2026, 8, 19, 23, 0, tzinfo=WIB)):
        actions.extend(
            inquiry=inquiry, reason="not_yet_held", note="Data dikumpulkan.", by=office.ppid, letter=b"%PDF-surat"
        )
    inquiry = fresh(inquiry)
    assert (inquiry.state, inquiry.extension_reason, inquiry.extension_note) == (
        "extended", "not_yet_held", "Data dikumpulkan.",
    )  # fmt: skip
    # Worked example 2 from the receipt; from completeness one day later, over the Prophet's birthday.
    assert {label: due for label, (state, due, _why) in clocks(inquiry).items() if state == "running"} == {
        "notice_receipt": dt.date(2026, 8, 28),
        "notice_complete": dt.date(2026, 8, 31),
    }
    assert Document.objects.get().name == "perpanjangan-1-2026.pdf"
    body = OutboxMessage.objects.filter(subject_id=inquiry.pk).latest("id").body
    assert "7 hari kerja, sampai dengan 31 Agustus 2026." in body
    assert "Data dikumpulkan." in body
    with pytest.raises(WrongState):
        actions.extend(inquiry=inquiry, reason="not_yet_held", note="Lagi.", by=office.ppid)


@pytest.mark.parametrize(("reason", "note"), [("holiday", "x"), ("not_yet_held", "  "), ("", "x")])
def test_an_extension_has_a_lawful_reason_in_writing(office: Office, reason: str, note: str) -> None:
    with pytest.raises(ValueError, match="lawful"):
        actions.extend(inquiry=in_process(office), reason=reason, note=note, by=office.ppid)


@pytest.mark.parametrize(("basis", "last"), [("complete", dt.date(2026, 8, 19)), ("receipt", dt.date(2026, 8, 18))])
def test_an_extension_comes_before_the_end(basis: str, last: dt.date) -> None:
    office = make_office("batas", notice_basis=basis)
    inquiry = in_process(office)
    midnight = dt.datetime.combine(last + DAY, dt.time(), tzinfo=WIB)
    with clock.frozen(midnight), pytest.raises(NotAllowed, match="sudah lewat"):
        actions.extend(inquiry=inquiry, reason="not_yet_held", note="x", by=office.ppid)
    with clock.frozen(midnight - dt.timedelta(minutes=1)):
        actions.extend(inquiry=inquiry, reason="not_yet_decidable", note="x", by=office.ppid)
    assert fresh(inquiry).state == "extended"


@pytest.mark.parametrize("who", ["front", "back", "superior"])
def test_only_the_ppid_extends(office: Office, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.extend(inquiry=in_process(office), reason="not_yet_held", note="x", by=getattr(office, who))


def reminded(inquiry: Inquiry) -> list[tuple[str, str]]:
    """Return who was reminded, and how, in order."""
    items = InboxItem.objects.filter(subject_id=inquiry.pk, text__startswith="Tenggat").order_by("id")
    return [(item.user.username.removeprefix("contoh-"), item.sentence) for item in items.select_related("user")]


FRIDAY = dt.datetime(2026, 8, 14, 9, 0, tzinfo=WIB)


@pytest.mark.parametrize(("taken", "who"), [(True, "ppid"), (False, "back_office")])
def test_reminder_before_the_notice(office: Office, taken: bool, who: str) -> None:
    people = {office.back, office.other_back, office.front, office.ppid}
    inquiry = in_process(office)
    if taken:
        actions.take(inquiry=inquiry, by=office.ppid)
    with clock.frozen(FRIDAY):
        assert actions.remind_before_due() == 1
        assert actions.remind_before_due() == 0
    assert len(people) == 4
    assert reminded(inquiry) == [(who, f"Tenggat {inquiry.number} jatuh pada hari kerja berikutnya, 18 Agustus 2026.")]
    with clock.frozen(dt.datetime(2026, 8, 18, 9, 0, tzinfo=WIB)):
        assert actions.remind_before_due() == 1
    assert reminded(inquiry)[1][1].endswith("19 Agustus 2026.")


def test_reminder_of_a_check_goes_to_the_desk(office: Office) -> None:
    people = {office.front, office.ppid, office.back}
    inquiry = registered(office)
    with clock.frozen(dt.datetime(2026, 8, 5, 9, 0, tzinfo=WIB)):
        assert actions.remind_before_due() == 2
    assert len(people) == 3
    assert {who for who, _sentence in reminded(inquiry)} == {"front_office", "ppid"}


def test_reminder_without_a_unit_goes_to_the_desk(office: Office) -> None:
    people = {office.front, office.ppid, office.back}
    inquiry = registered(office)
    with clock.frozen(TUESDAY):
        actions.declare_complete(inquiry=inquiry, by=office.front)
    with clock.frozen(FRIDAY):
        assert actions.remind_before_due() == 2
    assert len(people) == 3


def test_reminder_of_a_repair_goes_to_the_requester_once(office: Office) -> None:
    inquiry, silent = awaiting(office), awaiting(office, email="")
    with clock.frozen(dt.datetime(2026, 8, 6, 9, 0, tzinfo=WIB)), translation.override("en"):
        assert actions.remind_before_due() == 1
        assert actions.remind_before_due() == 0
    message = OutboxMessage.objects.latest("id")
    assert (message.subject_id, message.subject) == (
        inquiry.pk, f"Lengkapi permohonan {inquiry.number} paling lambat 7 Agustus 2026",
    )  # fmt: skip
    assert not OutboxMessage.objects.filter(subject_id=silent.pk).exists()


def test_nothing_is_reminded_of_what_has_stopped(office: Office) -> None:
    issued(office)
    drafted(office, at=MONDAY)
    with clock.frozen(dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB)):
        assert actions.remind_before_due() == 0
