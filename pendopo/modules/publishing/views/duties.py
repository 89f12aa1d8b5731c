"""The duties of an agency: list, calendar, one duty with its proofs, and what can be arranged."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.delivery import file_response
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.kernel.workflow.views.forms import form_page
from pendopo.kernel.workflow.views.steps import FORM_METHODS
from pendopo.lib.deadlines import add_months
from pendopo.modules.publishing.actions import duties as actions
from pendopo.modules.publishing.forms import duties as forms
from pendopo.modules.publishing.models import Proof
from pendopo.modules.publishing.permissions import may_prove
from pendopo.modules.publishing.queries import duties as queries
from pendopo.modules.publishing.rules import catalogue, duties, limits

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def find_line(agency: Agency, key: str) -> queries.Line:
    """Return one duty as it stands; raise Http404 when the agency has none by this key."""
    found = queries.line_of(agency, key)
    if found is None:
        raise Http404(_("Kewajiban ini tidak ada. Periksa daftar kewajiban."))
    return found


def page_of(agency: Agency, key: str) -> str:
    """Return the address of one duty."""
    return reverse("publishing:duty", args=[agency.slug, key])


@require_safe
@staff_door("publishing.look")
def duty_list(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show every duty as it stands today, by kind; narrowed down to one standing when asked."""
    lines = queries.lines_of(agency)
    counted = queries.counts(lines)
    wanted = request.GET.get("keadaan", "")
    shown = [line for line in lines if line.standing == wanted] if wanted in duties.STANDINGS else lines
    tabs = [{"label": _("Semua"), "count": len(lines), "url": "?", "current": shown is lines}]
    tabs += [
        {"label": _(label), "count": counted[name], "url": f"?keadaan={name}", "current": name == wanted}
        for name, (label, _tone) in duties.STANDINGS.items()
        if counted[name] or name == wanted
    ]
    context = {
        "groups": [(_(catalogue.KINDS[kind]), found) for kind, found in queries.by_kind(shown).items()],
        "tabs": tabs,
        "gaps": sum(counted[name] for name in duties.GAPS),
        "may_manage": may(request.actor, "publishing.manage"),
    }
    return render(request, "publishing/duty_list.html", context)


