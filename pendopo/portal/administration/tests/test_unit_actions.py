from __future__ import annotations

import pytest

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import User
from pendopo.modules.information.rules import procedure
from pendopo.portal.administration import actions
from pendopo.portal.administration.queries.setup import UnitRow, unit_row, unit_rows
from pendopo.portal.administration.tests.cases import ask, open_inquiry, trail

TAKEN = "Sudah ada unit dengan nama ini. Tulis nama lain, atau aktifkan kembali unit itu."


def test_unit_is_added_renamed_closed_and_opened(agency: Agency, by: Actor) -> None:
    unit = actions.add_unit(agency=agency, name="Bidang Data", by=by)
    assert (unit.name, unit.agency_id, unit.is_active) == ("Bidang Data", agency.pk, True)
    actions.rename_unit(unit=unit, name="Bidang Statistik", by=by)
    actions.rename_unit(unit=unit, name="Bidang Statistik", by=by)
    actions.set_unit_active(unit=unit, active=False, by=by)
    actions.set_unit_active(unit=unit, active=False, by=by)
    unit.refresh_from_db()
    assert (unit.name, unit.is_active) == ("Bidang Statistik", False)
    actions.set_unit_active(unit=unit, active=True, by=by)
    assert trail(agency) == [
        ("unit.add", "unit", {"name": "Bidang Data"}),
        ("unit.rename", "unit", {"name": {"before": "Bidang Data", "now": "Bidang Statistik"}}),
        ("unit.set_active", "unit", {"active": False}),
        ("unit.set_active", "unit", {"active": True}),
    ]


def test_two_units_of_one_agency_have_two_names(agency: Agency, other_agency: Agency, by: Actor) -> None:
    unit = actions.add_unit(agency=agency, name="Bidang Data", by=by)
    second = actions.add_unit(agency=agency, name="Bidang Umum", by=by)
    Unit.objects.create(agency=other_agency, name="Bidang Lain")
    with pytest.raises(actions.Refused) as refused:
        actions.add_unit(agency=agency, name="bidang data", by=by)
    assert (str(refused.value), refused.value.field) == (TAKEN, "name")
    with pytest.raises(actions.Refused, match=TAKEN):
        actions.rename_unit(unit=second, name="Bidang DATA", by=by)
    actions.rename_unit(unit=unit, name="BIDANG DATA", by=by)
    actions.add_unit(agency=agency, name="Bidang Lain", by=by)
    assert [row.unit.name for row in unit_rows(agency)] == ["BIDANG DATA", "Bidang Lain", "Bidang Umum"]


def test_unit_with_open_work_stays_open(agency: Agency, by: Actor, admin: User) -> None:
    unit, other = (Unit.objects.create(agency=agency, name=name) for name in ("Bidang Data", "Bidang Umum"))
    first = open_inquiry(agency, unit, seq=1)
    open_inquiry(agency, unit, state=procedure.GRANTED, seq=2)
    open_inquiry(agency, unit, state=procedure.COMPLETED, seq=3)
    closed = open_inquiry(agency, other, state=procedure.REFUSED, seq=4)
    ask(first, unit, admin)
    ask(first, unit, admin, answered=True)
    ask(closed, other, admin)
    open_inquiry(agency, None, seq=5)
    assert unit_rows(agency) == [UnitRow(unit, 2, 1), UnitRow(other, 0, 0)]
    with pytest.raises(actions.Refused) as refused:
        actions.set_unit_active(unit=unit, active=False, by=by)
    assert str(refused.value) == (
        "Unit ini masih memegang 2 permohonan terbuka dan 1 permintaan bahan yang belum dijawab. "
        "Teruskan atau selesaikan semuanya dahulu, lalu nonaktifkan unit."
    )
    actions.set_unit_active(unit=other, active=False, by=by)
    other.refresh_from_db()
    assert (other.is_active, trail(agency)) == (False, [("unit.set_active", "unit", {"active": False})])
    Unit.objects.filter(pk=unit.pk).update(is_active=False)
    actions.set_unit_active(unit=unit, active=True, by=by)


def test_unit_of_another_agency_is_not_found(agency: Agency, other_agency: Agency) -> None:
    unit = Unit.objects.create(agency=other_agency, name="Bidang Lain")
    assert unit_row(agency, unit.pk) is None
