"""The officer's entry to one agency."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import may
from pendopo.portal.queries import colleagues
from pendopo.portal.words import office_days
from pendopo.ui.formats import clock_time


@staff_door("portal.workspace")
@require_safe
def workspace(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Lead each role to its first work: the inbox of requests, or for the agency's admin its settings."""
    first = "information:inbox" if may(request.actor, "information.look") else "administration:overview"
    return redirect(first, agency.slug)


@staff_door("portal.workspace")
@require_safe
def agency_profile(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show how the agency is set up: hours, calendar, units, and who holds which role."""
    context = {"profile": _profile(agency), "units": list(active_units(agency)), "colleagues": colleagues(agency)}
    return render(request, "portal/agency_profile.html", context)


def _profile(agency: Agency) -> list[dict[str, Any]]:
    rest = _("Libur nasional dan cuti bersama") if agency.calendar_scope == "full" else _("Libur nasional saja")
    late = _("sejak dinyatakan lengkap") if agency.notice_basis == "complete" else _("sejak diterima")
    receipt = _("tanggal itu juga") if agency.receipt_policy == "as_is" else _("hari kerja berikutnya")
    hours = f"{clock_time(agency.opens_at)}–{clock_time(agency.closes_at)} {agency.zone_label}"
    return [
        {"label": _("Jenis"), "value": agency.kind_label},
        {"label": _("Jam layanan"), "value": f"{office_days(agency)}, {hours}"},
        {"label": _("Hari libur"), "value": rest},
        {"label": _("Diterima di luar jam layanan"), "value": _("dihitung %(day)s") % {"day": receipt}},
        {"label": _("10 hari kerja dihitung"), "value": late},
        {"label": _("Alamat"), "value": agency.address or "–"},
        {"label": _("Kontak"), "value": [part for part in (agency.phone, agency.email) if part] or "–"},
    ]
