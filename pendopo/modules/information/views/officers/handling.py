"""Steps of working on a request: handing over, taking, asking units, notes, the one extension."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.calendar.queries import regime_words, work_calendar
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.kernel.workflow.views.letters import rendered
from pendopo.kernel.workflow.views.steps import FORM_METHODS, StepPage
from pendopo.lib.deadlines import regime
from pendopo.modules.information import actions
from pendopo.modules.information.actions.regimes import choices as regime_choices
from pendopo.modules.information.forms import officers_steps as forms
from pendopo.modules.information.models import Inquiry, MaterialRequest
from pendopo.modules.information.permissions import may_supply
from pendopo.modules.information.queries import letters
from pendopo.modules.information.queries.inquiries import materials_of
from pendopo.modules.information.rules.limits import MATERIAL_DAYS
from pendopo.modules.information.views.officers.steps import find_case, not_allowed, refuse_unseen, step_page
from pendopo.ui.formats import medium_date

LONGEST_WAIT = dt.timedelta(days=366)


@require_http_methods(FORM_METHODS)
@staff_door("information.desk")
def assign(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Hand the request over to the unit that holds the information."""
    inquiry = find_case(request, agency, pk)

    holder = str(inquiry.unit_id or "")

    def form(*given: Any) -> forms.AssignForm:
        return forms.AssignForm(*given[:1], units=active_units(agency), holder=holder)

    def act(form: Any) -> str:
        if inquiry.unit is not None and form.data.get("seen", holder) != holder:
            sentence = _(
                "Permohonan ini diteruskan ke %(unit)s setelah Anda membuka halaman ini. "
                "Tekan sekali lagi bila tetap diteruskan ke unit pilihan Anda."
            )
            refuse_unseen(form, holder, sentence % {"unit": inquiry.unit.name})
        unit = form.cleaned_data["unit"]
        actions.assign(inquiry=inquiry, unit=unit, note=form.cleaned_data["note"], by=request.actor)
        return _("Permohonan diteruskan ke %(unit)s.") % {"unit": unit.name}

    return step_page(request, inquiry, StepPage("assign", form, act, "assign"))


@require_http_methods(FORM_METHODS)
@staff_door("information.answer")
def take(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Take the request to work on it."""
    inquiry = find_case(request, agency, pk)

    def act(_form: Any) -> str:
        actions.take(inquiry=inquiry, by=request.actor)
        return _("Permohonan ini sekarang Anda kerjakan.")

    return step_page(request, inquiry, StepPage("take", PlainForm, act, "take"))


@require_http_methods(FORM_METHODS)
@staff_door("information.answer")
def ask_unit(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Ask another unit for material."""
    inquiry = find_case(request, agency, pk)
    today = clock.today(agency.timezone)
    # The unit that will be asked is not known yet; its own days move the date by themselves.
    usual = work_calendar(agency).due(today, MATERIAL_DAYS)

    def form(*given: Any) -> forms.AskUnitForm:
        units = active_units(agency).exclude(pk=inquiry.unit_id) if inquiry.unit_id else active_units(agency)
        return forms.AskUnitForm(*given[:1], units=units, today=today, last=today + LONGEST_WAIT, usual=usual)

    def act(form: Any) -> str:
        given = form.cleaned_data
        asked = actions.ask_unit(
            inquiry=inquiry, unit=given["unit"], question=given["question"], due_on=given["due_on"], by=request.actor
        )
        return _("%(unit)s diminta memberi bahan sampai %(due)s.") % {
            "unit": given["unit"].name,
            "due": medium_date(asked.due_on),
        }

    return step_page(request, inquiry, StepPage("ask_unit", form, act, "ask_unit"))


@require_http_methods(FORM_METHODS)
@staff_door("information.answer")
def supply(request: AgencyRequest, agency: Agency, pk: UUID, material_pk: UUID) -> HttpResponse:
    """Give the material that a unit was asked for."""
    inquiry = find_case(request, agency, pk)
    material = _material(inquiry, material_pk)
    verdict = may_supply(request.actor, material)
    if isinstance(verdict, Denied):
        return not_allowed(request, inquiry, verdict.reason)
    if material.answered_at is not None and request.method != "POST":
        return not_allowed(request, inquiry, _("Bahan ini sudah diberikan."), status=409)

    def act(form: Any) -> str:
        given = form.cleaned_data
        actions.supply(material=material, answer=given["answer"], uploads=given["files"], by=request.actor)
        return _("Bahan diberikan kepada unit yang menyusun jawaban.")

    page = StepPage("supply", forms.SupplyForm, act, "supply", extra={"material": material})
    return step_page(request, inquiry, page)


def _material(inquiry: Inquiry, material_pk: UUID) -> MaterialRequest:
    found = materials_of(inquiry).filter(pk=material_pk).first()
    if found is None:
        raise Http404(_("Permintaan bahan ini tidak ada. Kembali ke halaman permohonan."))
    found.inquiry = inquiry
    return found


@require_http_methods(FORM_METHODS)
@staff_door("information.work")
def note(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Write an internal note."""
    inquiry = find_case(request, agency, pk)

    def act(form: Any) -> str:
        actions.add_note(inquiry=inquiry, text=form.cleaned_data["text"], by=request.actor)
        return _("Catatan tersimpan.")

    return step_page(request, inquiry, StepPage("note", forms.NoteForm, act, "note"))


@require_http_methods(FORM_METHODS)
@staff_door("information.desk")
def set_regime(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Let another set of periods hold for this request, for example that of election information."""
    inquiry = find_case(request, agency, pk)

    def form(*given: Any) -> forms.SetRegimeForm:
        offered = [regime(code) for code in regime_choices(agency) if code != inquiry.regime]
        return forms.SetRegimeForm(*given[:1], regimes=offered)

    def act(form: Any) -> str:
        given = form.cleaned_data
        actions.set_regime(inquiry=inquiry, regime=given["regime"], reason=given["reason"], by=request.actor)
        return _("Aturan tenggat diubah. Tenggat pemberitahuan dihitung dari peristiwa yang sama.")

    extra = {"regime": regime_words(regime(inquiry.regime))}
    return step_page(request, inquiry, StepPage("set_regime", form, act, "set_regime", extra=extra))


@require_http_methods(FORM_METHODS)
@staff_door("information.decide")
def extend(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Extend the time once, with written reasons."""
    inquiry = find_case(request, agency, pk)
    new_dates = letters.extended_dates(agency, inquiry)

    def act(form: Any) -> str:
        reason, words = form.cleaned_data["reason"], form.cleaned_data["note"]
        letter = rendered(letters.extension_letter(inquiry, reason=reason, note=words, by=request.actor))
        actions.extend(inquiry=inquiry, reason=reason, note=words, by=request.actor, letter=letter)
        return _("Waktu diperpanjang satu kali. Surat pemberitahuan tersimpan pada berkas.")

    extra = {"new_dates": new_dates}
    return step_page(request, inquiry, StepPage("extend", forms.ExtendForm, act, "extend", extra=extra))
