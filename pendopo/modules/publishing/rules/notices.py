"""Peringatan serta-merta: one form, in force at once, updated while it lasts, ended with a reason."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.workflow.rules import SYSTEM, Procedure, State, Step
from pendopo.lib.text import gettext_noop as _

SUBJECT_TYPE: Final = "notice"
SEARCH_KIND: Final = "notice"
REGISTER: Final = "notice"
NUMBER_TEMPLATE: Final = "{code}-SM-{year}-{seq:04d}"
ARTICLE: Final = "UU 14/2008 Pasal 10; PerKI 1/2021 Pasal 25"

IN_FORCE, ENDED = "in_force", "ended"
_ANNOUNCERS: Final = frozenset({"ppid", "front_office", "back_office"})

PROCEDURE: Final = Procedure(
    key="notice",
    version="2026.1",
    title=_("Pengumuman serta-merta"),
    initial=IN_FORCE,
    states=(
        State(IN_FORCE, _("Berlaku"), _("Berlaku"), _("Peringatan tampil di beranda sampai berakhir."), "error"),
        State(ENDED, _("Berakhir"), _("Berakhir"), _("Peringatan tidak berlaku lagi."), "neutral", is_final=True),
    ),
    steps=(
        Step("announce", _("Umumkan peringatan"), (), IN_FORCE, _ANNOUNCERS, ARTICLE),
        Step("update", _("Perbarui"), (IN_FORCE,), None, _ANNOUNCERS, ARTICLE),
        Step("end", _("Akhiri"), (IN_FORCE,), ENDED, _ANNOUNCERS, ARTICLE),
        Step("expire", _("Akhiri karena waktunya habis"), (IN_FORCE,), ENDED, frozenset({SYSTEM}), ARTICLE),
    ),
)
