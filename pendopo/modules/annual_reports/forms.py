"""Input for annual reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.tracking.forms.fields import PlainField, PlainForm
from pendopo.modules.annual_reports import rules
from pendopo.modules.annual_reports.rules import limits


class StartForm(PlainForm):
    """The year to report on; `years` are those that have no report yet."""

    year = forms.TypedChoiceField(label=_("Tahun laporan"), coerce=int)

    def __init__(self, *given: Any, years: list[int]) -> None:
        super().__init__(*given)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class WriteForm(PlainForm):
    """The passages of one part; everything may stay empty until the report is proposed."""

    def __init__(self, *given: Any, part: rules.Part, texts: dict[str, str]) -> None:
        super().__init__(*given)
        for passage in part.passages:
            self.fields[passage.key] = PlainField(
                label=gettext(passage.heading),
                help_text=gettext(passage.hint),
                block=True,
                required=False,
                max_length=limits.TEXT_MAX,
                initial=texts.get(passage.key, ""),
                widget=forms.Textarea({"rows": 8}),
            )


class SendBackForm(PlainForm):
    """Why the report goes back."""

    note = PlainField(
        label=_("Catatan untuk PPID"),
        block=True,
        max_length=limits.NOTE_MAX,
        error_messages={"required": _("Tulis apa yang perlu diperbaiki.")},
    )
