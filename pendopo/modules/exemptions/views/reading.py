"""The worklist by step, one exemption with its sheet and history, and the comparison with refusals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.reporting.period import PeriodRefused, parse_period
from pendopo.kernel.workflow.models import Move
from pendopo.kernel.workflow.queries import moves_of
from pendopo.lib.text import clean_line
from pendopo.modules.exemptions import ports
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.permissions import next_steps
from pendopo.modules.exemptions.queries import exemptions as queries
from pendopo.modules.exemptions.queries.papers import kinds_words
from pendopo.modules.exemptions.rules import limits
from pendopo.modules.exemptions.rules.approval import STAGES
from pendopo.modules.exemptions.rules.consequence import RESULTS, TIMINGS
from pendopo.modules.exemptions.rules.procedure import IN_FORCE, PROCEDURE, WORKING
from pendopo.modules.exemptions.views.steps import find_case
from pendopo.ui.formats import citation, medium_date

PAGE_PARAM = "halaman"
# Steps whose address is called otherwise; both agreements share one page.
_URL_NAMES = {"endorse": "agree", "approve": "agree", "open": "open_up"}
_RARE = frozenset({"send_back", "drop", "open_up", "cancel"})
_WORDS_MAX = 100


@require_safe
@staff_door("exemptions.look")
def inbox(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the tests by step, the longest waiting first; what is in force by its end."""
    wanted = request.GET.get("keadaan", "")
    state = wanted if wanted in {queries.CLOSED, *PROCEDURE.open_states} else ""
    words = clean_line(request.GET.get("kata", ""))[:_WORDS_MAX]
    counts = queries.counts_by_state(agency, request.actor)
    found = queries.worklist(agency, request.actor, state=state, words=words)
    page = Paginator(found, limits.PAGE_ROWS).get_page(request.GET.get(PAGE_PARAM))
    context = {
        "page": page,
        "page_param": PAGE_PARAM,
        "rows": page.object_list,
        "state": state,
        "words": words,
        "tabs": _tabs(counts, state),
        "may_propose": may(request.actor, "exemptions.propose"),
        "may_compare": may(request.actor, "exemptions.register"),
    }
    return render(request, "exemptions/inbox.html", context)


