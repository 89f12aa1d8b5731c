"""Urgent notices in the workspace: announce in a minute, update, end, and who may."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import Denied, Verdict, may
from pendopo.kernel.workflow.queries import moves_of
from pendopo.kernel.workflow.views.forms import form_page
from pendopo.kernel.workflow.views.steps import FORM_METHODS, CasePages, StepPage, step_page
from pendopo.modules.publishing.actions import notices as actions
from pendopo.modules.publishing.forms import notices as forms
from pendopo.modules.publishing.models import Notice
from pendopo.modules.publishing.permissions import may_announce
from pendopo.modules.publishing.queries import notices as queries
from pendopo.modules.publishing.rules import limits, notices

PAGE_PARAM = "halaman"


def _verdict(request: AgencyRequest, agency: Agency) -> Verdict:
    return may_announce(request.actor, granted=queries.is_announcer(agency, request.actor))


def _find(agency: Agency, pk: UUID) -> Notice:
    found = queries.notice_for(agency, pk)
    if found is None:
        raise Http404(_("Peringatan ini tidak ada. Periksa daftar peringatan."))
    return found


def _pages(request: AgencyRequest, notice: Notice) -> CasePages:
    slug, verdict = notice.agency.slug, _verdict(request, notice.agency)
    return CasePages(
        procedure=notices.PROCEDURE,
        list_url=reverse("publishing:notice_list", args=[slug]),
        list_title=_("Peringatan"),
        case_url=reverse("publishing:detail", args=[slug, notice.pk]),
        verdict=lambda _step: verdict,
    )


@require_safe
@staff_door("publishing.announce")
def notice_list(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the notices, newest first, and the way to a new one."""
    page = Paginator(queries.notices_of(agency), limits.PAGE_ROWS).get_page(request.GET.get(PAGE_PARAM))
    context = {
        "page": page,
        "page_param": PAGE_PARAM,
        "may_announce": bool(_verdict(request, agency)),
        "may_grant": may(request.actor, "publishing.grant"),
        "subscribers": queries.subscriber_count(agency),
    }
    return render(request, "publishing/notice_list.html", context)


@require_http_methods(FORM_METHODS)
@staff_door("publishing.announce")
def announce(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Announce at once."""
    verdict = _verdict(request, agency)
    if isinstance(verdict, Denied):
        # Whoever looks is told whom to call; only what is sent is refused.
        status = 403 if request.method == "POST" else 200
        return render(request, "publishing/not_announcer.html", {"reason": _(verdict.reason)}, status=status)

    def act(form: Any) -> tuple[str, str]:
        everywhere = form.cleaned_data.get("everywhere", False)
        made = actions.announce(agency=agency, words=form.words(), everywhere=everywhere, by=request.actor)
        said = _("Peringatan tampil di beranda sekarang.")
        return said, reverse("publishing:detail", args=[agency.slug, made.pk])

    def form(*given: Any) -> forms.NoticeForm:
        everywhere = may(request.actor, "publishing.announce_everywhere")
        return forms.NoticeForm(*given[:1], agency=agency, may_everywhere=everywhere)

    return form_page(request, "publishing/announce.html", form, act)


@require_safe
@staff_door("publishing.announce")
def detail(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show one notice with its history and letters."""
    notice = _find(agency, pk)
    steps = notices.PROCEDURE.steps_from(notice.state) if _verdict(request, agency) else []
    context = {
        "notice": notice,
        "steps": [
            {"label": _(step.label), "url": reverse(f"publishing:{step.name}", args=[agency.slug, notice.pk])}
            for step in steps
            if step.name != "expire"
        ],
        "history": [{"move": move, "label": _(notices.PROCEDURE.step(move.step).label)} for move in moves_of(notice)],
        "mailings": queries.mailings_of(notice),
    }
    return render(request, "publishing/detail.html", context)


@require_http_methods(FORM_METHODS)
@staff_door("publishing.announce")
def update(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Say what is new."""
    notice = _find(agency, pk)

    def act(form: Any) -> str:
        given = form.cleaned_data
        actions.update(notice=notice, words=form.words(), change=given["change"], mail=given["mail"], by=request.actor)
        return _("Peringatan diperbarui.")

    def form(*given: Any) -> forms.UpdateForm:
        return forms.UpdateForm(*given[:1], agency=agency, notice=notice)

    page = StepPage("publishing/notice_step.html", form, act, "update")
    return step_page(request, notice, _pages(request, notice), page)


@require_http_methods(FORM_METHODS)
@staff_door("publishing.announce")
def end(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """End the notice."""
    notice = _find(agency, pk)

    def act(form: Any) -> str:
        actions.end(notice=notice, reason=form.cleaned_data["reason"], mail=form.cleaned_data["mail"], by=request.actor)
        return _("Peringatan berakhir dan tidak tampil lagi di beranda.")

    page = StepPage("publishing/notice_step.html", forms.EndForm, act, "end")
    return step_page(request, notice, _pages(request, notice), page)


@require_http_methods(FORM_METHODS)
@staff_door("publishing.grant")
def grant(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Choose who may announce beside the PPID."""
    granted = [each.user_id for each in queries.announcers(agency)]

    def act(form: Any) -> tuple[str, str]:
        actions.grant(agency=agency, users=form.cleaned_data["users"], by=request.actor)
        return _("Daftar petugas siaga tersimpan."), reverse("publishing:grant", args=[agency.slug])

    def form(*given: Any) -> forms.GrantForm:
        return forms.GrantForm(*given[:1], candidates=queries.candidates(agency), granted=granted)

    return form_page(request, "publishing/grant.html", form, act)
