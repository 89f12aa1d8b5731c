"""Input of the follow-up plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendopo.kernel.agencies.models import Unit
from pendopo.kernel.documents.forms import DocumentField
from pendopo.kernel.people.models import User
from pendopo.kernel.tracking.forms.fields import PlainField, PlainForm
from pendopo.modules.satisfaction.rules import limits
from pendopo.modules.satisfaction.rules.following_up import QUARTERS
from pendopo.ui.widgets import CheckboxSelectMultiple


class PlanForm(PlainForm):
    """One line of the plan."""

    programme = PlainField(label=gettext_lazy("Program atau kegiatan"), max_length=limits.REASON_MAX, block=True)
    year = forms.TypedChoiceField(label=gettext_lazy("Tahun"), coerce=int)
    quarters = forms.TypedMultipleChoiceField(label=gettext_lazy("Triwulan"), coerce=int, widget=CheckboxSelectMultiple)
    owner = forms.ChoiceField(label=gettext_lazy("Penanggung jawab"), required=False)
    owner_unit = forms.ChoiceField(label=gettext_lazy("Unit penanggung jawab"), required=False)

    def __init__(
        self, *args: Any, years: Iterable[int], people: Sequence[User], units: Sequence[Unit], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.people = {str(user.pk): user for user in people}
        self.units = {str(unit.pk): unit for unit in units}
        self._choose("year", [(year, str(year)) for year in years])
        self._choose("quarters", [(n, _("Triwulan %(n)s") % {"n": n}) for n in QUARTERS])
        self._choose("owner", [("", "–"), *((key, user.name) for key, user in self.people.items())])
        self._choose("owner_unit", [("", "–"), *((key, unit.name) for key, unit in self.units.items())])

    def _choose(self, name: str, choices: Any) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse a line for which nobody answers."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("owner") and not cleaned.get("owner_unit"):
            raise ValidationError(_("Pilih penanggung jawab: petugas atau unit."))
        return cleaned

    @property
    def given(self) -> dict[str, Any]:
        """Return what the action takes."""
        cleaned = self.cleaned_data
        return {
            "programme": cleaned["programme"],
            "year": cleaned["year"],
            "quarters": cleaned["quarters"],
            "owner": self.people.get(cleaned["owner"]),
            "owner_unit": self.units.get(cleaned["owner_unit"]),
        }


class FinishForm(PlainForm):
    """What was done, and a proof."""

    note = PlainField(label=gettext_lazy("Yang sudah dilakukan"), max_length=limits.REASON_MAX, block=True)
    proof = DocumentField(label=gettext_lazy("Bukti"), required=False)
