"""Fields of the officers' forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext

from pendopo.kernel.tracking.forms.fields import AskedLaterField, PlainField
from pendopo.modules.dip.rules import limits
from pendopo.modules.dip.rules.contents import Link, NoLink, read_link

translated = lazy(gettext, str)


def choices_of(labels: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Return the choices of a field out of labels that the rules keep untranslated."""
    return [(value, translated(label)) for value, label in labels.items()]


class TextField(AskedLaterField):
    """A line, or with `rows` paragraphs in a box; `missing` is the sentence for an empty one.

    `later` may stay empty in a draft and is asked for before publication; without either it is optional.
    """

    def __init__(self, *, missing: Any = "", later: bool = False, rows: int = 0, **options: Any) -> None:
        self.later = later
        options |= {"required": bool(missing) or later, "error_messages": {"required": missing}}
        if rows:
            options |= {"block": True, "widget": forms.Textarea({"rows": rows})}
        super().__init__(**options)

    def validate(self, value: str) -> None:
        """Raise ValidationError for an empty text that is needed now, and for one that is too long."""
        if value or not self.later:
            PlainField.validate(self, value)


class TagsField(TextField):
    """Words between commas."""

    def clean(self, value: Any) -> Any:
        """Return the words, each once."""
        words = (word.strip() for word in str(super().clean(value)).split(","))
        return list(dict.fromkeys(word for word in words if word))


class LinksField(TextField):
    """Links, one to a line: the address, then its name."""

    def clean(self, value: Any) -> Any:
        """Return the links; raise ValidationError for a line that holds none, and for too many."""
        lines = [line for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > limits.LINKS_MAX:
            raise ValidationError(gettext("Paling banyak %(n)s tautan.") % {"n": limits.LINKS_MAX}, code="most")
        return [self._read(line) for line in lines]

    def _read(self, line: str) -> Link:
        try:
            return read_link(line)
        except NoLink as wrong:
            sentence = gettext("“%(line)s” bukan alamat tautan. Tulis seperti https://contoh.go.id/berkas.pdf.")
            raise ValidationError(sentence % {"line": line[:60]}, code="link") from wrong
