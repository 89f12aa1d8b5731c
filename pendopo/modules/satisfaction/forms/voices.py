"""Input about comments: which are shown, what they are about, and what of one becomes public."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendopo.kernel.agencies.models import Unit
from pendopo.kernel.services.models import Service
from pendopo.kernel.tracking.forms.fields import PlainField, PlainForm
from pendopo.modules.satisfaction.models import Survey
from pendopo.modules.satisfaction.queries.voices import Wanted
from pendopo.modules.satisfaction.rules import limits, voices
from pendopo.ui.widgets import CheckboxSelectMultiple, RadioSelect

ALL: Final = "semua"
BEFORE: Final = "sebelum"
# What is done with those that are ticked.
AS_SUGGESTED, AS_CHOSEN, AS_NONE = "saran", "pilihan", "tanpa"
_CHOSEN: Final = re.compile(r"(\d{1,18})\.(\d{1,9})", re.ASCII)


def element_names(surveys: Sequence[Survey]) -> dict[str, str]:
    """Return the elements of some surveys with their names, in the order of the instruments."""
    return {element.key: _(element.name) for survey in surveys for element in survey.instrument.definition.elements}


class VoicesFilterForm(forms.Form):
    """Which comments are shown; unread ones unless something else is asked for."""

    survei = forms.ChoiceField(label=gettext_lazy("Survei dan periode"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    layanan = forms.ChoiceField(label=gettext_lazy("Layanan"), required=False)
    unsur = forms.ChoiceField(label=gettext_lazy("Unsur"), required=False)
    keadaan = forms.ChoiceField(label=gettext_lazy("Keadaan"), required=False)

    def __init__(
        self, asked: Mapping[str, Any], surveys: Sequence[Survey], units: Sequence[Unit], services: Sequence[Service]
    ) -> None:
        super().__init__(asked)
        every = ("", gettext_lazy("Semua"))
        chosen = {
            "survei": [every, *((str(each.pk), f"{each.period} · {each.title}") for each in surveys)],
            "unit": [every, *((str(each.pk), each.name) for each in units)],
            "layanan": [every, *((str(each.pk), each.name) for each in services)],
            "unsur": [every, *element_names(surveys).items()],
            "keadaan": [*((key, _(name)) for key, name in voices.STATES), (ALL, _("Semua"))],
        }
        for name, choices in chosen.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """Return what is asked for; what cannot be read narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        state = given.get("keadaan") or voices.NEW
        before = str(self.data.get(BEFORE, ""))
        return Wanted(
            survey=_key(given.get("survei")),
            service=_key(given.get("layanan")),
            unit=_key(given.get("unit")),
            element=given.get("unsur") or "",
            state="" if state == ALL else state,
            before=int(before) if re.fullmatch(r"\d{1,18}", before, re.ASCII) else None,
        )


def _key(value: str | None) -> UUID | None:
    return UUID(value) if value else None


class SortForm(PlainForm):
    """What the ticked comments are about."""

    unsur = forms.MultipleChoiceField(
        label=gettext_lazy("Unsur"), required=False, widget=CheckboxSelectMultiple, choices=()
    )
    nada = forms.ChoiceField(label=gettext_lazy("Nada"), required=False, widget=RadioSelect, choices=())

    def __init__(self, *args: Any, elements: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unsur"].choices = list(elements.items())  # type: ignore[attr-defined]
        self.fields["nada"].choices = [  # type: ignore[attr-defined]
            ("", _("Tidak ditentukan")),
            *((key, _(name)) for key, name in voices.TONES),
        ]

    @property
    def ticked(self) -> list[str]:
        """Return what was ticked, as it was sent."""
        return list(self.data.getlist("pilih")) if isinstance(self.data, QueryDict) else []

    def clean(self) -> dict[str, Any]:
        """Refuse when nothing was ticked, or elements were to be chosen and none was."""
        cleaned: dict[str, Any] = super().clean() or {}
        found = [match for value in self.ticked[: limits.VOICES_SHOWN] if (match := _CHOSEN.fullmatch(value))]
        if not found:
            raise ValidationError(_("Tandai dahulu suara yang dipilah."))
        act = self.data.get("tindakan")
        if act == AS_CHOSEN and not cleaned.get("unsur"):
            raise ValidationError(_("Pilih sedikitnya satu unsur, atau tekan “Tanpa unsur”."))
        cleaned["chosen"] = {int(match[1]): int(match[2]) for match in found}
        cleaned["elements"] = {AS_CHOSEN: cleaned.get("unsur"), AS_NONE: []}.get(str(act))
        return cleaned


class PublishVoiceForm(PlainForm):
    """The text of one comment as everybody will read it."""

    versi = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    teks = PlainField(
        label=gettext_lazy("Teks untuk umum"),
        max_length=limits.COMMENT_MAX * 4,
        block=True,
        help_text=gettext_lazy("Ganti yang menunjuk seseorang dengan […]. Kata lain tidak boleh diubah."),
    )
    diperiksa = forms.BooleanField(
        label=gettext_lazy("Saya sudah membaca teks ini: tidak ada nama, nomor, atau hal lain yang menunjuk seseorang.")
    )


class WithdrawVoiceForm(PlainForm):
    """Taking a published comment back."""

    versi = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
