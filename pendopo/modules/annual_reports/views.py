"""Pages of annual reports: compiling in the workspace, reading in public."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.queries import clocks_of
from pendopo.kernel.documents.delivery import as_attachment, file_response
from pendopo.kernel.documents.models import Purpose
from pendopo.kernel.documents.queries import visible_to_public
from pendopo.kernel.people.doors import AgencyRequest, public_door, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.queries import moves_of
from pendopo.kernel.workflow.views.letters import paper_page, rendered
from pendopo.kernel.workflow.views.steps import FORM_METHODS, CasePages, StepPage, step_page
from pendopo.modules.annual_reports import actions, forms, permissions, queries, reports, rules
from pendopo.modules.annual_reports.models import AnnualReport

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_YEARS_BACK = 5


def _find(request: AgencyRequest, agency: Agency, pk: UUID) -> AnnualReport:
    found = queries.report_for(agency, pk)
    if found is None:
        raise Http404(_("Laporan ini tidak ada. Periksa daftar laporan tahunan."))
    return found


def _pages(request: AgencyRequest, report: AnnualReport) -> CasePages:
    slug = report.agency.slug
    return CasePages(
        procedure=rules.PROCEDURE,
        list_url=reverse("annual_reports:report_list", args=[slug]),
        list_title=_("Laporan tahunan"),
        case_url=reverse("annual_reports:detail", args=[slug, report.pk]),
        verdict=lambda step: permissions.may_step(request.actor, step, report),
    )


@require_safe
@staff_door("annual_reports.look")
def report_list(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the reports of all years; one row a year."""
    context = {
        "agency": agency,
        "actor": request.actor,
        "reports": queries.reports_of(agency),
        "may_compile": may(request.actor, "annual_reports.compile"),
    }
    return render(request, "annual_reports/report_list.html", context)


