"""Pages of imports: list, upload, matching of columns, report."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.delivery import as_attachment
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.imports import actions, permissions, queries, reading, rules
from pendopo.kernel.imports.actions import NotNow
from pendopo.kernel.imports.forms import BeginForm, MapForm
from pendopo.kernel.imports.models import ImportProblem, ImportRun
from pendopo.kernel.imports.registry import Importer, find_importer, importers_for
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.lib.formulas import guarded
from pendopo.ui.answers import SeeOther
from pendopo.ui.errors import error_response

_REFRESH_SECONDS = 5
_TONES = {rules.DONE: "ok", rules.FAILED: "error", rules.CHECKED: "info", rules.UPLOADED: "warn", rules.MAPPED: "warn"}


@require_safe
@staff_door(permissions.MANAGE)
def run_list(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Show what can be imported, and the imports so far, 50 a page, newest first."""
    found = queries.runs_of(agency, request.actor)
    before = request.GET.get("sebelum", "")
    if before:
        try:
            found = found.filter(pk__lt=UUID(before))
        except ValueError:
            raise Http404(_("Halaman ini tidak ada. Kembali ke daftar impor.")) from None
    rows = list(found[: queries.PAGE_SIZE + 1])
    shown = rows[: queries.PAGE_SIZE]
    context = {
        "agency": agency,
        "actor": request.actor,
        "importers": importers_for(request.actor),
        "runs": [_told(run) for run in shown],
        "older": shown[-1].pk if len(rows) > len(shown) else None,
    }
    return render(request, "imports/run_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door(permissions.MANAGE)
def begin(request: AgencyRequest, agency: Agency, key: str) -> HttpResponseBase:
    """Take the file; 422 in words when it is no table or has no headings."""
    importer = find_importer(key)
    if importer is None:
        raise Http404(_("Register ini tidak dapat diimpor. Kembali ke daftar impor."))
    if not may(request.actor, importer.permission):
        raise PermissionDenied(_("Peran Anda tidak mencakup impor ini."))
    form = BeginForm(request.POST, request.FILES) if request.method == "POST" else BeginForm()
    if form.is_bound and form.is_valid():
        try:
            run = actions.begin(agency=agency, importer=importer, upload=form.cleaned_data["file"], by=request.actor)
        except rules.Unreadable as wrong:
            form.add_error("file", _(wrong.sentence) % wrong.params)
        except FileRefused as refused:
            form.add_error("file", _(refused.template) % refused.params)
        else:
            return SeeOther(reverse("imports:map_columns", args=[agency.slug, run.pk]))
    context = {
        "agency": agency,
        "actor": request.actor,
        "importer": importer,
        "form": form,
        "needed": [_(column.label) for column in importer.columns if column.needed],
        "others": [_(column.label) for column in importer.columns if not column.needed],
        "most_rows": rules.MAX_ROWS,
        "template": importer.template(agency) if importer.template else "",
    }
    return render(request, "imports/begin.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door(permissions.MANAGE)
def map_columns(request: AgencyRequest, agency: Agency, run_id: UUID) -> HttpResponseBase:
    """Match the file's columns, preselected by its headings; then the check begins."""
    run, importer = _run_or_404(request, agency, run_id)
    if run.is_working or run.state == rules.DONE:
        return _not_now(
            request, run, NotNow("Impor ini sudah dalam tahap lain. Muat ulang halaman untuk melihat keadaannya.")
        )
    try:
        samples = _samples(run)
    except (NotNow, rules.Unreadable) as late:
        return _not_now(request, run, late if isinstance(late, NotNow) else NotNow(late.sentence))
    form = MapForm(request.POST or None, run=run, importer=importer, samples=samples)
    if request.method == "POST" and form.is_valid():
        try:
            mapped = actions.map_columns(run=run, mapping=form.mapping, by=request.actor)
            actions.check(run=mapped, by=request.actor)
        except NotNow as late:
            return _not_now(request, run, late)
        return SeeOther(_page(run))
    context = {
        **_frame(request, run, importer),
        "form": form,
        "guessed": len(run.mapping),
        "columns": len(importer.columns),
    }
    return render(request, "imports/map_columns.html", context, status=422 if form.errors else 200)


@require_safe
@staff_door(permissions.MANAGE)
def report(request: AgencyRequest, agency: Agency, run_id: UUID) -> HttpResponseBase:
    """Show progress, counts and what is wrong, 50 problems a page; asks the browser to come again while work goes on."""
    run, importer = _run_or_404(request, agency, run_id)
    page = Paginator(queries.problems_of(run), queries.PAGE_SIZE).get_page(request.GET.get("page"))
    labels = {column.key: column.label for column in importer.columns}
    context = {
        **_frame(request, run, importer),
        "page": page,
        "problems": [_problem(run, problem, labels) for problem in page],
        "kept": rules.MAX_PROBLEMS,
        "has_file": run.document.removed_at is None,
        "failure": _(run.failure) % {"most": f"{rules.MAX_ROWS:,}".replace(",", ".")} if run.failure else "",
        "home": importer.home(agency),
    }
    response = render(request, "imports/report.html", context)
    if run.is_working:
        # A header and no meta element: it works without scripts as well, and the page has a link for the impatient.
        response["Refresh"] = str(_REFRESH_SECONDS)
    return response


@require_POST
@staff_door(permissions.MANAGE)
def check(request: AgencyRequest, agency: Agency, run_id: UUID) -> HttpResponseBase:
    """Check the file once more."""
    run, _importer = _run_or_404(request, agency, run_id)
    return _acted(request, run, actions.check)


@require_POST
@staff_door(permissions.MANAGE)
def run(request: AgencyRequest, agency: Agency, run_id: UUID) -> HttpResponseBase:
    """Take over the rows that are right."""
    found, _importer = _run_or_404(request, agency, run_id)
    return _acted(request, found, actions.run)


@require_safe
@staff_door(permissions.MANAGE)
def problems_csv(request: AgencyRequest, agency: Agency, run_id: UUID) -> HttpResponseBase:
    """Give all kept problems as CSV, to be worked through beside the file."""
    run, importer = _run_or_404(request, agency, run_id)
    labels = {column.key: column.label for column in importer.columns}
    response = StreamingHttpResponse(_csv(run, labels), content_type="text/csv; charset=utf-8")
    return as_attachment(response, "masalah-impor.csv")


def _acted(request: AgencyRequest, run: ImportRun, act: Callable[..., ImportRun]) -> HttpResponse:
    try:
        act(run=run, by=request.actor)
    except NotNow as late:
        return _not_now(request, run, late)
    messages.success(request, _("Sistem sedang mengerjakannya. Anda boleh menutup halaman ini."))
    return SeeOther(_page(run))


def _run_or_404(request: AgencyRequest, agency: Agency, run_id: UUID) -> tuple[ImportRun, Importer]:
    run = queries.run_of(agency, request.actor, run_id)
    importer = find_importer(run.importer) if run else None
    if run is None or importer is None:
        raise Http404(_("Impor ini tidak ada. Kembali ke daftar impor."))
    run.agency = agency
    return run, importer


def _page(run: ImportRun) -> str:
    return reverse("imports:report", args=[run.agency.slug, run.pk])


def _not_now(request: AgencyRequest, run: ImportRun, late: NotNow) -> HttpResponse:
    return error_response(
        request, 409, message=_(late.reason), remedy=_("Kembali ke halaman impor untuk melihat keadaannya.")
    )


def _told(run: ImportRun) -> dict[str, Any]:
    importer = find_importer(run.importer)
    return {
        "run": run,
        "title": importer.title if importer else run.importer,
        "state": _(rules.STATES[run.state]),
        "tone": _TONES.get(run.state, "info"),
    }


def _frame(request: AgencyRequest, run: ImportRun, importer: Importer) -> dict[str, Any]:
    return {
        "agency": run.agency,
        "actor": request.actor,
        "importer": importer,
        "run": run,
        "state": _(rules.STATES[run.state]),
        "tone": _TONES.get(run.state, "info"),
    }


def _samples(run: ImportRun) -> list[str]:
    """Return for each column of the file up to two of its first values."""
    _table, head, _count = reading.head_of(run.document.name, actions.content_of(run), rules.HEAD_LINES)
    rows = [cells for line, cells in head if line > run.heading_line and not rules.is_column_numbers(cells)]
    samples = []
    for place in range(len(run.headings)):
        values = [rules.shown(cells[place]) for cells in rows if place < len(cells) and rules.plain(cells[place])]
        samples.append("; ".join(dict.fromkeys(value[:24] for value in values[:2])))
    return samples


def _problem(run: ImportRun, problem: ImportProblem, labels: dict[str, str]) -> dict[str, Any]:
    label, place = labels.get(problem.column), run.mapping.get(problem.column)
    return {
        "line": problem.line,
        "cell": rules.cell_address(place, problem.line) if place is not None else "",
        "column": _(label) if label else "",
        "text": _(problem.sentence) % problem.params,
    }


class _Echo:
    """A file whose write returns what it was given, for csv.writer."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def _csv(run: ImportRun, labels: dict[str, str]) -> Iterator[bytes]:
    writer = csv.writer(_Echo())
    yield "\ufeff".encode() + writer.writerow([_("Baris"), _("Sel"), _("Kolom"), _("Masalah")]).encode()
    for problem in queries.problems_of(run).iterator(chunk_size=500):
        told = _problem(run, problem, labels)
        yield writer.writerow([told["line"], told["cell"], told["column"], guarded(told["text"])]).encode()
