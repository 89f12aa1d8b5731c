"""Fields of the officers' forms whose need depends on other answers, and on the rules."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.tracking.forms.fields import TextField
from pendopo.modules.exemptions.rules import limits
from pendopo.ui.fields import DateField


class LinesField(TextField):
    """A list written one to a line, at most `most`."""

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(later=True, rows=4, max_length=limits.TEXT_MAX, **options)

    def clean(self, value: Any) -> Any:
        """Return the lines that hold something; raise ValidationError for too many."""
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > self.most:
            raise ValidationError(gettext("Paling banyak %(n)s baris.") % {"n": self.most}, code="most")
        return lines


class OpenDateField(DateField):
    """A date whose need depends on other answers."""

    default_error_messages = {"invalid": _("Isi tanggal yang benar, misalnya 31 Desember 2030.")}

    def validate(self, value: Any) -> None:
        """Leave an empty date to the rules."""
