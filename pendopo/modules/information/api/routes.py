"""Requests for information for programs: the register, one request, and a new one on behalf of a citizen."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext, override
from ninja import Field, Query, Schema
from pydantic import ConfigDict

from pendopo.kernel.api.doors import ApiRequest, api_door
from pendopo.kernel.api.faults import of_form
from pendopo.kernel.api.paging import Cursor, Limit, Page, paged
from pendopo.kernel.api.problems import Problem, language_of
from pendopo.kernel.api.routes import Routes
from pendopo.kernel.api.rules import PAGE_ROWS, ROOT
from pendopo.kernel.api.values import Day, Moment
from pendopo.kernel.api.writing import Key, call_once
from pendopo.kernel.audit.actions import record
from pendopo.kernel.operation.queries import read_only
from pendopo.kernel.people.personal import digest
from pendopo.kernel.tracking.actions import code_of
from pendopo.kernel.tracking.rules import read_number, shown
from pendopo.kernel.workflow.queries import moves_of
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.information import actions
from pendopo.modules.information.api import IDENTITY, READ, WRITE
from pendopo.modules.information.forms.programs import PLACES, program_form
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.queries.inquiries import WorkRow, work_rows
from pendopo.modules.information.queries.own import issued_notice
from pendopo.modules.information.rules.limits import DETAILS_MAX, PURPOSE_MAX
from pendopo.modules.information.rules.notice import DECISIONS

routes = Routes(_("Permohonan informasi"))


class RequesterOut(Schema):
    """Who asked; told only to keys with `requests:identity`, and written down each time."""

    kind: str
    name: str
    on_behalf_of: str
    address: str
    phone: str
    email: str
    occupation: str


class RequestOut(Schema):
    """A request as it stands now."""

    id: UUID
    number: str
    state: str
    state_label: str
    is_open: bool
    channel: str
    received_at: dt.datetime
    registered_at: dt.datetime
    unit: str | None
    due_on: dt.date | None = Field(description=_("Tenggat terdekat; null bila tidak ada yang berjalan."))
    working_days_left: int | None
    is_late: bool
    decision: str | None
    decided_at: dt.datetime | None
    closed_at: dt.datetime | None
    requester: RequesterOut | None = None


class MoveOut(Schema):
    """One step that was taken."""

    step: str
    state: str
    at: dt.datetime
    note: str = Field(description=_("Keterangan yang juga dibaca pemohon."))


class WholeRequestOut(RequestOut):
    """A request with what is asked and every step so far."""

    details: str
    purpose: str
    obtain_way: str
    delivery_way: str
    moves: list[MoveOut]


class RequesterIn(Schema):
    """Who asks (UU 14/2008 Pasal 22): what is missing can be completed later."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["person", "group", "legal_entity"] = "person"
    name: str = Field(min_length=1, max_length=200)
    on_behalf_of: str = Field("", max_length=200)
    nik: str = Field("", max_length=30)
    other_id: str = Field("", max_length=100)
    decree_number: str = Field("", max_length=100)
    address: str = Field("", max_length=500)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)
    occupation: str = Field("", max_length=100)


class RequestIn(Schema):
    """A request for information that a citizen has made somewhere else."""

    model_config = ConfigDict(extra="forbid")

    requester: RequesterIn
    details: str = Field(min_length=1, max_length=DETAILS_MAX, description=_("Informasi yang diminta."))
    purpose: str = Field("", max_length=PURPOSE_MAX)
    obtain_way: Literal["softcopy", "hardcopy", "view"] = "softcopy"
    delivery_way: Literal["online", "email", "pick_up", "post", "courier"] = "online"
    channel: Literal["web", "walk_in", "phone", "letter", "email", "social_media"] = "web"
    received_at: Moment | None = Field(None, description=_("Saat permohonan sampai; tanpa ini, sekarang."))
    accommodation: Literal["none", "writing", "audio", "braille", "sign", "mobility", "other"] = "none"
    help_given: str = Field("", max_length=500)
    read_back: bool = Field(False, description=_("Wajib true untuk permohonan lisan: isinya sudah dibenarkan pemohon."))


class RegisteredOut(Schema):
    """A request that was registered; the code is told here and nowhere else."""

    id: UUID
    number: str
    code: str = Field(description=_("Kode lacak bagi pemohon."))
    state: str
    received_at: dt.datetime
    page: str = Field(description=_("Halaman lacak."))


class Wanted(Schema):
    """Which requests are asked for."""

    number: str = Field("", max_length=80, description=_("Nomor pendaftaran."))
    state: str = Field("", max_length=30, description=_("Keadaan permohonan."))
    start: Day | None = Field(None, description=_("Diterima sejak tanggal ini."))
    end: Day | None = Field(None, description=_("Diterima sampai tanggal ini."))
    identity: bool = Field(False, description=_("Sertakan identitas pemohon."))


@routes.get(
    "agencies/{slug:agency_slug}/requests",
    door=api_door(READ),
    summary=_("Register permohonan"),
    about=_("Menurut waktu diterima, terbaru dahulu. Identitas hanya dengan cakupan requests:identity, dan dicatat."),
    gives=Page[RequestOut],
)
def list_requests(
    request: ApiRequest,
    agency_slug: str,
    wanted: Annotated[Wanted, Query()],
    limit: Limit = PAGE_ROWS,
    cursor: Cursor = "",
) -> Page[RequestOut]:
    """List requests, the last received first. Five queries; with identities one audit entry."""
    _expect_identity(request, wanted.identity)
    found = _fitting(request, wanted)
    rows, following = paged(found, keys=[("received_at", "datetime"), ("id", "uuid")], cursor=cursor, limit=limit)
    for each in rows:
        each.agency = request.agency
    if wanted.identity:
        _note_identities(request, rows)
    items = [RequestOut(**_out(row, identity=wanted.identity)) for row in work_rows(request.agency, rows)]
    return Page(items=items, next=following)


