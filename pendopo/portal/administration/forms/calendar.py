"""A day that the agency or a unit works or rests by its own decree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Unit
from pendopo.kernel.tracking.forms.fields import TextField
from pendopo.portal.administration.forms.people import UnitChoiceField
from pendopo.ui.fields import DateField
from pendopo.ui.widgets import RadioSelect

RESTS, WORKS = "libur", "kerja"


class DayForm(forms.Form):
    """One date with its decree."""

    on = DateField(
        label=_("Tanggal"),
        error_messages={"required": _("Pilih tanggal.")},
    )
    what = forms.ChoiceField(
        label=_("Pada tanggal itu"),
        choices=[(RESTS, _("Libur, tidak dihitung")), (WORKS, _("Tetap bekerja, dihitung"))],
        widget=RadioSelect,
        error_messages={"required": _("Pilih libur atau tetap bekerja.")},
    )
    unit = UnitChoiceField(
        label=_("Berlaku untuk"),
        widget=forms.Select({"data-width": "l"}),
        help_text=_(
            "Hari khusus satu unit hanya menggeser tenggat internal unit itu, misalnya permintaan bahan. Tenggat menurut "
            "undang-undang tetap memakai kalender instansi."
        ),
    )
    reason = TextField(
        label=_("Alasan"),
        max_length=200,
        help_text=_("Misalnya: hari jadi daerah."),
        missing=_("Tulis alasannya. Pemohon membacanya pada cara hitung tenggat."),
    )
    decree = TextField(
        label=_("Nomor keputusan"),
        max_length=200,
        width="l",
        missing=_("Tulis nomor keputusan yang menjadi dasarnya."),
    )

    def __init__(self, *args: Any, units: Iterable[Unit], years: Collection[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.units, self.years = {str(unit.pk): unit for unit in units}, years
        cast(UnitChoiceField, self.fields["unit"]).offer(self.units, _("Seluruh instansi"))

    def clean_on(self) -> dt.date:
        """Return the date, or raise ValidationError for a year that the calendar does not hold."""
        on: dt.date = self.cleaned_data["on"]
        if on.year not in self.years:
            sentence = gettext(
                "Kalender tahun %(year)s belum dimuat. Pilih tanggal lain, atau hubungi administrator sistem."
            )
            raise forms.ValidationError(sentence % {"year": on.year})
        return on

    @property
    def chosen_unit(self) -> Unit | None:
        """Return the unit of a valid form, None for the whole agency."""
        return self.units.get(self.cleaned_data["unit"])
