"""The older register as it can be imported."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.imports.registry import Importer
from pendopo.modules.information.actions import importing
from pendopo.modules.information.rules import legacy

OLD_REGISTER = Importer(
    key="permohonan",
    title=_("Register permohonan informasi publik"),
    text=_("XLSX atau CSV dengan kolom register PPID. Setiap baris menjadi permohonan yang sudah selesai."),
    permission="information.import",
    columns=legacy.COLUMNS,
    number="number",
    examine=importing.examine,
    known=importing.known,
    write=importing.write,
    home=lambda agency: reverse("reporting:register", args=[agency.slug, "permohonan"]),
)
