"""The form that narrows the public list: its choices are what there is, with counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendopo.modules.dip.queries.listing import Chosen
from pendopo.modules.dip.rules import kinds, limits

# Parameter of the address → facet.
PARAMS: Mapping[str, str] = {
    "klasifikasi": "entry_class",
    "unit": "unit",
    "tahun": "info_year",
    "bentuk": "form",
}


class ListForm(forms.Form):
    """Words and facets, sent by GET; nothing typed here can be wrong."""

    use_required_attribute = False
    q = forms.CharField(label=gettext_lazy("Cari"), required=False, max_length=limits.QUERY_MAX)
    klasifikasi = forms.ChoiceField(label=gettext_lazy("Klasifikasi"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    tahun = forms.ChoiceField(label=gettext_lazy("Tahun"), required=False)
    bentuk = forms.ChoiceField(label=gettext_lazy("Bentuk"), required=False)

    def __init__(
        self, words: str, chosen: Chosen, facets: Mapping[str, Mapping[str, int]], unit_names: Mapping[str, str]
    ) -> None:
        """Offer the values of `facets` with their counts; `unit_names` are names by key."""
        initial = {"q": words, **{param: getattr(chosen, facet) for param, facet in PARAMS.items()}}
        super().__init__(initial=initial)
        labels: Mapping[str, Mapping[str, str]] = {
            "entry_class": {code: _(text) for code, text in kinds.CLASSES.items()},
            "unit": unit_names,
            "form": {code: _(text) for code, text in kinds.FORMS.items()},
        }
        for param, facet in PARAMS.items():
            counted = dict(facets.get(facet, {}))
            counted.setdefault(getattr(chosen, facet), 0)
            field: Any = self.fields[param]
            field.choices = [("", _("Semua")), *_options(facet, counted, labels.get(facet))]


def _options(facet: str, counted: Mapping[str, int], labels: Mapping[str, str] | None) -> Sequence[tuple[str, str]]:
    """Return value and "label (count)": classes and forms in the law's order, units by name, years newest first."""
    named = [
        (value, labels.get(value, value) if labels is not None else value, n) for value, n in counted.items() if value
    ]
    if facet == "info_year":
        named = sorted(named, reverse=True)[: limits.YEARS_SHOWN]
    elif facet == "unit":
        # The busiest units only: the words find what the others hold.
        named = sorted(sorted(named, key=lambda each: -each[2])[: limits.UNITS_SHOWN], key=lambda each: each[1].lower())
    else:
        order = list(labels or {})
        named = sorted((each for each in named if each[0] in order), key=lambda each: order.index(each[0]))
    return [(value, f"{label} ({n})") for value, label, n in named]
