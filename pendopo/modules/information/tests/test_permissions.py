"""Who may what with a request."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from pendopo.kernel import clock
from pendopo.kernel.documents.models import Document
from pendopo.kernel.people.actors import CITIZEN, Actor
from pendopo.kernel.people.models import RoleGrant
from pendopo.kernel.people.permissions import Denied, may
from pendopo.modules.information import actions, permissions
from pendopo.modules.information.models import Inquiry, MaterialRequest, Notice, NoticeState
from pendopo.modules.information.rules.notice import NOT_HELD, REDIRECT
from pendopo.modules.information.rules.procedure import PROCEDURE
from pendopo.modules.information.tests.office import (
    GRANTING,
    PAID,
    PARTLY,
    REFUSING,
    TUESDAY,
    Office,
    awaiting,
    drafted,
    fresh,
    in_process,
    issued,
    make_office,
    notice,
    registered,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


ROLES = ("front", "back", "ppid", "superior", "auditor")


@pytest.mark.parametrize(
    ("permission", "holders"),
    [
        ("information.look", {"front", "back", "ppid", "superior", "auditor"}),
        ("information.work", {"front", "back", "ppid"}),
        ("information.desk", {"front", "ppid"}),
        ("information.answer", {"back", "ppid"}),
        ("information.decide", {"ppid"}),
        ("information.register", {"front", "ppid", "superior", "auditor"}),
    ],
)
def test_holders_of_each_permission(office: Office, permission: str, holders: set[str]) -> None:
    assert {role for role in ROLES if may(getattr(office, role), permission)} == holders


def test_a_unit_sees_its_own_and_what_it_was_asked(office: Office) -> None:
    own = in_process(office)
    asked = in_process(office, unit=office.other_unit)
    foreign = in_process(office, unit=office.other_unit)
    unassigned = registered(office)
    actions.ask_unit(inquiry=asked, unit=office.unit, question="Data?", by=office.other_back)
    everything = Inquiry.objects.for_agency(office.agency)
    seen = {role: set(permissions.visible_inquiries(getattr(office, role), everything)) for role in ROLES}
    assert seen == {
        "back": {own, asked},
        **{who: {own, asked, foreign, unassigned} for who in ("front", "ppid", "superior", "auditor")},
    }


def test_a_person_without_unit_or_wide_role_sees_nothing(office: Office) -> None:
    in_process(office)
    admin = office.actor("agency_admin")
    assert not permissions.visible_inquiries(admin, Inquiry.objects.all()).exists()


def test_handling(office: Office) -> None:
    inquiry = in_process(office)
    allowed = {role for role in ROLES if permissions.may_handle(getattr(office, role), inquiry)}
    assert allowed == {"back", "ppid"}
    assert not permissions.may_handle(office.other_back, inquiry)


@pytest.mark.parametrize("text", [GRANTING, REFUSING, PARTLY])
@pytest.mark.parametrize("drafter", ["back", "ppid"])
def test_four_eyes(office: Office, text: object, drafter: str) -> None:
    inquiry = drafted(office, text, by=getattr(office, drafter))  # type: ignore[arg-type]
    own_withholding = drafter == "ppid" and text is not GRANTING
    verdict = permissions.may_issue(office.ppid, notice(inquiry))
    assert bool(verdict) is not own_withholding
    assert permissions.may_issue(office.second_ppid, notice(inquiry))
    if own_withholding:
        assert isinstance(verdict, Denied)
        assert "dua orang" in verdict.reason


@pytest.mark.parametrize("role", ["front", "back", "superior", "auditor"])
def test_only_the_ppid_issues(office: Office, role: str) -> None:
    inquiry = drafted(office)
    assert permissions.may_issue(getattr(office, role), notice(inquiry)) == Denied(
        "Pemberitahuan tertulis diterbitkan oleh PPID."
    )


def test_nothing_is_issued_twice(office: Office) -> None:
    assert permissions.may_issue(office.ppid, notice(issued(office))) == Denied(
        "Pemberitahuan tertulis ini sudah terbit."
    )


def test_the_system_is_nobody_s_second_person() -> None:
    nobody = Actor(kind="system", label="Sistem", roles=frozenset({"ppid"}))
    drafted_by_somebody = Notice(decision="refuse", state=NoticeState.DRAFT)
    assert permissions.may_issue(nobody, drafted_by_somebody)


def test_supplying(office: Office) -> None:
    inquiry = in_process(office)
    material = actions.ask_unit(inquiry=inquiry, unit=office.other_unit, question="Data?", by=office.back)
    allowed = {
        name
        for name in ("front", "back", "other_back", "ppid", "superior")
        if permissions.may_supply(getattr(office, name), material)
    }
    assert allowed == {"other_back", "ppid"}


def test_delivering(office: Office) -> None:
    inquiry = issued(office)
    names = ("front", "back", "other_back", "ppid", "superior", "auditor")
    allowed = {name for name in names if permissions.may_deliver(getattr(office, name), inquiry)}
    assert allowed == {"front", "back", "ppid"}


PURPOSES = ("identity", "attachment", "letter", "answer", "material")


def test_files_that_name_the_requester_are_for_the_desk(office: Office) -> None:
    def readable(actor: Actor) -> set[str]:
        return {purpose for purpose in PURPOSES if permissions.may_open(actor, Document(purpose=purpose))}

    assert readable(office.front) == readable(office.ppid) == set(PURPOSES)
    assert readable(office.back) == readable(office.superior) == readable(office.auditor) == {"answer", "material"}


@pytest.mark.parametrize(
    ("state", "who", "changeable"),
    [
        ("open", "front", {"identity", "attachment"}),
        ("open", "back", {"answer", "material"}),
        ("open", "other_back", set()),
        ("open", "ppid", {"identity", "attachment", "answer", "material"}),
        ("open", "auditor", set()),
        ("closed", "front", {"identity", "attachment"}),
        ("closed", "back", set()),
        ("closed", "ppid", {"identity", "attachment", "answer", "material"}),
    ],
)
def test_changing_files(office: Office, state: str, who: str, changeable: set[str]) -> None:
    inquiry = in_process(office)
    inquiry.state = "in_process" if state == "open" else "completed"
    found = {
        purpose
        for purpose in PURPOSES
        if permissions.may_change_file(getattr(office, who), inquiry, Document(purpose=purpose))
    }
    assert found == changeable


def names(actor: Actor, inquiry: Inquiry) -> set[str]:
    """Return the names of the steps that are offered to `actor`."""
    inquiry = fresh(inquiry)
    return {step.name for step in permissions.next_steps(actor, inquiry, getattr(inquiry, "notice", None))}


def test_steps_of_a_registered_request(office: Office) -> None:
    inquiry = registered(office)
    desk = {"declare_complete", "declare_incomplete", "set_regime", "note", "withdraw"}
    assert names(office.front, inquiry) == names(office.ppid, inquiry) == desk
    assert names(office.superior, inquiry) == names(office.auditor, inquiry) == names(CITIZEN, inquiry) == set()


def test_completion_is_asked_for_once(office: Office) -> None:
    inquiry = awaiting(office)
    assert names(office.front, inquiry) == {"repair", "close_incomplete", "set_regime", "note", "withdraw"}
    with clock.frozen(TUESDAY):
        actions.repair(inquiry=inquiry, addition="KTP", by=office.front)
    assert names(office.front, inquiry) == {"declare_complete", "set_regime", "note", "withdraw"}


def test_steps_of_a_request_in_process(office: Office) -> None:
    inquiry = in_process(office)
    assert names(office.front, inquiry) == {"assign", "set_regime", "note", "withdraw"}
    assert names(office.back, inquiry) == {"take", "ask_unit", "note", "draft"}
    assert names(office.other_back, inquiry) == {"note"}
    assert names(office.ppid, inquiry) == {
        "assign", "take", "ask_unit", "set_regime", "note", "extend", "draft", "withdraw",
    }  # fmt: skip


def test_what_is_taken_is_not_offered_again(office: Office) -> None:
    inquiry = in_process(office)
    actions.take(inquiry=inquiry, by=office.back)
    assert "take" not in names(office.back, inquiry) | names(office.ppid, inquiry)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        (GRANTING, "grant"),
        (PARTLY, "grant"),
        (REFUSING, "refuse"),
        (replace(REFUSING, decision=NOT_HELD), "declare_not_held"),
        (replace(REFUSING, decision=REDIRECT, held_by="Dinas Kesehatan"), "redirect"),
    ],
)
def test_a_draft_opens_the_step_of_its_decision(office: Office, text: object, step: str) -> None:
    inquiry = drafted(office, text)  # type: ignore[arg-type]
    issuing = {"grant", "refuse", "declare_not_held", "redirect"}
    assert names(office.ppid, inquiry) & issuing == {step}
    assert names(office.back, inquiry) & issuing == set()
    assert "propose" in names(office.back, inquiry)
    assert "send_back" not in names(office.ppid, inquiry)


def test_a_proposed_draft_can_be_sent_back(office: Office) -> None:
    inquiry = drafted(office)
    actions.propose_notice(inquiry=inquiry, by=office.back)
    assert "send_back" in names(office.ppid, inquiry)
    assert "propose" not in names(office.back, inquiry) | names(office.ppid, inquiry)


def test_cost_comes_before_hand_over(office: Office) -> None:
    inquiry = issued(office, PAID)
    assert names(office.front, inquiry) == {"note", "record_payment", "withdraw"}
    assert names(office.back, inquiry) == {"note"}
    actions.record_payment(inquiry=inquiry, note="Kuitansi 1", by=office.front)
    assert names(office.front, inquiry) == {"note", "deliver", "withdraw"}
    assert names(office.back, inquiry) == {"note", "deliver"}


def test_without_cost_nothing_is_paid(office: Office) -> None:
    inquiry = issued(office)
    assert names(office.front, inquiry) == {"note", "deliver", "withdraw"}
    assert names(office.other_back, inquiry) == {"note"}


def test_a_zero_cost_is_no_cost(office: Office) -> None:
    inquiry = issued(office, replace(GRANTING, cost=Decimal("0.00")))
    assert "record_payment" not in names(office.ppid, inquiry)


def test_nothing_is_left_after_the_end(office: Office) -> None:
    inquiry = issued(office, REFUSING)
    assert not any(names(getattr(office, role), inquiry) for role in ROLES)


def test_a_role_that_is_not_named_is_refused_in_words(office: Office) -> None:
    verdict = permissions.may_step(office.auditor, PROCEDURE.step("note"), registered(office), None)
    assert verdict == Denied("Peran Anda tidak mencakup langkah ini.")


def test_a_revoked_role_ends_at_once(office: Office) -> None:
    inquiry = in_process(office)
    RoleGrant.objects.filter(user=office.back.user).update(is_active=False)
    again = office.actor("back_office", unit=office.unit)
    assert names(again, inquiry) == set()
    assert not permissions.visible_inquiries(again, Inquiry.objects.all()).exists()


def test_material_of_another_agency_opens_nothing(office: Office) -> None:
    other = make_office("lain")
    inquiry = in_process(other)
    MaterialRequest.objects.create(
        agency=other.agency,
        inquiry=inquiry,
        unit=other.other_unit,
        question="Data?",
        due_on=dt.date(2026, 8, 10),
        asked_by=other.back.user,
        asked_at=TUESDAY,
    )
    assert not permissions.visible_inquiries(office.back, Inquiry.objects.all()).exists()
