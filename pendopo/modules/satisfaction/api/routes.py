"""Published results for everybody's programs; what can be answered, and answers, for programs with a key."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext
from ninja import Field, Schema
from pydantic import ConfigDict

from pendopo.kernel.api.doors import PUBLIC, ApiRequest, api_door
from pendopo.kernel.api.paging import Cursor, Limit, Page, paged
from pendopo.kernel.api.problems import Problem
from pendopo.kernel.api.routes import Routes
from pendopo.kernel.api.rules import PAGE_ROWS
from pendopo.kernel.api.values import Moment
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.actions import answering
from pendopo.modules.satisfaction.api import ANSWER
from pendopo.modules.satisfaction.models import Survey
from pendopo.modules.satisfaction.queries import figures, inviting
from pendopo.modules.satisfaction.queries import surveys as queries
from pendopo.modules.satisfaction.rules import index, limits, small_cells

routes = Routes(_("Survei kepuasan"))


class ResultOut(Schema):
    """The published result of a survey; the index is as it was published."""

    id: UUID
    number: str
    title: str
    period: str
    unit: str | None
    starts_on: dt.date
    ends_on: dt.date
    instrument: str
    version: str
    index: Decimal | None = Field(description=_("Nilai IKM setelah konversi."))
    grade: str | None
    respondents: int | None


class ElementOut(Schema):
    """What one element came to."""

    key: str
    name: str
    mean: Decimal
    converted: Decimal
    grade: str | None
    rank: int


class AskedOut(Schema):
    """What one service came to; null where too few answered for it to be told."""

    service: UUID
    name: str
    respondents: int | None
    index: Decimal | None
    grade: str | None


class WholeResultOut(ResultOut):
    """A published result with its elements and services."""

    elements: list[ElementOut]
    services: list[AskedOut]


class QuestionOut(Schema):
    """A question of a questionnaire; values count from 1, one for each label."""

    key: str
    question: str
    labels: list[str]


class ChoiceOut(Schema):
    """A service to choose."""

    id: UUID
    name: str


class OpenSurveyOut(Schema):
    """A survey that takes answers now."""

    id: UUID
    title: str
    period: str
    ends_on: dt.date
    takes_open_link: bool = Field(description=_("Menerima jawaban tanpa undangan."))
    services: list[ChoiceOut]
    questions: list[QuestionOut]


class AnswerIn(Schema):
    """One filled-in questionnaire."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(
        min_length=8,
        max_length=limits.KEY_MAX,
        description=_("Kunci buatan pengirim; kiriman ulang tidak dihitung dua kali."),
    )
    service: UUID
    values: dict[str, Annotated[int, Field(ge=1, le=9)] | None] = Field(
        max_length=40, description=_("Kunci unsur → nilai; null bila dilewati.")
    )
    respondent: dict[str, str] = Field(
        default_factory=dict, max_length=10, description=_("Profil: gender, age, education, occupation, disability.")
    )
    comment: str = Field("", max_length=limits.COMMENT_MAX)
    received_at: Moment | None = None
    invitation: str | None = Field(
        None,
        max_length=limits.KEY_MAX,
        description=_("Rahasia undangan setelah layanan; tanpa ini, bukti lebih lemah."),
    )


class AnswersIn(Schema):
    """Answers to one survey."""

    model_config = ConfigDict(extra="forbid")

    survey: UUID
    answers: list[AnswerIn] = Field(min_length=1, max_length=limits.API_BATCH)


class RefusedOut(Schema):
    """An answer that was not taken, and why."""

    key: str
    detail: str


class TakenOut(Schema):
    """What became of each answer, by its key."""

    taken: list[str]
    refused: list[RefusedOut]


def _result(survey: Survey) -> dict[str, Any]:
    instrument, published = survey.instrument, survey.published_index
    band = index.band_of(instrument.definition, published) if published is not None else None
    return {
        "id": survey.pk,
        "number": survey.number,
        "title": survey.title,
        "period": survey.period,
        "unit": survey.unit.name if survey.unit else None,
        "starts_on": survey.starts_on,
        "ends_on": survey.ends_on,
        "instrument": instrument.key,
        "version": instrument.version,
        "index": published,
        "grade": band.grade if band else None,
        "respondents": survey.published_n,
    }


