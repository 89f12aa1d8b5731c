"""Adding, renaming, closing and reopening the units of an agency."""

from __future__ import annotations

from django.db import transaction

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.actions import record
from pendopo.kernel.people.actors import Actor
from pendopo.lib.text import gettext_noop as _
from pendopo.portal.administration.actions.refused import Refused
from pendopo.portal.administration.queries.setup import unit_row


def add_unit(*, agency: Agency, name: str, by: Actor) -> Unit:
    """Add a unit. Raises Refused when the agency has one of that name, in whatever case."""
    with transaction.atomic():
        _expect_new_name(agency, name)
        unit: Unit = Unit.objects.create(agency=agency, name=name)
        _note(unit, "unit.add", by, {"name": name})
    return unit


def rename_unit(*, unit: Unit, name: str, by: Actor) -> None:
    """Give the unit another name; its cases show the new one. Raises Refused when another unit has it."""
    with transaction.atomic():
        _expect_new_name(unit.agency, name, but=unit)
        locked = Unit.objects.select_for_update().get(pk=unit.pk)
        if locked.name == name:
            return
        details: dict[str, object] = {"name": {"before": locked.name, "now": name}}
        locked.name = name
        locked.save(update_fields=["name"])
        _note(locked, "unit.rename", by, details)


def set_unit_active(*, unit: Unit, active: bool, by: Actor) -> None:
    """Close a unit or open it again. Raises Refused while it holds open requests or unanswered questions."""
    with transaction.atomic():
        locked = Unit.objects.select_for_update(of=("self",)).select_related("agency").get(pk=unit.pk)
        if locked.is_active == active:
            return
        row = unit_row(locked.agency, locked.pk)
        if row is not None and row.is_busy and not active:
            raise Refused(
                _(
                    "Unit ini masih memegang %(inquiries)s permohonan terbuka dan %(materials)s permintaan bahan yang "
                    "belum dijawab. Teruskan atau selesaikan semuanya dahulu, lalu nonaktifkan unit."
                ),
                inquiries=row.inquiries,
                materials=row.materials,
            )
        locked.is_active = active
        locked.save(update_fields=["is_active"])
        _note(locked, "unit.set_active", by, {"active": active})


def _expect_new_name(agency: Agency, name: str, but: Unit | None = None) -> None:
    # Whoever adds a unit to the agency waits here, so that two do not take one name.
    Agency.objects.select_for_update().get(pk=agency.pk)
    taken = Unit.objects.for_agency(agency).filter(name__iexact=name)
    if (taken.exclude(pk=but.pk) if but else taken).exists():
        raise Refused(
            _("Sudah ada unit dengan nama ini. Tulis nama lain, atau aktifkan kembali unit itu."), field="name"
        )


def _note(unit: Unit, action: str, by: Actor, details: dict[str, object]) -> None:
    record(agency=unit.agency, action=action, subject_type="unit", subject_id=unit.pk, by=by, details=details)
