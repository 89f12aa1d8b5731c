"""The list of public information for programs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from ninja import Field, Query, Schema

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api.doors import PUBLIC, ApiRequest
from pendopo.kernel.api.paging import Cursor, Limit, Page, paged
from pendopo.kernel.api.problems import Problem
from pendopo.kernel.api.routes import Routes
from pendopo.kernel.api.rules import PAGE_ROWS
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.dip.models import EntryFile, EntryVersion
from pendopo.modules.dip.queries import machines
from pendopo.modules.dip.rules import kinds

routes = Routes(_("Informasi publik"))


class FileOut(Schema):
    """A file or a link of an entry; a link has neither kind nor size."""

    name: str
    url: str
    media_type: str | None = None
    size: int | None = None
    sha256: str | None = None


class EntryOut(Schema):
    """An entry of the list of public information (DIP), as it is public now."""

    id: UUID
    title: str
    summary: str
    classification: str
    classification_label: str
    basis: str = Field(description=_("Pasal yang mendasari klasifikasinya."))
    published_on: dt.date | None
    modified_at: dt.datetime
    tags: list[str]
    columns: dict[str, str] = Field(description=_("Kolom resmi DIP yang lain, yang terisi saja."))
    page: str
    files: list[FileOut]


@routes.get("agencies/{slug:agency_slug}/dip", door=PUBLIC, summary=_("Daftar Informasi Publik"), gives=Page[EntryOut])
def list_entries(
    request: ApiRequest,
    agency_slug: str,
    classification: Annotated[
        Literal["periodic", "immediate", "any_time"] | None, Query(description=_("Klasifikasi informasi."))
    ] = None,
    limit: Limit = PAGE_ROWS,
    cursor: Cursor = "",
) -> Page[EntryOut]:
    """List what is public, the last published first. Three queries."""
    found = EntryVersion.objects.for_agency(request.agency).filter(is_live=True).select_related("unit", "entry")
    if classification:
        found = found.filter(entry_class=classification)
    keys = [("published_on", "date"), ("id", "uuid")]
    versions, following = paged(found, keys=keys, cursor=cursor, limit=limit)
    return Page(items=_entries(request.agency, versions), next=following)


@routes.get("agencies/{slug:agency_slug}/dip/{uuid:entry}", door=PUBLIC, summary=_("Satu entri DIP"), gives=EntryOut)
def get_entry(request: ApiRequest, agency_slug: str, entry: UUID) -> EntryOut:
    """Return one entry that is public. Three queries."""
    found = machines.one(frozenset({request.agency.pk}), entry)
    if found is None:
        raise Problem("not-found")
    return _entries(request.agency, [found])[0]


def _entries(agency: Agency, versions: list[EntryVersion]) -> list[EntryOut]:
    files = machines.files_of(versions)
    return [
        EntryOut(
            id=each.entry_id,
            title=each.title,
            summary=each.summary,
            classification=each.entry_class,
            classification_label=gettext(kinds.CLASSES[each.entry_class]),
            basis=kinds.CLASS_BASIS[each.entry_class],
            published_on=each.published_on,
            modified_at=each.published_at or each.written_at,
            tags=each.tags,
            columns=machines.official(each),
            page=_absolute(reverse("dip:entry", args=[agency.slug, each.entry_id])),
            files=[_file(agency, each, file) for file in files[each.pk]],
        )
        for each in versions
    ]


def _file(agency: Agency, version: EntryVersion, file: EntryFile) -> FileOut:
    document = file.document
    if document is None:
        return FileOut(name=file.label or file.url, url=file.url)
    return FileOut(
        name=file.label or document.name,
        url=_absolute(reverse("dip:entry_file", args=[agency.slug, version.entry_id, document.pk])),
        media_type=document.media_type,
        size=document.size,
        sha256=document.sha256,
    )


def _absolute(path: str) -> str:
    return f"{settings.PENDOPO_ADDRESS}{path}"
