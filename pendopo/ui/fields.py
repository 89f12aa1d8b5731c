"""Fields that Django lacks."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from pendopo.ui.widgets import DateInput


class DateField(forms.DateField):
    """A day, in the browser's own date field; every form asks for its days with it."""

    widget = DateInput
    default_error_messages = {"invalid": _("Tulis tanggal yang ada dalam kalender.")}
    # The first and the last days that there are have no place in every time zone, and no day before or after them.
    default_validators = [
        MinValueValidator(dt.date(1900, 1, 1), _("Tulis tanggal mulai tahun 1900.")),
        MaxValueValidator(dt.date(2999, 12, 31), _("Tulis tanggal sebelum tahun 3000.")),
    ]
