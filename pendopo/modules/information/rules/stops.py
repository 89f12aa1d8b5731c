"""Why a deadline of a request stops (alasan berhentinya tenggat); the words are stored as they stand here, as msgids."""

from __future__ import annotations

from typing import Final

from pendopo.lib.text import gettext_noop as _

ANSWERED: Final = _("pemberitahuan tertulis terbit")
COMPLETE: Final = _("dinyatakan lengkap")
ASKED_TO_COMPLETE: Final = _("diminta dilengkapi")
COMPLETED: Final = _("dilengkapi pemohon")
NOT_COMPLETED: Final = _("tidak dilengkapi")
WITHDRAWN: Final = _("dicabut pemohon")
DELIVERED: Final = _("informasi diserahkan")

# As the page that explains deadlines takes them: what is stored → msgid.
STOP_REASONS: Final = {
    reason: reason for reason in (ANSWERED, COMPLETE, ASKED_TO_COMPLETE, COMPLETED, NOT_COMPLETED, WITHDRAWN, DELIVERED)
}
