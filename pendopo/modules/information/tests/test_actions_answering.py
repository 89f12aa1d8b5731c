"""The written notice from draft to hand-over: four eyes, contents, letter, files, cost; NIK and files of a case."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pendopo.kernel import clock, events
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.documents.models import Document
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.lib.numbering import NUMBER_MAX
from pendopo.modules.information import actions
from pendopo.modules.information import events as happened
from pendopo.modules.information.models import Inquiry, NoticeState
from pendopo.modules.information.rules.notice import GRANT, NOT_HELD, PARTIAL, REDIRECT, REFUSE, NoticeText
from pendopo.modules.information.tests.citizen_cases import inspected
from pendopo.modules.information.tests.office import (
    GRANTING,
    MONDAY,
    PAID,
    PARTLY,
    PERSON,
    REFUSING,
    WIB,
    Office,
    audited,
    clocks,
    drafted,
    fresh,
    in_process,
    issued,
    last_move,
    make_office,
    notice,
    registered,
)

from tests.exempting import exemptions_for

pytestmark = pytest.mark.django_db

WEDNESDAY = MONDAY + dt.timedelta(days=2)
NOT_OURS = NoticeText(NOT_HELD, reason="Tidak pernah dibuat.")
ELSEWHERE = NoticeText(REDIRECT, held_by="Dinas Kesehatan", reason="Dikuasai dinas itu.")


@pytest.fixture
def office() -> Office:
    return make_office()


def test_draft(office: Office) -> None:
    inquiry = in_process(office)
    with clock.frozen(WEDNESDAY):
        actions.draft_notice(
            inquiry=inquiry, text=PARTLY, held_form="softcopy", uploads=[inspected("jawaban.csv")], by=office.back
        )
    found = notice(inquiry)
    assert found.text == replace(PARTLY, grounds=("17h",))
    assert (found.state, found.drafted_by, found.drafted_at, found.held_form, found.under_control) == (
        "draft", office.back.user, WEDNESDAY, "softcopy", True,
    )  # fmt: skip
    assert [(each.purpose, each.visibility) for each in Document.objects.all()] == [("answer", "private")]
    assert last_move(inquiry).details == {"decision": PARTIAL, "files": 1}


@pytest.mark.parametrize(("text", "held"), [(GRANTING, True), (REFUSING, True), (NOT_OURS, False), (ELSEWHERE, False)])
def test_who_holds_it_follows_from_the_decision(office: Office, text: NoticeText, held: bool) -> None:
    assert notice(drafted(office, text)).under_control is held


def test_rewriting_makes_the_writer_its_drafter_and_takes_the_proposal_back(office: Office) -> None:
    inquiry = drafted(office)
    actions.propose_notice(inquiry=inquiry, by=office.back)
    actions.draft_notice(inquiry=inquiry, text=replace(GRANTING, material="Semua"), by=office.ppid)
    found = notice(inquiry)
    assert (found.state, found.drafted_by, found.proposed_by, found.proposed_at, found.material) == (
        "draft", office.ppid.user, None, None, "Semua",
    )  # fmt: skip


def test_drafting_is_for_those_who_handle_it(office: Office) -> None:
    inquiry = in_process(office)
    for actor in (office.other_back, office.front, office.auditor):
        with pytest.raises(NotAllowed):
            actions.draft_notice(inquiry=inquiry, text=GRANTING, by=actor)
    with pytest.raises(WrongState):
        actions.draft_notice(inquiry=registered(office), text=GRANTING, by=office.ppid)


def test_propose_and_send_back(office: Office) -> None:
    people = {office.ppid, office.second_ppid}
    inquiry = drafted(office)
    with clock.frozen(WEDNESDAY):
        actions.propose_notice(inquiry=inquiry, by=office.back)
    found = notice(inquiry)
    assert (found.state, found.proposed_by, found.proposed_at) == ("proposed", office.back.user, WEDNESDAY)
    items = InboxItem.objects.filter(subject_id=inquiry.pk, text__contains="menunggu keputusan")
    assert {item.user for item in items} == {actor.user for actor in people}
    actions.send_back(inquiry=inquiry, note="Sebutkan formatnya.", by=office.ppid)
    found = notice(inquiry)
    assert (found.state, found.returned_note, found.proposed_by, found.proposed_at) == (
        "draft", "Sebutkan formatnya.", None, None,
    )  # fmt: skip
    assert InboxItem.objects.filter(user=office.back.user, text__contains="dikembalikan").count() == 1
    with pytest.raises(NotAllowed, match="Tidak ada konsep"):
        actions.send_back(inquiry=inquiry, note="Lagi", by=office.ppid)
    actions.propose_notice(inquiry=inquiry, by=office.back)
    assert notice(inquiry).returned_note == ""


def test_a_draft_sent_back_before_any_unit_has_it_goes_to_the_ppid(office: Office) -> None:
    elsewhere, drafter = office.back, office.second_ppid
    inquiry = registered(office)
    actions.declare_complete(inquiry=inquiry, by=office.front)
    actions.draft_notice(inquiry=inquiry, text=GRANTING, by=drafter)
    actions.propose_notice(inquiry=inquiry, by=drafter)
    actions.send_back(inquiry=inquiry, note="Format?", by=office.ppid)
    items = InboxItem.objects.filter(subject_id=inquiry.pk, text__contains="dikembalikan")
    assert elsewhere.user not in {item.user for item in items}
    assert drafter.user in {item.user for item in items}


def test_proposing_refuses(office: Office) -> None:
    bare = in_process(office)
    with pytest.raises(NotAllowed, match="Belum ada konsep"):
        actions.propose_notice(inquiry=bare, by=office.back)
    unfinished = drafted(office, NoticeText(GRANT))
    with pytest.raises(actions.NoticeIncomplete) as refused:
        actions.propose_notice(inquiry=unfinished, by=office.back)
    assert (set(refused.value.missing), str(refused.value)) == (
        {"material", "delivery", "cost"}, "cost, delivery, material",
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="unit lain"):
        actions.propose_notice(inquiry=drafted(office), by=office.other_back)
    with pytest.raises(WrongState):
        actions.propose_notice(inquiry=issued(office), by=office.back)


@pytest.mark.parametrize("who", ["front", "back"])
def test_only_the_ppid_sends_back_and_issues(office: Office, who: str) -> None:
    inquiry = drafted(office)
    with pytest.raises(NotAllowed):
        actions.send_back(inquiry=inquiry, note="x", by=getattr(office, who))
    with pytest.raises(NotAllowed):
        actions.issue_notice(inquiry=inquiry, by=getattr(office, who))


@pytest.mark.parametrize(
    ("text", "state", "step"),
    [
        (GRANTING, "granted", "grant"),
        (PARTLY, "granted", "grant"),
        (REFUSING, "refused", "refuse"),
        (NOT_OURS, "not_held", "declare_not_held"),
        (ELSEWHERE, "redirected", "redirect"),
    ],
)
def test_issue(office: Office, text: NoticeText, state: str, step: str) -> None:
    inquiry = drafted(office, text)
    with clock.frozen(WEDNESDAY):
        actions.issue_notice(inquiry=inquiry, by=office.ppid, letter=b"%PDF-surat")
    inquiry, found = fresh(inquiry), notice(inquiry)
    assert (inquiry.state, inquiry.closed_at) == (state, None if state == "granted" else WEDNESDAY)
    assert (found.state, found.issued_by, found.issued_at, found.letter_number) == (
        NoticeState.ISSUED, office.ppid.user, WEDNESDAY, "PPID-2026-000001/PT",
    )  # fmt: skip
    assert last_move(inquiry).step == step
    cited = {"exemptions": ["UK-UJI-2026-0001/DIK"]} if text.grounds else {}
    assert last_move(inquiry).details == {"decision": text.decision, "grounds": list(text.grounds), **cited}
    assert {label: each for label, (each, _due, _why) in clocks(inquiry).items()} == {
        "completeness_check": "stopped",
        "notice_receipt": "stopped",
        "notice_complete": "stopped",
        "objection_window": "running",
    }
    # Thirty working days from Wednesday 5 August 2026, over two holidays.
    assert clocks(inquiry)["objection_window"][1] == dt.date(2026, 9, 18)
    (letter,) = Document.objects.filter(subject_id=inquiry.pk, purpose="letter")
    assert (letter.name, letter.visibility) == ("pemberitahuan-1-2026.pdf", "requester")
    mail = OutboxMessage.objects.filter(subject_id=inquiry.pk).latest("id")
    assert mail.subject == "Jawaban permohonan PPID-2026-000001"


def test_the_longest_number_has_a_letter(office: Office) -> None:
    inquiry = drafted(office)
    Inquiry.objects.filter(pk=inquiry.pk).update(number="9" * NUMBER_MAX)
    with clock.frozen(WEDNESDAY):
        actions.issue_notice(inquiry=fresh(inquiry), by=office.ppid)
    found = notice(inquiry)
    assert found.letter_number == f"{'9' * NUMBER_MAX}/PT"
    # SQLite would keep more than its column is said to hold.
    found._meta.get_field("letter_number").clean(found.letter_number, found)


def test_issuing_without_a_letter_stores_none(office: Office) -> None:
    inquiry = issued(office)
    assert not Document.objects.filter(subject_id=inquiry.pk).exists()


@pytest.mark.parametrize("text", [REFUSING, PARTLY])
def test_withholding_takes_two(office: Office, text: NoticeText) -> None:
    inquiry = drafted(office, text, by=office.ppid)
    with pytest.raises(NotAllowed, match="dua orang"):
        actions.issue_notice(inquiry=inquiry, by=office.ppid)
    assert fresh(inquiry).state == "in_process"
    actions.issue_notice(inquiry=inquiry, by=office.second_ppid)
    assert notice(inquiry).issued_by == office.second_ppid.user


def test_the_database_holds_the_four_eyes_too(office: Office) -> None:
    inquiry = drafted(office, REFUSING, by=office.ppid)
    found = notice(inquiry)
    found.issued_by, found.issued_at = found.drafted_by, WEDNESDAY
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        found.save()


@pytest.mark.parametrize("text", [replace(NOT_OURS, grounds=("17h",)), replace(GRANTING, grounds=("17h",))])
def test_nothing_is_withheld_by_one_person_under_another_decision(office: Office, text: NoticeText) -> None:
    inquiry = drafted(office, text, by=office.ppid)
    with pytest.raises(actions.NoticeIncomplete, match="grounds"):
        actions.issue_notice(inquiry=inquiry, by=office.ppid)
    assert fresh(inquiry).state == "in_process"


def test_a_grant_may_be_one_person_s_work(office: Office) -> None:
    inquiry = drafted(office, by=office.ppid)
    actions.issue_notice(inquiry=inquiry, by=office.ppid)
    assert fresh(inquiry).state == "granted"


def test_issuing_refuses(office: Office) -> None:
    with pytest.raises(NotAllowed, match="Belum ada konsep"):
        actions.issue_notice(inquiry=in_process(office), by=office.ppid)
    with pytest.raises(actions.NoticeIncomplete):
        actions.issue_notice(inquiry=drafted(office, NoticeText(REFUSE)), by=office.ppid)
    with pytest.raises(WrongState) as refused:
        actions.issue_notice(inquiry=issued(office), by=office.second_ppid)
    assert refused.value.case.state == "granted"
    with pytest.raises(WrongState):
        actions.issue_notice(inquiry=registered(office), by=office.ppid)


def test_a_draft_rewritten_meanwhile_is_not_issued_unread(office: Office) -> None:
    inquiry = drafted(office)
    read = notice(inquiry).drafted_at
    with clock.frozen(WEDNESDAY):
        actions.draft_notice(inquiry=inquiry, text=replace(GRANTING, material="Lain"), by=office.back)
    with pytest.raises(NotAllowed, match="baru saja diubah"):
        actions.issue_notice(inquiry=inquiry, by=office.ppid, drafted_at=read)
    actions.issue_notice(inquiry=inquiry, by=office.ppid, drafted_at=WEDNESDAY)


def answer_files(office: Office, text: NoticeText) -> tuple[Inquiry, list[Document]]:
    """Return a drafted request with two files of the answer."""
    inquiry = in_process(office)
    uploads = [inspected("satu.pdf"), inspected("dua.pdf", b"dua")]
    cited = exemptions_for(office.agency, text.grounds)
    actions.draft_notice(inquiry=inquiry, text=text, uploads=uploads, by=office.back, exemptions=cited)
    return inquiry, list(Document.objects.filter(subject_id=inquiry.pk).order_by("id"))


@pytest.mark.parametrize(
    ("text", "chosen", "opened"),
    [
        (GRANTING, None, {"satu.pdf", "dua.pdf"}),
        (GRANTING, [0], {"satu.pdf"}),
        (PARTLY, [], set()),
        (REFUSING, None, set()),
        (REFUSING, [0, 1], set()),
    ],
)
def test_which_files_the_requester_gets(
    office: Office, text: NoticeText, chosen: list[int] | None, opened: set[str]
) -> None:
    inquiry, files = answer_files(office, text)
    visible = None if chosen is None else [files[number].pk for number in chosen]
    actions.issue_notice(inquiry=inquiry, by=office.ppid, visible_files=visible)
    assert {each.name for each in Document.objects.filter(visibility="requester")} == opened


def test_issue_is_told_after_commit(office: Office, django_capture_on_commit_callbacks: Any) -> None:
    heard: list[object] = []
    events.on(happened.NoticeIssued, heard.append)
    inquiry = drafted(office)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            actions.issue_notice(inquiry=inquiry, by=office.ppid)
    finally:
        events._listeners[happened.NoticeIssued].remove(heard.append)
    assert heard == [happened.NoticeIssued(office.agency.pk, inquiry.pk, GRANT)]


def test_payment_then_hand_over(office: Office) -> None:
    inquiry = issued(office, PAID)
    with pytest.raises(NotAllowed, match="Biaya belum dibayar"):
        actions.deliver(inquiry=inquiry, note="Diambil", by=office.front)
    paid_at = dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB)
    with clock.frozen(paid_at):
        actions.record_payment(inquiry=inquiry, note="Kuitansi 12", by=office.front)
    assert (fresh(inquiry).paid_at, fresh(inquiry).payment_note) == (paid_at, "Kuitansi 12")
    with pytest.raises(NotAllowed, match="sudah dicatat"):
        actions.record_payment(inquiry=inquiry, note="Lagi", by=office.ppid)
    with clock.frozen(paid_at):
        actions.deliver(inquiry=inquiry, note="Diambil pemohon", by=office.back)
    inquiry = fresh(inquiry)
    assert (inquiry.state, inquiry.closed_at, last_move(inquiry).note) == ("completed", paid_at, "Diambil pemohon")
    assert OutboxMessage.objects.filter(subject_id=inquiry.pk).latest("id").subject.endswith("telah diserahkan")
    with pytest.raises(WrongState):
        actions.deliver(inquiry=inquiry, note="Lagi", by=office.front)


def test_payment_refuses(office: Office) -> None:
    with pytest.raises(NotAllowed, match="tidak berbiaya"):
        actions.record_payment(inquiry=issued(office), note="x", by=office.front)
    with pytest.raises(NotAllowed, match="tidak berbiaya"):
        actions.record_payment(
            inquiry=issued(office, replace(GRANTING, cost=Decimal("0.00"))), note="x", by=office.ppid
        )
    with pytest.raises(NotAllowed, match="Peran"):
        actions.record_payment(inquiry=issued(office, PAID), note="x", by=office.back)
    with pytest.raises(WrongState):
        actions.record_payment(inquiry=drafted(office, PAID), note="x", by=office.front)


@pytest.mark.parametrize("who", ["other_back", "superior", "auditor"])
def test_handing_over_is_not_for_everybody(office: Office, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.deliver(inquiry=issued(office), note="x", by=getattr(office, who))


def test_reveal_nik(office: Office) -> None:
    inquiry = registered(office)
    assert actions.reveal_nik(inquiry=inquiry, reason="match", by=office.front) == PERSON.nik
    entry = Entry.objects.filter(subject_id=inquiry.pk).latest("seq")
    assert (entry.action, entry.actor, entry.details["reason"]) == (
        "inquiry.reveal_nik", "Nama front_office", "match",
    )  # fmt: skip
    assert PERSON.nik not in str(entry.details)


@pytest.mark.parametrize("who", ["back", "superior", "auditor"])
def test_the_nik_stays_closed_to_others(office: Office, who: str) -> None:
    inquiry = registered(office)
    with pytest.raises(NotAllowed, match="meja layanan dan PPID"):
        actions.reveal_nik(inquiry=inquiry, reason="match", by=getattr(office, who))
    assert "inquiry.reveal_nik" not in audited(inquiry)


def test_revealing_refuses(office: Office) -> None:
    for reason in ("", "Ingin tahu tentang Sri"):
        with pytest.raises(ValueError, match="reason"):
            actions.reveal_nik(inquiry=registered(office), reason=reason, by=office.front)
    with pytest.raises(NotAllowed, match="tidak memuat NIK"):
        actions.reveal_nik(inquiry=registered(office, nik="", other_id="Paspor"), reason="match", by=office.front)


def test_visibility_of_a_file(office: Office) -> None:
    inquiry, (file, _second) = answer_files(office, GRANTING)
    actions.set_file_visibility(
        inquiry=inquiry, document=file, visibility="public_on", public_on=dt.date(2026, 9, 1), by=office.back
    )
    file.refresh_from_db()
    assert (file.visibility, file.public_on) == ("public_on", dt.date(2026, 9, 1))
    with pytest.raises(NotAllowed):
        actions.set_file_visibility(inquiry=inquiry, document=file, visibility="public", by=office.other_back)


def test_identities_are_never_shown(office: Office) -> None:
    inquiry = registered(office, uploads=[inspected("ktp.pdf")])
    with pytest.raises(ValueError, match="files of the answer"):
        actions.set_file_visibility(
            inquiry=inquiry, document=Document.objects.get(), visibility="public", by=office.ppid
        )


def test_removing_a_file(office: Office) -> None:
    inquiry, (file, _second) = answer_files(office, GRANTING)
    with pytest.raises(NotAllowed):
        actions.remove_file(inquiry=inquiry, document=file, reason="Salah", by=office.front)
    actions.remove_file(inquiry=inquiry, document=file, reason="Salah unggah", by=office.back)
    file.refresh_from_db()
    assert (file.removed_by, file.removed_reason) == (office.back.user, "Salah unggah")
    with pytest.raises(ValueError, match="reason"):
        actions.remove_file(inquiry=inquiry, document=_second, reason=" ", by=office.back)


def test_a_letter_stays(office: Office) -> None:
    inquiry = drafted(office)
    actions.issue_notice(inquiry=inquiry, by=office.ppid, letter=b"%PDF-surat")
    with pytest.raises(NotAllowed, match="sudah terbit"):
        actions.remove_file(inquiry=inquiry, document=Document.objects.get(), reason="x", by=office.ppid)