@require_http_methods(FORM_METHODS)
@staff_door("annual_reports.compile")
def start(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Start the report of a year that has none."""
    this_year = clock.today(agency.timezone).year
    taken = set(queries.reports_of(agency).values_list("report_year", flat=True))
    years = [year for year in range(this_year, this_year - _YEARS_BACK, -1) if year not in taken]
    # The year that ended last is the one that is due.
    years.sort(key=lambda year: (year != this_year - 1, -year))
    form = forms.StartForm(request.POST, years=years) if request.method == "POST" else forms.StartForm(years=years)
    if request.method == "POST" and form.is_valid():
        try:
            report = actions.start(agency=agency, year=form.cleaned_data["year"], by=request.actor)
        except NotAllowed as refused:
            form.add_error("year", _(refused.reason))
        else:
            messages.success(
                request,
                _("Angka sudah dibekukan. Tulis bagian-bagian laporannya."),
            )
            response = HttpResponse(status=303)
            response["Location"] = reverse("annual_reports:detail", args=[agency.slug, report.pk])
            return response
    context = {"agency": agency, "actor": request.actor, "form": form, "years": years}
    return render(request, "annual_reports/start.html", context, status=422 if form.errors else 200)


@require_safe
@staff_door("annual_reports.look")
def detail(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show the report as it will be, with a way into every part and behind every figure."""
    report = _find(request, agency, pk)
    clocks = clocks_of(agency, rules.SUBJECT_TYPE, [report.pk])
    context = {
        "agency": agency,
        "actor": request.actor,
        "report": report,
        "title": reports.title(report),
        "sections": list(reports.sections(report)),
        "steps": [
            {"label": step.label, "url": reverse(f"annual_reports:{step.name}", args=[agency.slug, report.pk])}
            for step in permissions.next_steps(request.actor, report)
        ],
        "may_write": report.state == rules.COMPILING and request.actor.has(*rules.PROCEDURE.step("write").actors),
        "missing": [_(passage.heading) for passage in rules.missing_passages(report.texts)],
        "is_final": rules.is_final_figure(
            report.report_year, report.snapshot.cut_off_at.astimezone(agency.zone).date()
        ),
        "clock": clocks[0] if clocks else None,
        "history": [{"move": move, "step": rules.PROCEDURE.step(move.step)} for move in moves_of(report)],
    }
    return render(request, "annual_reports/detail.html", context)


@require_http_methods(FORM_METHODS)
@staff_door("annual_reports.compile")
def write(request: AgencyRequest, agency: Agency, pk: UUID, part: str) -> HttpResponse:
    """Write one part."""
    report = _find(request, agency, pk)
    found = next((each for each in rules.PARTS if each.key == part), None)
    if found is None:
        raise Http404(_("Bagian ini tidak ada dalam laporan."))

    def form(*given: Any) -> forms.WriteForm:
        return forms.WriteForm(*given[:1], part=found, texts=report.texts)

    def act(form: Any) -> str:
        actions.write(report=report, part=part, texts=form.cleaned_data, by=request.actor)
        return _("Bagian “%(part)s” tersimpan.") % {"part": _(found.title)}

    page = StepPage("annual_reports/write.html", form, act, "write", extra={"part": found})
    return step_page(request, report, _pages(request, report), page)


def _confirmed(request: AgencyRequest, agency: Agency, pk: UUID, step: str, said: str) -> HttpResponse:
    report = _find(request, agency, pk)

    def act(_form: Any) -> str:
        getattr(actions, step)(report=report, by=request.actor)
        return said

    page = StepPage("annual_reports/confirm.html", PlainForm, act, step)
    return step_page(request, report, _pages(request, report), page)


@require_http_methods(FORM_METHODS)
@staff_door("annual_reports.compile")
def freeze(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Freeze the figures anew."""
    return _confirmed(request, agency, pk, "freeze", _("Angka dibekukan lagi. Angka yang lama tetap tersimpan."))


@require_http_methods(FORM_METHODS)
@staff_door("annual_reports.compile")
def propose(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Propose the report to the superior."""
    return _confirmed(request, agency, pk, "propose", _("Laporan diajukan ke atasan PPID."))


@require_http_methods(FORM_METHODS)
@staff_door("annual_reports.approve")
def send_back(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Send the report back to the PPID."""
    report = _find(request, agency, pk)

    def act(form: Any) -> str:
        actions.send_back(report=report, note=form.cleaned_data["note"], by=request.actor)
        return _("Laporan dikembalikan kepada PPID.")

    page = StepPage("annual_reports/confirm.html", forms.SendBackForm, act, "send_back")
    return step_page(request, report, _pages(request, report), page)


@require_http_methods(FORM_METHODS)
@staff_door("annual_reports.approve")
def approve(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Approve the report."""
    return _confirmed(request, agency, pk, "approve", _("Laporan disetujui. PPID dapat mengumumkannya."))


@require_http_methods(FORM_METHODS)
@staff_door("annual_reports.compile")
def publish(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Publish the report with its PDF."""
    report = _find(request, agency, pk)

    def act(_form: Any) -> str:
        files = rendered(reports.pdf(report)), reports.xlsx(report).getvalue()
        actions.publish(report=report, pdf=files[0], xlsx=files[1], by=request.actor)
        return _("Laporan diumumkan dan dapat dibaca setiap orang.")

    page = StepPage("annual_reports/confirm.html", PlainForm, act, "publish")
    return step_page(request, report, _pages(request, report), page)


@require_safe
@staff_door("annual_reports.look")
def report_pdf(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show the report as PDF, as it stands now."""
    report = _find(request, agency, pk)
    return paper_page(request, report, _pages(request, report), reports.pdf(report))


@require_safe
@staff_door("annual_reports.look")
def announcement_pdf(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show the yearly announcement as PDF."""
    report = _find(request, agency, pk)
    return paper_page(request, report, _pages(request, report), reports.announcement(report))


@require_safe
@staff_door("annual_reports.look")
def report_docx(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Send the report as DOCX."""
    report = _find(request, agency, pk)
    name = f"laporan-layanan-informasi-{report.report_year}.docx"
    return as_attachment(HttpResponse(reports.docx(report), content_type=_DOCX), name)


@require_safe
@staff_door("annual_reports.look")
def report_xlsx(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Send figures and cases as XLSX."""
    report = _find(request, agency, pk)
    name = f"angka-layanan-informasi-{report.report_year}.xlsx"
    return as_attachment(FileResponse(reports.xlsx(report), content_type=_XLSX), name)


@public_door
@require_safe
def published(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the published reports."""
    context = {"agency": agency, "reports": queries.published_reports(agency)}
    return render(request, "annual_reports/published.html", context)


def _published(agency: Agency, year: int) -> AnnualReport:
    found = queries.published_report(agency, year)
    if found is None:
        raise Http404(_("Laporan tahun itu belum diumumkan."))
    return found


@public_door
@require_safe
def published_report(request: AgencyRequest, agency: Agency, year: int) -> HttpResponse:
    """Show a published report: the announcement of Pasal 12, the texts, the files."""
    report = _published(agency, year)
    context = {
        "agency": agency,
        "report": report,
        "title": reports.title(report),
        "announced": queries.announced(report.snapshot),
        "sections": list(reports.sections(report)),
    }
    return render(request, "annual_reports/published_report.html", context)


@public_door
@require_safe
def published_pdf(request: AgencyRequest, agency: Agency, year: int) -> HttpResponseBase:
    """Send the published PDF, byte for byte as it was published."""
    return _published_file(agency, year, Purpose.LETTER)


@public_door
@require_safe
def published_xlsx(request: AgencyRequest, agency: Agency, year: int) -> HttpResponseBase:
    """Send the published figures as XLSX: numbers and dates of cases, nobody's name."""
    return _published_file(agency, year, Purpose.ANSWER)


def _published_file(agency: Agency, year: int, purpose: str) -> HttpResponseBase:
    report = _published(agency, year)
    found = visible_to_public(agency, day=clock.today(agency.timezone), subject_type=rules.SUBJECT_TYPE)
    document = found.filter(subject_id=report.pk, purpose=purpose).last()
    if document is None:
        raise Http404(_("Berkas laporan ini tidak ada lagi."))
    return file_response(document)
