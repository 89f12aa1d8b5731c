from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from pendopo.kernel.documents.rules import FileRefused

if TYPE_CHECKING:
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.people.actors import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def ppid(agency: Agency) -> Actor:
    from pendopo.kernel.documents.tests.redaction_office import person

    return person(agency, "ppid")


def audited(agency: Agency) -> list[tuple[str, dict[str, Any]]]:
    from pendopo.kernel.audit.models import Entry

    return [(entry.action, entry.details) for entry in Entry.objects.filter(agency=agency).order_by("seq")]


def test_draft_is_started_once(agency: Agency, ppid: Actor, subject: UUID) -> None:
    from pendopo.kernel.documents.redaction import actions, queries
    from pendopo.kernel.documents.tests.redaction_office import kept

    document = kept(agency, subject, ppid)
    assert queries.draft_of(document) is None
    draft = actions.start(document=document, by=ppid)
    assert list(map(list, draft.sizes)) == [[595.0, 842.0]]
    assert actions.start(document=document, by=ppid) == draft
    assert queries.boxes_of(None) == []


def test_only_pages_can_be_redacted(agency: Agency, ppid: Actor, subject: UUID) -> None:
    from pendopo.kernel.documents.actions import store_bytes
    from pendopo.kernel.documents.redaction import actions

    table = store_bytes(
        agency=agency, subject_type="x", subject_id=subject, purpose="answer", name="a.csv", content=b"a,b\n", by=ppid
    )
    with pytest.raises(FileRefused, match="Simpan berkas ini sebagai PDF") as refused:
        actions.start(document=table, by=ppid)
    assert refused.value.code == "not_redactable"


def test_boxes_are_cut_ordered_and_not_doubled(agency: Agency, ppid: Actor, subject: UUID) -> None:
    from pendopo.kernel.documents.redaction import actions, queries
    from pendopo.kernel.documents.tests.redaction_office import kept

    draft = actions.start(document=kept(agency, subject, ppid, sample="many pages"), by=ppid)
    before = actions.version_of(draft)
    places = [
        (2, Decimal(90), Decimal(50), Decimal(20), Decimal(5)),
        (1, Decimal(10), Decimal(40), Decimal(5), Decimal(5)),
        (1, Decimal(10), Decimal(20), Decimal(5), Decimal(5)),
        (1, Decimal(1), Decimal(1), Decimal(0), Decimal(9)),
    ]
    assert actions.add_boxes(draft=draft, places=places, reason="17h", by=ppid) == 3
    assert actions.version_of(draft) != before
    inside = [(1, Decimal(11), Decimal(41), Decimal(2), Decimal(2))]
    assert actions.add_boxes(draft=draft, places=inside, reason="other", reason_text="Alamat", by=ppid) == 0
    assert [(box.page, box.y, box.width) for box in queries.boxes_of(draft)] == [(1, 20, 5), (1, 40, 5), (2, 50, 10)]
    assert [box.number for box in queries.numbered(queries.boxes_of(draft))] == [1, 2, 3]
    with pytest.raises(FileRefused, match="Halaman 13 tidak ada"):
        actions.add_boxes(
            draft=draft, places=[(13, Decimal(1), Decimal(1), Decimal(1), Decimal(1))], reason="17h", by=ppid
        )


def test_boxes_have_a_limit(agency: Agency, ppid: Actor, subject: UUID, monkeypatch: Any) -> None:
    from pendopo.kernel.documents.redaction import actions, rules
    from pendopo.kernel.documents.tests.redaction_office import kept

    monkeypatch.setattr(rules, "MAX_BOXES", 3)
    draft = actions.start(document=kept(agency, subject, ppid), by=ppid)
    many = [(1, Decimal(n), Decimal(n), Decimal(1), Decimal(1)) for n in range(1, 9, 2)]
    with pytest.raises(FileRefused, match="Paling banyak 3 kotak"):
        actions.add_boxes(draft=draft, places=many, reason="17h", by=ppid)
    assert draft.boxes.count() == 0


def test_words_are_blackened_wherever_they_stand(agency: Agency, ppid: Actor, subject: UUID, monkeypatch: Any) -> None:
    from pendopo.kernel.documents.redaction import actions, rules
    from pendopo.kernel.documents.tests.redaction_corpus import SECRET
    from pendopo.kernel.documents.tests.redaction_office import kept

    draft = actions.start(document=kept(agency, subject, ppid, sample="box across lines"), by=ppid)
    assert actions.add_words(draft=draft, text=SECRET.lower(), reason="17h", by=ppid) == (4, 4)
    assert actions.add_words(draft=draft, text=SECRET, reason="17h", by=ppid) == (4, 0)
    assert actions.add_words(draft=draft, text="tidak ada", reason="17h", by=ppid) == (0, 0)
    monkeypatch.setattr(rules, "MAX_FOUND", 3)
    with pytest.raises(FileRefused, match="lebih dari 3 tempat"):
        actions.add_words(draft=draft, text=SECRET, reason="17h", by=ppid)


