"""The superior's answer, its letter, and its execution by the PPID."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.queries import work_calendar
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.workflow.views.letters import paper_page, rendered
from pendopo.kernel.workflow.views.steps import FORM_METHODS, CasePages, StepPage, step_page
from pendopo.modules.objections import actions
from pendopo.modules.objections.forms.officers import AnswerForm, ExecuteForm
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.permissions import may_answer
from pendopo.modules.objections.queries import letters
from pendopo.modules.objections.queries.cases import card_of, decided_by
from pendopo.modules.objections.rules.limits import EXECUTION_DAYS
from pendopo.modules.objections.views.citizen import summaries
from pendopo.modules.objections.views.officers.detail import dossier_rows
from pendopo.modules.objections.views.officers.pages import find_case, pages_of

# The name of the button that shows the letter instead of sending it.
PREVIEW = "pratinjau"


@require_http_methods(FORM_METHODS)
@staff_door("objections.decide")
def answer(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Answer in writing; the button beside shows the letter first."""
    objection, today = find_case(agency, pk), clock.today(agency.timezone)
    usual = work_calendar(agency).due(today, EXECUTION_DAYS)
    pages, card = pages_of(request, objection), card_of(objection)

    def form(*given: Any) -> AnswerForm:
        return AnswerForm(*given[:1], today=today, usual=usual)

    if PREVIEW in request.POST and may_answer(request.actor, objection, decided_by(objection)):
        typed = form(request.POST)
        if typed.is_valid() and not objection.decision:
            return _preview(request, objection, pages, typed)

    def act(form: AnswerForm) -> str:
        reply, until = form.reply(), form.cleaned_data["execute_by"]
        letter = letters.answer_letter(objection, reply, execute_by=until, by=request.actor, issuing=True)
        actions.answer(objection=objection, reply=reply, execute_by=until, by=request.actor, letter=rendered(letter))
        return _("Tanggapan terbit. Suratnya tersimpan pada berkas, pemohon dan PPID diberi tahu.")

    extra = {
        "claimed": summaries.claimed(objection),
        "dossier": dossier_rows(card) if card else [],
        "preview": PREVIEW,
    }
    step = StepPage("answer", form, act, "answer", extra=extra)
    return step_page(request, objection, pages, step)


def _preview(request: AgencyRequest, objection: Objection, pages: CasePages, form: AnswerForm) -> HttpResponse:
    actor, by = request.actor, form.cleaned_data["execute_by"]
    letter = letters.answer_letter(objection, form.reply(), execute_by=by, by=actor, identity=actor.sees_identity)
    return paper_page(request, objection, pages, letter)


@require_safe
@staff_door("objections.look")
def letter_preview(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show the answer's letter; who sees no identity gets it with the name hidden."""
    objection, actor = find_case(agency, pk), request.actor
    if not objection.decision:
        raise Http404(_("Belum ada tanggapan atas keberatan ini."))
    letter = letters.answer_letter(
        objection, objection.reply, execute_by=objection.execute_by, by=actor, identity=actor.sees_identity
    )
    return paper_page(request, objection, pages_of(request, objection), letter)


@require_http_methods(FORM_METHODS)
@staff_door("objections.execute")
def execute(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Carry out what the superior ordered: hand the files over, say what was done."""
    objection = find_case(agency, pk)

    def act(form: Any) -> str:
        given = form.cleaned_data
        actions.execute(objection=objection, note=given["note"], uploads=given["files"], by=request.actor)
        return _("Putusan dilaksanakan. Pemohon dan atasan PPID diberi tahu.")

    step = StepPage("execute", ExecuteForm, act, "execute")
    return step_page(request, objection, pages_of(request, objection), step)
