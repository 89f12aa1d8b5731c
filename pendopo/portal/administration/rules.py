"""Batas pengaturan: how codes and usernames are written, how a one-time password looks, how much is verified at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

# Column of a number's template.
TEMPLATE_MAX: Final = 80

# Above this a chain is verified from the console: a page must answer in seconds.
MOST_VERIFIED: Final = 50_000

# Letters and digits that cannot be taken for one another when a password is read out; four groups of four are 79 bits.
READABLE_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS: Final = 4
GROUP_SIGNS: Final = 4

USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9./_-]{0,19}")

# Changes of these move dates that are already running.
MOVES_CLOCKS: Final = ("timezone", "week_days", "calendar_scope", "receipt_policy")


def one_time_password(choose: Callable[[str], str]) -> str:
    """Return a password of groups joined by hyphens; `choose` picks one sign, secretly (secrets.choice).

    >>> one_time_password(lambda signs: signs[0])
    'aaaa-aaaa-aaaa-aaaa'
    """
    return "-".join("".join(choose(READABLE_SIGNS) for _sign in range(GROUP_SIGNS)) for _group in range(GROUPS))
