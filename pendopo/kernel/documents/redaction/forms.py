"""Input of redaction: a box by numbers (which drawing fills in), a search by words, the copy's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.documents import rules as files
from pendopo.kernel.documents.redaction import rules
from pendopo.kernel.documents.rules import FileRefused
from pendopo.lib.text import clean_line


class ReasonForm(forms.Form):
    """Why something is blackened: one of the case's lawful reasons, or a reason in words."""

    reason = forms.ChoiceField(label=_("Alasan"), error_messages={"required": _("Pilih alasan.")})
    reason_text = forms.CharField(
        label=_("Alasan lain"),
        required=False,
        max_length=rules.LONGEST_REASON,
        help_text=_("Isi hanya untuk pilihan “Alasan lain”. Pembaca salinan melihatnya."),
    )
    field_order: Sequence[str] = ()

    def __init__(self, *given: Any, reasons: Mapping[str, str], last: Mapping[str, str], prefix: str) -> None:
        """Take the reasons as code → words, and the `last` one used, which is proposed again."""
        super().__init__(*given, initial=dict(last), prefix=prefix)
        choice = self.fields["reason"]
        choice.choices = [("", _("Pilih alasan")), *reasons.items(), (rules.OTHER_REASON, _("Alasan lain"))]  # type: ignore[attr-defined]

    def clean_reason_text(self) -> str:
        """Return the reason in one line."""
        return clean_line(self.cleaned_data["reason_text"])

    def clean(self) -> dict[str, Any]:
        """Ask for the words where they belong, and drop them elsewhere."""
        given = super().clean() or {}
        if given.get("reason") != rules.OTHER_REASON:
            given["reason_text"] = ""
        elif not given.get("reason_text") and "reason_text" not in self.errors:
            self.add_error("reason_text", gettext("Tulis alasannya."))
        return given


def _side(label: Any, *, smallest: Decimal) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=smallest,
        max_value=rules.HUNDRED,
        max_digits=6,
        decimal_places=3,
        widget=forms.NumberInput({"data-width": "xs", "step": "any", "data-suffix": "%"}),
        error_messages={"required": _("Isi angka dari 0 sampai 100."), "invalid": _("Isi angka dari 0 sampai 100.")},
    )


class BoxForm(ReasonForm):
    """A box in per cent of the page, from its upper left corner."""

    page = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    x = _side(_("Dari kiri"), smallest=Decimal(0))
    y = _side(_("Dari atas"), smallest=Decimal(0))
    width = _side(_("Lebar"), smallest=rules.SMALLEST_SIDE)
    height = _side(_("Tinggi"), smallest=rules.SMALLEST_SIDE)
    field_order = ("page", "reason", "reason_text", "x", "y", "width", "height")


class WordsForm(ReasonForm):
    """A text that is blackened wherever it stands."""

    text = forms.CharField(
        label=_("Tulisan yang dihitamkan"),
        max_length=120,
        help_text=_(
            "Huruf besar dan kecil dianggap sama. Tulisan di dalam gambar atau hasil pindai tidak dapat dicari."
        ),
        error_messages={"required": _("Tulis kata yang dicari.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    field_order = ("text", "reason", "reason_text")

    def clean_text(self) -> str:
        """Return the text in one line; refuse one that is so short that it stands everywhere."""
        text = clean_line(self.cleaned_data["text"])
        if len(rules.folded(text)) < rules.SHORTEST_SEARCH:
            raise ValidationError(gettext("Tulis paling sedikit tiga huruf atau angka."), code="short")
        return text


class CopyForm(forms.Form):
    """The name of the copy, and the version of the boxes that was looked at."""

    name = forms.CharField(
        label=_("Nama berkas salinan"),
        max_length=files.MAX_NAME_LENGTH,
        help_text=_("Pembaca salinan melihat nama ini. Jangan memuat nama orang yang dihitamkan."),
        error_messages={"required": _("Tulis nama berkas salinan.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_name(self) -> str:
        """Return the name, ending in .pdf; refuse one that no file may have."""
        name: str = self.cleaned_data["name"].strip()
        if files.extension_of(name) != "pdf":
            name += ".pdf"
        try:
            files.check_name(name)
        except FileRefused as refused:
            raise ValidationError(gettext(refused.template), code=refused.code, params=refused.params) from refused
        return name
