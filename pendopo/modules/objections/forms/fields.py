"""Text fields told by one word: `missing` is the sentence for an empty one; without it the form decides, or it may stay empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.tracking.forms.fields import AskedLaterField, PlainField
from pendopo.modules.objections.rules.grounds import GROUNDS
from pendopo.ui.widgets import DateInput

translated = lazy(gettext, str)


def choices_of(labels: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Return the choices of a field out of labels that the rules keep untranslated."""
    return [(value, translated(label)) for value, label in labels.items()]


def ground_choices(letters: Iterable[str]) -> list[tuple[str, Any]]:
    """Return the choices of grounds, each with its letter."""
    return [(letter, format_lazy("{}. {}", letter, translated(GROUNDS[letter].text))) for letter in letters]


class TextField(AskedLaterField):
    """A line, or with `rows` paragraphs in a box; `missing` is the sentence for an empty one, `later` leaves it to the form."""

    def __init__(self, *, missing: Any = "", later: bool = False, rows: int = 0, **options: Any) -> None:
        self.later = later
        options |= {"required": bool(missing) or later, "error_messages": {"required": missing}}
        if rows:
            options |= {"block": True, "widget": forms.Textarea({"rows": rows})}
        super().__init__(**options)

    def validate(self, value: str) -> None:
        """Raise ValidationError for an empty text, unless the form decides later, and for one that is too long."""
        if value or not self.later:
            PlainField.validate(self, value)


def day_field(label: Any, missing: Any, **options: Any) -> forms.DateField:
    """Return a field for a date, with its own sentences."""
    invalid = _("Tulis tanggal sebagai tahun-bulan-hari, misalnya 2026-08-03.")
    messages = {"required": missing, "invalid": invalid}
    return forms.DateField(label=label, widget=DateInput, error_messages=messages, **options)


class LaterDateField(forms.DateField):
    """A date whose need depends on other answers: no "(opsional)" beside it."""

    def __init__(self, **options: Any) -> None:
        messages = {"invalid": _("Tulis tanggal sebagai tahun-bulan-hari, misalnya 2026-08-03.")}
        super().__init__(widget=DateInput, error_messages=messages, **options)

    def validate(self, value: Any) -> None:
        """Take an empty date too; the form asks for it where it is needed."""