def _fitting(request: ApiRequest, wanted: Wanted) -> QuerySet[Inquiry]:
    found = Inquiry.objects.for_agency(request.agency).select_related("contact", "unit", "notice")
    if wanted.number:
        found = found.filter(number=read_number(wanted.number))
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.start:
        found = found.filter(received_at__gte=_midnight(request, wanted.start))
    if wanted.end:
        # One day beyond, and not beyond the last day there is.
        found = found.filter(received_at__lt=_midnight(request, min(wanted.end, dt.date(2200, 1, 1)) + dt.timedelta(1)))
    return found


@routes.get(
    "agencies/{slug:agency_slug}/requests/{uuid:inquiry}",
    door=api_door(READ),
    summary=_("Satu permohonan dengan langkahnya"),
    gives=WholeRequestOut,
)
def get_request(
    request: ApiRequest,
    agency_slug: str,
    inquiry: UUID,
    identity: Annotated[bool, Query(description=_("Sertakan identitas pemohon."))] = False,
) -> WholeRequestOut:
    """Return one request. Six queries; with the identity one audit entry."""
    _expect_identity(request, identity)
    related = ("contact", "unit", "notice")
    found = Inquiry.objects.for_agency(request.agency).filter(pk=inquiry).select_related(*related).first()
    if found is None:
        raise Problem("not-found")
    found.agency = request.agency
    if identity:
        _note_identities(request, [found])
    moves = [
        MoveOut(step=each.step, state=each.to_state, at=each.at, note=each.public_note) for each in moves_of(found)
    ]
    asked = {name: getattr(found, name) for name in ("details", "purpose", "obtain_way", "delivery_way")}
    return WholeRequestOut(**_out(work_rows(request.agency, [found])[0], identity=identity), **asked, moves=moves)


@routes.post(
    "agencies/{slug:agency_slug}/requests",
    door=api_door(WRITE),
    summary=_("Daftarkan permohonan atas nama pemohon"),
    about=_("Tindakan yang sama dengan pendaftaran di meja layanan: nomor, kode lacak, tenggat, dan tanda terima."),
    gives=RegisteredOut,
)
def register_request(request: ApiRequest, agency_slug: str, body: RequestIn, key: Key) -> HttpResponse:
    """Register a request once for its Idempotency-Key."""
    token = _submission(request, key)
    with override(language_of(request)):
        form = program_form(body.model_dump(), token=token, zone=request.agency.zone)
        errors = [] if form.is_valid() else of_form(form, PLACES)

    def do() -> tuple[int, dict[str, Any]]:
        if errors:
            raise Problem("invalid", errors=errors)
        made = actions.register(agency=request.agency, by=request.actor, **form.registration())
        registered = RegisteredOut(
            id=made.pk,
            number=made.number,
            code=shown(code_of(token)),
            state=made.state,
            received_at=made.received_at.astimezone(request.agency.zone),
            page=f"{settings.PENDOPO_ADDRESS}/{request.agency.slug}/lacak/",
        )
        return 201, registered.model_dump(mode="json")

    location = f"{ROOT}agencies/{request.agency.slug}/requests/{{id}}"
    return call_once(request, operation="register_request", key=key, location=location, do=do)


def _submission(request: ApiRequest, key: str) -> str:
    """Return the token of a submission: the same again for the same key, also when the kept answer is gone."""
    made = digest(f"{request.token.pk}:{request.agency.pk}:{key}", purpose="api-submission")
    return base64.urlsafe_b64encode(bytes.fromhex(made)[:16]).decode().rstrip("=")


def _midnight(request: ApiRequest, day: dt.date) -> dt.datetime:
    """Return the first instant of a day, of one near enough to be computed with."""
    near = min(max(day, dt.date(1900, 1, 1)), dt.date(2200, 1, 1))
    return dt.datetime.combine(near, dt.time(), tzinfo=request.agency.zone)


def _expect_identity(request: ApiRequest, identity: bool) -> None:
    if identity and IDENTITY not in request.token.scopes:
        raise Problem("scope")
    if identity and read_only().on:
        # Nobody's identity is read without a trace.
        raise Problem("busy", headers={"Retry-After": str(read_only().retry_seconds)})


def _note_identities(request: ApiRequest, rows: list[Inquiry]) -> None:
    """Write down whose identities a program reads, request by request in one entry."""
    if not rows:
        return
    with transaction.atomic():
        record(
            agency=request.agency,
            action="api_token.read_identities",
            subject_type="api_token",
            subject_id=request.token.pk,
            by=request.actor,
            details={"numbers": [each.number for each in rows]},
        )


def _out(row: WorkRow, *, identity: bool) -> dict[str, Any]:
    found = row.inquiry
    issued = issued_notice(found)
    out: dict[str, Any] = {
        name: getattr(found, name) for name in ("number", "state", "is_open", "channel", "received_at", "closed_at")
    }
    out |= {
        "id": found.pk,
        "state_label": gettext(found.current.label),
        "registered_at": found.registered_at,
        "unit": found.unit.name if found.unit else None,
        "due_on": row.due_on,
        "working_days_left": row.days_left,
        "is_late": row.late,
        "decision": issued.decision if issued and issued.decision in DECISIONS else None,
        "decided_at": issued.issued_at if issued else None,
    }
    if identity:
        names = ("kind", "name", "on_behalf_of", "address", "phone", "email", "occupation")
        out["requester"] = {name: getattr(found.contact, name) for name in names}
    return out