@routes.get(
    "agencies/{slug:agency_slug}/surveys", door=PUBLIC, summary=_("Hasil survei yang diumumkan"), gives=Page[ResultOut]
)
def list_results(
    request: ApiRequest, agency_slug: str, limit: Limit = PAGE_ROWS, cursor: Cursor = ""
) -> Page[ResultOut]:
    """List published results, the latest period first. Two queries."""
    keys = [("ends_on", "date"), ("id", "uuid")]
    rows, following = paged(queries.published_surveys(request.agency), keys=keys, cursor=cursor, limit=limit)
    return Page(items=[ResultOut(**_result(each)) for each in rows], next=following)


@routes.get(
    "agencies/{slug:agency_slug}/surveys/{uuid:survey}",
    door=PUBLIC,
    summary=_("Satu hasil survei dengan unsur dan layanannya"),
    about=_("Layanan dengan terlalu sedikit responden disamarkan, juga bila angkanya dapat dihitung dari yang lain."),
    gives=WholeResultOut,
)
def get_result(request: ApiRequest, agency_slug: str, survey: UUID) -> WholeResultOut:
    """Return one published result. Five queries."""
    found = queries.published_surveys(request.agency).filter(pk=survey).first()
    if found is None:
        raise Problem("not-found")
    whole = figures.figure(found)
    named = found.instrument.definition
    elements = [
        ElementOut(
            key=each.key,
            name=named.element(each.key).name,
            mean=each.nrr,
            converted=each.converted,
            grade=each.band.grade if each.band else None,
            rank=each.rank,
        )
        for each in (whole.elements if whole else ())
    ]
    return WholeResultOut(**_result(found), elements=elements, services=_services(found, whole))


def _services(survey: Survey, whole: index.Figure | None) -> list[AskedOut]:
    by_service = figures.figures_by_service(survey)
    counts = {str(asked.service_id): figure.n for asked, figure in by_service if figure}
    small = small_cells.hidden(counts, total=whole.n if whole else 0)
    return [
        AskedOut(
            service=asked.service_id,
            name=asked.service.name,
            respondents=figure.n if figure and str(asked.service_id) not in small else None,
            index=figure.converted if figure and str(asked.service_id) not in small else None,
            grade=figure.band.grade if figure and figure.band and str(asked.service_id) not in small else None,
        )
        for asked, figure in by_service
    ]


@routes.get(
    "agencies/{slug:agency_slug}/surveys/open",
    door=api_door(ANSWER),
    summary=_("Survei yang sedang dibuka, dengan pertanyaannya"),
    gives=list[OpenSurveyOut],
)
def list_open_surveys(request: ApiRequest, agency_slug: str) -> list[OpenSurveyOut]:
    """Return the surveys that take answers now, one page of them. One query, and one a survey."""
    return [
        OpenSurveyOut(
            id=each.pk,
            title=each.title,
            period=each.period,
            ends_on=each.ends_on,
            takes_open_link=each.allows_open_link,
            services=[ChoiceOut(id=one.service_id, name=one.service.name) for one in inviting.asked_in_all(each)],
            questions=[
                QuestionOut(key=element.key, question=element.question, labels=list(element.labels))
                for element in each.instrument.definition.shown(each.numbering)
            ],
        )
        for each in queries.open_surveys(request.agency)[: limits.API_SURVEYS]
    ]


@routes.post(
    "agencies/{slug:agency_slug}/survey-answers",
    door=api_door(ANSWER),
    summary=_("Kirim jawaban survei"),
    about=_(
        "Paling banyak 500 jawaban. Dengan undangan, jawaban dihitung sebagai tautan pribadi; tanpa undangan sebagai tautan "
        "terbuka, yang disebut sebagai bukti lebih lemah. Jawaban dengan kunci yang sama dihitung sekali."
    ),
    gives=TakenOut,
    status=200,
)
def send_answers(request: ApiRequest, agency_slug: str, body: AnswersIn) -> TakenOut:
    """Take answers in, each for itself, so that a bad one holds none of the others back."""
    sent = [
        answering.FromProgram(
            key=each.key,
            service=each.service,
            values=each.values,
            told={name: value for name, value in each.respondent.items() if value},
            comment=each.comment,
            at=each.received_at,
            invitation=each.invitation or "",
        )
        for each in body.answers
    ]
    taken, refused = answering.take_from_program(
        agency=request.agency, survey_pk=body.survey, sent=sent, sender=str(request.token.pk), by=request.actor
    )
    return TakenOut(taken=taken, refused=[RefusedOut(key=key, detail=gettext(why)) for key, why in refused])
