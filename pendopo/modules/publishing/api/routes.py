"""Urgent notices for everybody's programs, and how an agency stands with its duties, for programs with a key."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from ninja import Schema

from pendopo.kernel.api.doors import PUBLIC, ApiRequest, api_door
from pendopo.kernel.api.paging import Cursor, Limit, Page, paged
from pendopo.kernel.api.routes import Routes
from pendopo.kernel.api.rules import PAGE_ROWS
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.publishing.api import DUTIES
from pendopo.modules.publishing.models import Notice
from pendopo.modules.publishing.queries import duties, notices

routes = Routes(_("Pengumuman"))


class NoticeOut(Schema):
    """An urgent notice (serta-merta), also one that has ended."""

    id: UUID
    number: str
    title: str
    happening: str
    place: str
    instructions: str
    contact: str
    is_in_force: bool
    version: int
    announced_at: dt.datetime
    updated_at: dt.datetime
    until_at: dt.datetime
    ended_at: dt.datetime | None
    page: str


class DutyOut(Schema):
    """How an agency stands with one thing it must publish."""

    key: str
    kind: str
    text: str
    article: str
    confidence: str
    standing: str
    standing_label: str
    due_on: dt.date | None
    proved_on: dt.date | None
    proof: str | None
    unit: str | None


@routes.get(
    "agencies/{slug:agency_slug}/notices", door=PUBLIC, summary=_("Peringatan serta-merta"), gives=Page[NoticeOut]
)
def list_notices(
    request: ApiRequest, agency_slug: str, limit: Limit = PAGE_ROWS, cursor: Cursor = ""
) -> Page[NoticeOut]:
    """List notices, the newest first. Two queries."""
    keys = [("announced_at", "datetime"), ("id", "uuid")]
    rows, following = paged(notices.notices_of(request.agency), keys=keys, cursor=cursor, limit=limit)
    return Page(items=[_notice(request, each) for each in rows], next=following)


def _notice(request: ApiRequest, notice: Notice) -> NoticeOut:
    page = reverse("publishing:notice", args=[request.agency.slug, notice.pk])
    same = ("number", "title", "happening", "place", "instructions", "contact", "version")
    times = ("announced_at", "updated_at", "until_at", "ended_at")
    return NoticeOut(
        id=notice.pk,
        is_in_force=notices.is_running(notice),
        page=f"{settings.PENDOPO_ADDRESS}{page}",
        **{name: getattr(notice, name) for name in (*same, *times)},
    )


@routes.get(
    "agencies/{slug:agency_slug}/duties",
    door=api_door(DUTIES),
    summary=_("Kewajiban mengumumkan dan buktinya"),
    gives=list[DutyOut],
)
def list_duties(request: ApiRequest, agency_slug: str) -> list[DutyOut]:
    """Return every duty of the agency as it stands today; the catalogue bounds them."""
    return [
        DutyOut(
            key=line.key,
            kind=line.kind,
            text=line.text,
            article=line.article,
            confidence=line.confidence,
            standing=line.standing,
            standing_label=line.label,
            due_on=line.due_on,
            proved_on=line.proof.on if line.proof else None,
            proof=line.proof.title if line.proof else None,
            unit=line.unit.name if line.unit else None,
        )
        for line in duties.lines_of(request.agency)
    ]
