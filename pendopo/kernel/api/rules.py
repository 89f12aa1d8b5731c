"""What a key looks like and how long it lives, how deliveries are signed, and bounds of our own choice."""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from pendopo.kernel.people.rules import Limit

VERSION: Final = "1"
# Where the operations stand; whoever changes what is answered in a way that breaks clients opens another one.
ROOT: Final = "/api/v1/"

TOKEN_WORD: Final = "pdp"  # noqa: S105 - how keys begin, so that scanners of sources find a lost one
PREFIX_LENGTH: Final = 8
SECRET_BYTES: Final = 32
_TOKEN: Final = re.compile(rf"{TOKEN_WORD}_([a-z0-9]{{{PREFIX_LENGTH}}})_[A-Za-z0-9_-]{{43}}")
# Days for which a key may be made; the first is offered first.
LIFETIMES: Final = (90, 30, 180, 365)
TOKENS_MAX: Final = 100
NAME_MAX: Final = 80

PER_TOKEN: Final = Limit(600, 60)
# Last use is written down at most this often.
USED_AGAIN_SECONDS: Final = 300
# Levels of agencies above an agency whose keys may reach it.
LEVELS: Final = 5

PAGE_ROWS: Final = 25
PAGE_ROWS_MAX: Final = 100
WORDS_MAX: Final = 200

# An answer to a call that writes is kept so long for whoever did not hear it.
KEPT_DAYS: Final = 7
KEY_MAX: Final = 64
KEY: Final = re.compile(r"[!-~]{8,64}")

WEBHOOKS_MAX: Final = 20
URL_MAX: Final = 250
SUBJECT_TYPE: Final = "webhook"
SECONDS_TO_ANSWER: Final = 10.0
# Entries of the trail read for one webhook at once.
TRAIL_ROWS: Final = 500
# Seconds between two looks at the trail.
SPREAD_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class Scope:
    """What a key lets a program do (cakupan): name, words, and the roles in which its actions are taken."""

    name: str
    label: str
    roles: frozenset[str] = frozenset()


def prefix_of(text: str) -> str | None:
    """Return the visible part of a key as it is sent, None for what is no key.

    >>> prefix_of("pdp_ab12cd34_" + "x" * 43), prefix_of("pdp_short")
    ('ab12cd34', None)
    """
    found = _TOKEN.fullmatch(text)
    return found.group(1) if found else None


def secret_text(secret: bytes) -> str:
    """Return a webhook's secret as it is shown (Standard Webhooks: whsec_ and base64)."""
    return f"whsec_{base64.b64encode(secret).decode()}"


def signature(secret: bytes, *, message: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a delivery: HMAC-SHA256 over message, timestamp and body, joined by dots.

    >>> signature(b"k" * 24, message="m", timestamp=1, body=b"{}")
    'v1,sOcjHWwhsxgZhEJjYWBXEw6Mfd1Wya5uC87RFLwdDzI='
    """
    signed = f"{message}.{timestamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.new(secret, signed, sha256).digest()).decode()}"
