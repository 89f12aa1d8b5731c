"""Adding, changing, retiring and reopening the services of an agency."""

from __future__ import annotations

from django.db import transaction

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.actions import record
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.services.models import Service
from pendopo.lib.text import gettext_noop as _
from pendopo.portal.administration.actions.refused import Refused


def add_service(*, agency: Agency, name: str, by: Actor, unit: Unit | None = None, kind: str = "") -> Service:
    """Add a service. Raises Refused when the agency has one of that name, in whatever case."""
    with transaction.atomic():
        _expect_new_name(agency, name)
        service: Service = Service.objects.create(agency=agency, name=name, unit=unit, kind=kind)
        _note(service, "service.add", by, {"name": name, "kind": kind})
    return service


def change_service(*, service: Service, name: str, unit: Unit | None, kind: str, by: Actor) -> None:
    """Give the service another name, unit or kind. Raises Refused when another service has that name."""
    with transaction.atomic():
        _expect_new_name(service.agency, name, but=service)
        locked = Service.objects.select_for_update(of=("self",)).select_related("agency").get(pk=service.pk)
        changes = {"name": name, "unit_id": unit.pk if unit else None, "kind": kind}
        changed = [field for field, value in changes.items() if getattr(locked, field) != value]
        if not changed:
            return
        for field in changed:
            setattr(locked, field, changes[field])
        locked.save(update_fields=changed)
        _note(locked, "service.change", by, {"changed": [field.removesuffix("_id") for field in changed]})


def set_service_active(*, service: Service, active: bool, by: Actor) -> None:
    """Retire a service, so that no new survey can ask about it, or take it up again; what there is stays."""
    with transaction.atomic():
        locked = Service.objects.select_for_update(of=("self",)).select_related("agency").get(pk=service.pk)
        if locked.is_active == active:
            return
        locked.is_active = active
        locked.save(update_fields=["is_active"])
        _note(locked, "service.set_active", by, {"active": active})


def _expect_new_name(agency: Agency, name: str, but: Service | None = None) -> None:
    # Whoever adds a service to the agency waits here, so that two do not take one name.
    Agency.objects.select_for_update().get(pk=agency.pk)
    taken = Service.objects.for_agency(agency).filter(name__iexact=name)
    if (taken.exclude(pk=but.pk) if but else taken).exists():
        raise Refused(
            _("Sudah ada layanan dengan nama ini. Tulis nama lain, atau aktifkan kembali layanan itu."), field="name"
        )


def _note(service: Service, action: str, by: Actor, details: dict[str, object]) -> None:
    record(agency=service.agency, action=action, subject_type="service", subject_id=service.pk, by=by, details=details)
