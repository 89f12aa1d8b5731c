"""Text fields of the officers' forms: the citizens' own fields, made shorter to declare."""

from __future__ import annotations

from typing import Any

from django import forms

from pendopo.kernel.tracking.forms.fields import AskedLaterField, PlainField


class _DeclaredField(AskedLaterField):
    """A text field told by two words: `missing` is the sentence for an empty one, `later` leaves that to the form.

    With neither it may stay empty, and the page says "(opsional)".
    """

    def __init__(self, *, missing: Any = "", later: bool = False, **options: Any) -> None:
        self.later = later
        options |= {"required": bool(missing) or later, "error_messages": {"required": missing}}
        super().__init__(**options)

    def validate(self, value: str) -> None:
        """Raise ValidationError for an empty text, unless the form decides later, and for one that is too long."""
        if value or not self.later:
            PlainField.validate(self, value)


class LineField(_DeclaredField):
    """One line."""

    def __init__(self, *, width: str = "", **options: Any) -> None:
        options.setdefault("widget", forms.TextInput({"data-width": width} if width else None))
        super().__init__(**options)


class BlockField(_DeclaredField):
    """Paragraphs in a box of `rows` lines."""

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        super().__init__(block=True, widget=forms.Textarea({"rows": rows}), **options)


class LaterChoicesField(forms.MultipleChoiceField):
    """Tick boxes whose need depends on other answers: no "(opsional)" beside them, and the form says when they miss."""

    def validate(self, value: Any) -> None:
        """Raise ValidationError for a choice that is not in the list."""
        if value:
            super().validate(value)


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
