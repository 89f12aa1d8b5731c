"""Tables to take away, as CSV and JSON."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.modules.open_data.api.calling import opened, too_often
from pendopo.modules.open_data.queries import tables
from pendopo.modules.open_data.reports import as_csv, as_json

YEAR: Final = "tahun"
_MEDIA: Final = {"csv": "text/csv; charset=utf-8; header=present", "json": "application/json; charset=utf-8"}
# For so many seconds nobody asks again; then a word with the ETag tells whether anything has changed.
_CACHE: Final = "public, max-age=300"


@public_door
@require_safe
def export(request: AgencyRequest, agency: Agency, key: str, suffix: str) -> HttpResponseBase:
    """Stream a table, or answer 304 to who has it already; 422 for a year that is none."""
    if refused := too_often(request):
        return refused
    table = tables.find_table(key)
    if table is None or suffix not in _MEDIA:
        raise Http404(_("Tabel ini tidak ada. Semua tabel ada di halaman data terbuka."))
    year = request.GET.get(YEAR, "").strip() if table.has_years else ""
    period = tables.period_of(agency, year)
    if period is None:
        text = _("Tulis tahun dengan empat angka, paling akhir tahun ini.")
        return opened(HttpResponse(f"{text}\n", status=422, content_type="text/plain; charset=utf-8"))
    mark, changed_at = tables.fingerprint(table, agency, period)
    etag = f'"{mark}-{suffix}"'
    kept = _unchanged(request, etag)
    response = kept or StreamingHttpResponse(
        (as_csv if suffix == "csv" else as_json)(table, agency, period, request.build_absolute_uri("/")),
        content_type=_MEDIA[suffix],
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = _CACHE
    if changed_at is not None:
        response.headers["Last-Modified"] = http_date(changed_at.timestamp())
    if kept is None:
        name = f"{agency.slug}-{table.key}{f'-{year}' if year else ''}.{suffix}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return opened(response)


def _unchanged(request: HttpRequest, etag: str) -> HttpResponse | None:
    """Return 304 for who names this ETag; moments are not asked, because a row that is gone leaves none."""
    found = get_conditional_response(request, etag=etag) if "HTTP_IF_NONE_MATCH" in request.META else None
    return found if isinstance(found, HttpResponseNotModified) else None
