"""Input: the licence of an agency's data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.tracking.forms.fields import AskedLaterField, PlainForm
from pendopo.modules.open_data.models import Terms
from pendopo.modules.open_data.rules import limits
from pendopo.modules.open_data.rules.licences import LICENCES, NOT_STATED
from pendopo.ui.widgets import RadioSelect

_translated = lazy(gettext, str)


class LicenceForm(PlainForm):
    """A licence with what states it, or none."""

    licence = forms.ChoiceField(
        label=_("Lisensi"),
        widget=RadioSelect,
        error_messages={"required": _("Pilih lisensi.")},
        choices=[(each.code, _translated(each.title)) for each in LICENCES.values()],
    )
    source = AskedLaterField(
        label=_("Dasar"),
        max_length=limits.LINE_MAX,
        help_text=_("Nomor keputusan atau alamat halaman yang menyatakan lisensi ini."),
    )

    def __init__(self, *given: Any, terms: Terms) -> None:
        """Start from what is stated."""
        super().__init__(*given, initial={"licence": terms.licence, "source": terms.source})

    def clean(self) -> dict[str, Any]:
        """Ask for the source of a licence; none stated has none."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("licence") == NOT_STATED:
            found["source"] = ""
        elif found.get("licence") and not found.get("source") and "source" not in self.errors:
            self.add_error("source", gettext("Tulis dasar lisensi ini, misalnya nomor keputusan pimpinan."))
        return found
