"""Why a deadline of an objection stops (alasan berhentinya tenggat); the words are stored as they stand here, as msgids."""

from __future__ import annotations

from typing import Final

from pendopo.lib.text import gettext_noop as _

ANSWERED: Final = _("tanggapan diberikan")
UNANSWERED: Final = _("tidak dijawab sampai batas waktu")
WITHDRAWN: Final = _("dicabut pemohon")
SATISFIED: Final = _("pemohon puas")
WINDOW_OVER: Final = _("waktu mengajukan sengketa berakhir")

# As the page that explains deadlines takes them: what is stored → msgid.
STOP_REASONS: Final = {reason: reason for reason in (ANSWERED, UNANSWERED, WITHDRAWN, SATISFIED, WINDOW_OVER)}
