"""What is wrong with a call, in sentences: of pydantic's findings, and of our own forms'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext

from pendopo.lib.text import gettext_noop as _

# Kind of pydantic's finding → a msgid with places for its context.
_SENTENCES: Final[Mapping[str, str]] = {
    "missing": _("Wajib diisi."),
    "extra_forbidden": _("Isian ini tidak dikenal."),
    "string_too_long": _("Paling banyak %(max_length)s karakter."),
    "string_too_short": _("Sedikitnya %(min_length)s karakter."),
    "too_long": _("Paling banyak %(max_length)s butir."),
    "too_short": _("Sedikitnya %(min_length)s butir."),
    "greater_than_equal": _("Sedikitnya %(ge)s."),
    "less_than_equal": _("Paling banyak %(le)s."),
    "literal_error": _("Pilih salah satu: %(expected)s."),
    "enum": _("Pilih salah satu: %(expected)s."),
    "string_type": _("Tulis sebagai teks."),
    "string_unicode": _("Tulis sebagai teks Unicode yang utuh."),
    "string_pattern_mismatch": _("Bentuknya tidak sesuai."),
    "int_type": _("Tulis sebagai bilangan bulat."),
    "int_parsing": _("Tulis sebagai bilangan bulat."),
    "int_parsing_size": _("Bilangan ini terlalu besar."),
    "int_from_float": _("Tulis sebagai bilangan bulat."),
    "bool_type": _("Tulis true atau false."),
    "bool_parsing": _("Tulis true atau false."),
    "list_type": _("Tulis sebagai daftar."),
    "dict_type": _("Tulis sebagai objek."),
    "model_type": _("Tulis sebagai objek."),
    "model_attributes_type": _("Tulis sebagai objek."),
    "uuid_parsing": _("Tulis sebagai UUID."),
    "uuid_type": _("Tulis sebagai UUID."),
    "date_from_datetime_parsing": _("Tulis tanggal sebagai tahun-bulan-hari, misalnya 2026-08-03."),
    "date_parsing": _("Tulis tanggal sebagai tahun-bulan-hari, misalnya 2026-08-03."),
    "datetime_from_date_parsing": _("Tulis waktu dengan zona, misalnya 2026-08-03T09:15:00+07:00."),
    "datetime_parsing": _("Tulis waktu dengan zona, misalnya 2026-08-03T09:15:00+07:00."),
    "timezone_aware": _("Tulis waktu dengan zona, misalnya 2026-08-03T09:15:00+07:00."),
}
OTHER: Final = _("Nilai ini tidak dapat diterima.")
_MOST: Final = 50


def sentence(kind: str, context: Mapping[str, Any]) -> str:
    """Return what is wrong, in the language in force."""
    text = gettext(_SENTENCES.get(kind, OTHER))
    # pydantic lists choices in English.
    known = {name: str(value).replace(" or ", ", ") for name, value in context.items()}
    try:
        return text % known
    except KeyError:
        return gettext(OTHER)


def pointer(parts: Iterable[object]) -> str:
    """Return the way to a place in the body (RFC 6901, as a fragment).

    >>> pointer(["answers", 3, "a/b"])
    '#/answers/3/a~1b'
    """
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def of_validation(errors: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return pydantic's findings as errors of a problem; `loc` begins with where a value came from."""
    found = []
    for each in errors[:_MOST]:
        source, *way = each["loc"]
        detail = sentence(each["type"], each.get("ctx", {}))
        if source == "body":
            # The name of the argument that takes the body is nobody's business.
            found.append({"pointer": pointer(way[1:]), "detail": detail})
        else:
            found.append({"parameter": str(way[-1]) if way else str(source), "detail": detail})
    return found


def of_form(form: forms.BaseForm, places: Mapping[str, str]) -> list[dict[str, str]]:
    """Return a form's errors; `places` are pointers by field, a field without one is called by its name."""
    return [
        {"pointer": places.get(name, f"#/{name}" if name != "__all__" else "#"), "detail": str(message)}
        for name, messages in form.errors.items()
        for message in messages
    ][:_MOST]
