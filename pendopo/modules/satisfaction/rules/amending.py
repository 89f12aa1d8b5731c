"""Why an answer may be corrected or removed: fixed words, so that no personal data gets into the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pendopo.lib.text import gettext_noop as _

CORRECTIONS: Final[Mapping[str, str]] = {
    "typing": _("Salah ketik saat memasukkan kuesioner kertas"),
    "double_entry": _("Pemeriksaan entri ganda"),
    "service": _("Tercatat pada layanan yang salah"),
    "respondent": _("Permintaan responden"),
}
REMOVALS: Final[Mapping[str, str]] = {
    "respondent": _("Permintaan responden (penghapusan data pribadi)"),
    "twice": _("Kuesioner yang sama masuk dua kali"),
    "not_served": _("Bukan pengguna layanan"),
    "test": _("Isian percobaan"),
}
