"""The procedure of a survey: prepared, open, closed, published; PermenPANRB 14/2017."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.workflow.rules import Procedure, State, Step
from pendopo.lib.text import gettext_noop as _

SUBJECT_TYPE: Final = "survey"
REGISTER: Final = "survey"
NUMBER_TEMPLATE: Final = "{code}-SKM-{year}-{seq:04d}"
ARTICLE: Final = "PermenPANRB 14/2017"

PREPARED, OPEN, CLOSED, PUBLISHED = "prepared", "open", "closed", "published"
# States in which answers come in.
COLLECTING: Final = frozenset({OPEN})

_MANAGERS: Final = frozenset({"ppid", "agency_admin"})
_DECIDERS: Final = frozenset({"ppid", "agency_admin", "superior"})

PROCEDURE: Final = Procedure(
    key="survey",
    version="2026.1",
    title=_("Survei kepuasan masyarakat"),
    initial=PREPARED,
    states=(
        State(PREPARED, _("Disiapkan"), _("Disiapkan"), _("Survei belum dibuka."), "neutral"),
        State(OPEN, _("Dibuka"), _("Dibuka"), _("Survei dapat diisi."), "info"),
        State(CLOSED, _("Ditutup"), _("Diolah"), _("Hasil sedang diolah dan akan diumumkan."), "warn"),
        State(PUBLISHED, _("Diumumkan"), _("Diumumkan"), _("Hasil dapat dibaca setiap orang."), "ok", is_final=True),
    ),
    steps=(
        Step("prepare_survey", _("Siapkan survei"), (), PREPARED, _MANAGERS, ARTICLE),
        Step("arrange", _("Ubah persiapan"), (PREPARED,), None, _MANAGERS, ARTICLE),
        Step("open_survey", _("Buka survei"), (PREPARED,), OPEN, _MANAGERS, ARTICLE),
        Step("plan_sample", _("Atur sampel"), (PREPARED, OPEN), None, _MANAGERS, ARTICLE),
        Step("close", _("Tutup survei"), (OPEN,), CLOSED, _MANAGERS, ARTICLE),
        Step("reopen", _("Buka lagi"), (CLOSED,), OPEN, _MANAGERS, ARTICLE),
        Step("publish", _("Umumkan hasil"), (CLOSED,), PUBLISHED, _DECIDERS, ARTICLE),
    ),
)
