from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from pendopo.kernel.agencies.models import Agency, NumberTemplate, RegisterCounter, Unit


def test_agency_reads_as_its_name_and_has_a_home(agency: Agency) -> None:
    assert str(agency) == "Dinas Contoh Kota"
    assert agency.get_absolute_url() == "/dinas/"


@pytest.mark.parametrize(
    ("timezone", "label"), [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]
)
def test_zone_and_its_label(timezone: str, label: str) -> None:
    agency = Agency(timezone=timezone)
    assert (agency.zone, agency.zone_label) == (ZoneInfo(timezone), label)


def test_theme_of_default_colours_needs_no_stylesheet() -> None:
    assert (Agency().theme_key, Agency().theme_url) == ("0a489f-083575-eff5fd", "")
    own = Agency(colour_primary="#7a2e8e")
    assert (own.theme_key, own.theme_url) == ("7a2e8e-083575-eff5fd", "/tema/7a2e8e-083575-eff5fd.css")


@pytest.mark.django_db
@pytest.mark.parametrize("colour", ["#FFF", "0a489f", "#0A489F", "red", "#0a489f;"])
def test_colours_are_six_small_digits(colour: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Agency(slug="x", name="X", short_name="X", colour_dark=colour).full_clean()
    assert "colour_dark" in refused.value.message_dict


@pytest.mark.django_db
def test_week_has_five_or_six_days() -> None:
    for days in (5, 6):
        Agency.objects.create(slug=f"w{days}", name="W", short_name="W", week_days=days)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.create(slug="w7", name="W", short_name="W", week_days=7)


def test_slug_stands_for_one_agency(agency: Agency) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.create(slug="dinas", name="Lain", short_name="Lain")


def test_agency_with_units_cannot_be_deleted(agency: Agency) -> None:
    Unit.objects.create(agency=agency, name="Bidang Data")
    with pytest.raises(ProtectedError):
        agency.delete()


def test_unit_name_stands_once_in_its_agency(agency: Agency, other_agency: Agency) -> None:
    unit = Unit.objects.create(agency=agency, name="Bidang Data")
    assert str(unit) == "Bidang Data"
    Unit.objects.create(agency=other_agency, name="Bidang Data")
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(agency=agency, name="Bidang Data")


def test_counter_and_template_stand_once_per_register(agency: Agency, other_agency: Agency) -> None:
    RegisterCounter.objects.create(agency=agency, register="a", year=2026)
    RegisterCounter.objects.create(agency=agency, register="a", year=2027)
    RegisterCounter.objects.create(agency=other_agency, register="a", year=2026)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterCounter.objects.create(agency=agency, register="a", year=2026)
    NumberTemplate.objects.create(agency=agency, register="a", template="{seq}/{year}")
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberTemplate.objects.create(agency=agency, register="a", template="{year}/{seq}")


def test_rows_name_themselves_for_the_console(agency: Agency) -> None:
    assert str(RegisterCounter(agency=agency, register="inquiry", year=2026, last=7)) == "inquiry 2026: 7"
    assert str(NumberTemplate(agency=agency, register="inquiry", template="{seq}")) == "inquiry: {seq}"


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["masuk", "api", "meja", "static"])
def test_words_of_the_installation_are_no_slugs(slug: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Agency(slug=slug, name="X", short_name="X").full_clean()
    assert set(refused.value.message_dict) == {"slug"}
    Agency(slug=f"{slug}-desa", name="X", short_name="X").full_clean()
