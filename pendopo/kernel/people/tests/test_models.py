from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.people.models import Contact, CountedTry, Role, RoleGrant, User
from pendopo.kernel.people.personal import digest, seal
from pendopo.kernel.people.rules import ROLES, mask_nik


def test_user_is_called_by_the_one_name() -> None:
    user = User(username="rina", name="Rina Wulandari")
    assert (str(user), user.get_full_name(), user.get_short_name()) == ("Rina Wulandari",) * 3
    assert str(User(username="rina")) == "rina"


def test_roles_are_those_of_the_rules() -> None:
    assert set(Role.values) == set(ROLES)


def test_grant_stands_once(agency: Agency, unit: Unit, user: User) -> None:
    grant = RoleGrant.objects.create(user=user, agency=agency, role="ppid")
    assert str(grant) == "Rina Wulandari · PPID"
    RoleGrant.objects.create(user=user, agency=agency, role="ppid", unit=unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=user, agency=agency, role="ppid")


def test_back_office_belongs_to_a_unit(agency: Agency, unit: Unit, user: User) -> None:
    RoleGrant.objects.create(user=user, agency=agency, role="back_office", unit=unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=user, agency=agency, role="back_office")


def test_contact_shows_its_nik_masked_and_finds_it_by_digest(agency: Agency) -> None:
    nik = "9901024503900001"
    contact = Contact.objects.create(
        agency=agency, kind="person", name="Rina", address="Jalan A", created_at=dt.datetime(2026, 8, 3, tzinfo=dt.UTC),
        nik_sealed=seal(nik, purpose="nik"), nik_digest=digest(nik, purpose="nik"),
    )  # fmt: skip
    found = Contact.objects.for_agency(agency).get(nik_digest=digest(nik, purpose="nik"))
    assert (str(found), found.pk, found.nik, found.masked_nik) == ("Rina", contact.pk, nik, "************0001")
    assert Contact(name="x").masked_nik == ""


@pytest.mark.parametrize(
    ("nik", "shown"), [("9901024503900001", "************0001"), ("12345", "*2345"), ("1234", "1234"), ("", "")]
)
def test_nik_is_masked_but_for_four_digits(nik: str, shown: str) -> None:
    assert mask_nik(nik) == shown


@pytest.mark.django_db
def test_window_is_counted_in_one_row() -> None:
    CountedTry.objects.create(key="a", window=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        CountedTry.objects.create(key="a", window=1)


def test_counted_try_names_itself_for_the_console() -> None:
    assert str(CountedTry(key="a", window=600, count=3)) == "3 since 600"