@require_safe
@staff_door("publishing.look")
def calendar(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show what falls due in a month, day by day; what is overdue stands above."""
    today = clock.today(agency.timezone)
    asked = _MONTH.fullmatch(request.GET.get("bulan", ""))
    first = dt.date(int(asked[1]), int(asked[2]), 1) if asked else today.replace(day=1)
    lines = [line for line in queries.lines_of(agency, today) if line.due_on and line.standing != duties.NOT_APPLICABLE]
    lines.sort(key=lambda line: (line.due_on, line.text))
    context = {
        "first": first,
        "due": [line for line in lines if line.due_on and line.due_on.replace(day=1) == first],
        "overdue": [line for line in lines if line.standing == duties.OVERDUE],
        "before": add_months(first, -1),
        "after": add_months(first, 1),
    }
    return render(request, "publishing/calendar.html", context)


@require_safe
@staff_door("publishing.look")
def duty(request: AgencyRequest, agency: Agency, key: str) -> HttpResponse:
    """Show one duty: how it stands, its proofs, and what can be done."""
    line = find_line(agency, key)
    unit_id, owner_id = (line.duty.unit_id, line.duty.owner_id) if line.duty else (None, None)
    context = {
        "line": line,
        "kind": _(catalogue.KINDS[line.kind]),
        "proofs": [_shown(proof) for proof in queries.proofs_of(agency, key)[: limits.PROOFS_SHOWN]],
        "may_prove": may(request.actor, "publishing.prove") and bool(may_prove(request.actor, unit_id, owner_id)),
        "may_manage": may(request.actor, "publishing.manage"),
    }
    return render(request, "publishing/duty.html", context)


def _shown(proof: Proof) -> dict[str, Any]:
    kind = _(duties.PROOF_KINDS[proof.kind])
    return {"proof": proof, "kind": kind, "title": queries.proof_title(proof), "url": queries.proof_url(proof)}


@require_http_methods(FORM_METHODS)
@staff_door("publishing.prove")
def prove(request: AgencyRequest, agency: Agency, key: str) -> HttpResponse:
    """Bring a proof."""
    line = find_line(agency, key)
    initial = {"proved_on": clock.today(agency.timezone), "kind": duties.LINK}

    def act(form: Any) -> tuple[str, str]:
        given = form.cleaned_data
        is_page = given["kind"] == duties.LINK
        actions.prove(
            agency=agency,
            key=key,
            kind=given["kind"],
            proved_on=given["proved_on"],
            url=given["url"] if is_page else "",
            upload=None if is_page else given["files"],
            note=given["note"],
            by=request.actor,
        )
        return _("Bukti tercatat."), page_of(agency, key)

    def form(*given: Any) -> forms.ProveForm:
        return forms.ProveForm(*given, initial=initial)

    return form_page(request, "publishing/prove.html", form, act, line=line, back=page_of(agency, key))


@require_http_methods(FORM_METHODS)
@staff_door("publishing.manage")
def arrange(request: AgencyRequest, agency: Agency, key: str) -> HttpResponse:
    """Say who owns the duty and how early to remind."""
    line = find_line(agency, key)

    def act(form: Any) -> tuple[str, str]:
        actions.arrange(agency=agency, key=key, by=request.actor, **form.cleaned_data)
        return _("Pengaturan tersimpan."), page_of(agency, key)

    def form(*given: Any) -> forms.ArrangeForm:
        return forms.ArrangeForm(*given[:1], agency=agency, line=line)

    extra = {"line": line, "back": page_of(agency, key), "title": _("Atur pemilik dan pengingat")}
    return form_page(request, "publishing/duty_form.html", form, act, **extra)


@require_http_methods(FORM_METHODS)
@staff_door("publishing.manage")
def waive(request: AgencyRequest, agency: Agency, key: str) -> HttpResponse:
    """State that the item does not apply here."""
    line = find_line(agency, key)

    def act(form: Any) -> tuple[str, str]:
        actions.waive(agency=agency, key=key, reason=form.cleaned_data["reason"], by=request.actor)
        return _("Butir dinyatakan tidak berlaku."), page_of(agency, key)

    lead = _("Pernyataan ini dicatat atas nama Anda dan tampil dalam reviu.")
    extra = {"line": line, "back": page_of(agency, key), "title": _("Nyatakan tidak berlaku"), "lead": lead}
    return form_page(request, "publishing/duty_form.html", forms.ReasonForm, act, **extra)


@require_http_methods(FORM_METHODS)
@staff_door("publishing.manage")
def restore(request: AgencyRequest, agency: Agency, key: str) -> HttpResponse:
    """Let the item apply again."""
    line = find_line(agency, key)

    def act(_form: Any) -> tuple[str, str]:
        actions.restore(agency=agency, key=key, by=request.actor)
        return _("Butir berlaku lagi."), page_of(agency, key)

    extra = {"line": line, "back": page_of(agency, key), "title": _("Berlakukan lagi")}
    return form_page(request, "publishing/duty_form.html", PlainForm, act, **extra)


@require_http_methods(FORM_METHODS)
@staff_door("publishing.manage")
def add_item(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Add an item of the agency's own."""

    def act(form: Any) -> tuple[str, str]:
        made = actions.add_item(agency=agency, by=request.actor, **form.cleaned_data)
        return _("Butir ditambahkan."), page_of(agency, made.key)

    extra = {"back": reverse("publishing:duty_list", args=[agency.slug]), "title": _("Tambah butir sendiri")}
    return form_page(request, "publishing/duty_form.html", forms.OwnItemForm, act, **extra)


def _find_proof(agency: Agency, pk: UUID) -> Proof:
    found = queries.proof_for(agency, pk)
    if found is None:
        raise Http404(_("Bukti ini tidak ada, atau sudah ditarik."))
    return found


@require_safe
@staff_door("publishing.look")
def proof_file(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Hand the file of a proof to an officer."""
    proof = _find_proof(agency, pk)
    if proof.document is None:
        raise Http404(_("Bukti ini tidak memiliki berkas."))
    return file_response(proof.document)


@require_http_methods(FORM_METHODS)
@staff_door("publishing.prove")
def retract(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Take a mistaken proof back."""
    proof = _find_proof(agency, pk)
    line = find_line(agency, proof.key)

    def act(form: Any) -> tuple[str, str]:
        actions.retract(proof=proof, reason=form.cleaned_data["reason"], by=request.actor)
        return _("Bukti ditarik dan tidak dihitung lagi."), page_of(agency, proof.key)

    extra = {"line": line, "back": page_of(agency, proof.key), "title": _("Tarik bukti")}
    return form_page(request, "publishing/duty_form.html", forms.ReasonForm, act, **extra)
