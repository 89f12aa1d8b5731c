"""The officers' worklist, one entry with its versions, and what changed between two of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.delivery import file_response
from pendopo.kernel.documents.scanning.held import held
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.kernel.workflow.models import Move
from pendopo.kernel.workflow.queries import moves_of
from pendopo.lib.text import clean_line
from pendopo.modules.dip.models import Entry, EntryFile, EntryVersion
from pendopo.modules.dip.permissions import next_steps
from pendopo.modules.dip.queries import entries as queries
from pendopo.modules.dip.rules import limits
from pendopo.modules.dip.rules.contents import COLUMN_NAMES
from pendopo.modules.dip.rules.procedure import ASKED, PROCEDURE, PUBLISHED, WITHDRAWN, WORKING, verb_of
from pendopo.modules.dip.views.pages import find_entry, page

PAGE_PARAM = "halaman"
_WORDS_MAX = 100
_RARE = frozenset({"send_back", "discard", "withdraw", "drop"})
_TABS = (*WORKING, PUBLISHED, WITHDRAWN)


@require_safe
@staff_door("dip.look")
def inbox(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the entries by state, the last changed first; what is due for review by its day."""
    wanted = request.GET.get("keadaan", "")
    state = wanted if wanted in {*_TABS, queries.DUE} else ""
    words = clean_line(request.GET.get("kata", ""))[:_WORDS_MAX]
    counts = queries.counts_by_state(agency, request.actor)
    found = queries.worklist(agency, request.actor, state=state, words=words)
    shown = Paginator(found, limits.PAGE_ROWS).get_page(request.GET.get(PAGE_PARAM))
    rows = list(shown.object_list)
    latest = queries.latest_versions(rows)
    context = {
        "page": shown,
        "page_param": PAGE_PARAM,
        "rows": [{"entry": each, "title": latest[each.pk].title} for each in rows],
        "state": state,
        "words": words,
        "tabs": _tabs(counts, state),
        **{f"may_{what}": may(request.actor, f"dip.{what}") for what in ("write", "decree", "import", "register")},
    }
    return render(request, "dip/inbox.html", context)


def _tabs(counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    tabs = [("", _("Sedang dikerjakan"), sum(counts.get(state, 0) for state in WORKING))]
    tabs += [(state, _(PROCEDURE.state(state).label), counts.get(state, 0)) for state in _TABS]
    tabs.append((queries.DUE, _("Waktunya diperiksa"), counts[queries.DUE]))
    return [
        {"label": label, "count": n, "url": f"?keadaan={name}" if name else "?", "current": name == current}
        for name, label, n in tabs
        if n or name in {"", current, PUBLISHED}
    ]


@require_safe
@staff_door("dip.look")
def detail(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show one entry: its newest version with files, the versions before, history, and what can be done now."""
    entry = find_entry(request, agency, pk)
    versions = queries.versions_of(entry)
    latest = next(each for each in versions if each.is_latest)
    live = next((each for each in versions if each.is_live), None)
    steps = _steps(request, entry)
    context = {
        "entry": entry,
        "version": latest,
        "live": live,
        "rows": [{"label": label, "value": value} for label, value in queries.shown_fields(latest) if value],
        "gaps": [_(COLUMN_NAMES[gap]) for gap in queries.contents_of(latest).gaps()],
        "asked": entry.state in ASKED,
        "files": [_file(entry, each) for each in queries.files_of(latest)],
        "versions": versions,
        "steps": steps,
        "has_rare": any(step["rare"] for step in steps),
        "history": [_history(move) for move in reversed(list(moves_of(entry)))],
    }
    return render(request, "dip/detail.html", context)


def _steps(request: AgencyRequest, entry: Entry) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"label": _(step.label), "url": page(verb_of(step.name), entry), "rare": verb_of(step.name) in _RARE}
        for step in next_steps(request.actor, entry)
    ]
    # What moves the entry on comes before what only changes the draft.
    rows.sort(key=lambda row: row["url"].endswith("/ubah/"))
    return [{**row, "first": not n} for n, row in enumerate(rows)]


def _file(entry: Entry, each: EntryFile) -> dict[str, Any]:
    if each.document is None:
        return {"name": each.label or each.url, "url": each.url, "note": _("Tautan")}
    return {
        "name": each.label or each.document.name,
        "url": f"{page('detail', entry)}berkas/{each.document.pk}/",
        "size": each.document.size,
        "note": each.document.get_visibility_display(),
        **held(each.document, to_citizen=True),
    }


def _history(move: Move) -> dict[str, Any]:
    state = PROCEDURE.state(move.to_state) if move.from_state not in {"", move.to_state} else None
    return {"move": move, "label": _(PROCEDURE.step(move.step).label), "state": state}


@require_safe
@staff_door("dip.look")
def version(request: AgencyRequest, agency: Agency, pk: UUID, number: int) -> HttpResponse:
    """Show one version, and what is different from the one before it."""
    entry = find_entry(request, agency, pk)
    found = queries.version_of(entry, number)
    if found is None:
        raise Http404(_("Versi ini tidak ada. Kembali ke entrinya."))
    before = queries.version_of(entry, number - 1) if number > 1 else None
    files = queries.files_by_version([found, *([before] if before else [])])
    context = {
        "entry": entry,
        "version": found,
        "before": before,
        "rows": _rows(found, files[found.pk]),
        "changes": _changes(before, found, files) if before else [],
    }
    return render(request, "dip/version.html", context)


def _rows(found: EntryVersion, files: list[EntryFile]) -> list[dict[str, Any]]:
    rows = [*queries.shown_fields(found), (_("Berkas dan tautan"), _names(files))]
    return [{"label": label, "value": value} for label, value in rows if value]


def _names(files: list[EntryFile]) -> str:
    return "\n".join(each.label or (each.document.name if each.document else each.url) for each in files)


def _changes(before: EntryVersion, after: EntryVersion, files: dict[UUID, list[EntryFile]]) -> list[dict[str, Any]]:
    """Return the columns that differ, with both values."""
    old = [*queries.shown_fields(before), (_("Berkas dan tautan"), _names(files[before.pk]))]
    new = [*queries.shown_fields(after), (_("Berkas dan tautan"), _names(files[after.pk]))]
    return [
        {"label": label, "before": was, "after": now}
        for (label, was), (_label, now) in zip(old, new, strict=True)
        if was != now
    ]


@require_safe
@staff_door("dip.look")
def file(request: AgencyRequest, agency: Agency, pk: UUID, document: UUID) -> HttpResponseBase:
    """Hand out a file of any version."""
    entry = find_entry(request, agency, pk)
    found = queries.file_of(entry, document)
    if found is None:
        raise Http404(_("Berkas ini tidak ada. Kembali ke entrinya."))
    return file_response(found)
