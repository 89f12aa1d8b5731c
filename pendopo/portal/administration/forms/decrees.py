"""A decree on days off, with its file."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.calendar.decree_files import MOST_BYTES
from pendopo.kernel.tracking.forms.fields import TextField
from pendopo.ui.fields import DateField
from pendopo.ui.widgets import FileInput, RadioSelect

ALL, SOME = "semua", "sebagian"


class DecreeForm(forms.Form):
    """The decree, what its file holds, and the file; the second time the file comes back as it was read."""

    decree = TextField(
        label=_("Keputusan"),
        max_length=200,
        help_text=_("Misalnya: SKB 3 Menteri 1497/2025, 2/2025, 5/2025."),
        missing=_("Tulis nama dan nomor keputusan."),
    )
    decree_on = DateField(
        label=_("Tanggal keputusan"),
        error_messages={"required": _("Pilih tanggal keputusan.")},
    )
    extent = forms.ChoiceField(
        label=_("Isi berkas"),
        choices=[(ALL, _("Semua hari libur dan cuti bersama tahun itu")), (SOME, _("Hanya tambahan atau perubahan"))],
        widget=RadioSelect(
            hints={
                ALL: _("Hari yang tidak ada dalam berkas dicabut, dan tahunnya menjadi tetap."),
                SOME: _("Hari yang tidak ada dalam berkas tidak disentuh."),
            }
        ),
        error_messages={"required": _("Pilih apa yang dimuat berkas ini.")},
    )
    file = forms.FileField(
        label=_("Berkas CSV"),
        required=False,
        widget=FileInput(accept=".csv,.txt"),
        help_text=_("Kolom: tanggal, nama, jenis. Dari Excel: Simpan sebagai, CSV."),
    )
    content = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Needed until it was read once; then it comes back as `content`.
        self.fields["file"].required = not (self.is_bound and self.data.get("content"))
        self.fields["file"].error_messages["required"] = _("Unggah berkas CSV.")

    def clean(self) -> dict[str, Any]:
        """Put the bytes of the file into `bytes`, or ask for it."""
        given: dict[str, Any] = super().clean() or {}
        upload = given.get("file")
        if upload is not None:
            if upload.size > MOST_BYTES:
                self.add_error("file", _("Berkas terlalu besar. Satu tahun hari libur muat dalam beberapa kilobita."))
            else:
                given["bytes"] = upload.read()
        elif given.get("content"):
            try:
                given["bytes"] = base64.b64decode(given["content"], validate=True)
            except (binascii.Error, ValueError):
                self.add_error("file", _("Unggah berkasnya sekali lagi."))
        elif not self.has_error("file"):
            self.add_error("file", _("Unggah berkas CSV."))
        return given

    @property
    def complete(self) -> bool:
        """Return whether the file holds all days off of its years; valid forms only."""
        return bool(self.cleaned_data["extent"] == ALL)

    def carried(self) -> list[tuple[str, str]]:
        """Return the valid input as hidden fields, for the page on which it is confirmed."""
        given = self.cleaned_data
        return [
            ("decree", given["decree"]),
            ("decree_on", given["decree_on"].isoformat()),
            ("extent", given["extent"]),
            ("content", base64.b64encode(given["bytes"]).decode()),
        ]
