"""How often a message is tried (percobaan kirim), when it is late, and what may stand in its header."""

from __future__ import annotations

import datetime as dt
from typing import Final

# Minutes until the next try after the first, second … failure: about a day in all, then a person must look.
BACK_OFF_MINUTES: Final = (1, 5, 15, 60, 180, 360, 720)
MAX_TRIES: Final = 8
# No message waits longer for its next try, with an hour by which the clocks of several machines may be apart.
LONGEST_WAIT: Final = dt.timedelta(minutes=max(BACK_OFF_MINUTES) + 60)
# A worker that dies while sending leaves its message to the others after this time: longer than a mail server may be
# silent (settings.EMAIL_TIMEOUT), short enough that a citizen's mail waits no minute for it.
LEASE: Final = dt.timedelta(seconds=30)
STALE_AFTER: Final = dt.timedelta(minutes=10)
MAX_SUBJECT: Final = 200


def back_off(attempt: int) -> dt.timedelta:
    """Return the wait after failed try number `attempt` (from 1).

    >>> back_off(2)
    datetime.timedelta(seconds=300)
    """
    return dt.timedelta(minutes=BACK_OFF_MINUTES[min(attempt, len(BACK_OFF_MINUTES)) - 1])


def check_header(value: str, *, what: str) -> str:
    """Return `value` when it fits on one header line; raise ValueError for an empty one or one with a line break."""
    if not value.strip():
        raise ValueError(f"A message needs a {what}.")
    if any(sign in value for sign in "\r\n\x00\v\f\x85\u2028\u2029"):
        raise ValueError(f"The {what} of a message must not contain line breaks.")
    return value.strip()


def check_path(url: str) -> str:
    """Return `url` when it is a path on this site; raise ValueError otherwise."""
    if url and (not url.startswith("/") or url.startswith("//") or "\\" in url):
        raise ValueError(f"A notice leads to a path on this site, not to {url!r}.")
    return url


def mask_address(address: str) -> str:
    """Return an e-mail address that can be recognised by its owner only.

    >>> mask_address("siti.aminah@contoh.id")
    's•••@contoh.id'
    """
    local, at, domain = address.partition("@")
    return f"{local[:1]}•••{at}{domain}"
