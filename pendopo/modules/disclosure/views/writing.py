"""Officers' pages: what may be made public, one answer, and a page for every step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.kernel.workflow.queries import moves_of
from pendopo.kernel.workflow.views.forms import form_page
from pendopo.kernel.workflow.views.plain import PlainSteps
from pendopo.kernel.workflow.views.steps import FORM_METHODS, CasePages, StepPage, step_page
from pendopo.modules.disclosure import actions, forms
from pendopo.modules.disclosure.actions.inspecting import chosen_files, traces_of, unjudged
from pendopo.modules.disclosure.actions.publishing import draft_of
from pendopo.modules.disclosure.actions.writing import page_of
from pendopo.modules.disclosure.models import Answer
from pendopo.modules.disclosure.permissions import may_step
from pendopo.modules.disclosure.ports import AnsweredCard, answered
from pendopo.modules.disclosure.queries import answers as queries
from pendopo.modules.disclosure.rules import procedure
from pendopo.modules.disclosure.rules.procedure import BASIS, PROCEDURE, WAYS
from pendopo.ui.answers import SeeOther

_PAGE = 50
_TABS = (procedure.DRAFT, procedure.PROPOSED, procedure.PUBLISHED, procedure.CORRECTING)


def _find(agency: Agency, pk: UUID) -> Answer:
    found = queries.answer_for(agency, pk)
    if found is None:
        raise Http404(_("Jawaban ini tidak ada. Periksa daftarnya."))
    return found


def _card(agency: Agency, inquiry_pk: UUID) -> AnsweredCard:
    card = answered.get().card(agency, inquiry_pk)
    if card is None:
        raise Http404(_("Permohonan ini tidak ada, atau tidak dikabulkan. Periksa daftar yang dapat diumumkan."))
    return card


def _pages(request: AgencyRequest, answer: Answer) -> CasePages:
    four_eyes = queries.arrangement(answer.agency).four_eyes
    return CasePages(
        procedure=PROCEDURE,
        list_url=reverse("disclosure:inbox", args=[answer.agency.slug]),
        list_title=_("Jawaban yang diumumkan"),
        case_url=page_of(answer),
        verdict=lambda step: may_step(request.actor, step, answer, four_eyes=four_eyes),
    )


@require_safe
@staff_door("disclosure.look")
def inbox(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show what may be made public, and the answers in each state."""
    state = request.GET.get("keadaan", "") or queries.POSSIBLE
    known = {queries.POSSIBLE: _("Dapat diumumkan"), queries.CLOSED: _("Selesai")}
    labels = {**{name: _(PROCEDURE.state(name).label) for name in _TABS}, **known}
    if state not in labels:
        state = queries.POSSIBLE
    counts = queries.counts_by_state(agency)
    context: dict[str, Any] = {
        "state": state,
        "tabs": [
            {"label": labels[name], "url": f"?keadaan={name}", "current": name == state, "count": counts.get(name)}
            for name in (queries.POSSIBLE, *_TABS, queries.CLOSED)
        ],
        "may_write": may(request.actor, "disclosure.write"),
    }
    if state == queries.POSSIBLE:
        taken = queries.taken_inquiries(agency, limit=1000)
        context["cards"] = answered.get().listed(agency, but=taken, limit=_PAGE)
    else:
        context["page"] = Paginator(queries.worklist(agency, state), _PAGE).get_page(request.GET.get("page"))
    return render(request, "disclosure/inbox.html", context)


@require_http_methods(FORM_METHODS)
@staff_door("disclosure.write")
def begin(request: AgencyRequest, agency: Agency, inquiry_pk: UUID) -> HttpResponseBase:
    """Begin to make an answered request public."""
    card = _card(agency, inquiry_pk)
    before = queries.answer_to(agency, inquiry_pk)
    if before is not None:
        return SeeOther(page_of(before))
    begun = {"title": card.subject, "question": card.details, "summary": card.material, "way": card.way}

    def act(form: forms.WriteForm) -> tuple[str, str]:
        case = actions.begin(
            agency=agency, card=card, draft=form.draft(), harmless=form.cleaned_data["harmless"], by=request.actor
        )
        return _("Naskah %(number)s tersimpan. Belum ada yang diumumkan.") % {"number": case.number}, page_of(case)

    list_url = reverse("disclosure:inbox", args=[agency.slug])
    form = _write_form(agency, inquiry_pk, begun)
    return form_page(request, "disclosure/begin.html", form, act, card=card, list_url=list_url)


def _write_form(agency: Agency, inquiry_pk: UUID, initial: dict[str, Any]) -> Callable[..., forms.WriteForm]:
    """Return what makes the form, from nothing or from what was sent."""
    return partial(
        forms.WriteForm,
        initial=initial,
        files=answered.get().files(agency, inquiry_pk),
        traces=lambda draft: traces_of(agency, inquiry_pk, draft),
    )


