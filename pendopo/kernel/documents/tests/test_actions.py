"""Storing, replacing, showing and removing documents, with the bytes on disk before the row is committed."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.documents import actions, reconcile, rules
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.documents.storage import DurableFileStorage
from pendopo.kernel.documents.tests import samples
from pendopo.kernel.people.actors import CITIZEN, Actor

AT = dt.datetime(2026, 8, 3, 3, 0, tzinfo=dt.UTC)
PDF = samples.pdf()


def upload(name: str = "KTP.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def keep(agency: Agency, subject: UUID, **more: Any) -> Document:
    given = {"purpose": "attachment", "upload": upload(), "by": CITIZEN, **more}
    return actions.store(agency=agency, subject_type="inquiry", subject_id=subject, **given)


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_store_keeps_bytes_row_and_audit_entry(
    agency: Agency, subject: UUID, store_folder: Path, officer: Actor
) -> None:
    with clock.frozen(AT):
        document = keep(agency, subject, purpose="answer", visibility="requester", by=officer)
    document.refresh_from_db()
    (path,) = files_in(store_folder)
    assert path.read_bytes() == PDF
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.relative_to(store_folder).as_posix() == document.storage_name
    assert document.storage_name.startswith(f"{agency.pk.hex}/")
    assert "KTP" not in document.storage_name
    sha256 = hashlib.sha256(PDF).hexdigest()
    shown = {name: getattr(document, name) for name in (
        "agency_id", "subject_type", "subject_id", "purpose", "name", "media_type", "size", "sha256", "visibility",
        "public_on", "uploaded_by", "uploaded_by_label", "uploaded_at", "scan_state", "replaced_by_id", "removed_at",
        "removed_by_id", "removed_by_label", "removed_reason",
    )}  # fmt: skip
    assert shown == {
        "agency_id": agency.pk,
        "subject_type": "inquiry",
        "subject_id": subject,
        "purpose": "answer",
        "name": "KTP.pdf",
        "media_type": "application/pdf",
        "size": len(PDF),
        "sha256": sha256,
        "visibility": "requester",
        "public_on": None,
        "uploaded_by": officer.user,
        "uploaded_by_label": "Ani",
        "uploaded_at": AT,
        "scan_state": "clean_by_inspection",
        "replaced_by_id": None,
        "removed_at": None,
        "removed_by_id": None,
        "removed_by_label": "",
        "removed_reason": "",
    }
    entry = Entry.objects.get()
    assert (entry.action, entry.subject_type, entry.subject_id, entry.actor) == (
        "documents.store",
        "inquiry",
        subject,
        "Ani",
    )
    assert entry.details == {
        "document": str(document.pk),
        "purpose": "answer",
        "sha256": sha256,
        "size": len(PDF),
        "visibility": "requester",
        "replaces": None,
    }


def test_refused_file_leaves_nothing(agency: Agency, subject: UUID, store_folder: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        keep(agency, subject, upload=upload("laporan.pdf", b"MZ" + b"\x00" * 600))
    assert refused.value.code == "wrong_type"
    assert files_in(store_folder) == []
    assert not Document.objects.exists()


def test_kind_must_fit_the_purpose(agency: Agency, subject: UUID) -> None:
    with pytest.raises(FileRefused) as refused:
        keep(agency, subject, upload=upload("data.csv", b"a,b\n"))
    assert refused.value.code == "type_not_allowed"
    assert keep(agency, subject, purpose="answer", upload=upload("data.csv", b"a,b\n")).media_type == "text/csv"


def test_failed_row_takes_its_file_along(agency: Agency, subject: UUID, store_folder: Path) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        # A day is missing: the database refuses the row.
        keep(agency, subject, visibility="public_on")
    assert files_in(store_folder) == []


def test_file_stays_when_nobody_knows_whether_its_row_was_committed(
    agency: Agency, subject: UUID, store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(**_named: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("pendopo.kernel.documents.actions.audit.record", break_off)
    with pytest.raises(OperationalError), transaction.atomic():
        keep(agency, subject)
    assert len(files_in(store_folder)) == 1


def test_eleventh_file_is_refused_and_other_purposes_are_not(agency: Agency, subject: UUID, store_folder: Path) -> None:
    checked = actions.inspect(upload(), allowed=rules.ATTACHMENT_EXTENSIONS)
    stored = [keep(agency, subject, upload=checked) for _ in range(10)]
    with pytest.raises(FileRefused) as refused:
        keep(agency, subject, upload=checked)
    assert refused.value.code == "too_many"
    assert len(files_in(store_folder)) == 10
    keep(agency, subject, purpose="identity", upload=checked)
    keep(agency, uuid4(), upload=checked)
    actions.remove(document=stored[0], reason="Salah berkas", by=CITIZEN)
    keep(agency, subject, upload=checked)


def test_store_bytes_keeps_a_letter(agency: Agency, subject: UUID, officer: Actor, store_folder: Path) -> None:
    letter = actions.store_bytes(
        agency=agency, subject_type="inquiry", subject_id=subject, name="Pemberitahuan.pdf", content=PDF,
        visibility="requester", by=officer,
    )  # fmt: skip
    assert (letter.purpose, letter.visibility, letter.sha256) == (
        "letter",
        "requester",
        hashlib.sha256(PDF).hexdigest(),
    )
    assert files_in(store_folder)[0].read_bytes() == PDF


def test_replacing_points_to_the_newer_one_once(agency: Agency, subject: UUID, other_agency: Agency) -> None:
    old = keep(agency, subject)
    new = keep(agency, subject, upload=upload("KTP baru.pdf"), replaces=old)
    old.refresh_from_db()
    assert (old.replaced_by, old.is_current, new.is_current) == (new, False, True)
    with pytest.raises(actions.AlreadyChanged):
        keep(agency, subject, replaces=Document.objects.get(pk=old.pk))
    with pytest.raises(ValueError, match="same subject"):
        keep(agency, uuid4(), replaces=new)
    assert Document.objects.count() == 2


def test_set_visibility_writes_before_and_after(agency: Agency, subject: UUID, officer: Actor) -> None:
    document = keep(agency, subject, purpose="answer")
    actions.set_visibility(document=document, visibility="public_on", public_on=dt.date(2026, 9, 1), by=officer)
    document.refresh_from_db()
    assert (document.visibility, document.public_on) == ("public_on", dt.date(2026, 9, 1))
    assert Entry.objects.latest("seq").details == {
        "document": str(document.pk),
        "before": {"visibility": "private", "public_on": None},
        "after": {"visibility": "public_on", "public_on": "2026-09-01"},
    }
    for visibility, day in (("public_on", None), ("public", dt.date(2026, 9, 1))):
        with pytest.raises(ValueError, match="date"):
            actions.set_visibility(document=document, visibility=visibility, public_on=day, by=officer)
    actions.set_visibility(document=document, visibility="requester", by=officer)
    document.refresh_from_db()
    assert (document.visibility, document.public_on) == ("requester", None)


@pytest.mark.django_db(transaction=True)
def test_remove_really_deletes_after_commit(agency: Agency, subject: UUID, officer: Actor, store_folder: Path) -> None:
    document = keep(agency, subject)
    with clock.frozen(AT), transaction.atomic():
        actions.remove(document=document, reason=" Memuat data orang lain ", by=officer)
        assert len(files_in(store_folder)) == 1
    assert files_in(store_folder) == []
    document.refresh_from_db()
    assert (document.removed_at, document.removed_by, document.removed_by_label, document.removed_reason) == (
        AT,
        officer.user,
        "Ani",
        "Memuat data orang lain",
    )
    details = Entry.objects.latest("seq").details
    assert set(details) == {"document", "sha256", "reason"}
    assert "orang lain" not in str(details)
    with pytest.raises(actions.AlreadyChanged):
        actions.remove(document=document, reason="Lagi", by=officer)
    with pytest.raises(ValueError, match="reason"):
        actions.remove(document=keep(agency, subject), reason="  ", by=officer)


@pytest.mark.django_db(transaction=True)
def test_bytes_that_cannot_be_deleted_are_logged_and_left_to_the_reconciler(
    agency: Agency, subject: UUID, store_folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    document = keep(agency, subject)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(DurableFileStorage, "delete", refuse)
    actions.remove(document=document, reason="Salah", by=CITIZEN)
    assert document.removed_at is not None
    assert [document.storage_name in record.getMessage() for record in caplog.records] == [True]
    assert reconcile.reconcile().left_behind == [document.storage_name]


def test_words_of_a_document(agency: Agency, subject: UUID) -> None:
    document = keep(agency, subject)
    assert (str(document), document.extension, document.kind_label) == ("KTP.pdf", "pdf", "PDF")
    assert Document(name="a.xyz").kind_label == "XYZ"


def test_reassign_hands_a_drafts_files_to_the_case(agency: Agency, subject: UUID, other_agency: Agency) -> None:
    draft = uuid4()
    kept = [
        actions.store(
            agency=agency, subject_type="draft", subject_id=draft, purpose="identity", upload=upload(), by=CITIZEN
        )
        for _ in range(2)
    ]
    moves = [
        actions.reassign(
            agency=owner, from_type="draft", from_id=draft, subject_type="inquiry", subject_id=subject, by=CITIZEN
        )
        for owner in (other_agency, agency, agency)
    ]
    assert moves == [0, 2, 0]
    found = Document.objects.filter(subject_type="inquiry", subject_id=subject)
    assert set(found) == set(kept)


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": 0},
        {"visibility": "public_on"},
        {"visibility": "private", "public_on": dt.date(2026, 9, 1)},
        {"removed_at": AT},
        {"removed_reason": "x"},
        {"removed_at": AT, "removed_by_label": "Ani"},
    ],
)
def test_the_database_refuses_half_facts(agency: Agency, subject: UUID, wrong: dict[str, object]) -> None:
    document = keep(agency, subject)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**wrong)
