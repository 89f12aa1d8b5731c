"""The worklist: what the superior has to answer and the PPID to carry out, sorted by working days left."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.lib.text import clean_line
from pendopo.modules.objections.queries import objections as queries
from pendopo.modules.objections.rules.limits import PAGE_ROWS
from pendopo.modules.objections.rules.procedure import PROCEDURE

PAGE_PARAM = "halaman"
_WORDS_MAX = 100


@require_safe
@staff_door("objections.look")
def inbox(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the objections with work left, the most urgent first."""
    words = clean_line(request.GET.get("kata", ""))[:_WORDS_MAX]
    asked = request.GET.get("keadaan", "")
    state = asked if asked in {queries.CLOSED, queries.OWED, *PROCEDURE.open_states} else ""
    found = queries.worklist(agency, state=state, words=words)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get(PAGE_PARAM))
    context = {
        "rows": queries.work_rows(agency, list(page.object_list)),
        "page": page,
        "page_param": PAGE_PARAM,
        "words": words,
        "state": state,
        "states": _state_links(queries.counts_by_state(agency), queries.work_count(agency), state, words),
        "may_register": may(request.actor, "objections.desk"),
    }
    return render(request, "objections/officers/inbox.html", context)


def _state_links(counts: dict[str, int], total: int, state: str, words: str) -> list[dict[str, Any]]:
    links: list[tuple[str, str, int | None]] = [("", _("Semua terbuka"), total)]
    links += [
        (each.name, _(each.label), counts.get(each.name, 0))
        for each in PROCEDURE.states
        if not each.is_final and (counts.get(each.name) or each.name == state)
    ]
    if counts[queries.OWED] or state == queries.OWED:
        links.append((queries.OWED, _("Putusan belum dilaksanakan"), counts[queries.OWED]))
    links.append((queries.CLOSED, _("Sudah selesai"), None))
    return [
        {"label": label, "count": count, "url": _url(name, words), "current": name == state}
        for name, label, count in links
    ]


def _url(state: str, words: str) -> str:
    kept = {name: value for name, value in (("keadaan", state), ("kata", words)) if value}
    return f"?{urlencode(kept)}" if kept else "?"