def test_boxes_are_taken_away_once(agency: Agency, other_agency: Agency, ppid: Actor, subject: UUID) -> None:
    from pendopo.kernel.documents.redaction import actions
    from pendopo.kernel.documents.tests.redaction_office import boxed, kept, person

    draft = boxed(kept(agency, subject, ppid), ppid)
    box = draft.boxes.get()
    stranger = person(other_agency, "ppid")
    elsewhere = boxed(kept(other_agency, subject, stranger), stranger)
    assert actions.remove_box(draft=elsewhere, box_id=box.pk, by=stranger) is False
    assert actions.remove_box(draft=draft, box_id=box.pk, by=ppid) is True
    assert actions.remove_box(draft=draft, box_id=box.pk, by=ppid) is False


def test_copy_is_a_document_of_its_own(agency: Agency, ppid: Actor, subject: UUID) -> None:
    from pendopo.kernel.documents.redaction import actions, queries
    from pendopo.kernel.documents.redaction.scanning.__main__ import scan
    from pendopo.kernel.documents.tests.redaction_corpus import SECRET
    from pendopo.kernel.documents.tests.redaction_office import boxed, kept

    document = kept(agency, subject, ppid, purpose="material")
    before = (document.sha256, document.visibility)
    draft = boxed(document, ppid)
    link = actions.make_copy(
        draft=draft, name="salinan.pdf", reasons={"17h": "Pasal 17 h"}, seen=actions.version_of(draft), by=ppid
    )
    copy = link.copy
    assert (copy.name, copy.purpose, copy.visibility, copy.subject_id) == ("salinan.pdf", "answer", "private", subject)
    assert link.source == document
    assert link.boxes[0]["reason"] == "17h"
    document.refresh_from_db()
    assert (document.sha256, document.visibility, document.is_current) == (*before, True)
    content = queries.content_of(copy)
    assert SECRET.encode() not in content
    assert scan(content, "pdf") == []
    assert queries.copies_of(document) == [link]
    action, details = audited(agency)[-1]
    assert action == "documents.redact"
    assert details == {"source": str(document.pk), "copy": str(copy.pk), "boxes": 1, "reasons": ["17h"]}


def _attempt(draft: Any, by: Actor, **words: Any) -> str:
    from pendopo.kernel.documents.redaction import actions

    told = {"name": "salinan.pdf", "reasons": {}, "seen": actions.version_of(draft)} | words
    with pytest.raises(FileRefused) as refused:
        actions.make_copy(draft=draft, by=by, **told)
    return refused.value.code


def test_copies_that_are_not_made(agency: Agency, ppid: Actor, subject: UUID) -> None:
    from pendopo.kernel.documents.models import Document
    from pendopo.kernel.documents.redaction import actions
    from pendopo.kernel.documents.tests.redaction_corpus import SECRET
    from pendopo.kernel.documents.tests.redaction_office import boxed, kept

    document = kept(agency, subject, ppid)
    empty = actions.start(document=document, by=ppid)
    assert _attempt(empty, ppid) == "no_boxes"
    draft = boxed(document, ppid)
    assert _attempt(draft, ppid, name=f"surat {SECRET}.pdf") == "name_tells"
    assert _attempt(draft, ppid, name="a/b.pdf") == "name_path"
    assert _attempt(draft, ppid, name="a.docx") == "type_not_allowed"
    with pytest.raises(actions.StalePreview):
        actions.make_copy(draft=draft, name="a.pdf", reasons={}, seen="1.0", by=ppid)
    assert Document.objects.count() == 1


def test_copy_that_cannot_be_proven_is_not_kept(agency: Agency, ppid: Actor, subject: UUID, monkeypatch: Any) -> None:
    from pendopo.kernel.documents import redaction
    from pendopo.kernel.documents.models import Document
    from pendopo.kernel.documents.redaction import rules
    from pendopo.kernel.documents.tests.redaction_office import boxed, kept

    draft = boxed(kept(agency, subject, ppid), ppid)
    asked = redaction._asked

    def cheating(task: str, content: bytes, extension: str, **order: Any) -> bytes:
        return content if task == "copy" else asked(task, content, extension, **order)

    monkeypatch.setattr(redaction, "_asked", cheating)
    assert _attempt(draft, ppid) == "not_proven"
    assert Document.objects.count() == 1
    assert "Berkas asli tidak berubah" in rules.NOT_PROVEN


