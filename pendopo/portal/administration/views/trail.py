"""The audit trail for auditors: list, one entry, and whether the chain holds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.portal.administration import actions, words
from pendopo.portal.administration.forms.trail import TrailForm
from pendopo.portal.administration.permissions import AUDIT
from pendopo.portal.administration.queries import trail as queries
from pendopo.portal.administration.views.answers import found_or_404, go, refused_page

BEFORE = "sebelum"


@staff_door(AUDIT)
@require_safe
def trail(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the entries, newest first, narrowed by action, actor, date and subject."""
    form = TrailForm(request.GET)
    if not form.is_valid():
        return render(request, "administration/trail.html", {"form": form, "rows": []}, status=422)
    before = _before(request)
    page = queries.trail(agency, form.wanted(), before=before)
    query = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    context = {
        "form": form,
        "rows": [_row(agency, entry) for entry in page.entries],
        "narrowed": bool(query),
        "older_url": f"?{urlencode({**query, BEFORE: page.older})}" if page.older else "",
        "newest_url": f"?{urlencode(query)}" if before is not None else "",
    }
    return render(request, "administration/trail.html", context)


def _before(request: AgencyRequest) -> int | None:
    wanted = request.GET.get(BEFORE, "")
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= 18):
        raise Http404(_("Halaman ini tidak ada. Kembali ke awal jejak audit."))
    return int(wanted)


def _row(agency: Agency, entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry,
        "actor": words.actor_words(entry),
        "action": words.action_words(entry),
        "subject": words.subject_words(entry),
        "url": reverse("administration:trail_entry", args=[agency.slug, entry.seq]),
    }


@staff_door(AUDIT)
@require_safe
def trail_entry(request: AgencyRequest, agency: Agency, seq: int) -> HttpResponse:
    """Show everything that one entry holds, and the hash it is linked to."""
    entry = found_or_404(_entry(agency, seq))
    units = queries.unit_names(agency) if "unit" in entry.details else {}
    context = {
        "entry": entry,
        "acted": words.actor_words(entry),
        "action": words.action_words(entry),
        "subject": words.subject_words(entry),
        "details": words.detail_rows(entry.details, about=entry.subject_type, units=units),
        "previous": queries.hash_before(agency, seq),
        "verdict": _verdict(entry),
    }
    return render(request, "administration/trail_entry.html", context)


def _entry(agency: Agency, seq: int) -> Entry | None:
    return queries.entry(agency, seq) if seq < 10**18 else None


def _verdict(entry: Entry) -> dict[str, Any] | None:
    """Return the result of a verification for the banner; None for any other entry."""
    if entry.action != queries.VERIFIED:
        return None
    bad = entry.details.get("bad_seq")
    return {"intact": bad is None, "bad_seq": bad, "reason": _(entry.details["reason"]) if bad else "",
            "entries": entry.details["entries"]}  # fmt: skip


@staff_door(AUDIT)
@require_POST
def verify(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Recompute the chain; the verdict is an entry of its own, and that is the page that follows."""
    try:
        entry = actions.verify_chain(agency=agency, by=request.actor)
    except actions.Refused as refused:
        return refused_page(request, refused)
    return go(agency, "trail_entry", entry.seq)
