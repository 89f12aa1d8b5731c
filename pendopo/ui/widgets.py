"""Widgets that Django lacks: options with a hint, native dates and times, several files, tracking codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms


class HintedOptions(forms.widgets.ChoiceWidget):
    """Mixin for radios and tick boxes: one line of help under an option, read with it by screen readers."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Any = (), *, hints: Mapping[Any, Any] | None = None
    ):
        """Take ``hints``: option value → text (lazy text allowed)."""
        super().__init__(attrs, choices)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return Django's option with its hint and the id that ties them together."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        option["hint"] = self.hints.get(str(option["value"]), "")
        if option["hint"] and option["attrs"].get("id"):
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class RadioSelect(HintedOptions, forms.RadioSelect):
    """Radios with ``hints``."""


class CheckboxSelectMultiple(HintedOptions, forms.CheckboxSelectMultiple):
    """Tick boxes with ``hints``."""


class DateInput(forms.DateInput):
    """The browser's own date field; sends and shows ISO dates."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({"data-width": "m", **(attrs or {})}, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time field, to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({"data-width": "s", **(attrs or {})}, format="%H:%M")


class FileInput(forms.FileInput):
    """A file field; ``multiple`` lets several be chosen, ``accept`` narrows the chooser (never trusted)."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, multiple: bool = False, accept: str = ""):
        extra: dict[str, Any] = {"multiple": multiple}
        if accept:
            extra["accept"] = accept
        super().__init__({**extra, **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the file, or with ``multiple`` the list of files."""
        if self.attrs.get("multiple") and hasattr(files, "getlist"):
            return files.getlist(name)
        return files.get(name)


class CodeInput(forms.TextInput):
    """A field for numbers and secret codes: wide letters, no correction or completion by the browser."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        quiet = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "p-code"}
        super().__init__({**quiet, **(attrs or {})})
