"""What the audit trail is narrowed to."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from pendopo.lib.text import clean_line
from pendopo.portal.administration.queries.trail import Narrowing
from pendopo.portal.administration.words import action_choices
from pendopo.ui.fields import DateField


class TrailForm(forms.Form):
    """Action, who did it, dates, and the case or row it was about."""

    use_required_attribute = False

    tindakan = forms.ChoiceField(
        label=_("Tindakan"),
        required=False,
        error_messages={"invalid_choice": _("Tindakan ini tidak ada. Pilih dari daftar.")},
    )
    pelaku = forms.CharField(label=_("Pelaku"), required=False, max_length=100)
    dari = DateField(label=_("Dari tanggal"), required=False)
    sampai = DateField(label=_("Sampai tanggal"), required=False)
    perkara = forms.UUIDField(
        label=_("Pengenal perkara"),
        required=False,
        error_messages={"invalid": _("Salin pengenal seutuhnya, misalnya dari rincian sebuah catatan.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["tindakan"]).choices = [("", _("Semua tindakan")), *action_choices()]

    def clean_pelaku(self) -> str:
        """Return the words as one clean line."""
        return clean_line(str(self.cleaned_data["pelaku"]))

    def clean(self) -> dict[str, Any]:
        """Raise an error when the dates are the wrong way round."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("dari") and given.get("sampai") and given["dari"] > given["sampai"]:
            self.add_error("sampai", _("Tanggal akhir harus sama dengan atau setelah tanggal awal."))
        return given

    def wanted(self) -> Narrowing:
        """Return the narrowing of a valid form."""
        given = self.cleaned_data
        return Narrowing(
            action=given["tindakan"],
            actor=given["pelaku"],
            since=given["dari"],
            until=given["sampai"],
            subject_id=given["perkara"],
        )
