"""The kernel's own operations: agencies with units and services, public counts, figures of a period, the key itself."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.db.models import QuerySet
from django.urls import reverse
from ninja import Field, Query, Schema

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.queries import active_agencies, active_units
from pendopo.kernel.api.doors import OPEN, PUBLIC, ApiRequest, api_door
from pendopo.kernel.api.offered import STATISTICS
from pendopo.kernel.api.paging import Cursor, Limit, Page, paged
from pendopo.kernel.api.routes import Routes
from pendopo.kernel.api.rules import PAGE_ROWS, WORDS_MAX
from pendopo.kernel.api.values import Day
from pendopo.kernel.reporting.facts import all_sources
from pendopo.kernel.reporting.opened import month_counts
from pendopo.kernel.reporting.period import FIRST_YEAR, MAX_DAYS, Period
from pendopo.kernel.reporting.registers import OpenCounts
from pendopo.kernel.reporting.registry import opened_registers
from pendopo.kernel.reporting.rules import Tally, key_of
from pendopo.kernel.services.models import Service
from pendopo.kernel.services.queries import active_services
from pendopo.lib.text import gettext_noop as _

routes = Routes(_("Instansi"))

Start = Annotated[Day | None, Query(description=_("Hari pertama; tanpa ini, awal tahun berjalan."))]
End = Annotated[Day | None, Query(description=_("Hari terakhir; tanpa ini, hari ini."))]
# A year of figures is counted anew from every case.
_FIGURE_DAYS = 366


class AgencyOut(Schema):
    """A public body."""

    slug: str = Field(description=_("Nama dalam alamat; dipakai sebagai {agency_slug}."))
    name: str
    short_name: str
    kind: str
    parent: str | None = Field(description=_("Nama dalam alamat instansi induk."))
    region_code: str
    address: str
    phone: str
    email: str
    timezone: str
    page: str = Field(description=_("Alamat berandanya."))


class UnitOut(Schema):
    """A unit of an agency."""

    id: str
    name: str


class ServiceOut(Schema):
    """A service of an agency."""

    id: str
    name: str
    unit: str | None = Field(description=_("Id unit kerja; null bila seluruh instansi."))
    kind: str


class MonthOut(Schema):
    """How many cases of one month have one status."""

    month: str = Field(description=_("Tahun dan bulan, misalnya 2026-08."))
    status: str
    label: str
    count: int


class CountsOut(Schema):
    """Counts of one register."""

    key: str = Field(description=_("Kunci register."))
    title: str
    about: str
    months: list[MonthOut]


class FigureOut(Schema):
    """One figure; null where nothing is there to measure."""

    code: str
    title: str
    how: str
    value: str | None = None


class SourceOut(Schema):
    """The figures of one kind of case."""

    key: str
    title: str
    version: str = Field(description=_("Versi aturan hitungnya."))
    figures: list[FigureOut]


class FiguresOut(Schema):
    """Figures of a period, counted now from the cases themselves."""

    start: dt.date
    end: dt.date
    cut_off: dt.datetime
    sources: list[SourceOut]


class TokenOut(Schema):
    """The key that asks."""

    name: str
    prefix: str
    agency: str
    scopes: list[str]
    with_children: bool
    expires_at: dt.datetime


def _page(path: str) -> str:
    from django.conf import settings

    return f"{settings.PENDOPO_ADDRESS}{path}"


def _agency_out(agency: Agency) -> AgencyOut:
    return AgencyOut(
        slug=agency.slug,
        name=agency.name,
        short_name=agency.short_name,
        kind=agency.kind,
        parent=agency.parent.slug if agency.parent else None,
        region_code=agency.region_code,
        address=agency.address,
        phone=agency.phone,
        email=agency.email,
        timezone=agency.timezone,
        page=_page(reverse("agency-home", args=[agency.slug])),
    )


@routes.get("agencies", door=OPEN, summary=_("Daftar instansi"), gives=Page[AgencyOut])
def list_agencies(
    request: ApiRequest,
    q: Annotated[str, Query(max_length=WORDS_MAX, description=_("Kata dalam nama instansi."))] = "",
    limit: Limit = PAGE_ROWS,
    cursor: Cursor = "",
) -> Page[AgencyOut]:
    """List active agencies by their slugs. One query."""
    found: QuerySet[Agency] = active_agencies(q.replace("\x00", " ")).select_related("parent")
    rows, following = paged(found, keys=[("slug", "text")], cursor=cursor, limit=limit, descending=False)
    return Page(items=[_agency_out(each) for each in rows], next=following)


@routes.get("agencies/{slug:agency_slug}", door=PUBLIC, summary=_("Satu instansi"), gives=AgencyOut)
def get_agency(request: ApiRequest, agency_slug: str) -> AgencyOut:
    """Return one agency. One query, two with a parent."""
    return _agency_out(request.agency)


@routes.get(
    "agencies/{slug:agency_slug}/units", door=PUBLIC, summary=_("Unit kerja suatu instansi"), gives=Page[UnitOut]
)
def list_units(request: ApiRequest, agency_slug: str, limit: Limit = PAGE_ROWS, cursor: Cursor = "") -> Page[UnitOut]:
    """List active units by name. Two queries."""
    found: QuerySet[Unit] = active_units(request.agency)
    rows, following = paged(found, keys=[("name", "text")], cursor=cursor, limit=limit, descending=False)
    return Page(items=[UnitOut(id=str(each.pk), name=each.name) for each in rows], next=following)


@routes.get(
    "agencies/{slug:agency_slug}/services", door=PUBLIC, summary=_("Layanan suatu instansi"), gives=Page[ServiceOut]
)
def list_services(
    request: ApiRequest, agency_slug: str, limit: Limit = PAGE_ROWS, cursor: Cursor = ""
) -> Page[ServiceOut]:
    """List active services by name. Two queries."""
    found: QuerySet[Service] = active_services(request.agency)
    rows, following = paged(found, keys=[("name", "text")], cursor=cursor, limit=limit, descending=False)
    items = [
        ServiceOut(id=str(each.pk), name=each.name, unit=str(each.unit_id) if each.unit_id else None, kind=each.kind)
        for each in rows
    ]
    return Page(items=items, next=following)


def _period(agency: Agency, start: dt.date | None, end: dt.date | None, most_days: int) -> Period:
    """Return a period that can be counted; what lies outside is cut off."""
    today = clock.today(agency.timezone)
    first, last = dt.date(FIRST_YEAR, 1, 1), dt.date(today.year + 1, 12, 31)
    until = min(max(end or today, first), last)
    since = min(max(start or dt.date(until.year, 1, 1), first, until - dt.timedelta(days=most_days - 1)), until)
    return Period(since, until, "range", None)


@routes.get(
    "agencies/{slug:agency_slug}/statistics",
    door=PUBLIC,
    summary=_("Jumlah perkara per bulan menurut hasilnya"),
    about=_("Angka terbuka tiap register, tanpa data pemohon, paling panjang sepuluh tahun."),
    gives=list[CountsOut],
)
def list_statistics(request: ApiRequest, agency_slug: str, start: Start = None, end: End = None) -> list[CountsOut]:
    """Count the cases of every register that opens counts. One query a register, one for the agency."""
    period = _period(request.agency, start, end, MAX_DAYS)
    found = []
    for register in opened_registers():
        if isinstance(opened := register.opened, OpenCounts):
            months = [
                MonthOut(
                    month=f"{each.month:%Y-%m}",
                    status=each.status,
                    label=str(opened.statuses[each.status]),
                    count=each.count,
                )
                for each in month_counts(register, opened, request.agency, period)
            ]
            found.append(CountsOut(key=register.key, title=str(opened.title), about=str(opened.about), months=months))
    return found


@routes.get(
    "agencies/{slug:agency_slug}/figures",
    door=api_door(STATISTICS),
    summary=_("Angka laporan suatu periode"),
    about=_("Angka yang sama dengan laporan tahunan, dihitung sekarang, paling panjang satu tahun."),
    gives=FiguresOut,
)
def get_figures(request: ApiRequest, agency_slug: str, start: Start = None, end: End = None) -> FiguresOut:
    """Count the figures of every source of facts. Queries by the number of cases, a thousand at a time."""
    period, now = _period(request.agency, start, end, _FIGURE_DAYS), clock.now()
    sources = []
    for source in all_sources():
        tally = Tally(source.figures)
        for fact in source.facts(request.agency, period, now):
            tally.add(fact)
        values = tally.values()
        figures = [
            FigureOut(code=figure.code, title=str(figure.title), how=figure.how, value=values[key_of(figure)])
            for figure in source.figures
        ]
        sources.append(SourceOut(key=source.key, title=str(source.title), version=source.version, figures=figures))
    return FiguresOut(start=period.start, end=period.end, cut_off=now, sources=sources)


@routes.get("token", door=api_door(), summary=_("Kunci yang sedang dipakai"), gives=TokenOut)
def get_token(request: ApiRequest) -> TokenOut:
    """Return what the key may do and until when."""
    token = request.token
    return TokenOut(
        name=token.name,
        prefix=token.shown,
        agency=token.agency.slug,
        scopes=token.scopes,
        with_children=token.with_children,
        expires_at=token.expires_at,
    )
