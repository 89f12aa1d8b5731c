"""The worklist: what is due, sorted by working days left."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.calendar.queries import calendar_book
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.people.rules import BACK_OFFICE
from pendopo.kernel.workflow.views.worklists import remember_list
from pendopo.modules.information.forms.officers_inbox import InboxFilterForm, Wanted, read_filter
from pendopo.modules.information.queries import inquiries as queries
from pendopo.modules.information.queries.cases import MaterialLine, material_line
from pendopo.modules.information.rules.limits import PAGE_ROWS
from pendopo.modules.information.rules.procedure import PROCEDURE

PAGE_PARAM = "halaman"


@require_safe
@staff_door("information.look")
def inbox(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the requests that the actor works on, the most urgent first, with the questions put to their unit on top."""
    actor = request.actor
    units = _units(agency, actor)
    wanted = read_filter(request.GET, units)
    narrowed: dict[str, Any] = {"unit": wanted.unit, "words": wanted.words, "mine": wanted.mine}
    found = queries.worklist(agency, actor, state=wanted.state, **narrowed)
    counts = queries.counts_by_state(agency, actor, **narrowed)
    remember_list(request, request.path, {"keadaan", "unit", "saya", PAGE_PARAM})
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get(PAGE_PARAM))
    context = {
        "rows": queries.work_rows(agency, list(page.object_list)),
        "page": page,
        "page_param": PAGE_PARAM,
        "wanted": wanted,
        "filter": InboxFilterForm(wanted, units),
        "states": _state_links(request.GET, counts, wanted),
        "materials": _materials(agency, actor) if wanted == Wanted() else [],
        "may_register": may(actor, "information.desk"),
    }
    return render(request, "information/officers/inbox.html", context)


def _units(agency: Agency, actor: Actor) -> list[Unit]:
    """Return the units that the filter offers: all to those who see the whole agency, their own to the others."""
    units = list(active_units(agency))
    if actor.roles == {BACK_OFFICE}:
        return [unit for unit in units if unit.pk in actor.unit_ids]
    return units


def _materials(agency: Agency, actor: Actor) -> list[dict[str, Any]]:
    if not actor.unit_ids:
        return []
    waiting = list(queries.material_worklist(agency, actor)[:PAGE_ROWS])
    if not waiting:
        return []
    today, book = clock.today(agency.timezone), calendar_book()
    return [_material(material_line(agency, each, book, today)) for each in waiting]


def _material(line: MaterialLine) -> dict[str, Any]:
    days = line.days_left or 0
    return {
        "material": line.material,
        "days_left": days,
        "late": line.late,
        "days_late": max(-days, 0),
        "soon": days <= line.soon,
    }


def _state_links(query: QueryDict, counts: dict[str, int], wanted: Wanted) -> list[dict[str, Any]]:
    """Return the links by state: all open ones, each state with something in it, and what is closed."""
    links: list[tuple[str, str, int | None]] = [("", _("Semua terbuka"), sum(counts.values()))]
    links += [
        (state.name, _(state.label), counts.get(state.name, 0))
        for state in PROCEDURE.states
        if not state.is_final and (counts.get(state.name) or state.name == wanted.state)
    ]
    links.append((queries.CLOSED, _("Sudah selesai"), None))
    return [
        {"label": label, "count": count, "url": _state_url(query, name), "current": name == wanted.state}
        for name, label, count in links
    ]


def _state_url(query: QueryDict, state: str) -> str:
    kept = query.copy()
    kept.pop(PAGE_PARAM, None)
    kept.pop("keadaan", None)
    if state:
        kept["keadaan"] = state
    return f"?{kept.urlencode()}" if kept else "?"
