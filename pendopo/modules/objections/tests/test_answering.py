"""The superior's answer, who may never give it, its execution, and what the requester says of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pendopo.kernel import clock
from pendopo.kernel.documents.models import Document, Signature
from pendopo.kernel.documents.signing.actions import upload_signed
from pendopo.kernel.events import on
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.people.models import Role
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.kernel.workflow.views.letters import rendered
from pendopo.lib.numbering import NUMBER_MAX
from pendopo.modules.objections import actions, events
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.permissions import may_answer, next_steps
from pendopo.modules.objections.queries.cases import own_files
from pendopo.modules.objections.queries.letters import answer_letter
from pendopo.modules.objections.rules.objecting import Reply
from pendopo.modules.objections.tests.office import (
    ANSWERED_AT,
    DISPUTE_UNTIL,
    EXECUTE_BY,
    GRANT,
    MONDAY,
    UPHOLD,
    WIB,
    Office,
    answered,
    audited,
    clocks,
    filed,
    fresh,
    paper,
    unanswered,
)

pytestmark = pytest.mark.django_db
LATER = dt.datetime(2026, 6, 1, 9, 0, tzinfo=WIB)


def test_the_longest_number_has_a_letter(office: Office) -> None:
    objection = filed(office)
    Objection.objects.filter(pk=objection.pk).update(number="9" * NUMBER_MAX)
    with clock.frozen(ANSWERED_AT):
        actions.answer(objection=fresh(objection), reply=UPHOLD, execute_by=None, by=office.superior)
    found = fresh(objection)
    assert found.letter_number == f"{'9' * NUMBER_MAX}/TK"
    # SQLite would keep more than its column is said to hold.
    found._meta.get_field("letter_number").clean(found.letter_number, found)


def test_upheld_with_reasons(office: Office) -> None:
    objection = answered(office)
    assert (objection.state, objection.decision, objection.reasons) == ("answered", "refused", UPHOLD.reasons)
    assert (objection.order, objection.execute_by, objection.owes_execution) == ("", None, False)
    assert objection.letter_number == f"{objection.number}/TK"
    assert objection.answered_by == office.superior.user
    # Worked example 19 of the reference.
    assert clocks(objection) == {
        "superior_reply": ("stopped", dt.date(2026, 6, 2)),
        "dispute_after_answer": ("running", DISPUTE_UNTIL),
    }
    assert audited(objection) == ["objection.submit", "objection.answer"]


def test_granted_with_an_order(office: Office, django_capture_on_commit_callbacks: Any) -> None:
    heard: list[events.ObjectionGranted] = []
    on(events.ObjectionGranted, heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        objection = answered(office, GRANT)
    assert (objection.decision, objection.order, objection.execute_by) == ("granted", GRANT.order, EXECUTE_BY)
    assert objection.owes_execution
    assert heard == [events.ObjectionGranted(office.agency.pk, objection.pk, objection.inquiry_id, in_whole=True)]


@pytest.mark.parametrize(
    ("reply", "until"),
    [
        (Reply("refused"), None),
        (Reply("granted", order="Serahkan."), None),
        (Reply("partly", order="Serahkan."), EXECUTE_BY),
    ],
)
def test_an_answer_that_lacks_something(office: Office, reply: Reply, until: dt.date | None) -> None:
    objection = filed(office)
    with pytest.raises(actions.ReplyIncomplete):
        actions.answer(objection=objection, reply=reply, execute_by=until, by=office.superior)
    assert fresh(objection).state == "registered"


def test_an_order_that_is_due_before_it_is_given(office: Office) -> None:
    objection = filed(office)
    with clock.frozen(ANSWERED_AT), pytest.raises(ValueError, match="due"):
        actions.answer(objection=objection, reply=GRANT, execute_by=dt.date(2026, 5, 28), by=office.superior)


def test_who_had_a_hand_in_it_never_answers(office: Office) -> None:
    drafter = office.actor(Role.SUPERIOR, name="drafter")
    issuer = office.actor(Role.SUPERIOR, name="issuer")
    both = office.actor(Role.SUPERIOR, Role.PPID)
    card = office.request(decided_by=frozenset({drafter.user_pk, issuer.user_pk}), issued_by=issuer.user_pk)
    objection = filed(office, card=card)
    said = {
        "ppid": "diputus oleh atasan PPID",
        "front_office": "diputus oleh atasan PPID",
        "drafter": "ikut menyusun",
        "issuer": "ikut menyusun",
        "superior-ppid": "Anda juga PPID",
    }
    for actor, words in zip((office.ppid, office.front, drafter, issuer, both), said.values(), strict=True):
        verdict = may_answer(actor, objection, card.decided_by)
        assert not verdict
        assert words in verdict.reason  # type: ignore[union-attr]
        with pytest.raises(NotAllowed):
            actions.answer(objection=objection, reply=UPHOLD, by=actor)
    assert fresh(objection).state == "registered"
    assert may_answer(office.superior, objection, card.decided_by)


def test_the_database_refuses_the_challenged_too(office: Office) -> None:
    objection = answered(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(answered_by=office.ppid.user)


@pytest.mark.parametrize(
    "values",
    [
        {"reasons": ""},
        {"decision": "granted"},
        {"answered_by": None},
        {"letter_number": ""},
        {"execute_by": EXECUTE_BY},
    ],
)
def test_the_database_keeps_an_answer_whole(office: Office, values: dict[str, Any]) -> None:
    objection = answered(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(**values)


def test_answered_once(office: Office) -> None:
    objection = answered(office)
    with clock.frozen(LATER), pytest.raises(WrongState) as wrong:
        actions.answer(objection=objection, reply=UPHOLD, by=office.superior)
    assert wrong.value.last is not None
    assert wrong.value.last.step == "answer"


def test_the_order_is_carried_out(office: Office) -> None:
    objection = answered(office, GRANT)
    with clock.frozen(LATER):
        assert not own_files(objection)
        with pytest.raises(NotAllowed, match="belum dilaksanakan"):
            actions.accept(objection=objection, by=CITIZEN)
        actions.execute(objection=objection, note="Kontrak diserahkan.", uploads=[paper("kontrak.pdf")], by=office.ppid)
        executed = fresh(objection)
        assert (executed.executed_at, executed.executed_by) == (LATER, office.ppid.user)
        assert [document.name for document in own_files(executed)] == ["kontrak.pdf"]
        with pytest.raises(NotAllowed, match="sudah dilaksanakan"):
            actions.execute(objection=objection, note="Lagi.", by=office.ppid)
        actions.accept(objection=objection, by=CITIZEN)
    done = fresh(objection)
    assert (done.state, done.response, done.closed_at) == ("settled", "satisfied", LATER)
    assert clocks(done)["dispute_after_answer"][0] == "stopped"
    assert InboxItem.objects.filter(
        subject_id=done.pk, text__contains="dilaksanakan", user=office.superior.user
    ).exists()
    subjects = list(OutboxMessage.objects.filter(subject_id=done.pk).order_by("id").values_list("subject", flat=True))
    assert [subject.split(done.number)[0].strip() for subject in subjects] == [
        "Keberatan",
        "Tanggapan atas keberatan",
        "Putusan atas keberatan",
    ]


def test_the_requester_is_told_when_the_answer_is_signed(office: Office) -> None:
    objection = filed(office)
    with clock.frozen(ANSWERED_AT):
        letter = rendered(answer_letter(objection, UPHOLD, execute_by=None, by=office.superior, issuing=True))
        actions.answer(objection=objection, reply=UPHOLD, letter=letter, by=office.superior)
        signature = Signature.objects.get(subject_id=objection.pk)
        assert (signature.number, signature.signer) == (f"{objection.number}/TK", office.superior.user)
        upload_signed(signature=signature, upload=paper("pindaian.pdf"), by=office.superior)
    mail = OutboxMessage.objects.filter(subject_id=objection.pk).order_by("id").last()
    assert mail is not None
    assert (mail.recipient, mail.subject) == (
        "sri@contoh.example",
        f"Surat {objection.number}/TK telah ditandatangani",
    )
    assert "Surat ini sudah ditandatangani dan dapat diunduh dari halaman lacak." in mail.body
    assert OutboxMessage.objects.filter(subject_id=objection.pk).count() == 3
    assert [document.name for document in own_files(objection)] == ["pindaian.pdf"]


def test_there_is_nothing_to_carry_out_where_nothing_is_ordered(office: Office) -> None:
    with pytest.raises(NotAllowed, match="Tidak ada perintah"):
        actions.execute(objection=answered(office), note="Salah.", by=office.ppid)


def test_the_requester_goes_on_and_the_order_is_still_owed(office: Office) -> None:
    objection = answered(office, Reply("partly", reasons="Sebagian rahasia.", order="Serahkan bab 1."))
    with clock.frozen(LATER):
        actions.contest(objection=objection, note="Bab 2 juga.", by=CITIZEN)
        contested = fresh(objection)
        assert (contested.state, contested.response) == ("contested", "dissatisfied")
        assert contested.owes_execution
        # The window for the dispute runs on.
        assert clocks(contested)["dispute_after_answer"] == ("running", DISPUTE_UNTIL)
        actions.execute(objection=objection, note="Bab 1 diserahkan.", by=office.ppid)
    assert (fresh(objection).state, fresh(objection).owes_execution) == ("contested", False)


def test_an_amicable_settlement(office: Office) -> None:
    objection = filed(office, grounds="ade")
    on_day = dt.date(2026, 4, 20)
    with clock.frozen(dt.datetime(2026, 4, 21, 9, 0, tzinfo=WIB)):
        actions.settle(
            objection=objection, outcome="agreed", on=on_day, note="Sepakat.", minutes=paper(), by=office.ppid
        )
        settled = fresh(objection)
        assert (settled.settlement, settled.settled_on, settled.state) == ("agreed", on_day, "registered")
        assert clocks(settled)["superior_reply"] == ("running", dt.date(2026, 6, 2))
        [minutes] = Document.objects.filter(subject_id=objection.pk)
        assert (minutes.purpose, minutes.visibility) == ("material", "requester")
        assert own_files(settled) == [minutes]
        with pytest.raises(NotAllowed, match="sudah dicatat"):
            actions.settle(objection=objection, outcome="failed", on=on_day, note="-", minutes=paper(), by=office.ppid)


def test_a_refusal_alone_is_not_settled_amicably(office: Office) -> None:
    objection = filed(office)
    with clock.frozen(MONDAY), pytest.raises(NotAllowed, match="alasan a"):
        actions.settle(
            objection=objection, outcome="agreed", on=MONDAY.date(), note="-", minutes=paper(), by=office.superior
        )


@pytest.mark.parametrize("on_day", [dt.date(2026, 4, 12), dt.date(2026, 4, 14)])
def test_a_settlement_outside_the_objections_life(office: Office, on_day: dt.date) -> None:
    objection = filed(office, grounds="e")
    with clock.frozen(MONDAY), pytest.raises(ValueError, match="settlement"):
        actions.settle(objection=objection, outcome="agreed", on=on_day, note="-", minutes=paper(), by=office.ppid)


def test_a_settlement_has_one_of_the_outcomes_there_are(office: Office) -> None:
    objection = filed(office, grounds="e")
    with clock.frozen(MONDAY), pytest.raises(ValueError, match="No outcome of a settlement: perhaps"):
        actions.settle(
            objection=objection, outcome="perhaps", on=MONDAY.date(), note="-", minutes=paper(), by=office.ppid
        )
    assert (fresh(objection).settlement, Document.objects.count()) == ("", 0)


def test_withdrawn(office: Office) -> None:
    objection = filed(office)
    with clock.frozen(LATER):
        actions.withdraw(objection=objection, reason="Sudah dapat.", by=CITIZEN)
        with pytest.raises(WrongState):
            actions.answer(objection=objection, reply=UPHOLD, by=office.superior)
    assert fresh(objection).closed_at == LATER
    assert clocks(objection) == {"superior_reply": ("stopped", dt.date(2026, 6, 2))}


def test_a_new_code_ends_the_old_one(office: Office) -> None:
    objection = filed(office)
    before = objection.tracking_digest
    assert len(actions.reissue_code(objection=objection, by=office.front)) == 10
    assert fresh(objection).tracking_digest != before
    with pytest.raises(NotAllowed):
        actions.reissue_code(objection=objection, by=office.superior)


STEPS = {
    "registered": {
        "front_office": ["settle", "note", "withdraw"],
        "ppid": ["settle", "note", "withdraw"],
        "superior": ["settle", "note", "answer"],
        "auditor": [],
    },
    "granted": {
        "front_office": ["note", "contest"],
        "ppid": ["note", "execute", "contest"],
        "superior": ["note"],
        "auditor": [],
    },
    "upheld": {
        "front_office": ["note", "accept", "contest"],
        "ppid": ["note", "accept", "contest"],
        "superior": ["note"],
        "auditor": [],
    },
    "unanswered": {
        "front_office": ["note", "accept", "contest"],
        "ppid": ["note", "accept", "contest"],
        "superior": ["note", "answer"],
        "auditor": [],
    },
}


def test_who_may_what_when(office: Office) -> None:
    cases = {
        "registered": filed(office, grounds="de"),
        "granted": answered(office, GRANT),
        "upheld": answered(office),
        "unanswered": unanswered(office),
    }
    people = {"front_office": office.front, "ppid": office.ppid, "superior": office.superior, "auditor": office.auditor}
    found = {
        word: {role: [step.name for step in next_steps(actor, case, frozenset())] for role, actor in people.items()}
        for word, case in cases.items()
    }
    assert found == STEPS
