"""Steps of the answer: draft, proposal, issue, payment, hand-over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document, Purpose, Visibility
from pendopo.kernel.documents.queries import documents_of
from pendopo.kernel.documents.redaction.panel import file_checks
from pendopo.kernel.documents.redaction.queries import redacted_originals
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.kernel.workflow.actions import NotAllowed, check
from pendopo.kernel.workflow.views.letters import rendered
from pendopo.kernel.workflow.views.steps import FORM_METHODS, StepPage
from pendopo.modules.information import actions, ports
from pendopo.modules.information.forms import officers_steps as forms
from pendopo.modules.information.forms.officers_notice import DraftForm, IssueForm, version_of
from pendopo.modules.information.models import Inquiry, Notice
from pendopo.modules.information.permissions import may_issue
from pendopo.modules.information.queries import letters
from pendopo.modules.information.queries.cases import notice_of
from pendopo.modules.information.rules.notice import (
    GIVING,
    MISSING,
    NEEDS_SECOND_PERSON,
    missing_contents,
)
from pendopo.modules.information.rules.procedure import ISSUING_STEP, PROCEDURE
from pendopo.modules.information.rules.request import BY_EMAIL, ONLINE, SUBJECT_TYPE
from pendopo.modules.information.views.officers import summaries
from pendopo.modules.information.views.officers.steps import (
    find_case,
    not_allowed,
    paper_page,
    refuse_unseen,
    step_page,
)


def _refuse_stale(form: Any, notice: Notice | None) -> None:
    """Raise NotAllowed when the draft was rewritten after this page was opened; the next press knows of it."""
    if form.cleaned_data["seen"] == version_of(notice):
        return
    sentence = _(
        "Konsep ini diubah %(name)s setelah Anda membuka halaman ini. "
        "Periksa dahulu konsep terbaru, lalu tekan sekali lagi bila tetap."
    )
    refuse_unseen(form, version_of(notice), sentence % {"name": notice.drafted_by if notice else "–"})


@require_http_methods(FORM_METHODS)
@staff_door("information.answer")
def draft(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Write the draft of the written notice; it may be incomplete."""
    inquiry = find_case(request, agency, pk)
    before = notice_of(inquiry)
    exemptions = ports.exemptions.get()
    in_force = exemptions.in_force(agency, clock.today(agency.timezone))

    def form(*given: Any) -> DraftForm:
        return DraftForm(*given, notice=before, inquiry=inquiry, in_force=in_force)

    def act(form: DraftForm) -> str:
        _refuse_stale(form, before)
        given = form.cleaned_data
        notice = actions.draft_notice(
            inquiry=inquiry,
            text=form.text(),
            held_form=given["held_form"],
            uploads=given["files"],
            exemptions=form.chosen_exemptions(),
            by=request.actor,
        )
        missing = missing_contents(notice.text)
        if not missing:
            return _("Konsep tersimpan dan lengkap.")
        return _("Konsep tersimpan, belum lengkap: %(missing)s") % {"missing": " ".join(map(_, missing.values()))}

    extra = {
        "notice": before,
        "files": _answer_files(agency, inquiry),
        "propose_url": exemptions.propose_url(agency, inquiry.pk),
    }
    return step_page(request, inquiry, StepPage("draft", form, act, "draft", extra=extra))


def _answer_files(agency: Agency, inquiry: Inquiry) -> list[Document]:
    return documents_of(agency, SUBJECT_TYPE, [inquiry.pk], purposes=[Purpose.ANSWER])[inquiry.pk]


