"""The officer's filter of the worklist, read leniently: an address may be old or typed by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Unit
from pendopo.lib.text import clean_line
from pendopo.modules.information.queries.inquiries import CLOSED
from pendopo.modules.information.rules.procedure import PROCEDURE

WORDS_MAX = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the worklist is narrowed to; empty values narrow nothing."""

    state: str = ""
    unit: UUID | None = None
    words: str = ""
    mine: bool = False

    @property
    def narrowed(self) -> bool:
        """Return whether the filter form holds anything (the state has its own links)."""
        return bool(self.unit or self.words or self.mine)


def read_filter(query: QueryDict, units: Iterable[Unit]) -> Wanted:
    """Return what the address asks for; unknown states and units are passed over."""
    state = query.get("keadaan", "")
    known = {CLOSED, *(each.name for each in PROCEDURE.states)}
    unit = next((each.pk for each in units if str(each.pk) == query.get("unit", "")), None)
    return Wanted(
        state=state if state in known else "",
        unit=unit,
        words=clean_line(query.get("kata", ""))[:WORDS_MAX],
        mine=query.get("saya", "") == "1",
    )


class InboxFilterForm(forms.Form):
    """Words, unit and "mine" above the worklist; the state chosen by link is carried along."""

    use_required_attribute = False

    kata = forms.CharField(
        label=_("Cari nomor atau kata"), widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
    )
    unit = forms.ChoiceField(label=_("Unit"))
    saya = forms.BooleanField(label=_("Hanya yang saya kerjakan"), widget=forms.CheckboxInput(attrs={"value": "1"}))
    keadaan = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, wanted: Wanted, units: list[Unit]) -> None:
        """Show `wanted`; a single unit is no choice and is left out."""
        initial = {"kata": wanted.words, "unit": str(wanted.unit or ""), "saya": wanted.mine, "keadaan": wanted.state}
        super().__init__(initial=initial)
        if len(units) > 1:
            choices = [("", _("Semua unit")), *((str(unit.pk), unit.name) for unit in units)]
            self.fields["unit"] = forms.ChoiceField(label=_("Unit"), choices=choices)
        else:
            del self.fields["unit"]
        if not wanted.state:
            del self.fields["keadaan"]
