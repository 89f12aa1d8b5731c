"""Limits that are ours and no law."""

from __future__ import annotations

from typing import Final

TITLE_MAX: Final = 200
LINE_MAX: Final = 300
TEXT_MAX: Final = 2000
URL_MAX: Final = 500
OWN_ITEMS_MAX: Final = 60
MONTHS_MAX: Final = 60
PROOFS_SHOWN: Final = 50
PAGE_ROWS: Final = 50
# A duty is "due soon", and its owner is reminded, so many days before.
SOON_DAYS: Final = 30
SOON_DAYS_MAX: Final = 180
AGENCIES_A_ROUND: Final = 200

# A link is dead only after so many failures in a row, the first so many hours ago.
DEAD_AFTER: Final = 3
DEAD_HOURS: Final = 24
# Hours until the next try after the first, second … failure; the last one holds from then on.
RETRY_HOURS: Final = (1, 24)
RECHECK_DAYS: Final = 7
# One round of the checker, once a minute: so many links, never two of one host.
LINKS_A_ROUND: Final = 16
FILES_A_ROUND: Final = 50
ASKED_AT_ONCE: Final = 8
PROBE_SECONDS: Final = 10
LEASE_MINUTES: Final = 10
CHECKS_KEPT: Final = 30
ENTRIES_A_ROUND: Final = 500

# Urgent notices.
NOTICE_DAYS_MAX: Final = 90
NOTICES_SHOWN: Final = 5
NOTICES_IN_FEED: Final = 30
MAILS_A_ROUND: Final = 200
ANNOUNCERS_MAX: Final = 200
# An address that nobody confirmed is forgotten.
UNCONFIRMED_DAYS: Final = 7
SUBSCRIBE_TRIES: Final = 5
SUBSCRIBE_SECONDS: Final = 3600
REVIEWS_SHOWN: Final = 24
