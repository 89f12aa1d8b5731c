"""The chain: how an entry is written down and hashed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from pendopo.lib.text import gettext_noop as _

GENESIS: Final = "0" * 64

# What is wrong with a chain: msgids, told as the end of a sentence.
ENTRY_MISSING: Final = _("catatan ini hilang")
ENTRY_CHANGED: Final = _("isi catatan tidak cocok dengan sidik rantainya")
HEAD_MISSING: Final = _("kepala rantai hilang")
HEAD_CHANGED: Final = _("catatan terakhir hilang atau kepala rantai diubah")
REASONS: Final = (ENTRY_MISSING, ENTRY_CHANGED, HEAD_MISSING, HEAD_CHANGED)


def canonical(
    *, agency: str, seq: int, at: datetime, actor: str, action: str, subject: str, details: Mapping[str, object]
) -> str:
    """Return the one text of an entry that is hashed: every column stands in it, keys sorted, instants in UTC."""
    body = {
        "agency": agency,
        "seq": seq,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "action": action,
        "subject": subject,
        "details": details,
    }
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def link(previous: str, text: str) -> str:
    """Return the hash (64 hexadecimal digits) that binds `text` to the entry before it."""
    return sha256(f"{previous}|{text}".encode()).hexdigest()
