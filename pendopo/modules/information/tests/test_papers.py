"""A request as papers of a dossier: as asked, as answered, and with what was given."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from pendopo.modules.information.queries.papers import papers_of
from pendopo.modules.information.tests.office import REFUSING, issued, make_office, registered

pytestmark = pytest.mark.django_db


def test_a_refused_request_is_two_papers() -> None:
    office = make_office()
    inquiry = issued(office, REFUSING)
    asked, answered = papers_of(office.agency, inquiry.pk)
    assert (asked.title, asked.on, dict(asked.facts)["Informasi yang diminta"]) == (
        "Permohonan informasi publik", dt.date(2026, 8, 3), "Laporan keuangan 2025",
    )  # fmt: skip
    assert (answered.title, answered.on, dict(answered.facts)["Keputusan"]) == (
        "Pemberitahuan tertulis", dt.date(2026, 8, 5), "Ditolak",
    )  # fmt: skip


def test_a_request_without_answer_is_one_paper() -> None:
    office, other = make_office(), make_office("lain")
    inquiry = registered(office)
    assert [paper.title for paper in papers_of(office.agency, inquiry.pk)] == ["Permohonan informasi publik"]
    assert papers_of(other.agency, inquiry.pk) == []
    assert papers_of(office.agency, UUID(int=1)) == []
