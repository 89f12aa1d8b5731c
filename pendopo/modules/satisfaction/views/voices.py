"""What people wrote, for officers: the list, sorting several at once, publishing one, taking it back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.services.queries import active_services
from pendopo.kernel.workflow.views.steps import FORM_METHODS, CasePages, StepPage, step_page
from pendopo.modules.satisfaction.actions import voices as actions
from pendopo.modules.satisfaction.forms.voices import (
    BEFORE,
    PublishVoiceForm,
    SortForm,
    VoicesFilterForm,
    WithdrawVoiceForm,
    element_names,
)
from pendopo.modules.satisfaction.models import Survey, Voice
from pendopo.modules.satisfaction.permissions import may_plan, may_sort_voices
from pendopo.modules.satisfaction.queries import surveys as surveys_of
from pendopo.modules.satisfaction.queries import voices as queries
from pendopo.modules.satisfaction.rules import limits, voices
from pendopo.modules.satisfaction.rules.procedure import PROCEDURE
from pendopo.ui.answers import SeeOther


@require_safe
@staff_door("satisfaction.look")
def voice_list(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List comments, unread ones first, with what they seem to be about and why."""
    return _listed(request, agency, None)


@require_POST
@staff_door("satisfaction.manage")
def sort_voices(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Decide what the ticked comments are about."""
    names = element_names(_surveys(agency))
    form = SortForm(request.POST, elements=names)
    if not form.is_valid():
        return _listed(request, agency, form, status=422)
    cleaned = form.cleaned_data
    done = actions.sort_voices(
        agency=agency, chosen=cleaned["chosen"], elements=cleaned["elements"], tone=cleaned["nada"], by=request.actor
    )
    if done.done:
        said = ngettext("%(n)s suara dipilah.", "%(n)s suara dipilah.", done.done)
        messages.success(request, said % {"n": done.done})
    if done.missed:
        said = ngettext(
            "%(n)s suara tidak diubah: orang lain sudah memutuskannya lebih dahulu.",
            "%(n)s suara tidak diubah: orang lain sudah memutuskannya lebih dahulu.",
            done.missed,
        )
        messages.warning(request, said % {"n": done.missed})
    return SeeOther(f"{_list_url(agency)}?{request.GET.urlencode()}")


def _list_url(agency: Agency) -> str:
    return reverse("satisfaction:voice_list", args=[agency.slug])


def _surveys(agency: Agency) -> list[Survey]:
    return list(surveys_of.surveys(agency)[: limits.PAGE_ROWS])


def _listed(request: AgencyRequest, agency: Agency, form: SortForm | None, *, status: int = 200) -> HttpResponse:
    surveys = _surveys(agency)
    units, services = active_units(agency), active_services(agency)
    narrowing = VoicesFilterForm(
        request.GET, surveys, list(units[: limits.SERVICES_MAX]), list(services[: limits.SERVICES_MAX])
    )
    page = queries.listed(agency, narrowing.wanted)
    sorts, names = bool(may_sort_voices(request.actor)), element_names(surveys)
    query = request.GET.copy()
    query.pop(BEFORE, None)
    older = query.copy()
    older[BEFORE] = str(page.next_before)
    context: dict[str, Any] = {
        "filter": narrowing,
        "query": query.urlencode(),
        "is_narrowed": bool(query),
        "rows": [_row(voice, agency, request.actor, names, is_raw=sorts) for voice in page.rows],
        "older": older.urlencode() if page.next_before is not None else "",
        "sorts": sorts,
        "form": form or SortForm(elements=names),
        "has_errors": form is not None,
    }
    return render(request, "satisfaction/voices/list.html", context, status=status)


def _row(voice: Voice, agency: Agency, actor: Actor, names: dict[str, str], *, is_raw: bool) -> dict[str, Any]:
    """Return one comment for the list; whoever may not sort it reads it with personal data covered."""
    voice.survey.agency = agency
    elements = [
        {"key": each.element, "name": names.get(each.element, each.element), "words": each.words}
        for each in voice.elements.all()
    ]
    is_new = voice.state == voices.NEW
    return {
        "voice": voice,
        "text": voice.answer.comment if is_raw else voices.cover(voice.answer.comment),
        "state": _(dict(voices.STATES)[voice.state]),
        "tone": _(dict(voices.TONES).get(voice.tone, "")) if voice.tone else "",
        "suggested": elements if is_new else [],
        "elements": [] if is_new else elements,
        "may_publish": is_raw and voice.state == voices.SORTED,
        "may_withdraw": is_raw and voice.state == voices.PUBLIC,
        "may_plan": bool(not is_new and elements and may_plan(actor, voice.survey)),
    }


def find_voice(agency: Agency, pk: int) -> Voice:
    """Return the comment; raise Http404 when the agency has none with this key."""
    found = queries.voice_for(agency, pk)
    if found is None:
        raise Http404(_("Suara ini tidak ada. Periksa daftar suara responden."))
    found.agency = found.survey.agency = agency
    return found


def _pages(agency: Agency) -> CasePages:
    address, title = _list_url(agency), _("Suara responden")
    return CasePages(procedure=PROCEDURE, list_url=address, list_title=title, case_url=address)


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.manage")
def publish_voice(request: AgencyRequest, agency: Agency, pk: int) -> HttpResponse:
    """Let everybody read one comment, personal data covered: suggested by a program, confirmed by a person."""
    voice = find_voice(agency, pk)
    before = {"versi": voice.version, "teks": voices.cover(voice.answer.comment)}

    def act(form: PublishVoiceForm) -> str:
        cleaned = form.cleaned_data
        actions.publish_voice(voice=voice, version=cleaned["versi"], public_text=cleaned["teks"], by=request.actor)
        return _("Suara diumumkan. Setiap orang membacanya bersama hasil survei.")

    page = StepPage(
        "satisfaction/voices/publish.html",
        partial(PublishVoiceForm, initial=before),
        act,
        extra={"voice": voice, "cover": voices.COVER},
    )
    return step_page(request, voice.survey, _pages(agency), page)


@require_http_methods(FORM_METHODS)
@staff_door("satisfaction.manage")
def withdraw_voice(request: AgencyRequest, agency: Agency, pk: int) -> HttpResponse:
    """Take a published comment back."""
    voice = find_voice(agency, pk)

    def act(form: WithdrawVoiceForm) -> str:
        actions.withdraw_voice(voice=voice, version=form.cleaned_data["versi"], by=request.actor)
        return _("Suara ditarik. Keputusan tentang unsurnya tetap.")

    page = StepPage(
        "satisfaction/voices/withdraw.html",
        partial(WithdrawVoiceForm, initial={"versi": voice.version}),
        act,
        extra={"voice": voice},
    )
    return step_page(request, voice.survey, _pages(agency), page)