@require_safe
@staff_door("disclosure.look")
def detail(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show an answer: what is written, what is public, what may be done, what was done."""
    answer = _find(agency, pk)
    verdict = _pages(request, answer).verdict
    steps = [step for step in PROCEDURE.steps_from(answer.state) if request.actor.has(*step.actors) and verdict(step)]
    files = chosen_files(agency, answer.inquiry_id, draft_of(answer).files)
    context = {
        "case": answer,
        "card": answered.get().card(agency, answer.inquiry_id),
        "state": answer.current,
        "basis": BASIS[answer.way],
        "way": _(WAYS[answer.way]),
        "files": files,
        "editions": queries.editions_of(answer),
        "steps": [
            {"label": _(step.label), "url": reverse(f"disclosure:{step.name}", args=[agency.slug, answer.pk])}
            for step in steps
        ],
        "history": [{"move": move, "step": PROCEDURE.step(move.step)} for move in moves_of(answer)],
        "is_public": answer.state in procedure.PUBLIC,
    }
    return render(request, "disclosure/detail.html", context)


@require_http_methods(FORM_METHODS)
@staff_door("disclosure.write")
def write(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Write the text anew."""
    answer = _find(agency, pk)
    names = ("title", "question", "summary", "way", "files", "harmless")
    initial = {name: getattr(answer, name) for name in names}

    def act(form: forms.WriteForm) -> str:
        judged = form.cleaned_data["harmless"]
        actions.write(answer=answer, draft=form.draft(), harmless=judged, by=request.actor)
        return _("Naskah tersimpan.")

    page = StepPage("disclosure/write.html", _write_form(agency, answer.inquiry_id, initial), act, "write")
    return step_page(request, answer, _pages(request, answer), page)


@require_http_methods(FORM_METHODS)
@staff_door("disclosure.publish")
def publish(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show what everybody will read, and make it public."""
    answer = _find(agency, pk)
    left = unjudged(traces_of(agency, answer.inquiry_id, draft_of(answer)), answer.harmless)

    def act(form: forms.PublishForm) -> str:
        done = actions.publish(answer=answer, by=request.actor, note=form.cleaned_data.get("note", ""))
        if done.is_told:
            return _("Jawaban diumumkan. Pemohon diberi tahu.")
        return _("Jawaban diumumkan. Pemohon tidak punya alamat surel; beri tahu lewat saluran lain.")

    extra = {
        "files": chosen_files(agency, answer.inquiry_id, draft_of(answer).files),
        "basis": BASIS[answer.way],
        "way": _(WAYS[answer.way]),
        "by_month": queries.arrangement(agency).by_month,
        "left": len(left),
    }
    is_first = answer.edition_id is None
    page = StepPage(
        "disclosure/publish.html",
        partial(forms.PublishForm, is_first=is_first),
        act,
        "publish",
        extra=extra,
    )
    return step_page(request, answer, _pages(request, answer), page)


_plain = PlainSteps(lambda _request, agency, pk: _find(agency, pk), _pages, "disclosure/plain.html")

propose = _plain.view(
    "propose",
    "disclosure.write",
    PlainForm,
    lambda answer, _note, by: actions.propose(answer=answer, by=by),
    said=gettext_lazy("Naskah menunggu orang kedua."),
)
send_back = _plain.view(
    "send_back",
    "disclosure.publish",
    forms.ReasonForm,
    lambda answer, note, by: actions.send_back(answer=answer, note=note, by=by),
    said=gettext_lazy("Naskah dikembalikan."),
)
correct = _plain.view(
    "correct",
    "disclosure.write",
    PlainForm,
    lambda answer, _note, by: actions.correct(answer=answer, by=by),
    said=gettext_lazy("Perbaiki naskahnya, lalu umumkan. Yang lama tetap tampil sampai saat itu."),
    then="disclosure:write",
)
keep = _plain.view(
    "keep",
    "disclosure.write",
    PlainForm,
    lambda answer, _note, by: actions.keep(answer=answer, by=by),
    said=gettext_lazy("Perbaikan dibatalkan. Naskah kembali seperti yang diumumkan."),
)
withdraw = _plain.view(
    "withdraw",
    "disclosure.publish",
    forms.ReasonForm,
    lambda answer, note, by: actions.withdraw(answer=answer, reason=note, by=by),
    said=gettext_lazy("Jawaban ditarik. Halaman dan berkasnya tidak dapat dibuka lagi."),
)
drop = _plain.view(
    "drop",
    "disclosure.write",
    forms.ReasonForm,
    lambda answer, note, by: actions.drop(answer=answer, note=note, by=by),
    said=gettext_lazy("Konsep dibatalkan."),
)


@require_http_methods(FORM_METHODS)
@staff_door("disclosure.arrange")
def arrange(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Choose how answers are made public."""
    given = (request.POST,) if request.method == "POST" else ()
    form = forms.ArrangeForm(*given, arrangement=queries.arrangement(agency))
    if request.method == "POST" and form.is_valid():
        actions.arrange(agency=agency, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Pengaturan tersimpan. Berlaku untuk yang diumumkan mulai sekarang."))
        return SeeOther(reverse("disclosure:arrange", args=[agency.slug]))
    return render(request, "disclosure/arrange.html", {"form": form})
