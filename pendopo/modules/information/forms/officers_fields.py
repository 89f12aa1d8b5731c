"""Text fields of the officers' forms: the citizens' own fields, made shorter to declare."""

from __future__ import annotations

from typing import Any

from django import forms

from pendopo.kernel.tracking.forms.fields import TextField


class BlockField(TextField):
    """Paragraphs in a box of `rows` lines."""

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        super().__init__(rows=rows, **options)


class TickField(forms.BooleanField):
    """A single box that may stay empty, as every box may: no "(opsional)" beside it."""

    def validate(self, value: Any) -> None:
        """Take it as it is."""


class LaterAmountField(forms.DecimalField):
    """An amount whose need depends on other answers."""

    def validate(self, value: Any) -> None:
        """Raise ValidationError for what is no number; an empty amount is the form's question."""
        if value is not None:
            super().validate(value)
