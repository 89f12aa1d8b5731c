from __future__ import annotations

import re
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.urls import Resolver404, get_resolver, resolve

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rules import RESERVED_SLUGS


def first_words(patterns, before: str = "") -> set[str]:
    """Return the first word of every address that does not begin with an agency's slug."""
    found = set()
    for entry in patterns:
        route = before + str(entry.pattern).lstrip("^")
        first, slash, _rest = route.partition("/")
        if hasattr(entry, "url_patterns") and not slash:
            found |= first_words(entry.url_patterns, route)
        elif first and "agency_slug" not in first:
            found.add(first)
    return found


def test_words_of_the_installation_are_reserved() -> None:
    words = first_words(get_resolver().url_patterns)
    assert {"healthz", "masuk", "keluar", "meja", "bahasa", "aksesibilitas", "privasi", "tema", "api"} <= words
    # No slug holds a dot, so a file of the installation takes no agency's name.
    assert {word for word in words if "." not in word} <= RESERVED_SLUGS
    # Static files and the pattern pages of the example stand outside of the list of addresses.
    assert {"static", "pola"} <= RESERVED_SLUGS


def test_reserved_words_could_be_slugs_otherwise() -> None:
    assert {word for word in RESERVED_SLUGS if not re.fullmatch(r"[a-z-]{2,40}", word)} == set()


def test_no_reserved_word_is_taken_for_an_agency() -> None:
    taken = set()
    for word in RESERVED_SLUGS:
        with suppress(Resolver404):
            taken |= {word} if "agency_slug" in resolve(f"/{word}/").kwargs else set()
    assert taken == set()
    assert resolve("/masuk-desa/").url_name == "agency-home"


@pytest.mark.django_db
def test_no_agency_is_called_like_an_address_of_the_installation() -> None:
    for slug in sorted(RESERVED_SLUGS):
        with pytest.raises(ValidationError) as refused:
            Agency(slug=slug, name="Contoh", short_name="Contoh").full_clean()
        assert refused.value.message_dict == {
            "slug": ["Kata ini dipakai alamat bersama. Pilih kata lain untuk alamat instansi."]
        }
    Agency(slug="masuk-desa", name="Contoh", short_name="Contoh").full_clean()
