from __future__ import annotations

from pendopo.kernel.agencies.models import Agency, Unit


def test_rows_of_one_agency_only(agency: Agency, other_agency: Agency) -> None:
    own = Unit.objects.create(agency=agency, name="Data")
    foreign = Unit.objects.create(agency=other_agency, name="Data")
    assert set(Unit.objects.all()) == {own, foreign}
    assert list(Unit.objects.for_agency(agency)) == [own]
    assert list(Unit.objects.filter(name="Data").for_agency(other_agency)) == [foreign]
    assert list(Unit.objects.for_agency(agency).for_agency(other_agency)) == []