def test_rows_hold_together(agency: Agency, ppid: Actor, subject: UUID) -> None:
    from pendopo.kernel.documents.models import RedactedCopy, RedactionBox
    from pendopo.kernel.documents.tests.redaction_office import boxed, kept

    document = kept(agency, subject, ppid)
    draft = boxed(document, ppid)
    told = {"agency": agency, "draft": draft, "page": 1, "x": 1, "y": 1, "width": 1, "height": 1}
    for wrong in (
        {"reason": "other"}, {"reason": "17h", "reason_text": "a"}, {"reason": ""}, {"reason": "17h", "width": 0},
        {"reason": "17h", "x": 101},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            RedactionBox.objects.create(**told | wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        RedactedCopy.objects.create(
            agency=agency, source=document, copy=document, boxes=[], made_at=document.uploaded_at
        )
    assert str(draft) == str(document) == "daftar.pdf"
    assert str(draft.boxes.get()) == "1: 15.126, 14.489"


# --------------------------------------------------------------------------------------------- before a file opens


def test_files_are_searched_once(agency: Agency, ppid: Actor, subject: UUID, django_assert_num_queries: Any) -> None:
    from pendopo.kernel.documents.redaction import actions, queries
    from pendopo.kernel.documents.tests.redaction_office import kept

    clean = kept(agency, subject, ppid)
    telling = kept(agency, subject, ppid, sample="already under a black rectangle", name="b.pdf")
    checks = actions.check_release(agency=agency, documents=[clean, telling])
    assert (checks[clean.pk].is_settled, checks[telling.pk].is_settled) == (True, False)
    words = queries.findings_in_words(checks[telling.pk])
    assert [(line.what, line.place, line.sample, line.is_serious) for line in words] == [
        ("Tulisan di bawah kotak hitam yang masih dapat disalin", "hal. 1", "RA••••••", True)
    ]
    with django_assert_num_queries(1):
        again = actions.check_release(agency=agency, documents=[clean, telling])
    assert again[telling.pk].checked_at == checks[telling.pk].checked_at


def test_newer_search_asks_for_another_look(agency: Agency, ppid: Actor, subject: UUID, monkeypatch: Any) -> None:
    from pendopo.kernel.documents.redaction import actions, queries, scanning
    from pendopo.kernel.documents.tests.redaction_office import kept

    document = kept(agency, subject, ppid, sample="white text")
    check = actions.check_release(agency=agency, documents=[document])[document.pk]
    actions.confirm_release(check=check, by=ppid)
    monkeypatch.setattr(scanning, "VERSION", 2)
    monkeypatch.setattr(queries, "VERSION", 2)
    again = actions.check_release(agency=agency, documents=[document])[document.pk]
    assert (again.pk, again.version, again.confirmed_at) == (check.pk, 2, None)


def test_looking_is_confirmed_once_and_audited(agency: Agency, ppid: Actor, subject: UUID) -> None:
    from pendopo.kernel.documents.redaction import actions
    from pendopo.kernel.documents.tests.redaction_office import kept

    document = kept(agency, subject, ppid, sample="white text")
    check = actions.check_release(agency=agency, documents=[document])[document.pk]
    confirmed = actions.confirm_release(check=check, by=ppid)
    assert (confirmed.is_settled, confirmed.confirmed_by) == (True, ppid.user)
    actions.confirm_release(check=check, by=ppid)
    told = [details for action, details in audited(agency) if action == "documents.confirm_release"]
    assert told == [{"document": str(document.pk), "findings": 1, "kinds": ["hidden_text"]}]
    assert str(check) == "daftar.pdf"


def test_lost_bytes_are_a_finding(agency: Agency, ppid: Actor, subject: UUID) -> None:
    from pendopo.kernel.documents.redaction import actions
    from pendopo.kernel.documents.storage import private_files
    from pendopo.kernel.documents.tests.redaction_office import kept

    document = kept(agency, subject, ppid)
    private_files().delete(document.storage_name)
    check = actions.check_release(agency=agency, documents=[document])[document.pk]
    assert [told["kind"] for told in check.findings] == ["unreadable"]


def test_kind_that_nobody_registered_has_no_case(agency: Agency, ppid: Actor) -> None:
    from pendopo.kernel.documents.actions import store_bytes
    from pendopo.kernel.documents.cases import case_of

    document = store_bytes(
        agency=agency, subject_type="unknown", subject_id=uuid4(), purpose="answer", name="a.csv", content=b"a", by=ppid
    )
    assert case_of(agency, ppid, document) is None
