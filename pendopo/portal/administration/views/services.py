"""Services of an agency."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.services.models import Service
from pendopo.kernel.services.queries import all_services, service_of
from pendopo.portal.administration import actions
from pendopo.portal.administration.forms.services import ServiceForm
from pendopo.portal.administration.permissions import MANAGE
from pendopo.portal.administration.views.answers import FORM_METHODS, done, found_or_404, go, refuse_field

SERVICES_PER_PAGE = 50


@staff_door(MANAGE)
@require_safe
def services(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List all services, active ones first."""
    page = Paginator(all_services(agency), SERVICES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "administration/services.html", {"page": page})


@staff_door(MANAGE)
@require_http_methods(FORM_METHODS)
def add_service(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Add a service."""
    form = _form(request, agency)
    if form.is_bound and form.is_valid():
        try:
            service = actions.add_service(agency=agency, by=request.actor, **form.cleaned_data)
        except actions.Refused as refused:
            refuse_field(form, refused)
        else:
            done(request, _("Layanan %(name)s ditambahkan.") % {"name": service.name})
            return go(agency, "services")
    return _page(request, form, None)


@staff_door(MANAGE)
@require_http_methods(FORM_METHODS)
def service(request: AgencyRequest, agency: Agency, service_pk: UUID) -> HttpResponse:
    """Show one service and change it."""
    found: Service = found_or_404(service_of(agency, service_pk))
    form = _form(request, agency, found)
    if form.is_bound and form.is_valid():
        try:
            actions.change_service(service=found, by=request.actor, **form.cleaned_data)
        except actions.Refused as refused:
            refuse_field(form, refused)
        else:
            done(request, _("Layanan tersimpan."))
            return go(agency, "services")
    return _page(request, form, found)


@staff_door(MANAGE)
@require_POST
def set_service_active(request: AgencyRequest, agency: Agency, service_pk: UUID) -> HttpResponse:
    """Retire the service or take it up again."""
    found: Service = found_or_404(service_of(agency, service_pk))
    active = request.POST.get("aktif") == "1"
    actions.set_service_active(service=found, active=active, by=request.actor)
    done(request, _("Layanan aktif kembali.") if active else _("Layanan nonaktif: tidak ditawarkan lagi."))
    return go(agency, "services")


def _form(request: AgencyRequest, agency: Agency, found: Service | None = None) -> ServiceForm:
    """Return the form; the unit a service has is offered also when it is closed by now."""
    units = [
        unit
        for unit in Unit.objects.for_agency(agency).order_by("name")
        if unit.is_active or (found is not None and unit.pk == found.unit_id)
    ]
    if request.method == "POST":
        return ServiceForm(request.POST, request.FILES, units=units)
    initial = {"name": found.name, "unit": str(found.unit_id or ""), "kind": found.kind} if found else {}
    return ServiceForm(initial=initial, units=units)


def _page(request: AgencyRequest, form: ServiceForm, found: Service | None) -> HttpResponse:
    context = {"form": form, "service": found}
    return render(request, "administration/service.html", context, status=422 if form.is_bound else 200)
