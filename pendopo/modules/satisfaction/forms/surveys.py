"""Input of those who run a survey."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.services.models import Service
from pendopo.kernel.tracking.forms.fields import PlainField, PlainForm
from pendopo.modules.satisfaction.models import Instrument, Survey, SurveyedService
from pendopo.modules.satisfaction.rules import limits, sample, traits
from pendopo.modules.satisfaction.rules.instruments import NUMBERINGS
from pendopo.ui.fields import DateField
from pendopo.ui.widgets import CheckboxSelectMultiple, RadioSelect

_ENOUGH: Final = 10_000_000
_NUMBERINGS: Final = {
    "questionnaire": gettext_lazy("Menurut kuesioner (U8 sarana, U9 pengaduan)"),
    "regulation": gettext_lazy("Menurut daftar unsur (U8 pengaduan, U9 sarana)"),
}


def period_choices(years: Iterable[int]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the periods of some years for a choice, grouped by year."""
    return [(str(year), _periods(year)) for year in years]


def _periods(year: int) -> list[tuple[str, str]]:
    found = [(str(year), _("Tahun %(year)s") % {"year": year})]
    found += [(f"{year}-S{n}", _("Semester %(n)s %(year)s") % {"n": n, "year": year}) for n in (1, 2)]
    found += [(f"{year}-Q{n}", _("Triwulan %(n)s %(year)s") % {"n": n, "year": year}) for n in (1, 2, 3, 4)]
    return found + [(f"{year}-{n:02d}", f"{MONTHS[n]} {year}") for n in range(1, 13)]


