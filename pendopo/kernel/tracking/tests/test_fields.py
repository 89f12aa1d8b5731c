"""What citizens type: every tidying and every refusal, with its sentence."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from pendopo.kernel.tracking.forms.fields import (
    AskedLaterField,
    CodeField,
    MailField,
    NikField,
    PhoneField,
    PlainField,
)


def refusal(field: PlainField, typed: str) -> list[str]:
    with pytest.raises(ValidationError) as raised:
        field.clean(typed)
    return raised.value.messages


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  satu   dua\t tiga ", "satu dua tiga"),
        ("ca\u00adta\u200btan\ufeff", "catatan"),
        ("e\u0301", "\u00e9"),
        ("satu\r\ndua", "satu dua"),
    ],
)
def test_a_line_is_tidied(typed: str, kept: str) -> None:
    assert PlainField().clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("satu\r\ndua  \r\n\r\n\r\n\r\ntiga\n", "satu\ndua\n\ntiga"),
        ("satu\u2028dua\u2029tiga\x0bempat", "satu\ndua\ntiga\nempat"),
    ],
)
def test_paragraphs_are_tidied(typed: str, kept: str) -> None:
    assert PlainField(block=True).clean(typed) == kept


@pytest.mark.parametrize("mark", ["\x00", "\x1b", "\u202e", "\u200f", "\u2066"])
def test_hidden_characters_are_refused_where_they_stand(mark: str) -> None:
    sentence = "Ada karakter tersembunyi setelah “gaji pegawai”. Hapus, lalu ketik ulang bagian itu."
    assert refusal(PlainField(), f"gaji pegawai{mark}2025") == [sentence]
    at_start = "Ada karakter tersembunyi di awal isian ini. Hapus, lalu ketik ulang bagian itu."
    assert refusal(PlainField(block=True), f"{mark}gaji") == [at_start]


def test_the_place_of_a_hidden_character_is_told_with_the_words_before_it() -> None:
    [sentence] = refusal(PlainField(), "a" * 30 + "bcde\u202efgh")
    assert sentence == f"Ada karakter tersembunyi setelah “{'a' * 21}bcde”. Hapus, lalu ketik ulang bagian itu."


def test_a_text_that_is_too_long_is_told_both_lengths() -> None:
    field = PlainField(block=True, max_length=1000)
    assert field.clean("a" * 1000) == "a" * 1000
    # The browser sends two characters for a line end, the limit counts one.
    assert len(field.clean("a\r\n" * 500 + "b" * 0)) == 999
    assert refusal(field, "a" * 1234) == [
        "Paling banyak 1.000 karakter, isian Anda 1.234 karakter. Ringkaskan isian ini."
    ]


def test_a_text_asked_later_may_be_empty_but_not_endless() -> None:
    field = AskedLaterField(max_length=5)
    assert field.required
    assert field.clean("") == ""
    assert refusal(field, "123456") == ["Paling banyak 5 karakter, isian Anda 6 karakter. Ringkaskan isian ini."]


@pytest.mark.parametrize(
    "typed", ["3304011201900001", "3304 0112 0190 0001", "3304.0112.0190.0001", "3304–0112–0190–0001"]
)
def test_a_nik_is_read_as_people_write_it(typed: str) -> None:
    assert NikField().clean(typed) == "3304011201900001"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("330401120190000", "NIK terdiri atas 16 angka, yang tertulis 15 angka. Periksa lagi pada KTP Anda."),
        ("33040112019000012", "NIK terdiri atas 16 angka, yang tertulis 17 angka. Periksa lagi pada KTP Anda."),
        ("33040112O1900001", "NIK hanya terdiri atas angka. Periksa lagi pada KTP Anda."),
        ("٣٣٠٤٠١١٢٠١٩٠٠٠٠١", "NIK hanya terdiri atas angka. Periksa lagi pada KTP Anda."),
    ],
)
def test_a_wrong_nik_is_refused(typed: str, sentence: str) -> None:
    assert refusal(NikField(), typed) == [sentence]


def test_an_empty_nik_is_the_forms_question() -> None:
    assert NikField().clean(" ") == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0812-3456-7890", "081234567890"),
        ("+62 812 3456 7890", "081234567890"),
        ("+62 0812 3456 7890", "081234567890"),
        ("6281234567890", "081234567890"),
        ("(0286) 591218", "0286591218"),
        ("6212345", "6212345"),
        ("+65 6123 4567", "+6561234567"),
        ("", ""),
    ],
)
def test_a_telephone_number_gets_one_form(typed: str, kept: str) -> None:
    assert PhoneField().clean(typed) == kept


@pytest.mark.parametrize("typed", ["123456", "1234567890123456", "nomor saya", "0812+3456789"])
def test_what_cannot_be_dialled_is_refused(typed: str) -> None:
    assert refusal(PhoneField(), typed) == ["Tulis nomor telepon dengan angka saja, misalnya 0812 3456 7890."]


def test_an_address_of_mail_is_checked() -> None:
    assert MailField().clean(" sri@contoh.id ") == "sri@contoh.id"
    assert MailField().clean("") == ""
    # The validator takes longer ones than any column that keeps an address.
    (too_long,) = refusal(MailField(), f"sri@{'.'.join(['a' * 60] * 4)}.contoh.id")
    assert too_long.startswith("Paling banyak 254 karakter")
    assert refusal(MailField(), "sri@contoh") == ["Tulis alamat surel lengkap, misalnya nama@contoh.id."]


def test_a_code_is_read_with_any_dash() -> None:
    assert CodeField().clean(" ppid–2026—000001 ") == "ppid-2026-000001"
