"""Files of a case: reading, showing to others, taking away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.actions import AlreadyChanged
from pendopo.kernel.documents.delivery import file_response
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.documents.queries import find_document
from pendopo.kernel.documents.redaction.actions import confirm_release
from pendopo.kernel.documents.redaction.panel import file_checks
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.privacy.actions.views import note_view
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.views.steps import FORM_METHODS, StepPage
from pendopo.modules.information import actions
from pendopo.modules.information.forms import officers_steps as forms
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.permissions import may_change_file, may_open
from pendopo.modules.information.rules.request import SUBJECT_TYPE
from pendopo.modules.information.views.officers.steps import find_case, not_allowed, step_page


def _document(request: AgencyRequest, inquiry: Inquiry, document_pk: UUID) -> Document:
    found = find_document(inquiry.agency, document_pk)
    mine = found is not None and (found.subject_type, found.subject_id) == (SUBJECT_TYPE, inquiry.pk)
    if found is None or not mine or not may_open(request.actor, found):
        raise Http404(_("Berkas ini tidak ada pada permohonan ini, atau sudah dihapus."))
    return found


@require_safe
@staff_door("information.look")
def file(request: AgencyRequest, agency: Agency, pk: UUID, document_pk: UUID) -> HttpResponseBase:
    """Hand a file of the case to an officer, as a download."""
    document = _document(request, find_case(request, agency, pk), document_pk)
    note_view(document=document, by=request.actor)
    return file_response(document)


@require_http_methods(FORM_METHODS)
@staff_door("information.answer")
def set_file_visibility(request: AgencyRequest, agency: Agency, pk: UUID, document_pk: UUID) -> HttpResponse:
    """Change who sees a file of the answer."""
    inquiry = find_case(request, agency, pk)
    document = _document(request, inquiry, document_pk)
    if document.purpose not in {Purpose.ANSWER, Purpose.MATERIAL}:
        reason = _("Hanya berkas jawaban dan bahan yang dapat dibuka untuk orang lain.")
        return not_allowed(request, inquiry, reason, status=409)

    checks = file_checks(agency, [document])
    check = checks[0].check

    def form(*given: Any) -> forms.SetFileVisibilityForm:
        initial = {"visibility": document.visibility, "public_on": document.public_on}
        return forms.SetFileVisibilityForm(given[0] if given else None, initial=initial, settled=check.is_settled)

    def act(form: Any) -> str:
        given = form.cleaned_data
        if given.get("checked"):
            confirm_release(check=check, by=request.actor)
        actions.set_file_visibility(
            inquiry=inquiry,
            document=document,
            visibility=given["visibility"],
            public_on=given["public_on"],
            by=request.actor,
        )
        return _("Keterlihatan berkas diubah.")

    return _changing(
        request,
        inquiry,
        document,
        StepPage("set_file_visibility", form, act, extra={"document": document, "file_checks": checks}),
    )


@require_http_methods(FORM_METHODS)
@staff_door("information.work")
def remove_file(request: AgencyRequest, agency: Agency, pk: UUID, document_pk: UUID) -> HttpResponse:
    """Take a file away, with a reason."""
    inquiry = find_case(request, agency, pk)
    document = _document(request, inquiry, document_pk)

    def act(form: Any) -> str:
        try:
            actions.remove_file(
                inquiry=inquiry, document=document, reason=form.cleaned_data["reason"], by=request.actor
            )
        except AlreadyChanged as changed:
            raise NotAllowed(_("Berkas ini baru saja dihapus rekan Anda.")) from changed
        return _("Berkas dihapus.")

    return _changing(
        request, inquiry, document, StepPage("remove_file", forms.RemoveFileForm, act, extra={"document": document})
    )


def _changing(request: AgencyRequest, inquiry: Inquiry, document: Document, page: StepPage) -> HttpResponse:
    verdict = may_change_file(request.actor, inquiry, document)
    if isinstance(verdict, Denied):
        return not_allowed(request, inquiry, verdict.reason)
    return step_page(request, inquiry, page)
