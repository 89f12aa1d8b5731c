"""The report of a survey, frozen with one press and sent as PDF, DOCX and XLSX; and the raw answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.delivery import as_attachment
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may as may_do
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.views.letters import paper_page
from pendopo.kernel.workflow.views.steps import FORM_METHODS, not_allowed
from pendopo.modules.satisfaction.actions.reporting import freeze_report, note_export
from pendopo.modules.satisfaction.models import Report
from pendopo.modules.satisfaction.permissions import MANAGE, may_report
from pendopo.modules.satisfaction.queries import reports as queries
from pendopo.modules.satisfaction.reports import exports, papers
from pendopo.modules.satisfaction.views.importing import XLSX
from pendopo.modules.satisfaction.views.surveys import find_survey, pages_of
from pendopo.ui.answers import SeeOther

_EXPORTS = {
    "csv": (exports.to_csv, "text/csv; charset=utf-8"),
    "xlsx": (exports.to_xlsx, XLSX),
    "sav": (exports.to_sav, "application/x-spss-sav"),
    "json": (exports.to_json, "application/json"),
}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.look")
def report(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """List the frozen reports of a survey; freeze another one."""
    survey = find_survey(agency, pk)
    if request.method == "POST":
        try:
            freeze_report(survey=survey, by=request.actor)
        except NotAllowed as denied:
            return not_allowed(request, survey, pages_of(survey), denied.reason, status=409)
        messages.success(request, _("Laporan disusun dan angkanya dibekukan."))
        return SeeOther(reverse("satisfaction:report", args=[agency.slug, survey.pk]))
    may = may_report(request.actor, survey)
    context: dict[str, Any] = {
        "survey": survey,
        "reports": queries.reports_of(survey),
        "may_freeze": bool(may),
        "exports": list(_EXPORTS) if may_do(request.actor, MANAGE) else [],
        "why_not": "" if may else _(may.reason),  # type: ignore[union-attr]
    }
    return render(request, "satisfaction/report.html", context)


def _find(agency: Agency, pk: UUID) -> Report:
    found = queries.report_for(agency, pk)
    if found is None:
        raise Http404(_("Laporan ini tidak ada. Periksa daftar laporan survei."))
    found.agency = found.survey.agency = agency
    return found


@require_safe
@staff_door("satisfaction.look")
def report_pdf(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Send a frozen report as PDF."""
    found = _find(agency, pk)
    return paper_page(request, found.survey, pages_of(found.survey), papers.pdf(found))


@require_safe
@staff_door("satisfaction.look")
def report_docx(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Send a frozen report as DOCX."""
    found = _find(agency, pk)
    return _attached(papers.docx(found), DOCX, f"laporan-skm-{found.survey.period}.docx")


@require_safe
@staff_door("satisfaction.look")
def report_xlsx(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Send the annex of a frozen report: every respondent's values."""
    found = _find(agency, pk)
    return _attached(papers.xlsx(found), XLSX, f"olah-data-skm-{found.survey.period}.xlsx")


def _attached(content: bytes, media_type: str, name: str) -> HttpResponseBase:
    return as_attachment(HttpResponse(content, content_type=media_type), name)


@require_safe
@staff_door("satisfaction.manage")
def export(request: AgencyRequest, agency: Agency, pk: UUID, form: str) -> HttpResponseBase:
    """Send the raw answers, without what people wrote, as CSV, XLSX, SPSS or JSON with codebook."""
    survey = find_survey(agency, pk)
    if form not in _EXPORTS:
        raise Http404(_("Format ini tidak tersedia. Pilih CSV, XLSX, SPSS, atau JSON."))
    make, media_type = _EXPORTS[form]
    note_export(survey=survey, file_format=form, by=request.actor)
    return _attached(make(survey), media_type, f"jawaban-skm-{survey.period}.{form}")