@require_http_methods(FORM_METHODS)
@staff_door("information.answer")
def propose(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Propose the complete draft to the PPID."""
    inquiry = find_case(request, agency, pk)
    notice = notice_of(inquiry)

    def act(_form: Any) -> str:
        actions.propose_notice(inquiry=inquiry, by=request.actor)
        return _("Konsep diajukan. PPID diberi tahu.")

    extra = {"notice": notice, "contents": summaries.contents_lines(notice) if notice else []}
    return step_page(request, inquiry, StepPage("propose", PlainForm, act, "propose", extra=extra))


@require_http_methods(FORM_METHODS)
@staff_door("information.decide")
def send_back(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Return a proposed draft with a note."""
    inquiry = find_case(request, agency, pk)

    def act(form: Any) -> str:
        actions.send_back(inquiry=inquiry, note=form.cleaned_data["note"], by=request.actor)
        return _("Konsep dikembalikan kepada penyusunnya.")

    return step_page(request, inquiry, StepPage("send_back", forms.SendBackForm, act, "send_back"))


@require_http_methods(FORM_METHODS)
@staff_door("information.decide")
def issue(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Issue the notice after a last look, and hand the information over at once where that is possible."""
    inquiry = find_case(request, agency, pk)
    notice = notice_of(inquiry)
    if notice is None:
        return not_allowed(request, inquiry, _("Belum ada konsep pemberitahuan. Susun dahulu."), status=409)
    giving = notice.decision in GIVING
    files = [each for each in _answer_files(agency, inquiry) if giving and each.visibility == Visibility.PRIVATE]
    originals = redacted_originals(agency, files) if files else set()
    at_once = giving and not notice.cost and inquiry.delivery_way in {ONLINE, BY_EMAIL}

    def form(*given: Any) -> IssueForm:
        return IssueForm(*given[:1], notice=notice, files=files, at_once=at_once, originals=originals)

    def act(form: IssueForm) -> str:
        _refuse_stale(form, notice)
        return _issue(request, inquiry, notice, form)

    verdict = may_issue(request.actor, notice)
    contents = summaries.contents_lines(notice)
    extra = {
        "notice": notice,
        "contents": contents,
        "notice_rows": summaries.notice_rows(notice),
        "incomplete": any(line["state"] == MISSING for line in contents),
        "second_needed": notice.decision in NEEDS_SECOND_PERSON,
        "denied": _(verdict.reason) if isinstance(verdict, Denied) else "",
        "files": files,
        "file_checks": file_checks(agency, files) if request.method != "POST" else [],
    }
    return step_page(request, inquiry, StepPage("issue", form, act, ISSUING_STEP[notice.decision], extra=extra))


def _issue(request: AgencyRequest, inquiry: Inquiry, notice: Notice, form: IssueForm) -> str:
    chosen = [UUID(each) for each in form.cleaned_data.get("visible_files", [])]
    # What the rules refuse is refused before the letter takes its second; first of all what a colleague issued meanwhile.
    check(inquiry, PROCEDURE, ISSUING_STEP[notice.decision], by=request.actor)
    verdict, missing = may_issue(request.actor, notice), missing_contents(notice.text)
    if isinstance(verdict, Denied):
        raise NotAllowed(verdict.reason)
    if missing:
        raise actions.NoticeIncomplete(missing)
    letter = rendered(letters.notice_letter(inquiry, notice, by=request.actor, issuing=True))
    actions.issue_notice(
        inquiry=inquiry, by=request.actor, letter=letter, visible_files=chosen, drafted_at=notice.drafted_at
    )
    if not form.cleaned_data.get("deliver_now"):
        return _("Pemberitahuan tertulis terbit. Suratnya tersimpan pada berkas.")
    actions.deliver(inquiry=inquiry, note=_("Diserahkan bersama pemberitahuan tertulis."), by=request.actor)
    return _("Pemberitahuan tertulis terbit dan informasi diserahkan. Permohonan selesai.")


@require_safe
@staff_door("information.look")
def letter_preview(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show the notice's letter as it would go out now; who sees no identity gets it with the name hidden."""
    inquiry = find_case(request, agency, pk)
    notice = notice_of(inquiry)
    if notice is None or notice.is_imported:
        raise Http404(_("Belum ada konsep pemberitahuan untuk permohonan ini."))
    actor = request.actor
    letter = letters.notice_letter(inquiry, notice, by=actor, identity=actor.sees_identity)
    return paper_page(request, inquiry, letter)


@require_http_methods(FORM_METHODS)
@staff_door("information.desk")
def record_payment(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Record that the cost was paid."""
    inquiry = find_case(request, agency, pk)

    def act(form: Any) -> str:
        actions.record_payment(inquiry=inquiry, note=form.cleaned_data["note"], by=request.actor)
        return _("Pembayaran dicatat. Informasi dapat diserahkan.")

    page = StepPage(
        "record_payment", forms.RecordPaymentForm, act, "record_payment", extra={"notice": notice_of(inquiry)}
    )
    return step_page(request, inquiry, page)


@require_http_methods(FORM_METHODS)
@staff_door("information.work")
def deliver(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Hand the information over and close the request."""
    inquiry = find_case(request, agency, pk)

    def act(form: Any) -> str:
        actions.deliver(inquiry=inquiry, note=form.cleaned_data["note"], by=request.actor)
        return _("Informasi diserahkan. Permohonan selesai.")

    files = _answer_files(agency, inquiry)
    opened = [each for each in files if each.visibility != Visibility.PRIVATE and request.method != "POST"]
    extra = {"notice": notice_of(inquiry), "files": files, "file_checks": file_checks(agency, opened)}
    return step_page(request, inquiry, StepPage("deliver", forms.DeliverForm, act, "deliver", extra=extra))
