"""Input about screens at counters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendopo.kernel.tracking.forms.fields import CodeField, PlainField, PlainForm
from pendopo.modules.satisfaction.models import SurveyedService
from pendopo.modules.satisfaction.rules import collecting, limits
from pendopo.ui.widgets import CodeInput, RadioSelect


class PairForm(PlainForm):
    """The code that an officer made for the screen."""

    code = CodeField(
        label=gettext_lazy("Kode pemasangan"),
        help_text=gettext_lazy("Delapan huruf dan angka yang dibuat petugas, berlaku satu jam."),
        max_length=20,
        widget=CodeInput,
    )

    def clean_code(self) -> str:
        """Return the code as it was made, however it was typed."""
        return "".join(sign for sign in self.cleaned_data["code"].upper() if sign.isalnum())


class KioskForm(PlainForm):
    """A screen: its name, the service it asks about, and how it shows the questions."""

    name = PlainField(
        label=gettext_lazy("Nama layar"),
        help_text=gettext_lazy("Misalnya tempatnya: Loket 2."),
        max_length=limits.NAME_MAX,
    )
    service = forms.ChoiceField(label=gettext_lazy("Layanan"), required=False)
    layout = forms.ChoiceField(label=gettext_lazy("Tampilan"), widget=RadioSelect, initial="single")

    def __init__(self, *args: Any, asked: Sequence[SurveyedService], **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = {str(each.service_id): each for each in asked}
        named = [(key, each.service.name) for key, each in self.asked.items()]
        cast("forms.ChoiceField", self.fields["service"]).choices = [("", _("Pengunjung memilih sendiri")), *named]
        cast("forms.ChoiceField", self.fields["layout"]).choices = [
            (key, _(label)) for key, label in collecting.LAYOUTS.items()
        ]

    @property
    def chosen(self) -> SurveyedService | None:
        """Return the service that was chosen."""
        return self.asked.get(self.cleaned_data["service"])
