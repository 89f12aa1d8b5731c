from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.people.actors import CITIZEN, SYSTEM, Actor, staff
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.kernel.people.rules import ROLES


def test_citizen_and_system_have_neither_name_nor_role() -> None:
    assert Actor(kind="citizen", label="Pemohon") == CITIZEN
    assert Actor(kind="system", label="Sistem") == SYSTEM
    assert (CITIZEN.user, CITIZEN.agency_id, CITIZEN.roles, CITIZEN.unit_ids) == (None, None, frozenset(), frozenset())


def test_staff_has_the_roles_and_units_of_one_agency(
    agency: Agency, other_agency: Agency, unit: Unit, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    second = Unit.objects.create(agency=agency, name="Bidang Arsip")
    for place, role in ((unit, "back_office"), (second, "back_office"), (None, "auditor")):
        RoleGrant.objects.create(user=user, agency=agency, role=role, unit=place)
    RoleGrant.objects.create(user=user, agency=agency, role="ppid", is_active=False)
    RoleGrant.objects.create(user=user, agency=other_agency, role="superior")
    with django_assert_num_queries(1):
        actor = staff(user, agency)
    assert actor == Actor(
        kind="staff",
        label="Rina Wulandari",
        user=user,
        agency_id=agency.pk,
        roles=frozenset({"back_office", "auditor"}),
        unit_ids=frozenset({unit.pk, second.pk}),
    )
    assert staff(user, other_agency).roles == {"superior"}
    assert staff(user, other_agency).unit_ids == frozenset()


def test_closed_account_has_no_role(agency: Agency, user: User) -> None:
    RoleGrant.objects.create(user=user, agency=agency, role="ppid")
    user.is_active, user.is_superuser = False, True
    assert staff(user, agency).roles == frozenset()


def test_system_administrator_administers_every_agency_and_nothing_else(agency: Agency, user: User) -> None:
    user.is_superuser = True
    assert staff(user, agency).roles == {"agency_admin"}
    RoleGrant.objects.create(user=user, agency=agency, role="ppid")
    assert staff(user, agency).roles == {"agency_admin", "ppid"}


def test_has_asks_for_any_of_the_roles() -> None:
    actor = Actor(kind="staff", label="x", roles=frozenset({"ppid"}))
    assert actor.has("ppid")
    assert actor.has("auditor", "ppid")
    assert not actor.has("auditor")
    assert not actor.has()


@pytest.mark.parametrize("role", ROLES)
def test_only_desk_and_ppid_see_identities(role: str) -> None:
    actor = Actor(kind="staff", label="x", roles=frozenset({role}))
    assert actor.sees_identity is (role in {"front_office", "ppid"})


def test_only_staff_can_sign(user: User) -> None:
    assert Actor(kind="staff", label="x", user=user).user_pk == user.pk
    for nobody in (CITIZEN, SYSTEM):
        with pytest.raises(TypeError, match="Only staff can do this"):
            _ = nobody.user_pk
