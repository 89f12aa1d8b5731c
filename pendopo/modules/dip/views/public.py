"""The list for everybody: what is published, one entry with its files, decrees."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.delivery import as_attachment, file_response
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.reporting import writers
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.registers import Sheet
from pendopo.lib.text import clean_line
from pendopo.modules.dip import reports
from pendopo.modules.dip.forms.public import PARAMS, ListForm
from pendopo.modules.dip.models import EntryFile, EntryVersion
from pendopo.modules.dip.queries import decrees as decree_queries
from pendopo.modules.dip.queries import listing
from pendopo.modules.dip.queries.entries import files_of, shown_fields
from pendopo.modules.dip.queries.listing import Chosen
from pendopo.modules.dip.rules import kinds, limits
from pendopo.ui.caching import cacheable, may_lag

PAGE_PARAM = "halaman"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Counted(Paginator):
    """Pages of a list whose length is known already; at most limits.PUBLIC_PAGES of them."""

    def __init__(self, rows: Any, total: int) -> None:
        super().__init__(rows, limits.PUBLIC_ROWS)
        self.total = total

    @cached_property
    def count(self) -> int:
        """Return how many rows can be turned to."""
        return min(self.total, limits.PUBLIC_PAGES * limits.PUBLIC_ROWS)


def _words(request: AgencyRequest) -> str:
    return clean_line(request.GET.get("q", ""))[: limits.QUERY_MAX]


def _chosen(given: QueryDict) -> Chosen:
    """Return the facets that the address names; what they cannot be is left out."""
    values = {facet: given.get(param, "") for param, facet in PARAMS.items()}
    checks = {
        "entry_class": lambda value: value in kinds.CLASSES,
        "unit": _is_key,
        "info_year": lambda value: value.isascii() and value.isdigit() and len(value) == 4,
        "form": lambda value: value in kinds.FORMS,
    }
    return Chosen(**{facet: value for facet, value in values.items() if value and checks[facet](value)})


def _is_key(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def _number(request: AgencyRequest) -> int:
    given = request.GET.get(PAGE_PARAM, "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1
    return max(1, min(number, limits.PUBLIC_PAGES))


@public_door
@require_safe
@cacheable(10)
@may_lag
def listed(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List what is published, by words and facets with their counts. Five queries, however long the list is."""
    words, chosen = _words(request), _chosen(request.GET)
    counts = listing.counts(agency, chosen)
    units = listing.unit_names(agency, {*counts.facets["unit"], chosen.unit} - {""})
    facets, loosely = counts.facets, False
    if words:
        found = listing.find(agency, words, chosen, page=_number(request), units=units)
        facets, loosely = found.facets or facets, found.loosely
        paginator = _Counted([], found.total)
        page = Page(found.versions, min(_number(request), paginator.num_pages), paginator)
    else:
        paginator = _Counted(listing.listed(agency, chosen), counts.total)
        page = paginator.get_page(_number(request))
    total = paginator.total
    narrowed = urlencode({param: value for param, facet in PARAMS.items() if (value := getattr(chosen, facet))})
    newest = decree_queries.decrees(agency, 1)
    context = {
        "words": words,
        "chosen": chosen,
        "reset_url": "?" if words or chosen else "",
        "form": ListForm(words, chosen, facets, units),
        "entries": entry_rows(agency, list(page.object_list)),
        "page": page,
        "page_param": PAGE_PARAM,
        "total": total,
        "loosely": loosely,
        "is_cut": total > paginator.count,
        "decree": newest[0] if newest else None,
        "narrowed": "" if words else narrowed,
        "can_download": not words and total > 0,
        "has_workbook": total <= limits.XLSX_ROWS,
    }
    return render(request, "dip/listed.html", context)


def entry_rows(agency: Agency, versions: list[EntryVersion]) -> list[dict[str, Any]]:
    """Return public versions as rows of a list: title, address, class, day and unit."""
    return [
        {
            "title": each.title,
            "url": reverse("dip:entry", args=[agency.slug, each.entry_id]),
            "kind": _(kinds.CLASSES[each.entry_class]),
            "on": each.published_on,
            "unit": each.unit.name if each.unit else "",
        }
        for each in versions
    ]


