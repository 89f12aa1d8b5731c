"""Fields of the forms about objections: grounds and dates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.tracking.forms.fields import translated
from pendopo.modules.objections.rules.grounds import GROUNDS
from pendopo.ui.widgets import DateInput


def ground_choices(letters: Iterable[str]) -> list[tuple[str, Any]]:
    """Return the choices of grounds, each with its letter."""
    return [(letter, format_lazy("{}. {}", letter, translated(GROUNDS[letter].text))) for letter in letters]


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
