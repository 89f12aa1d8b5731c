"""Decision, agreement, end; the papers; the agency's arrangement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.delivery import file_response
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.views.letters import paper_page, rendered
from pendopo.kernel.workflow.views.steps import FORM_METHODS, StepPage, step_page
from pendopo.modules.exemptions import actions
from pendopo.modules.exemptions.actions.deciding import decree_number
from pendopo.modules.exemptions.forms import steps as forms
from pendopo.modules.exemptions.permissions import may_agree
from pendopo.modules.exemptions.queries import exemptions as queries
from pendopo.modules.exemptions.queries import papers
from pendopo.modules.exemptions.rules.approval import STAGES, next_stage
from pendopo.modules.exemptions.rules.procedure import APPROVAL
from pendopo.modules.exemptions.views.steps import find_case, pages_of


@require_http_methods(FORM_METHODS)
@staff_door("exemptions.test")
def determine(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Set the classification as PPID."""
    exemption = find_case(request, agency, pk)

    def act(form: Any) -> str:
        sheet = rendered(papers.sheet(exemption))
        place = form.cleaned_data["place"]
        actions.determine(exemption=exemption, place=place, by=request.actor, sheet=sheet)
        return _("Klasifikasi ditetapkan. Lembar uji tersimpan dan pimpinan diberi tahu.")

    def form(data: Any = None, _files: Any = None) -> forms.DetermineForm:
        return forms.DetermineForm(data, initial={"place": exemption.place or queries.last_place(agency)})

    return step_page(request, exemption, pages_of(request, exemption), StepPage("determine", form, act, "determine"))


@require_http_methods(FORM_METHODS)
@staff_door("exemptions.decide")
def agree(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Agree for the stage whose turn it is; the last one brings the exemption into force."""
    exemption = find_case(request, agency, pk)
    chain = queries.chain_of(agency)
    stage = next_stage(chain, len(exemption.agreements)) if exemption.state == APPROVAL else None
    last = next_stage(chain, len(exemption.agreements) + 1) is None

    def act(form: Any) -> str:
        verdict = may_agree(request.actor, exemption, chain)
        if exemption.state == APPROVAL and isinstance(verdict, Denied):
            # Refused before the letter takes its second.
            raise NotAllowed(verdict.reason)
        number, by = decree_number(exemption), request.actor
        paper = papers.decree(exemption, number=number, approver=by.label) if stage and last else None
        decree = rendered(paper) if paper else None
        actions.agree(exemption=exemption, by=by, note=form.cleaned_data["note"], decree=decree)
        return _("Pengecualian berlaku. Surat penetapan tersimpan.") if last else _("Persetujuan tercatat.")

    extra = {"stage": _(STAGES[stage]) if stage else "", "last": last}
    page = StepPage("agree", forms.AgreeForm, act, "approve" if last else "endorse", extra=extra)
    return step_page(request, exemption, pages_of(request, exemption), page)


@require_safe
@staff_door("exemptions.look")
def sheet(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show the sheet of the test as it is now."""
    exemption = find_case(request, agency, pk)
    return paper_page(request, exemption, pages_of(request, exemption), papers.sheet(exemption))


@require_safe
@staff_door("exemptions.look")
def decree(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show the decree as it is, or as it would be; the one that was signed off stands among the files."""
    exemption = find_case(request, agency, pk)
    if not exemption.determined_by_id:
        raise Http404(_("Klasifikasi ini belum ditetapkan PPID."))
    paper = papers.decree(exemption, number=decree_number(exemption), approver="")
    return paper_page(request, exemption, pages_of(request, exemption), paper)


@require_safe
@staff_door("exemptions.look")
def file(request: AgencyRequest, agency: Agency, pk: UUID, document_pk: UUID) -> HttpResponseBase:
    """Hand a stored paper to an officer, as a download."""
    exemption = find_case(request, agency, pk)
    found = next((each for each in queries.files_of(exemption) if each.pk == document_pk), None)
    if found is None:
        raise Http404(_("Berkas ini tidak ada pada pengecualian ini."))
    return file_response(found)


@require_http_methods(FORM_METHODS)
@staff_door("exemptions.arrange")
def arrange(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Choose the chain of approval and the reminders."""
    data = (request.POST,) if request.method == "POST" else ()
    form = forms.ArrangementForm(*data, arrangement=queries.arrangement(agency))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.arrange(agency=agency, chain=given["chain"], reminder_months=given["months"], by=request.actor)
        messages.success(request, _("Pengaturan tersimpan."))
        form = forms.ArrangementForm(arrangement=queries.arrangement(agency))
    return render(request, "exemptions/arrange.html", {"form": form}, status=422 if form.errors else 200)
