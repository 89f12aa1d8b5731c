"""The deadlines of the own request: how each was counted, and as a calendar file. No name of an officer, no note."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.explaining import clock_panel, ics_response
from pendopo.kernel.calendar.queries import case_entries, clocks_of, regime_words
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.tracking.views import closed, stay
from pendopo.lib.deadlines import regime
from pendopo.modules.information.queries.cases import clock_title, explained_clocks
from pendopo.modules.information.queries.own import own_files
from pendopo.modules.information.rules.grounds import EXTENSION_REASONS
from pendopo.modules.information.rules.request import SUBJECT_TYPE
from pendopo.modules.information.rules.stops import STOP_REASONS
from pendopo.modules.information.views.citizen.answers import address, personal
from pendopo.modules.information.views.citizen.own import opened_inquiry

# Reasons that a citizen reads are those of the law; what an officer typed stays in the workspace.
_REASONS = {**EXTENSION_REASONS, **STOP_REASONS}


@public_door
@require_safe
def own_clocks(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Explain every deadline of the own request day by day."""
    inquiry = opened_inquiry(request, agency)
    if inquiry is None:
        return closed(request, agency)
    files = {each.pk: (each.name, address("own_file", agency, each.pk)) for each in own_files(inquiry)}
    panels = [
        clock_panel(
            _(line.title),
            explained,
            days_left=line.days_left if line.clock.is_open else None,
            late=line.late,
            decisive=line.decisive,
            reasons=_REASONS,
            other_reasons=False,
            documents=files,
            names_officers=False,
        )
        for line, explained in explained_clocks(agency, inquiry)
    ]
    context = {
        "inquiry": inquiry,
        "regime": regime_words(regime(inquiry.regime)),
        "panels": panels,
        "ics_url": address("own_clocks_ics", agency),
    }
    response = personal(request, "own_clocks", context)
    stay(response, agency, inquiry)
    return response


@public_door
@require_safe
def own_clocks_ics(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Hand out the deadlines of the own request as a calendar file."""
    inquiry = opened_inquiry(request, agency)
    if inquiry is None:
        return closed(request, agency)
    clocks = clocks_of(agency, SUBJECT_TYPE, [inquiry.pk])
    entries = case_entries(agency, clocks, inquiry.number, title=clock_title)
    return ics_response(entries, name=inquiry.number, file_name=f"tenggat-{inquiry.seq}-{inquiry.year}.ics")
