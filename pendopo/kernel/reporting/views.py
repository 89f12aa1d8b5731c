"""Registers on screen and as files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.delivery import as_attachment
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.reporting import actions, figure_pages, pages, permissions, writers
from pendopo.kernel.reporting.forms import RegisterFilterForm
from pendopo.kernel.reporting.registers import Register, Sheet, has_groups, heading_groups, sheet
from pendopo.kernel.reporting.registry import find_register, registers_for
from pendopo.kernel.reporting.wording import cell_in_words, period_in_words

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@staff_door(permissions.READ)
def register_list(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Show which registers this officer may read."""
    context = {"agency": agency, "actor": request.actor, "registers": registers_for(request.actor)}
    return render(request, "reporting/register_list.html", context)


@require_safe
@staff_door(permissions.READ)
def register_page(request: AgencyRequest, agency: Agency, key: str) -> HttpResponseBase:
    """Show one page of a register, 50 rows, narrowed by period and filters; 422 when those cannot be understood."""
    register = _register_or_error(request, key)
    form = _filter_form(request, register, agency)
    if not form.is_valid():
        return _refused(request, agency, register, form)
    shown = _sheet(request, agency, register, form)
    try:
        page = pages.read_page(shown, request.GET.dict())
    except pages.NoSuchPage:
        raise Http404(_("Halaman register ini tidak ada. Kembali ke halaman pertama.")) from None
    query = _narrowing(request, form)
    context = {
        **_frame(request, agency, register, form),
        "rows": [_shown_row(shown, row) for row in page.rows],
        "before_url": f"?{urlencode({**query, pages.BEFORE: page.before})}" if page.before else "",
        "after_url": f"?{urlencode({**query, pages.AFTER: page.after})}" if page.after else "",
        "first_url": f"?{urlencode(query)}",
        "last_url": f"?{urlencode({**query, pages.LAST: '1'})}",
        "query": urlencode(query),
        "period": period_in_words(form.period),
        "hides_identity": not shown.sees_identity and any(column.personal for column in register.columns),
    }
    return render(request, "reporting/register.html", context)


@require_safe
@staff_door(permissions.READ)
def register_csv(request: AgencyRequest, agency: Agency, key: str) -> HttpResponseBase:
    """Stream the whole register as CSV."""
    register = _register_or_error(request, key)
    form = _filter_form(request, register, agency)
    if not form.is_valid():
        return _refused(request, agency, register, form)
    taken = _sheet(request, agency, register, form)
    actions.note_export(sheet=taken, file_format="csv", filters=form.chosen, by=request.actor)
    response = StreamingHttpResponse(writers.to_csv(taken), content_type="text/csv; charset=utf-8")
    return _as_file(response, taken, "csv")


@require_safe
@staff_door(permissions.READ)
def register_xlsx(request: AgencyRequest, agency: Agency, key: str) -> HttpResponseBase:
    """Send the whole register as XLSX, written row by row to a temporary file."""
    register = _register_or_error(request, key)
    form = _filter_form(request, register, agency)
    if not form.is_valid():
        return _refused(request, agency, register, form)
    taken = _sheet(request, agency, register, form)
    actions.note_export(sheet=taken, file_format="xlsx", filters=form.chosen, by=request.actor)
    return _as_file(FileResponse(writers.to_xlsx(taken), content_type=_XLSX), taken, "xlsx")


@require_safe
@staff_door(permissions.FIGURES)
def figure(request: AgencyRequest, agency: Agency, snapshot_id: UUID, source: str, key: str) -> HttpResponseBase:
    """Show the rows behind one figure of a frozen report, 50 a page, with its cut-off and rule version."""
    try:
        opened = figure_pages.open_figure(agency, snapshot_id, source, key)
        page = pages.read_page(opened.sheet, request.GET.dict())
    except figure_pages.NoSuchFigure:
        raise Http404(_("Angka ini tidak ada dalam laporan mana pun. Buka dari laporannya.")) from None
    except pages.NoSuchPage:
        raise Http404(_("Halaman ini tidak ada. Kembali ke halaman pertama.")) from None
    context = {
        "agency": agency,
        "actor": request.actor,
        "opened": opened,
        "columns": opened.sheet.register.columns,
        "rows": [_shown_row(opened.sheet, row) for row in page.rows],
        "before_url": f"?{urlencode({pages.BEFORE: page.before})}" if page.before else "",
        "after_url": f"?{urlencode({pages.AFTER: page.after})}" if page.after else "",
        "period": period_in_words(opened.sheet.period),
        "version": opened.snapshot.versions.get(source, ""),
    }
    return render(request, "reporting/figure.html", context)


def _register_or_error(request: AgencyRequest, key: str) -> Register:
    register = find_register(key)
    if register is None:
        raise Http404(_("Register ini tidak ada. Pilih register dari daftar."))
    if not may(request.actor, register.permission):
        raise PermissionDenied(_("Peran Anda tidak mencakup register ini."))
    return register


def _filter_form(request: AgencyRequest, register: Register, agency: Agency) -> RegisterFilterForm:
    today = clock.today(agency.timezone)
    data = request.GET.copy()
    if not any(data.get(name) for name in ("tahun", "bagian", "dari", "sampai")):
        data["tahun"] = str(today.year)
    return RegisterFilterForm(data, register=register, agency=agency, today=today)


def _sheet(request: AgencyRequest, agency: Agency, register: Register, form: RegisterFilterForm) -> Sheet:
    return sheet(register, agency=agency, period=form.period, filters=form.chosen, actor=request.actor)


def _narrowing(request: AgencyRequest, form: RegisterFilterForm) -> dict[str, str]:
    """Return the filters as they were sent, for links to other pages and files."""
    return {name: request.GET[name] for name in form.fields if request.GET.get(name)}


def _frame(request: AgencyRequest, agency: Agency, register: Register, form: RegisterFilterForm) -> dict[str, Any]:
    return {
        "agency": agency,
        "actor": request.actor,
        "register": register,
        "form": form,
        "groups": heading_groups(register.columns),
        "two_rows": has_groups(register.columns),
    }


def _refused(request: AgencyRequest, agency: Agency, register: Register, form: RegisterFilterForm) -> HttpResponse:
    return render(request, "reporting/register.html", _frame(request, agency, register, form), status=422)


@dataclass(frozen=True, slots=True)
class _ShownRow:
    cells: list[str]
    url: str


def _shown_row(shown: Sheet, row: object) -> _ShownRow:
    cells = [
        cell_in_words(cell, shown.agency) if shown.sees_identity or not column.personal else _("Disembunyikan")
        for column, cell in zip(shown.register.columns, shown.cells(row), strict=True)
    ]
    return _ShownRow(cells, shown.register.link(row, shown.agency) if shown.register.link else "")


def _as_file(response: HttpResponseBase, taken: Sheet, ending: str) -> HttpResponseBase:
    name = f"{taken.register.key}_{taken.agency.slug}_{taken.period.slug}.{ending}"
    return as_attachment(response, name)
