"""Who sees which documents: whole sets, one query for many subjects."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents import queries
from pendopo.kernel.documents.models import Document

AT = dt.datetime(2026, 8, 3, 3, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 9, 1)


def row(agency: Agency, subject: UUID, name: str, **more: Any) -> Document:
    given = {
        "agency": agency, "subject_type": "inquiry", "subject_id": subject, "purpose": "answer", "name": name,
        "media_type": "application/pdf", "size": 9, "sha256": "0" * 64, "storage_name": uuid4().hex,
        "uploaded_by_label": "Ani", "uploaded_at": AT, **more,
    }  # fmt: skip
    return Document.objects.create(**given)


@pytest.fixture
def mixed(agency: Agency, other_agency: Agency, subject: UUID) -> dict[str, Document]:
    newer = row(agency, subject, "newer", visibility="public")
    return {
        document.name: document
        for document in (
            newer,
            row(agency, subject, "private"),
            row(agency, subject, "requester", visibility="requester"),
            row(agency, subject, "from today", visibility="public_on", public_on=DAY),
            row(agency, subject, "from tomorrow", visibility="public_on", public_on=DAY + dt.timedelta(days=1)),
            row(agency, subject, "replaced", visibility="public", replaced_by=newer),
            row(
                agency, subject, "removed", visibility="public",
                removed_at=AT, removed_by_label="Ani", removed_reason="Salah",
            ),
            row(agency, subject, "quarantined", visibility="public", scan_state="quarantined"),
            row(agency, subject, "infected", visibility="public", scan_state="infected", scan_signature="x"),
            row(agency, subject, "scanned", visibility="public", scan_state="clean_by_scan"),
            row(agency, subject, "letter", purpose="letter", visibility="requester"),
            row(agency, uuid4(), "other subject", visibility="public"),
            row(agency, subject, "other type", visibility="public", subject_type="objection"),
            row(other_agency, subject, "other agency", visibility="public"),
        )
    }  # fmt: skip


def names(documents: Any) -> list[str]:
    return [document.name for document in documents]


def test_requester_sees_what_is_not_for_officers_only(
    agency: Agency, subject: UUID, mixed: dict[str, Document]
) -> None:
    expected = ["newer", "requester", "from today", "from tomorrow", "scanned", "letter"]
    found = queries.given_to_requester(agency, "inquiry", subject)
    assert names(each for each in found if each.is_clean) == expected


def test_public_sees_from_the_day_on(agency: Agency, mixed: dict[str, Document]) -> None:
    expected = {"newer", "from today", "scanned", "other subject", "other type"}
    assert set(names(queries.visible_to_public(agency, day=DAY))) == expected
    assert set(names(queries.visible_to_public(agency, day=DAY, subject_type="inquiry"))) == expected - {"other type"}
    assert {name for name, document in mixed.items() if document.is_public_on(DAY)} == expected | {"other agency"}


def test_documents_of_many_subjects_in_one_query(agency: Agency, django_assert_num_queries: Any) -> None:
    for count in (1, 50):
        subjects = [uuid4() for _ in range(count)]
        rows = {one: [row(agency, one, "a"), row(agency, one, "b", purpose="letter")] for one in subjects}
        empty = uuid4()
        with django_assert_num_queries(1):
            found = queries.documents_of(agency, "inquiry", [*subjects, empty])
        assert found == {**rows, empty: []}
        with django_assert_num_queries(1):
            letters = queries.documents_of(agency, "inquiry", subjects, purposes=["letter"])
        assert letters == {one: [both[1]] for one, both in rows.items()}
    with django_assert_num_queries(0):
        assert queries.documents_of(agency, "inquiry", []) == {}


def test_documents_of_leaves_out_replaced_removed_and_foreign(
    agency: Agency, subject: UUID, mixed: dict[str, Document]
) -> None:
    found = queries.documents_of(agency, "inquiry", [subject])[subject]
    assert names(found) == [
        "newer", "private", "requester", "from today", "from tomorrow", "quarantined", "infected", "scanned", "letter",
    ]  # fmt: skip


def test_find_document_stays_in_the_agency(agency: Agency, other_agency: Agency, mixed: dict[str, Document]) -> None:
    found = {name for name, document in mixed.items() if queries.find_document(agency, document.pk)}
    assert found == set(mixed) - {"removed", "other agency"}
    assert queries.find_document(other_agency, mixed["other agency"].pk) == mixed["other agency"]
