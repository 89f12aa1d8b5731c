"""The form that narrows a register: period and the register's own filters, sent by GET."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.reporting.period import FIELDS, PARTS, Period, PeriodRefused, of_year, parse_period
from pendopo.kernel.reporting.registers import Register
from pendopo.kernel.reporting.wording import part_in_words
from pendopo.ui.widgets import DateInput


def _parts() -> list[tuple[str, str]]:
    return [(part, part_in_words(part)) for part in PARTS]


class RegisterFilterForm(forms.Form):
    """Period and filters; after `is_valid`, `period` and `chosen` (filter key → value) are set."""

    tahun = forms.CharField(
        label=_("Tahun"), required=False, widget=forms.TextInput({"data-width": "xs", "inputmode": "numeric"})
    )
    bagian = forms.ChoiceField(label=_("Bagian tahun"), required=False, choices=_parts)
    dari = forms.CharField(label=_("Dari tanggal"), required=False, widget=DateInput())
    sampai = forms.CharField(label=_("Sampai tanggal"), required=False, widget=DateInput())

    def __init__(self, *args: Any, register: Register, agency: Agency, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.period: Period = of_year(today.year)
        self.chosen: dict[str, str] = {}
        self.filter_keys = [found.key for found in register.filters]
        for found in register.filters:
            choices = [("", gettext("Semua")), *found.choices(agency)]
            self.fields[found.key] = forms.ChoiceField(label=str(found.label), required=False, choices=choices)

    def clean(self) -> dict[str, Any]:
        """Parse the period from what was typed; a refusal stands beside its field."""
        cleaned: dict[str, Any] = super().clean() or {}
        typed = {name: str(cleaned.get(name, "") or "") for name in FIELDS}
        try:
            self.period = parse_period(typed, today=self.today)
        except PeriodRefused as refused:
            if refused.field not in self.errors:
                self.add_error(
                    refused.field, ValidationError(gettext(refused.template), code=refused.code, params=refused.params)
                )
        self.chosen = {key: cleaned[key] for key in self.filter_keys if cleaned.get(key)}
        return cleaned