@public_door
@require_safe
@cacheable(10)
@may_lag
def entry(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show one published entry with files and history; what was withdrawn says so (410) and nothing else."""
    version = listing.entry_page(agency, pk)
    if version is None:
        gone = listing.tombstone(agency, pk)
        if gone is None:
            raise Http404(_("Informasi ini tidak ada. Cari lagi dalam daftar informasi publik."))
        return render(request, "dip/tombstone.html", {"entry": gone}, status=410)
    today = clock.today(agency.timezone)
    shown = [(label, value) for label, value in shown_fields(version)[2:] if value]
    context = {
        "version": version,
        "entry": version.entry,
        "kind": _(kinds.CLASSES[version.entry_class]),
        "rows": [{"label": label, "value": value} for label, value in shown],
        "files": [_file(agency, pk, each) for each in files_of(version) if _is_shown(each, today)],
        "history": listing.history(version),
        "ask_url": f"{reverse('information:wish', args=[agency.slug])}?{urlencode({'tentang': str(pk)})}",
    }
    return render(request, "dip/entry.html", context)


def _is_shown(each: EntryFile, today: Any) -> bool:
    return each.document is None or each.document.is_public_on(today)


def _file(agency: Agency, pk: UUID, each: EntryFile) -> dict[str, Any]:
    if each.document is None:
        note = _("Tautan ke %(place)s") % {"place": urlsplit(each.url).hostname or ""}
        return {"name": each.label or each.url, "url": each.url, "note": note}
    document = each.document
    return {
        "name": each.label or document.name,
        "url": reverse("dip:entry_file", args=[agency.slug, pk, document.pk]),
        "size": document.size,
        "note": document.kind_label,
    }


@public_door
@require_safe
def entry_file(request: AgencyRequest, agency: Agency, pk: UUID, document: UUID) -> HttpResponseBase:
    """Hand out a file of a published entry."""
    found = listing.public_file(agency, pk, document)
    if found is None or not found.is_public_on(clock.today(agency.timezone)):
        raise Http404(_("Berkas ini tidak ada atau sudah ditarik. Kembali ke halaman informasinya."))
    return file_response(found)


def _sheet(request: AgencyRequest, agency: Agency) -> Sheet:
    """Return the list in the official columns, narrowed as the address says, as it stands today."""
    today = clock.today(agency.timezone)
    rows = listing.listed(agency, _chosen(request.GET))
    return Sheet(reports.DIP, agency, Period(today, today, "range", None), rows, CITIZEN.sees_identity)


@public_door
@require_safe
def listed_csv(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Stream the list in the official columns as CSV."""
    body = writers.to_csv(_sheet(request, agency))
    return as_attachment(
        StreamingHttpResponse(body, content_type="text/csv; charset=utf-8"), "daftar-informasi-publik.csv"
    )


@public_door
@require_safe
def listed_xlsx(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Send the list in the official columns as XLSX; a longer list is there as CSV only."""
    if listing.counts(agency, _chosen(request.GET)).total > limits.XLSX_ROWS:
        raise Http404(_("Daftar ini terlalu panjang untuk XLSX. Unduh sebagai CSV, atau saring dahulu."))
    body = writers.to_xlsx(_sheet(request, agency))
    return as_attachment(FileResponse(body, content_type=_XLSX), "daftar-informasi-publik.xlsx")


@public_door
@require_safe
@cacheable(10)
@may_lag
def decrees(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List the decrees that set the list."""
    return render(request, "dip/decrees.html", {"decrees": decree_queries.decrees(agency)})


@public_door
@require_safe
def decree_letter(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Hand out a decree."""
    found = decree_queries.letter_file(agency, pk)
    if found is None or not found.is_public_on(clock.today(agency.timezone)):
        raise Http404(_("Penetapan ini tidak ada. Periksa daftar penetapan."))
    return file_response(found)


@public_door
@require_safe
def decree_list(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Stream the list that a decree froze as CSV."""
    found = decree_queries.decree_of(agency, pk)
    if found is None:
        raise Http404(_("Penetapan ini tidak ada. Periksa daftar penetapan."))
    found.agency = agency
    lines = decree_queries.cells(decree_queries.lines_of(found))
    body = writers.csv_lines(decree_queries.HEADINGS, lines, agency.zone)
    name = f"daftar-informasi-publik-{found.year}-{found.seq}.csv"
    return as_attachment(StreamingHttpResponse(body, content_type="text/csv; charset=utf-8"), name)
