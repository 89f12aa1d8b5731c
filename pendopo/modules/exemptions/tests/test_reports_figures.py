"""Facts about exemptions for the annual report."""

from __future__ import annotations

import datetime as dt

import pytest

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.reporting.models import SnapshotRow
from pendopo.kernel.reporting.period import of_year
from pendopo.lib.numbering import NUMBER_MAX
from pendopo.modules.exemptions.actions.deciding import decree_number
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.reports import EXEMPTION_FACTS

from tests.exempting import exemption_in_force

pytestmark = pytest.mark.django_db

CUT_OFF = dt.datetime(2027, 1, 5, 3, 0, tzinfo=dt.UTC)


def test_exemptions_in_force_in_the_year() -> None:
    agency = Agency.objects.create(slug="contoh", name="Dinas Contoh", short_name="Contoh")
    Unit.objects.create(agency=agency, name="Bidang")
    kept = exemption_in_force(agency, "h")
    gone = exemption_in_force(agency, "b", until=dt.date(2026, 6, 30), state="expired", ended_on=dt.date(2026, 7, 1))
    exemption_in_force(agency, "c", decree_on=dt.date(2027, 1, 2))
    found = {fact.subject_id: set(fact.marks) for fact in EXEMPTION_FACTS.facts(agency, of_year(2026), CUT_OFF)}
    assert found == {
        kept.pk: {"in_force", "determined", "letter_h"},
        gone.pk: {"in_force", "determined", "letter_b", "expired"},
    }
    assert list(EXEMPTION_FACTS.facts(agency, of_year(2025), CUT_OFF)) == []


def test_the_longest_number_has_its_place_in_a_snapshot() -> None:
    decree = decree_number(Exemption(number="9" * NUMBER_MAX))
    for model, name in ((Exemption, "decree_number"), (SnapshotRow, "number")):
        assert model._meta.get_field(name).clean(decree, None) == decree  # type: ignore[attr-defined]
