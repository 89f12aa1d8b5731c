from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.queries import active_agencies, active_agency, active_units


def test_active_agency_by_slug(agency: Agency, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert active_agency("dinas") == agency
    assert active_agency("tidak-ada") is None
    assert active_agency("DINAS") is None
    Agency.objects.update(is_active=False)
    assert active_agency("dinas") is None


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("", ["badan", "dinas"]),
        ("contoh", ["badan", "dinas"]),
        ("KOTA contoh", ["dinas"]),
        ("bc", ["badan"]),
        ("contoh badan dinas", []),
        ("%", []),
        ("a a a a a a zzz", ["badan", "dinas"]),
    ],
)
def test_agencies_by_words(agency: Agency, other_agency: Agency, words: str, slugs: list[str]) -> None:
    Agency.objects.create(slug="tutup", name="Contoh Tutup", short_name="T", is_active=False)
    assert [found.slug for found in active_agencies(words)] == slugs


def test_units_are_the_agencys_own_and_active(agency: Agency, other_agency: Agency) -> None:
    for name in ("Zeta", "Alfa"):
        Unit.objects.create(agency=agency, name=name)
    Unit.objects.create(agency=agency, name="Tutup", is_active=False)
    Unit.objects.create(agency=other_agency, name="Asing")
    assert [unit.name for unit in active_units(agency)] == ["Alfa", "Zeta"]
