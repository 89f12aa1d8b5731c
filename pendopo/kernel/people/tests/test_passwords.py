from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import get_default_password_validators, password_validators_help_texts
from django.core.exceptions import ValidationError

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.kernel.people.passwords import own_part, words_of

SHORT, LONG, COMMON = "password_too_short", "too_long", "password_too_common"
SIMILAR, KNOWN = "password_too_similar", "known_words"


@pytest.mark.parametrize(
    ("password", "broken"),
    [
        ("gerimis di beranda", set()),
        ("pagi ini kopi pahit", set()),
        ("x" * 128, set()),
        ("gerimis-11x", {SHORT}),
        ("x1" * 64 + "y", {LONG}),
        ("qwertyuiop123", {COMMON}),
        ("pendopo-2026!", {KNOWN}),
        ("Dinas Contoh 2026", {KNOWN}),
        ("PPID-dinas-2026-contoh", {KNOWN}),
        ("wulandari-ppid-1", {SIMILAR, KNOWN}),
        ("rina rina rina", {SIMILAR, KNOWN}),
        ("dinas di tepi laut biru", set()),
    ],
)
def test_passwords_are_judged_by_length_and_by_words(
    agency: Agency, user: User, password: str, broken: set[str]
) -> None:
    RoleGrant.objects.create(user=user, agency=agency, role="ppid")
    found = set()
    for validator in get_default_password_validators():
        try:
            validator.validate(password, user)
        except ValidationError as error:
            found.add(error.code)
    assert found == broken


def test_words_are_those_of_the_account_and_its_agencies(agency: Agency, user: User) -> None:
    RoleGrant.objects.create(user=user, agency=agency, role="ppid")
    user.email = "r.wulan@contoh.example"
    assert words_of(user) - words_of(None) == {"rina", "wulandari", "wulan", "dinas", "contoh"}


def test_what_is_left_of_a_password() -> None:
    assert own_part("Dinas-Kita_2026", {"dinas", "din"}) == "kita2026"


def test_rules_are_told_in_words() -> None:
    assert "Kata sandi paling banyak 128 karakter." in password_validators_help_texts()
