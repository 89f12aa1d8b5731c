"""Input: the file, and which of its columns is which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendopo.kernel.documents.forms import DocumentField
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.documents.rules import MAX_FILE_BYTES, extension_of
from pendopo.kernel.imports.models import ImportRun
from pendopo.kernel.imports.reading import in_utf8
from pendopo.kernel.imports.registry import Importer

TABLES: Final = frozenset({"xlsx", "csv"})


class TableField(DocumentField):
    """A table as XLSX or CSV; CSV of older programs is turned into UTF-8 before it is inspected."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allowed=TABLES, **options)

    def clean(self, value: UploadedFile[Any] | None) -> Inspected | None:
        """Return the inspected file; raise ValidationError with the refusal's sentence."""
        if value is not None and extension_of(value.name or "") == "csv" and 0 < (value.size or 0) <= MAX_FILE_BYTES:
            value = SimpleUploadedFile(_kept_name(value), in_utf8(value.read()), "text/csv")
        return super().clean(value)


def _kept_name(upload: UploadedFile[Any]) -> str:
    return str(upload.name)


class BeginForm(forms.Form):
    """The file of the older register."""

    file = TableField(label=gettext_lazy("Berkas register lama"))


def letters_of(place: int) -> str:
    """Return the name of a column in a spreadsheet: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


class MapForm(forms.Form):
    """One choice per column of the importer: which column of the file holds it."""

    def __init__(
        self, *args: Any, run: ImportRun, importer: Importer, samples: Sequence[str] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.importer = importer
        choices = [("", _("Tidak ada dalam berkas"))]
        for place, heading in enumerate(run.headings):
            sample = f" – {samples[place]}" if place < len(samples) and samples[place] else ""
            choices.append((str(place), f"{letters_of(place)}: {heading or _('tanpa judul')}{sample}"))
        for column in importer.columns:
            self.fields[column.key] = forms.ChoiceField(
                label=_(column.label),
                choices=choices,
                required=column.needed,
                initial=str(run.mapping[column.key]) if column.key in run.mapping else "",
            )

    def clean(self) -> dict[str, Any]:
        """Refuse one column of the file for two of ours."""
        cleaned: dict[str, Any] = super().clean() or {}
        used: dict[str, str] = {}
        for column in self.importer.columns:
            place = cleaned.get(column.key)
            if not place:
                continue
            if place in used:
                told = _("Kolom ini sudah dipakai untuk “%(other)s”. Pilih kolom lain.")
                self.add_error(column.key, ValidationError(told, params={"other": used[place]}))
            used.setdefault(place, _(column.label))
        return cleaned

    @property
    def mapping(self) -> dict[str, int]:
        """Return column → place of a valid form."""
        return {key: int(place) for key, place in self.cleaned_data.items() if place}
