"""A last look before a file is opened to the requester or to everybody: what personal or hidden things are in it?

It warns and does not forbid: an officer looks and confirms. It finds what a program can find; names in a sentence and
writing in a photograph are for people.
"""

from __future__ import annotations

import json
import logging
from typing import Any, Final

from pendopo.kernel.documents.confined import ConfinedFailure, run_confined
from pendopo.kernel.documents.redaction.scanning import patterns
from pendopo.kernel.documents.rules import MEGABYTE

# Raised when the search learns something new: what was searched before is then searched again.
VERSION: Final = 1
SECONDS: Final = 60.0
MEMORY: Final = 1024 * MEGABYTE

_log = logging.getLogger(__name__)


def find_personal(content: bytes, extension: str) -> list[dict[str, Any]]:
    """Return kind, place, masked sample and count of everything found; a file that cannot be read is itself a finding."""
    try:
        told = run_confined(
            "pendopo.kernel.documents.redaction.scanning", content, extension, seconds=SECONDS, memory=MEMORY
        )
    except ConfinedFailure as failure:
        _log.warning("Search in a .%s of %d bytes failed: %s", extension, len(content), failure)
        return [{"kind": patterns.UNREADABLE, "place": "", "sample": "", "count": 1}]
    found: list[dict[str, Any]] = json.loads(told)
    return found
