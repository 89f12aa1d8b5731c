"""Who may read an inbox and the delivery log."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people.permissions import declare_permissions
from pendopo.kernel.people.rules import AGENCY_ADMIN, ROLES

INBOX: Final = "notifications.inbox"
DELIVERIES: Final = "notifications.deliveries"


def declare() -> None:
    """Declare this app's permissions; everybody on the staff has an inbox, the log is for the agency's admin."""
    declare_permissions({INBOX: frozenset(ROLES), DELIVERIES: frozenset({AGENCY_ADMIN})})
