from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from pendopo.kernel.agencies.models import Agency, RegisterCounter, Unit
from pendopo.kernel.agencies.rows import database_key, defer, find, find_each, find_values, insert, run, together

COUNT = "SELECT COUNT(*) FROM agencies_unit"


def test_rows_are_inserted_as_save_would(agency: Agency, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    units = [Unit(agency=agency, name=name) for name in ("Alfa", "Beta")]
    with django_assert_num_queries(1):
        insert(*units)
    assert [unit._state.adding for unit in units] == [False, False]
    assert list(Unit.objects.order_by("name").values_list("pk", "name", "is_active", "agency", "parent")) == [
        (units[0].pk, "Alfa", True, agency.pk, None),
        (units[1].pk, "Beta", True, agency.pk, None),
    ]


def test_keys_that_the_database_makes_are_left_to_it(agency: Agency) -> None:
    insert(*(RegisterCounter(agency=agency, register=name, year=2026) for name in "ab"))
    assert RegisterCounter.objects.values_list("pk", flat=True).distinct().count() == 2


def test_nothing_to_insert_asks_nothing(agency: Agency, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        insert()


def test_constraints_hold(agency: Agency) -> None:
    insert(Unit(agency=agency, name="Alfa"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Unit(agency=agency, name="Alfa"))
    with pytest.raises(IntegrityError), transaction.atomic(), together():
        insert(Unit(agency=agency, name="Alfa"))


def test_run_gives_the_rows(agency: Agency) -> None:
    insert(Unit(agency=agency, name="Alfa"), Unit(agency=agency, name="Beta"))
    assert run("SELECT name FROM agencies_unit ORDER BY name", []) == [("Alfa",), ("Beta",)]
    assert run("SELECT slug FROM agencies_agency WHERE slug = %s", ["tidak"]) == []
    assert run("UPDATE agencies_agency SET short_name = %s", ["Baru"]) == []


def test_key_is_written_as_the_database_stores_it() -> None:
    key = UUID(int=7)
    assert database_key(key) == (key if connection.vendor == "postgresql" else key.hex)


def test_what_waits_is_seen_by_every_later_statement(
    agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    waits = connection.vendor == "postgresql"
    with django_assert_num_queries(2 if waits else 4), transaction.atomic(savepoint=False), together():
        insert(Unit(agency=agency, name="Alfa"))
        with together():
            insert(Unit(agency=agency, name="Beta"))
        defer("UPDATE agencies_agency SET short_name = %s WHERE slug = %s", ["Baru", "dinas"])
        assert Unit.objects.filter(name="Beta").count() == 1
    agency.refresh_from_db()
    assert agency.short_name == "Baru"


def test_what_waits_travels_with_the_question(
    agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    waits = connection.vendor == "postgresql"
    with django_assert_num_queries(1 if waits else 2), transaction.atomic(savepoint=False), together():
        insert(Unit(agency=agency, name="Alfa"))
        assert run("SELECT slug FROM agencies_agency WHERE slug = %s", ["dinas"]) == [("dinas",)]
    assert run(COUNT, []) == [(1,)]


def test_what_waits_at_the_end_is_sent(agency: Agency) -> None:
    with transaction.atomic(), together():
        insert(Unit(agency=agency, name="Alfa"))
        defer("UPDATE agencies_unit SET is_active = %s WHERE name = %s", [True, "nobody"])
    assert run(COUNT, []) == [(1,)]


def test_failure_in_the_block_sends_nothing(agency: Agency) -> None:
    def fail() -> None:
        with transaction.atomic(), together():
            insert(Unit(agency=agency, name="Alfa"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert run(COUNT, []) == [(0,)]


@pytest.mark.django_db
def test_insert_stores_what_save_stores() -> None:
    words = {"opens_at": dt.time(7, 30), "timezone": "Asia/Jayapura", "is_active": False, "email": "a@contoh.id"}
    insert(Agency(slug="satu", name="Dinas", short_name="D", **words))
    Agency(slug="dua", name="Dinas", short_name="D", **words).save(force_insert=True)
    one, two = (Agency.objects.filter(slug=slug).values().get() for slug in ("satu", "dua"))
    assert {name for name in one if one[name] != two[name]} == {"id", "slug"}


@pytest.mark.parametrize(("rows", "statements"), [(1, 1), (100, 1), (101, 2), (250, 3)])
def test_a_hundred_rows_travel_in_one_statement(
    rows: int, statements: int, agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(statements):
        insert(*[Unit(agency=agency, name=f"Unit {number}") for number in range(rows)])
    assert set(Unit.objects.values_list("name", flat=True)) == {f"Unit {number}" for number in range(rows)}


@pytest.mark.django_db
def test_rows_that_refer_to_each_other_may_wait_together() -> None:
    own = Agency(slug="satu", name="Dinas", short_name="D")
    with transaction.atomic(), together():
        insert(Unit(agency=own, name="Bidang"))
        insert(own)
    assert Unit.objects.get().agency == own


def test_find_gives_what_get_gives(agency: Agency, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    got = Agency.objects.get(slug="dinas")
    with django_assert_num_queries(1):
        found = find(Agency, slug="dinas", is_active=True)
    assert found is not None
    names = [field.attname for field in Agency._meta.concrete_fields]
    assert [getattr(found, name) for name in names] == [getattr(got, name) for name in names]
    assert (found._state.adding, found._state.db) == (False, "default")
    assert find(Agency, id=got.pk) == got
    assert find(Agency, slug="dinas", is_active=False) is None


def test_rows_of_several_models_in_one_trip(agency: Agency, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    unit = Unit.objects.create(agency=agency, name="Bidang")
    with django_assert_num_queries(1):
        found = find_each(
            (Agency, {"slug": "dinas"}), (Unit, {"name": "Lain"}), (Unit, {"id": unit.pk, "agency": agency.pk})
        )
    assert found == [agency, None, unit]
    assert (found[2].name, found[2].agency_id, found[0].name) == ("Bidang", agency.pk, agency.name)


def test_find_follows_foreign_keys_and_sees_what_waits(agency: Agency) -> None:
    with transaction.atomic(), together():
        insert(Unit(agency=agency, name="Bidang"))
        unit = find(Unit, agency=agency.pk, name="Bidang")
    assert unit is not None
    assert (unit.agency_id, unit.agency, unit.parent_id) == (agency.pk, agency, None)


def test_values_of_some_rows_as_the_orm_gives_them(
    agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    above = Unit.objects.create(agency=agency, name="Pusat")
    for name, is_active in (("Bidang", True), ("Balai", True), ("Lama", False)):
        Unit.objects.create(agency=agency, name=name, parent=above, is_active=is_active)
    with django_assert_num_queries(1):
        found = find_values(Unit, "name", "parent", "agency", agency=agency.pk, parent=above.pk, is_active=True)
    assert sorted(found) == [["Balai", above.pk, agency.pk], ["Bidang", above.pk, agency.pk]]
    assert find_values(Unit, "parent", name="Pusat") == [[None]]
    assert find_values(Unit, "name", name="Lain") == []
    with transaction.atomic(), together():
        insert(Unit(agency=agency, name="Baru"))
        assert find_values(Unit, "name", name="Baru") == [["Baru"]]
