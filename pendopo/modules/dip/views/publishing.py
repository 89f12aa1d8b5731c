"""Publishing, revising, confirming, withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.views.steps import FORM_METHODS, StepPage, step_page
from pendopo.modules.dip import actions
from pendopo.modules.dip.forms import officers as forms
from pendopo.modules.dip.models import Entry
from pendopo.modules.dip.queries.entries import latest_of, shown_fields
from pendopo.modules.dip.rules.contents import COLUMN_NAMES
from pendopo.modules.dip.rules.procedure import step_of
from pendopo.modules.dip.views.pages import find_entry, page, pages_of


def _confirmed(
    request: AgencyRequest,
    entry: Entry,
    verb: str,
    said: str,
    *,
    act: Callable[[], object],
    then: str = "",
    **extra: Any,
) -> HttpResponse:
    def take(_form: Any) -> str:
        act()
        return said

    shown = StepPage("dip/confirm.html", PlainForm, take, step_of(verb, entry.state), then=then, extra=extra)
    return step_page(request, entry, pages_of(request, entry), shown)


@require_http_methods(FORM_METHODS)
@staff_door("dip.publish")
def publish(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Make the newest version public."""
    entry = find_entry(request, agency, pk)

    def act() -> None:
        try:
            actions.publish(entry=entry, by=request.actor)
        except actions.Incomplete as lacking:
            names = ", ".join(_(COLUMN_NAMES[name]) for name in lacking.problems)
            raise NotAllowed(
                _("Kolom resmi ini masih kosong: %(names)s. Kembalikan, atau lengkapi dahulu.") % {"names": names}
            ) from lacking

    rows = [{"label": label, "value": value} for label, value in shown_fields(latest_of(entry)) if value]
    return _confirmed(
        request,
        entry,
        "publish",
        _("Entri terbit dan dapat dibaca setiap orang."),
        act=act,
        rows=rows,
        is_publishing=True,
    )


@require_http_methods(FORM_METHODS)
@staff_door("dip.write")
def revise(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Begin a new version."""
    entry = find_entry(request, agency, pk)
    return _confirmed(
        request,
        entry,
        "revise",
        _("Versi baru disiapkan. Versi yang terbit tetap tampil."),
        act=lambda: actions.revise(entry=entry, by=request.actor),
        then=page("edit", entry),
    )


@require_http_methods(FORM_METHODS)
@staff_door("dip.write")
def confirm(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Say that the public version is still true."""
    entry = find_entry(request, agency, pk)
    return _confirmed(
        request,
        entry,
        "confirm",
        _("Tercatat masih mutakhir."),
        act=lambda: actions.confirm(entry=entry, by=request.actor),
    )


@require_http_methods(FORM_METHODS)
@staff_door("dip.write")
def discard(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Give a revision up."""
    entry = find_entry(request, agency, pk)

    def act(form: Any) -> str:
        actions.discard(entry=entry, note=form.cleaned_data["note"], by=request.actor)
        return _("Revisi dibatalkan. Versi yang terbit tetap tampil.")

    shown = StepPage("dip/end.html", forms.ReasonForm, act, "discard")
    return step_page(request, entry, pages_of(request, entry), shown)


@require_http_methods(FORM_METHODS)
@staff_door("dip.publish")
def withdraw(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Take it out of the list."""
    entry = find_entry(request, agency, pk)

    def act(form: Any) -> str:
        actions.withdraw(entry=entry, reason=form.cleaned_data["reason"], by=request.actor)
        return _("Entri ditarik. Halamannya kini menyebut alasan penarikan.")

    shown = StepPage("dip/end.html", forms.WithdrawForm, act, "withdraw")
    return step_page(request, entry, pages_of(request, entry), shown)
