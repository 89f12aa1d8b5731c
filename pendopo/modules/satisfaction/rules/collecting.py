"""How screens show the questionnaire, which services are asked about by themselves, which sheets are typed again."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final
from uuid import UUID

from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.rules.limits import CHECK_LEAST, CHECK_SHARE_PERCENT

# Of a code that is typed on a screen: nothing that can be taken for something else.
PAIRING_SIGNS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"

# How the screen at a counter shows the questionnaire.
LAYOUTS: Final[Mapping[str, str]] = {
    "single": _("Satu pertanyaan per layar"),
    "compact": _("Semua pertanyaan sekaligus"),
}

# Services whose cases this program handles itself, by Service.kind.
INQUIRY_SERVICE: Final = "permohonan-informasi"
OBJECTION_SERVICE: Final = "keberatan-informasi"


def sheets_to_check(batch: UUID, sheets: int) -> list[int]:
    """Return the positions (from 1) of the sheets that are typed again, in order.

    Drawn by a digest of the batch's key: nobody who types knows them before, everybody who asks gets the same.

    >>> len(sheets_to_check(UUID(int=1), 100)), sheets_to_check(UUID(int=1), 3)
    (10, [1, 2, 3])
    """
    wanted = min(sheets, max(CHECK_LEAST, -(-sheets * CHECK_SHARE_PERCENT // 100)))
    drawn = sorted(range(1, sheets + 1), key=lambda place: sha256(batch.bytes + place.to_bytes(4, "big")).digest())
    return sorted(drawn[:wanted])
