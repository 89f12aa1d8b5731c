"""Kegagalan pelindungan data pribadi (insiden): the procedure, and the contents of the notices (UU 27/2022 Pasal 46)."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.workflow.rules import Procedure, State, Step
from pendopo.lib.text import gettext_noop as _

SUBJECT_TYPE: Final = "incident"
REGISTER: Final = "incident"
NUMBER_TEMPLATE: Final = "{code}-INS-{year}-{seq:04d}"
CLOCK: Final = "notice"
RULE: Final = "pdp_breach"

OPEN, TOLD, CLOSED = "open", "told", "closed"

# What a notice holds: field of the incident and heading (Pasal 46 ayat (2)).
CONTENTS: Final = (
    ("exposed", _("Data pribadi yang terungkap")),
    ("cause", _("Kapan dan bagaimana terungkap")),
    ("handling", _("Upaya penanganan dan pemulihan")),
)
# How affected cases are found.
BY_OFFICER, BY_UNIT, BY_PERIOD = "officer", "unit", "period"
WAYS: Final = {
    BY_OFFICER: _("Yang dibuka atau diunduh satu akun"),
    BY_UNIT: _("Perkara pada satu unit"),
    BY_PERIOD: _("Semua perkara yang diterima dalam satu masa"),
}

_ACTORS: Final = frozenset({"agency_admin", "ppid"})
_LAW: Final = "UU 27/2022 Pasal 46"

PROCEDURE: Final = Procedure(
    key="incident",
    version="2026.1",
    title=_("Kegagalan pelindungan data pribadi"),
    initial=OPEN,
    states=(
        State(OPEN, _("Ditangani"), _("Ditangani"), _("Pemberitahuan paling lambat 3 × 24 jam."), "error"),
        State(TOLD, _("Diberitahukan"), _("Diberitahukan"), _("Subjek data dan lembaga sudah diberi tahu."), "warn"),
        State(CLOSED, _("Selesai"), _("Selesai"), _("Insiden ditutup."), "ok", is_final=True),
    ),
    steps=(
        Step("record", _("Catat insiden"), (), OPEN, _ACTORS, _LAW),
        Step("describe", _("Perbarui uraian"), (OPEN, TOLD), None, _ACTORS, _LAW),
        Step("find", _("Cari yang terdampak"), (OPEN, TOLD), None, _ACTORS, _LAW),
        Step("tell", _("Beri tahu subjek data"), (OPEN, TOLD), TOLD, _ACTORS, _LAW),
        Step("report", _("Catat laporan ke lembaga"), (OPEN, TOLD), None, _ACTORS, _LAW),
        Step("close", _("Tutup insiden"), (TOLD,), CLOSED, _ACTORS, _LAW),
    ),
)
