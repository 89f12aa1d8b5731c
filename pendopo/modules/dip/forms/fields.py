"""Fields of the officers' forms."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from pendopo.kernel.tracking.forms.fields import TextField
from pendopo.modules.dip.rules import limits
from pendopo.modules.dip.rules.contents import Link, NoLink, read_link


class TagsField(TextField):
    """Words between commas."""

    def clean(self, value: Any) -> Any:
        """Return the words, each once."""
        words = (word.strip() for word in str(super().clean(value)).split(","))
        return list(dict.fromkeys(word for word in words if word))


class LinksField(TextField):
    """Links, one to a line: the address, then its name."""

    def clean(self, value: Any) -> Any:
        """Return the links; raise ValidationError for a line that holds none, and for too many."""
        lines = [line for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > limits.LINKS_MAX:
            raise ValidationError(gettext("Paling banyak %(n)s tautan.") % {"n": limits.LINKS_MAX}, code="most")
        return [self._read(line) for line in lines]

    def _read(self, line: str) -> Link:
        try:
            return read_link(line)
        except NoLink as wrong:
            sentence = gettext("“%(line)s” bukan alamat tautan. Tulis seperti https://contoh.go.id/berkas.pdf.")
            raise ValidationError(sentence % {"line": line[:60]}, code="link") from wrong