def _tabs(counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    working = [(name, _(PROCEDURE.state(name).label), counts.get(name, 0)) for name in WORKING]
    tabs: list[tuple[str, str, int | None]] = [("", _("Sedang diuji"), sum(n for _name, _label, n in working))]
    tabs += [tab for tab in working if tab[2] or tab[0] == current]
    tabs += [(IN_FORCE, _("Berlaku"), counts.get(IN_FORCE, 0)), (queries.CLOSED, _("Sudah berakhir"), None)]
    return [
        {"label": label, "count": n, "url": f"?keadaan={name}" if name else "?", "current": name == current}
        for name, label, n in tabs
    ]


@require_safe
@staff_door("exemptions.look")
def detail(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show one exemption: sheet, decree, papers, history, and what can be done now."""
    exemption = find_case(request, agency, pk)
    steps = _steps(request.actor, exemption)
    context = {
        "exemption": exemption,
        "steps": steps,
        "has_rare": any(step["rare"] for step in steps),
        "proposal": _proposal(agency, request.actor, exemption),
        "sheet": sheet_rows(exemption),
        "decree": _decree_rows(exemption),
        "files": queries.files_of(exemption),
        "retest": queries.open_retest(exemption) if exemption.state == IN_FORCE else None,
        "history": [_history(move) for move in reversed(list(moves_of(exemption)))],
    }
    return render(request, "exemptions/detail.html", context)


def _steps(actor: Actor, exemption: Exemption) -> list[dict[str, Any]]:
    found = next_steps(actor, exemption, queries.chain_of(exemption.agency))
    rows = []
    for step in found:
        name = _URL_NAMES.get(step.name, step.name)
        url = reverse(f"exemptions:{name}", args=[exemption.agency.slug, exemption.pk])
        rows.append({"label": _(step.label), "url": url, "rare": name in _RARE, "at_once": name == "accept"})
    return [{**row, "first": not n} for n, row in enumerate(rows)]


def _filled(rows: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    return [{"label": label, "value": value} for label, value in rows if value]


def _proposal(agency: Agency, actor: Actor, exemption: Exemption) -> dict[str, Any]:
    origin = None
    if exemption.origin_id is not None:
        origin = ports.origins.get().origin(agency, actor, exemption.origin_type, exemption.origin_id)
    rows = [
        (_("Unit yang menguasai"), exemption.unit.name),
        (_("Latar belakang"), exemption.background),
        (_("Kapan diuji"), _(TIMINGS[exemption.timing])),
        (_("Nomor perintah"), exemption.order_number),
        (_("Diusulkan oleh"), exemption.proposed_by.name),
    ]
    return {"rows": _filled(rows), "origin": origin}


def sheet_rows(exemption: Exemption) -> list[dict[str, Any]]:
    """Return what the test has found so far."""
    return _filled(
        [
            (_("Bagian informasi"), exemption.part),
            (_("Dokumen yang memuatnya"), exemption.documents),
            (_("Klasifikasi"), kinds_words(exemption)),
            (_("Dasar undang-undang"), [citation(law) for law in exemption.laws]),
            (_("Akibat bila dibuka"), exemption.if_opened),
            (_("Akibat bila ditutup"), exemption.if_closed),
            (_("Kepentingan publik"), exemption.public_interest),
            (_("Hasil uji"), _(RESULTS[exemption.result]) if exemption.result else ""),
            (_("Alasan dalam surat penetapan"), exemption.public_reason),
            (_("Sampai dengan"), medium_date(exemption.until) if exemption.until else exemption.no_end_reason),
            (_("Diuji oleh"), exemption.tested_by.name if exemption.tested_by else ""),
        ]
    )


def _decree_rows(exemption: Exemption) -> list[dict[str, Any]]:
    agreed = [f"{_(STAGES[given['stage']])}: {given['name']}" for given in exemption.agreements]
    return _filled(
        [
            (_("Ditetapkan oleh"), exemption.determined_by.name if exemption.determined_by else ""),
            (_("Persetujuan"), agreed),
            (_("Nomor penetapan"), exemption.decree_number),
            (_("Tanggal penetapan"), medium_date(exemption.decree_on)),
            (_("Berakhir"), medium_date(exemption.ended_on)),
            (_("Sebab berakhir"), exemption.end_reason),
        ]
    )


def _history(move: Move) -> dict[str, Any]:
    state = PROCEDURE.state(move.to_state) if move.from_state not in {"", move.to_state} else None
    return {"move": move, "label": _(PROCEDURE.step(move.step).label), "state": state}


@require_safe
@staff_door("exemptions.register")
def compare(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Compare refusals with exemptions in a period: refused without one, and exemptions that nobody needed."""
    today = clock.today(agency.timezone)
    problem = ""
    try:
        period = parse_period(request.GET.dict(), today=today)
    except PeriodRefused as refused:
        problem = _(refused.template) % refused.params
        period = parse_period({}, today=today)
    asked = ports.refusals.get()
    without = asked.without_exemption(agency, period.start, period.end)
    cited = asked.citations(agency, period.start, period.end)
    unused = queries.never_used(agency, period.start, period.end, set(cited))
    context = {
        "period": period,
        "problem": problem,
        "has_errors": bool(problem),
        "years": [today.year - n for n in range(4)],
        "without": Paginator(without, limits.PAGE_ROWS).get_page(request.GET.get(PAGE_PARAM)),
        "unused": Paginator(unused, limits.PAGE_ROWS).get_page(request.GET.get("dik")),
        "cited": sum(cited.values()),
        "page_param": PAGE_PARAM,
    }
    return render(request, "exemptions/compare.html", context, status=422 if problem else 200)
