"""Input about bundles of paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.modules.satisfaction.models import SurveyedService
from pendopo.modules.satisfaction.rules import limits


class BatchForm(PlainForm):
    """A bundle: about which service, and how many sheets lie in it."""

    service = forms.ChoiceField(label=gettext_lazy("Layanan"))
    sheets = forms.IntegerField(
        label=gettext_lazy("Jumlah lembar"),
        min_value=1,
        max_value=limits.SHEETS_MAX,
        widget=forms.NumberInput({"data-width": "xs"}),
    )

    def __init__(self, *args: Any, asked: Sequence[SurveyedService], **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = {str(each.service_id): each for each in asked}
        named = [(key, each.service.name) for key, each in self.asked.items()]
        cast("forms.ChoiceField", self.fields["service"]).choices = named

    @property
    def chosen(self) -> SurveyedService:
        """Return the service that was chosen."""
        return self.asked[self.cleaned_data["service"]]
