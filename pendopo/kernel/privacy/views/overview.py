"""The start page of privacy, the register of processing in four forms, and the agency's arrangement."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.delivery import as_attachment, inline_pdf
from pendopo.kernel.people.doors import AgencyRequest, public_door, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.privacy import forms
from pendopo.kernel.privacy.actions import settings
from pendopo.kernel.privacy.queries import due, incidents, periods, requests
from pendopo.kernel.privacy.queries.processing import period_words
from pendopo.kernel.privacy.reports import processing as register
from pendopo.kernel.privacy.rules import destroying
from pendopo.kernel.privacy.rules.incidents import CLOSED
from pendopo.kernel.reporting.writers import to_csv, to_xlsx
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.views.forms import form_page
from pendopo.kernel.workflow.views.letters import rendered
from pendopo.kernel.workflow.views.steps import FORM_METHODS
from pendopo.ui.caching import cacheable
from pendopo.ui.errors import error_response

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@staff_door("privacy.look")
def overview(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show what waits: requests with their hours, lists to be approved, incidents; and the ways to everything else."""
    waiting = list(requests.requests_of(agency)[:5]) if may(request.actor, "privacy.requests") else []
    chosen = periods.arrangement(agency)
    context = {
        "requests": [(each, requests.hours_left(each)) for each in waiting],
        "lists": list(due.lists(agency).filter(state=destroying.PROPOSED)[:5]),
        "incidents": list(incidents.incidents_of(agency).exclude(state=CLOSED)[:5]),
        "arrangement": chosen,
        "periods": [(each.period.title, period_words(each)) for each in periods.kept_by(agency).values()],
        "may_requests": may(request.actor, "privacy.requests"),
        "may_incidents": may(request.actor, "privacy.incidents"),
        "may_views": may(request.actor, "privacy.views"),
        "may_arrange": may(request.actor, "privacy.arrange"),
    }
    return render(request, "privacy/overview.html", context)


def overview_of(agency: Agency) -> tuple[str, str]:
    """Return title and address of the start page."""
    return _("Data pribadi"), reverse("privacy:overview", args=[agency.slug])


@require_safe
@staff_door("privacy.look")
def processing(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the register of processing."""
    table = register.sheet(agency)
    rows = [table.cells(row) for row in table.ordered]
    context = {"register": table.register, "headings": table.headings, "rows": rows}
    return render(request, "privacy/processing.html", context)


@require_safe
@staff_door("privacy.look")
def processing_file(request: AgencyRequest, agency: Agency, file_format: str) -> HttpResponseBase:
    """Hand out the register as CSV, XLSX or PDF."""
    made = _FORMATS.get(file_format)
    if made is None:
        raise Http404(_("Register ini tersedia sebagai CSV, XLSX, dan PDF."))
    try:
        return made(agency)
    except NotAllowed as failed:
        return error_response(request, HTTPStatus.SERVICE_UNAVAILABLE, message=_(failed.reason))


def _csv(agency: Agency) -> HttpResponseBase:
    answer = StreamingHttpResponse(to_csv(register.sheet(agency)), content_type="text/csv; charset=utf-8")
    return as_attachment(answer, "register-pemrosesan.csv")


def _xlsx(agency: Agency) -> HttpResponseBase:
    return as_attachment(FileResponse(to_xlsx(register.sheet(agency)), content_type=_XLSX), "register-pemrosesan.xlsx")


def _pdf(agency: Agency) -> HttpResponseBase:
    paper = register.paper(agency)
    return inline_pdf(rendered(paper), paper.file_name)


_FORMATS: dict[str, Callable[[Agency], HttpResponseBase]] = {"csv": _csv, "xlsx": _xlsx, "pdf": _pdf}


@require_http_methods(FORM_METHODS)
@staff_door("privacy.arrange")
def arrange(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Set the data protection officer, four eyes, and the bound of views."""
    now = periods.arrangement(agency)
    initial = {
        "officer": now.officer,
        "contact": now.officer_contact,
        "four_eyes": now.four_eyes,
        "views_bound": now.views_bound,
    }

    def act(form: Any) -> tuple[str, str]:
        settings.arrange(agency=agency, by=request.actor, **form.cleaned_data)
        return _("Pengaturan tersimpan."), overview_of(agency)[1]

    return form_page(
        request, "privacy/form.html", partial(forms.ArrangeForm, initial=initial), act,
        title=_("Pengaturan data pribadi"), submit=_("Simpan"), back=overview_of(agency),
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
@staff_door("privacy.arrange")
def state(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Write a new version of what the agency tells about its purposes; the earlier ones are listed."""
    today = clock.today(agency.timezone)
    last = periods.statement(agency, today)
    initial = {"text": last.text if last else "", "in_force_on": today}

    def act(form: Any) -> tuple[str, str]:
        made = settings.state(agency=agency, by=request.actor, **form.cleaned_data)
        return _("Versi %(n)s tersimpan.") % {"n": made.version}, reverse("privacy:statement", args=[agency.slug])

    return form_page(
        request, "privacy/state.html", partial(forms.StateForm, initial=initial), act,
        title=_("Pemberitahuan pemrosesan"), submit=_("Simpan versi baru"), back=overview_of(agency),
        versions=periods.statements(agency),
    )  # fmt: skip


@require_safe
@public_door
@cacheable(10)
def statement(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Tell everybody what the agency keeps, why and how long, whom to ask, and every version of its own words."""
    today = clock.today(agency.timezone)
    wanted = request.GET.get("versi", "")
    if wanted and not (wanted.isascii() and wanted.isdigit() and len(wanted) < 5):
        raise Http404(_("Versi ini tidak ada."))
    shown = periods.statement(agency, today, int(wanted) if wanted else None)
    if wanted and shown is None:
        raise Http404(_("Versi ini tidak ada."))
    context = {
        "shown": shown,
        "versions": periods.statements(agency, today),
        "arrangement": periods.arrangement(agency),
        "periods": [
            (each.period.title, each.period.holds, period_words(each, for_everybody=True))
            for each in periods.kept_by(agency).values()
        ],
    }
    return render(request, "privacy/statement.html", context)
