"""The three pages of asking: what, who, how."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.tracking.answers import draft_gone, keeps_input
from pendopo.kernel.tracking.drafting import take_files
from pendopo.lib.text import clean_block
from pendopo.modules.information.forms.citizen import RequesterForm, WayForm, WishForm
from pendopo.modules.information.ports import suggestions
from pendopo.modules.information.rules.limits import DETAILS_MAX
from pendopo.modules.information.views.citizen.answers import address, personal, see_other
from pendopo.modules.information.views.citizen.drafting import PAGES, Draft
from pendopo.ui.answers import SeeOther

STEPS = 4


def _back(draft: Draft, page: str) -> str:
    """Return where the page's back link leads: to the page before, or to the check when all is answered already."""
    if not draft.unanswered:
        return address("check_answers", draft.agency)
    at = PAGES.index(page)
    return address(PAGES[at - 1] if at else "start", draft.agency)


def _onward(draft: Draft) -> SeeOther:
    return see_other(draft.unanswered or "check_answers", draft.agency)


def _show(
    request: AgencyRequest, draft: Draft, page: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    frame = {
        "step": PAGES.index(page) + 1,
        "steps": STEPS,
        "back": _back(draft, page),
        "changing": not draft.unanswered,
    }
    return personal(request, page, frame | context, status=status)


@keeps_input
@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Ask what information is needed and what for."""
    draft = Draft.of_visitor(request, agency)
    if request.method != "POST":
        if "mirip" in request.GET and draft.of("wish"):
            return _show_alike(request, draft)
        form = WishForm(initial=draft.of("wish") or _about(agency, request.GET.get("tentang", "")))
        return _show(request, draft, "wish", {"form": form})
    if "sought" in request.POST:
        # From the search: what was typed there goes on here, and through no address.
        begun = draft.of("wish") | {"details": clean_block(request.POST["sought"])[:DETAILS_MAX]}
        return _show(request, draft, "wish", {"form": WishForm(initial=begun)})
    form = WishForm(request.POST)
    if not form.is_valid():
        return _show(request, draft, "wish", {"form": form}, status=422)
    first_time = "wish" not in draft.answers
    draft.answers["wish"] = {name: form.cleaned_data[name] for name in ("details", "purpose")}
    draft.keep()
    alike = first_time and suggestions.get().has_alike(agency, draft.answers["wish"]["details"])
    response = SeeOther(f"{address('wish', agency)}?mirip") if alike else _onward(draft)
    draft.remember(response)
    return response


def _about(agency: Agency, entry_id: str) -> dict[str, str]:
    """Return how a request about something public may begin."""
    try:
        title = suggestions.get().title(agency, UUID(entry_id)) if entry_id else ""
    except ValueError:
        title = ""
    return {"details": _("Tentang “%(title)s”: ") % {"title": title}} if title else {}


def _show_alike(request: AgencyRequest, draft: Draft) -> HttpResponse:
    part = suggestions.get().alike(draft.agency, draft.of("wish")["details"], address=client_address(request))
    onward = address(draft.unanswered or "check_answers", draft.agency)
    if not part.found:
        return SeeOther(onward)
    shown = {"part": part, "panel": part.panel, "onward": onward, "back": address("wish", draft.agency)}
    return personal(request, "alike", shown)


@keeps_input
@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def requester(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Ask who needs the information; good files are kept at once, whatever else is wrong on the page."""
    draft = Draft.of_visitor(request, agency)
    if missing := draft.missing_before("requester"):
        return draft_gone(request, address(missing, agency), RequesterForm.base_fields)
    if request.method != "POST":
        form = RequesterForm(initial=draft.of("requester"), stored=draft.files)
        return _show(request, draft, "requester", {"form": form})
    form = RequesterForm(request.POST, request.FILES, stored=draft.files)
    valid = form.is_valid()
    if take_files(request, draft, form) and valid:
        draft.answers["requester"] = form.answers()
        draft.keep()
        response = _onward(draft)
        draft.remember(response)
        return response
    return _show(request, draft, "requester", {"form": form}, status=422)


@keeps_input
@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def way(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Ask how the information is wanted and which help is needed."""
    draft = Draft.of_visitor(request, agency)
    if missing := draft.missing_before("way"):
        return draft_gone(request, address(missing, agency))
    has_email = bool(draft.of("requester").get("email"))
    if request.method != "POST":
        return _show(request, draft, "way", {"form": WayForm(initial=draft.of("way"), has_email=has_email)})
    form = WayForm(request.POST, has_email=has_email)
    if not form.is_valid():
        return _show(request, draft, "way", {"form": form}, status=422)
    draft.answers["way"] = dict(form.cleaned_data)
    draft.keep()
    response = _onward(draft)
    draft.remember(response)
    return response
