"""Services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Unit
from pendopo.kernel.tracking.forms.fields import TextField
from pendopo.portal.administration.forms.people import UnitChoiceField


class ServiceForm(forms.Form):
    """Name, unit and kind of a service."""

    name = TextField(label=_("Nama layanan"), max_length=200, missing=_("Tulis nama layanan."))
    unit = UnitChoiceField(
        label=_("Unit kerja"), help_text=_("Unit yang memberi layanan."), widget=forms.Select({"data-width": "l"})
    )
    kind = forms.SlugField(
        label=_("Jenis layanan"),
        required=False,
        max_length=60,
        help_text=_(
            "Kata yang sama dipakai instansi lain untuk layanan sejenis, misalnya permohonan-informasi, agar hasilnya "
            "dapat dibandingkan."
        ),
        error_messages={"invalid": _("Pakai huruf, angka, dan tanda hubung saja, misalnya permohonan-informasi.")},
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = {str(unit.pk): unit for unit in units}
        cast(UnitChoiceField, self.fields["unit"]).offer(self.units, _("Instansi secara keseluruhan"))

    def clean_unit(self) -> Unit | None:
        """Return the unit, None for the agency as a whole."""
        return self.units.get(self.cleaned_data["unit"])