class _ServicesForm(PlainForm):
    """What both forms about a survey ask: its title, days, and services."""

    title = PlainField(label=gettext_lazy("Judul survei"), max_length=limits.NAME_MAX)
    services = forms.MultipleChoiceField(label=gettext_lazy("Layanan yang disurvei"), widget=CheckboxSelectMultiple)
    starts_on = DateField(
        label=gettext_lazy("Mulai"),
        required=False,
        help_text=gettext_lazy("Kosongkan bila sama dengan awal periode."),
    )
    ends_on = DateField(
        label=gettext_lazy("Selesai"),
        required=False,
        help_text=gettext_lazy("Kosongkan bila sama dengan akhir periode."),
    )

    def __init__(self, *args: Any, services: Sequence[Service], **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {str(each.pk): each for each in services}
        named = [(key, each.name) for key, each in self.known.items()]
        cast("forms.ChoiceField", self.fields["services"]).choices = named

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start, and more services than one survey may have."""
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("Tanggal selesai lebih awal daripada tanggal mulai."))
        if len(cleaned.get("services", ())) > limits.SERVICES_MAX:
            said = _("Satu survei paling banyak tentang %(limit)s layanan.") % {"limit": limits.SERVICES_MAX}
            self.add_error("services", said)
        return cleaned

    @property
    def chosen(self) -> list[Service]:
        """Return the services that were chosen."""
        return [self.known[key] for key in self.cleaned_data["services"]]


class PrepareForm(_ServicesForm):
    """A new survey."""

    instrument = forms.ChoiceField(label=gettext_lazy("Instrumen"))
    period = forms.ChoiceField(label=gettext_lazy("Periode"))
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    field_order = ["title", "instrument", "period", "unit", "services", "starts_on", "ends_on"]

    def __init__(
        self,
        *args: Any,
        agency: Agency,
        instruments: Sequence[Instrument],
        units: Sequence[Unit],
        years: Iterable[int],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.agency = agency
        self.instruments = {str(each.pk): each for each in instruments if each.definition.can_be_asked}
        self.units = {str(each.pk): each for each in units}
        self._choose("instrument", [(key, each.title) for key, each in self.instruments.items()])
        self._choose("period", period_choices(years))
        self._choose("unit", [("", agency.name), *((key, each.name) for key, each in self.units.items())])

    def _choose(self, name: str, choices: Any) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    @property
    def given(self) -> dict[str, Any]:
        """Return what the action takes."""
        cleaned = self.cleaned_data
        return {
            "title": cleaned["title"],
            "instrument": self.instruments[cleaned["instrument"]],
            "period": cleaned["period"],
            "unit": self.units.get(cleaned["unit"]),
            "services": self.chosen,
            "starts_on": cleaned["starts_on"],
            "ends_on": cleaned["ends_on"],
        }


class ArrangeForm(_ServicesForm):
    """What may still be changed before a survey opens."""

    allows_open_link = forms.BooleanField(
        label=gettext_lazy("Siapa pun boleh mengisi lewat tautan terbuka dan poster (bukti lebih lemah)"),
        required=False,
    )
    numbering = forms.ChoiceField(
        label=gettext_lazy("Penomoran unsur"),
        choices=[(name, _NUMBERINGS[name]) for name in NUMBERINGS],
        widget=RadioSelect,
    )
    fall = forms.DecimalField(
        label=gettext_lazy("Beri tahu bila indeks turun lebih dari"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=forms.NumberInput({"data-width": "xs"}),
    )

    @classmethod
    def of(
        cls, survey: Survey, asked: Sequence[SurveyedService], *args: Any, services: Sequence[Service]
    ) -> ArrangeForm:
        """Return the form filled in with how the survey stands; what it asks about may be retired meanwhile."""
        every = {each.pk: each for each in [*services, *(each.service for each in asked)]}
        initial = {name: getattr(survey, name) for name in ("title", "starts_on", "ends_on", "numbering", "fall")}
        chosen = [str(each.service_id) for each in asked]
        initial |= {"allows_open_link": survey.allows_open_link, "services": chosen}
        return cls(*args, services=list(every.values()), initial=initial)

    def changes(self, survey: Survey) -> dict[str, Any]:
        """Return what the action takes; days left empty stay as they are."""
        cleaned = self.cleaned_data
        kept = {name: cleaned[name] or getattr(survey, name) for name in ("starts_on", "ends_on")}
        return {**kept, **{name: cleaned[name] for name in ("title", "allows_open_link", "numbering", "fall")}}


class SampleForm(PlainForm):
    """How many users a service has, how many answers are wanted at least, and of whom."""

    population = forms.IntegerField(
        label=gettext_lazy("Jumlah pengguna layanan dalam periode ini"),
        help_text=gettext_lazy(
            "Pakai angka periode sebelumnya bila belum diketahui. Kosongkan bila tidak ada yang tahu."
        ),
        min_value=0,
        max_value=_ENOUGH,
        required=False,
        widget=forms.NumberInput({"data-width": "s"}),
    )
    target = forms.IntegerField(
        label=gettext_lazy("Sasaran responden"),
        help_text=gettext_lazy(
            "Kosongkan untuk memakai rumus Krejcie dan Morgan. Lebih banyak boleh, lebih sedikit tidak."
        ),
        min_value=0,
        max_value=_ENOUGH,
        required=False,
        widget=forms.NumberInput({"data-width": "s"}),
    )

    def __init__(self, *args: Any, asked: SurveyedService, **options: Any) -> None:
        least = sample.sample_size(asked.population) if asked.population is not None else 0
        initial = {"population": asked.population, "target": asked.target if asked.target > least else None}
        initial |= {f"q_{name}": count for name, count in asked.quotas.items()}
        super().__init__(*args, initial=initial, **options)
        self.groups: list[tuple[str, list[str]]] = []
        for trait in traits.TRAITS:
            names = traits.segments_of(trait.key)
            self.groups.append((trait.label, [f"q_{name}" for name in names]))
            for name, label in names.items():
                self.fields[f"q_{name}"] = forms.IntegerField(
                    label=_(label),
                    min_value=0,
                    max_value=_ENOUGH,
                    required=False,
                    widget=forms.NumberInput({"data-width": "xs"}),
                )

    @property
    def quota_groups(self) -> list[dict[str, Any]]:
        """Return the bound fields of the quotas by trait."""
        return [{"label": _(label), "fields": [self[name] for name in names]} for label, names in self.groups]

    def clean(self) -> dict[str, Any]:
        """Refuse fewer than the formula asks for, and more than there are."""
        cleaned: dict[str, Any] = super().clean() or {}
        population, target = cleaned.get("population"), cleaned.get("target")
        if population is not None and target is not None:
            least = sample.sample_size(population)
            if target < least:
                said = _("Untuk %(population)s pengguna diperlukan sedikitnya %(least)s responden.")
                self.add_error("target", ValidationError(said % {"population": population, "least": least}))
            elif target > population:
                self.add_error("target", _("Sasaran melebihi jumlah pengguna layanan."))
        return cleaned

    @property
    def quotas(self) -> dict[str, int]:
        """Return the quotas that were given, by segment."""
        names = [name for _label, group in self.groups for name in group]
        return {name.removeprefix("q_"): self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}
