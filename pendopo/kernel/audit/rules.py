"""The chain: how an entry is written down and hashed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Final

from pendopo.lib.text import gettext_noop as _

GENESIS: Final = "0" * 64
# Made once: json.dumps makes one for each call.
_WRITER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
_quoted = encode_basestring

# What is wrong with a chain: msgids, told as the end of a sentence.
ENTRY_MISSING: Final = _("catatan ini hilang")
ENTRY_CHANGED: Final = _("isi catatan tidak cocok dengan sidik rantainya")
HEAD_MISSING: Final = _("kepala rantai hilang")
HEAD_CHANGED: Final = _("catatan terakhir hilang atau kepala rantai diubah")
ANCHOR_FORGED: Final = _("tanda tangan jangkarnya tidak sah")
ANCHOR_DIFFERS: Final = _("catatan ini berbeda dari yang dijangkarkan")
ANCHORED_MISSING: Final = _("catatan ini pernah dijangkarkan dan sekarang tidak ada")
REASONS: Final = (
    ENTRY_MISSING,
    ENTRY_CHANGED,
    HEAD_MISSING,
    HEAD_CHANGED,
    ANCHOR_FORGED,
    ANCHOR_DIFFERS,
    ANCHORED_MISSING,
)


def canonical(
    *, agency: str, seq: int, at: datetime, actor: str, action: str, subject: str, details: Mapping[str, object]
) -> str:
    """Return the one text of an entry that is hashed: every column stands in it, keys sorted, instants in UTC.

    It is JSON, put together by hand because a million of them are read at one go.
    """
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    return (
        f'{{"action":{_quoted(action)},"actor":{_quoted(actor)},"agency":{_quoted(agency)},"at":"{instant}",'
        f'"details":{_WRITER.encode(details)},"seq":{seq},"subject":{_quoted(subject)}}}'
    )


def link(previous: str, text: str) -> str:
    """Return the hash (64 hexadecimal digits) that binds `text` to the entry before it."""
    return sha256(f"{previous}|{text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Anchored:
    """The head of an agency's chain as it was signed on a day: whoever kept it can prove that a chain was rewritten."""

    on: date
    agency_id: str
    seq: int
    head: str
    signature: str

    @property
    def text(self) -> str:
        """Return what is signed."""
        return f"pendopo audit anchor 1 {self.on.isoformat()} {self.agency_id} {self.seq} {self.head}"

    @property
    def line(self) -> str:
        """Return it as one line, as it is published and kept."""
        return f"{self.on.isoformat()} {self.agency_id} {self.seq} {self.head} {self.signature}"


def read_anchors(text: str) -> list[Anchored]:
    r"""Return the anchors of a published or kept text; comments and what is no anchor are passed over.

    >>> read_anchors("# kunci\n2026-11-22 6f0c 3 ab12 c2ln\nlain")
    [Anchored(on=datetime.date(2026, 11, 22), agency_id='6f0c', seq=3, head='ab12', signature='c2ln')]
    """
    found = []
    for line in text.splitlines():
        words = line.split()
        try:
            on, agency_id, seq, head, signature = words
            found.append(Anchored(date.fromisoformat(on), agency_id, int(seq), head, signature))
        except ValueError:
            continue
    return found
