"""From the draft to the public edition, its correction and its end; who may; what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from pendopo.kernel.audit.models import Entry
from pendopo.kernel.documents.models import Document
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.search.models import Change
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.modules.disclosure import actions
from pendopo.modules.disclosure.actions.inspecting import FILE, traces_of
from pendopo.modules.disclosure.models import Answer, Edition, EditionFile
from pendopo.modules.disclosure.queries.public import editions, public_files
from pendopo.modules.disclosure.rules import procedure
from pendopo.modules.disclosure.tests.desk import ANSWERED_ON, CLEAN, INQUIRY, NOW, OTHER, Desk

TRACED = replace(CLEAN, question="Ratna bertanya: berapa anggarannya?")
# A file with somebody's NIK, as the search before a release finds it.
UNCLEAN_CSV = b"nama,nik\nBudi,3273011201900002\n"


def test_what_is_published_is_what_everybody_reads(desk: Desk) -> None:
    file = desk.file()
    answer = desk.begun(replace(CLEAN, files=(file.pk,)))
    assert (answer.state, list(editions(desk.agency)), desk.shelf.told) == ("draft", [], [])
    done = actions.publish(answer=answer, by=desk.ppid)
    edition = editions(desk.agency).get()
    assert (edition.title, edition.question, edition.summary) == (CLEAN.title, CLEAN.question, CLEAN.summary)
    assert (edition.seq, edition.answered_on, edition.by_month, edition.note) == (1, ANSWERED_ON, False, "")
    assert (edition.published_at, edition.basis) == (NOW, "UU 14/2008 Pasal 11 ayat (1) huruf a")
    # A copy of its own: the request's file stays as private as it was.
    (copy,) = public_files(desk.agency, edition)
    assert (copy.name, copy.sha256, copy.visibility, copy.subject_id) == (file.name, file.sha256, "public", answer.pk)
    assert (copy.pk != file.pk, Document.objects.get(pk=file.pk).visibility) == (True, "requester")
    assert (done.is_told, desk.shelf.told) == (True, [(INQUIRY, f"/contoh/jawaban/{answer.pk}/")])
    assert list(Change.objects.values_list("kind", "object_id")) == [("answer", answer.pk)]


def test_nothing_of_the_text_or_the_request_stands_in_the_audit_trail(desk: Desk) -> None:
    answer = desk.published()
    told = {entry.action: entry.details for entry in Entry.objects.filter(subject_id=answer.pk)}
    assert told["public_answer.begin"] == {"from": "", "to": "draft", "files": 0, "judged_harmless": 0}
    assert told["public_answer.publish"] == {"from": "draft", "to": "published", "edition": 1}


def test_a_trace_blocks_until_it_is_gone_or_judged(desk: Desk) -> None:
    with pytest.raises(actions.Unclean) as refused:
        desk.begun(TRACED)
    (trace,) = refused.value.traces
    assert (trace.field, trace.kind, trace.sample, Answer.objects.count()) == ("question", "requester_name", "ra•••", 0)
    answer = desk.begun(TRACED, harmless=[trace.key, "unknown"])
    assert answer.harmless == [trace.key]
    # Another sentence with the name in it is judged anew.
    other = replace(TRACED, question="Ratna dan rumahnya?")
    with pytest.raises(actions.Unclean):
        actions.write(answer=answer, draft=other, harmless=answer.harmless, by=desk.ppid)
    written = actions.write(answer=answer, draft=CLEAN, harmless=[], by=desk.ppid)
    assert (written.question, written.harmless, written.state) == (CLEAN.question, [], "draft")


def test_what_became_known_later_blocks_the_publication(desk: Desk) -> None:
    answer = desk.begun()
    desk.shelf.who = replace(desk.shelf.who, names=("Jalan Kabupaten",))
    with pytest.raises(actions.Unclean):
        actions.publish(answer=answer, by=desk.ppid)
    assert list(editions(desk.agency)) == []


def test_findings_in_a_file_block_and_its_name_is_read_too(desk: Desk) -> None:
    file = desk.file("daftar_ratna.csv", UNCLEAN_CSV)
    found = traces_of(desk.agency, INQUIRY, replace(CLEAN, files=(file.pk,)))
    assert [(each.field, each.kind) for each in found] == [("files", "requester_name"), ("files", FILE)]
    assert found[1].sample == "daftar_ratna.csv: Nomor Induk Kependudukan baris 2 3273••••••••••02"
    draft = replace(CLEAN, files=(file.pk,))
    with pytest.raises(actions.Unclean):
        desk.begun(draft)
    answer = desk.begun(draft, harmless=[each.key for each in found])
    assert actions.publish(answer=answer, by=desk.ppid).answer.state == "published"


def test_a_file_that_may_be_public_no_more_is_left_out(desk: Desk) -> None:
    file = desk.file()
    answer = desk.begun(replace(CLEAN, files=(file.pk, UUID(int=5))))
    desk.shelf.kept.clear()
    actions.publish(answer=answer, by=desk.ppid)
    assert EditionFile.objects.count() == 0


def test_one_answer_to_a_request_at_a_time(desk: Desk) -> None:
    first = desk.begun()
    with pytest.raises(NotAllowed):
        desk.begun()
    actions.drop(answer=first, note="Dua kali.", by=desk.ppid)
    again = desk.begun()
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=first.pk).update(state="draft")
    assert (first.number, again.number) == ("PPID-JWB-2026-0001", "PPID-JWB-2026-0002")


def test_a_correction_is_public_when_it_is_published(desk: Desk) -> None:
    kept, gone = desk.file(), desk.file("lama.csv", b"a,b\n1,2\n")
    answer = desk.published(replace(CLEAN, files=(kept.pk, gone.pk)))
    before = {each.name: each for each in public_files(desk.agency, editions(desk.agency).get())}
    answer = actions.correct(answer=answer, by=desk.ppid)
    better = replace(CLEAN, summary="Rp12,7 miliar.", files=(kept.pk,))
    answer = actions.write(answer=answer, draft=better, harmless=[], by=desk.ppid)
    assert editions(desk.agency).get().summary == CLEAN.summary
    done = actions.publish(answer=answer, note="Angka diperbaiki.", by=desk.ppid)
    edition = editions(desk.agency).get()
    assert (edition.seq, edition.summary, edition.note) == (2, "Rp12,7 miliar.", "Angka diperbaiki.")
    # The same file stays, the other one is really gone; the requester is told once.
    assert [each.pk for each in public_files(desk.agency, edition)] == [before["ruas.csv"].pk]
    assert Document.objects.get(pk=before["lama.csv"].pk).removed_at == NOW
    assert (done.is_told, len(desk.shelf.told), Edition.objects.count()) == (True, 1, 2)


def test_a_correction_can_be_given_up(desk: Desk) -> None:
    answer = actions.correct(answer=desk.published(), by=desk.ppid)
    answer = actions.write(answer=answer, draft=replace(CLEAN, title="Lain"), harmless=[], by=desk.ppid)
    answer = actions.keep(answer=answer, by=desk.ppid)
    assert (answer.state, answer.title, answer.files) == ("published", CLEAN.title, [])


def test_what_is_withdrawn_is_read_no_more(desk: Desk) -> None:
    file = desk.file()
    answer = desk.published(replace(CLEAN, files=(file.pk,)))
    edition = editions(desk.agency).get()
    answer = actions.withdraw(answer=answer, reason="Memuat nama.", by=desk.superior)
    assert (answer.state, answer.withdrawn_on, list(editions(desk.agency))) == ("withdrawn", NOW.date(), [])
    assert public_files(desk.agency, edition) == []
    assert Change.objects.filter(object_id=answer.pk).count() == 2
    # The request may be answered in public again.
    assert desk.begun().state == "draft"


def test_only_the_month_is_kept_where_only_the_month_is_told(desk: Desk) -> None:
    actions.arrange(agency=desk.agency, four_eyes=False, by_month=True, by=desk.actor("agency_admin"))
    desk.published()
    edition = editions(desk.agency).get()
    assert (edition.answered_on, edition.by_month) == (ANSWERED_ON.replace(day=1), True)


def test_who_has_no_address_is_told_another_way(desk: Desk) -> None:
    desk.shelf.has_email = False
    assert not actions.publish(answer=desk.begun(), by=desk.ppid).is_told


# ------------------------------------------------------------------------------------------------------- four eyes


def test_under_four_eyes_another_one_publishes(desk: Desk) -> None:
    desk.two_people()
    answer = desk.begun()
    with pytest.raises(NotAllowed, match="Ajukan naskahnya"):
        actions.publish(answer=answer, by=desk.superior)
    answer = actions.propose(answer=answer, by=desk.ppid)
    with pytest.raises(NotAllowed, match="tidak mengumumkannya"):
        actions.publish(answer=answer, by=desk.ppid)
    done = actions.publish(answer=answer, by=desk.second_ppid()).answer
    edition = editions(desk.agency).get()
    assert (done.state, edition.four_eyes, edition.written_by_id) == ("published", True, desk.ppid.user_pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.update(published_by=edition.written_by_id)


def test_under_four_eyes_a_correction_needs_the_other_one_too(desk: Desk) -> None:
    desk.two_people()
    answer = actions.publish(answer=desk.proposed(), by=desk.superior).answer
    answer = actions.correct(answer=answer, by=desk.ppid)
    answer = actions.write(answer=answer, draft=CLEAN, harmless=[], by=desk.ppid)
    with pytest.raises(NotAllowed):
        actions.publish(answer=answer, by=desk.ppid, note="x")
    assert actions.publish(answer=answer, by=desk.superior, note="x").answer.state == "published"


def test_with_one_person_the_superior_publishes_only_what_was_proposed(desk: Desk) -> None:
    answer = desk.begun()
    with pytest.raises(NotAllowed):
        actions.publish(answer=answer, by=desk.superior)
    proposed = actions.propose(answer=answer, by=desk.ppid)
    back = actions.send_back(answer=proposed, note="Ringkas lagi.", by=desk.superior)
    again = actions.propose(answer=back, by=desk.ppid)
    assert actions.publish(answer=again, by=desk.superior).answer.state == "published"
    assert "Naskah %(number)s dikembalikan untuk diperbaiki." in InboxItem.objects.values_list("text", flat=True)


def test_what_changed_meanwhile_is_looked_at_again(desk: Desk) -> None:
    from pendopo.kernel import clock

    stale = desk.begun()
    with clock.frozen(NOW.replace(hour=10)):
        actions.write(answer=stale, draft=replace(CLEAN, title="Lain"), harmless=[], by=desk.ppid)
        with pytest.raises(NotAllowed, match="terbaru"):
            actions.publish(answer=stale, by=desk.ppid)


def test_without_a_summary_nothing_is_published(desk: Desk) -> None:
    answer = desk.begun(replace(CLEAN, summary=""))
    with pytest.raises(NotAllowed):
        actions.publish(answer=answer, by=desk.ppid)


STEPS: dict[str, Any] = {
    "write": lambda answer, by: actions.write(answer=answer, draft=CLEAN, harmless=[], by=by),
    "propose": lambda answer, by: actions.propose(answer=answer, by=by),
    "send_back": lambda answer, by: actions.send_back(answer=answer, note="x", by=by),
    "publish": lambda answer, by: actions.publish(answer=answer, by=by),
    "correct": lambda answer, by: actions.correct(answer=answer, by=by),
    "keep": lambda answer, by: actions.keep(answer=answer, by=by),
    "withdraw": lambda answer, by: actions.withdraw(answer=answer, reason="x", by=by),
    "drop": lambda answer, by: actions.drop(answer=answer, note="x", by=by),
}


def taken(answer: Answer, name: str, by: Actor) -> str:
    try:
        with transaction.atomic():
            STEPS[name](answer, by)
            transaction.set_rollback(True)
    except (NotAllowed, WrongState) as refused:
        return type(refused).__name__
    return "taken"


@pytest.mark.parametrize("state", ["draft", "published", "withdrawn"])
def test_every_step_from_every_state(desk: Desk, state: str) -> None:
    answer = {"draft": desk.begun, "published": desk.published, "withdrawn": desk.withdrawn}[state]()
    allowed = {step.name for step in procedure.PROCEDURE.steps_from(state)} & set(STEPS)
    assert {name for name in STEPS if taken(answer, name, desk.ppid) == "taken"} == allowed
    assert {taken(answer, name, desk.actor("auditor")) for name in STEPS} == {"NotAllowed"}


def test_another_request_of_the_agency_is_another_answer(desk: Desk) -> None:
    first, second = desk.published(), desk.published(inquiry=OTHER)
    assert {edition.answer_id for edition in editions(desk.agency)} == {first.pk, second.pk}
