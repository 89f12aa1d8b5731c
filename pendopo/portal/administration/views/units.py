"""Units of an agency."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.portal.administration import actions, words
from pendopo.portal.administration.forms.people import UnitForm
from pendopo.portal.administration.permissions import MANAGE
from pendopo.portal.administration.queries import setup
from pendopo.portal.administration.views.answers import FORM_METHODS, done, found_or_404, go, refuse_field


@staff_door(MANAGE)
@require_safe
def units(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List all units with the work they hold."""
    return render(request, "administration/units.html", {"rows": setup.unit_rows(agency)})


@staff_door(MANAGE)
@require_http_methods(FORM_METHODS)
def add_unit(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Add a unit."""
    form = UnitForm(request.POST, request.FILES) if request.method == "POST" else UnitForm()
    if form.is_bound and form.is_valid():
        try:
            unit = actions.add_unit(agency=agency, name=form.cleaned_data["name"], by=request.actor)
        except actions.Refused as refused:
            refuse_field(form, refused)
        else:
            done(request, _("Unit %(name)s ditambahkan.") % {"name": unit.name})
            return go(agency, "units")
    return render(request, "administration/unit.html", {"form": form}, status=422 if form.is_bound else 200)


@staff_door(MANAGE)
@require_http_methods(FORM_METHODS)
def unit(request: AgencyRequest, agency: Agency, unit_pk: UUID) -> HttpResponse:
    """Show one unit with what it holds, and rename it."""
    row = found_or_404(setup.unit_row(agency, unit_pk))
    if request.method != "POST":
        return _page(request, row, UnitForm(initial={"name": row.unit.name}))
    form = UnitForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.rename_unit(unit=row.unit, name=form.cleaned_data["name"], by=request.actor)
        except actions.Refused as refused:
            refuse_field(form, refused)
        else:
            done(request, _("Nama unit tersimpan."))
            return go(agency, "units")
    return _page(request, row, form, status=422)


@staff_door(MANAGE)
@require_POST
def set_unit_active(request: AgencyRequest, agency: Agency, unit_pk: UUID) -> HttpResponse:
    """Close the unit or open it again; 409 with the reason while it still holds work."""
    row = found_or_404(setup.unit_row(agency, unit_pk))
    active = request.POST.get("aktif") == "1"
    try:
        actions.set_unit_active(unit=row.unit, active=active, by=request.actor)
    except actions.Refused as refused:
        form = UnitForm(initial={"name": row.unit.name})
        return _page(request, row, form, refusal=words.refusal(refused), status=409)
    done(request, _("Unit aktif kembali.") if active else _("Unit nonaktif: tidak dapat lagi menerima permohonan."))
    return go(agency, "units")


def _page(
    request: AgencyRequest, row: setup.UnitRow, form: UnitForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "row": row, "unit": row.unit, "refusal": refusal}
    return render(request, "administration/unit.html", context, status=status)
