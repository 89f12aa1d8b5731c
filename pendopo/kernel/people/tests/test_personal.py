from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag

from pendopo.kernel.people import personal
from pendopo.kernel.people.personal import PersonalField, declarations, declare, digest, seal, unseal

NIK = "9901024503900001"


def test_sealed_text_opens_again_and_shows_nothing() -> None:
    one, two = seal(NIK, purpose="nik"), seal(NIK, purpose="nik")
    assert one != two
    assert NIK.encode() not in one
    assert unseal(one, purpose="nik") == unseal(memoryview(two), purpose="nik") == NIK
    assert unseal(seal("Jalan Açai 7 – 日本", purpose="nik"), purpose="nik") == "Jalan Açai 7 – 日本"


def test_nothing_stays_nothing() -> None:
    assert (seal("", purpose="nik"), unseal(b"", purpose="nik")) == (b"", "")


@pytest.mark.parametrize("place", [0, 12, -1])
def test_altered_seal_does_not_open(place: int) -> None:
    sealed = bytearray(seal(NIK, purpose="nik"))
    sealed[place] ^= 1
    with pytest.raises(InvalidTag):
        unseal(bytes(sealed), purpose="nik")


def test_seal_of_another_purpose_does_not_open() -> None:
    with pytest.raises(InvalidTag):
        unseal(seal(NIK, purpose="nik"), purpose="draft")


def test_digest_finds_equal_values_of_one_purpose() -> None:
    assert digest(NIK, purpose="nik") == digest(NIK, purpose="nik")
    assert len({digest(NIK, purpose="nik"), digest(NIK, purpose="audit"), digest(NIK[:-1], purpose="nik")}) == 3
    assert len(digest("", purpose="nik")) == 64


def test_declarations_stand_once_per_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal, "_declared", {})
    first, second = PersonalField("name", "a", "UU", None), PersonalField("name", "b", "UU", 365, "last4")
    declare("x.Y", first)
    declare("x.Y", second)
    found = declarations()
    assert found == {"x.Y": (second,)}
    found.clear()
    assert declarations() == {"x.Y": (second,)}
    assert (first.mask, second.mask) == ("hidden", "last4")


def test_every_declared_field_exists() -> None:
    from django.apps import apps

    for label, fields in declarations().items():
        names = {field.name for field in apps.get_model(label)._meta.get_fields()}
        assert {field.field for field in fields} <= names
