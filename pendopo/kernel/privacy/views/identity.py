"""Who looked at identities: for auditors, filtered and paged."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.privacy.forms import ViewsForm
from pendopo.kernel.privacy.queries import views
from pendopo.kernel.privacy.queries.periods import arrangement
from pendopo.kernel.privacy.registry import identity_views, reason_of
from pendopo.lib.text import gettext_noop

BEFORE = "sebelum"
_EXPORTED = gettext_noop("Register dengan identitas diunduh")


@require_safe
@staff_door("privacy.views")
def identity_views_page(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show every look at an identity: who, when, which case, what for; and who looked at unusually many."""
    form = ViewsForm(request.GET, viewers=views.viewers(agency))
    if not form.is_valid():
        return render(request, "privacy/identity_views.html", {"form": form, "rows": []}, status=422)
    given = form.cleaned_data
    page = views.page(
        agency, user=given["akun"].pk if given["akun"] else None, since=given["dari"], until=given["sampai"],
        before=_before(request),
    )  # fmt: skip
    numbers = views.numbers_of(agency, page.entries)
    bound = arrangement(agency).views_bound
    query = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    context = {
        "form": form,
        "rows": [_row(agency, entry, numbers.get(entry.subject_id, "")) for entry in page.entries],
        "many": views.many(agency, bound),
        "bound": bound,
        "older_url": f"?{urlencode({**query, BEFORE: page.older})}" if page.older else "",
    }
    return render(request, "privacy/identity_views.html", context)


def _before(request: AgencyRequest) -> int | None:
    wanted = request.GET.get(BEFORE, "")
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= 18):
        raise Http404(_("Halaman ini tidak ada. Kembali ke awal daftar."))
    return int(wanted)


def _row(agency: Agency, entry: Any, number: str) -> dict[str, Any]:
    words = identity_views().get(entry.action, _EXPORTED)
    page = views.page_of_case(entry)
    return {
        "entry": entry,
        "what": _(words),
        "number": number,
        "url": reverse(page, args=[agency.slug, entry.subject_id]) if page and number else "",
        "reason": _(reason) if (reason := reason_of(entry.action, entry.details.get("reason"))) else "",
    }
