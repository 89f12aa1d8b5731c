"""Answers that were made public, for programs."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from ninja import Field, Schema

from pendopo.kernel.api.doors import PUBLIC, ApiRequest
from pendopo.kernel.api.paging import Cursor, Limit, Page, paged
from pendopo.kernel.api.problems import Problem
from pendopo.kernel.api.routes import Routes
from pendopo.kernel.api.rules import PAGE_ROWS
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.disclosure.models import Edition
from pendopo.modules.disclosure.queries import public

routes = Routes(_("Informasi publik"))


class AnswerOut(Schema):
    """An answer that was made public, without anything about who asked."""

    id: UUID
    title: str
    question: str
    summary: str
    unit: str | None
    answered_on: str = Field(description=_("Tanggal dijawab; hanya tahun dan bulan bila instansi memilih demikian."))
    published_on: dt.date | None
    edition: int = Field(description=_("Terbitan ke berapa; lebih dari satu setelah diperbaiki."))
    basis: str
    page: str


@routes.get(
    "agencies/{slug:agency_slug}/answers", door=PUBLIC, summary=_("Jawaban yang diumumkan"), gives=Page[AnswerOut]
)
def list_answers(
    request: ApiRequest, agency_slug: str, limit: Limit = PAGE_ROWS, cursor: Cursor = ""
) -> Page[AnswerOut]:
    """List what is public, the last published first. Two queries."""
    found = public.editions(request.agency).select_related("unit", "answer")
    keys = [("answer__published_on", "date"), ("id", "uuid")]
    rows, following = paged(found, keys=keys, cursor=cursor, limit=limit)
    return Page(items=[_out(request, each) for each in rows], next=following)


@routes.get(
    "agencies/{slug:agency_slug}/answers/{uuid:answer}",
    door=PUBLIC,
    summary=_("Satu jawaban yang diumumkan"),
    gives=AnswerOut,
)
def get_answer(request: ApiRequest, agency_slug: str, answer: UUID) -> AnswerOut:
    """Return one public answer. Three queries."""
    found = public.edition_of(request.agency, answer)
    if found is None:
        raise Problem("not-found")
    return _out(request, found)


def _out(request: ApiRequest, edition: Edition) -> AnswerOut:
    page = reverse("disclosure:answer", args=[request.agency.slug, edition.answer_id])
    return AnswerOut(
        id=edition.answer_id,
        title=edition.title,
        question=edition.question,
        summary=edition.summary,
        unit=edition.unit.name if edition.unit else None,
        answered_on=edition.answered_on.isoformat()[: 7 if edition.by_month else 10],
        published_on=edition.answer.published_on,
        edition=edition.seq,
        basis=edition.basis,
        page=f"{settings.PENDOPO_ADDRESS}{page}",
    )
