"""Blackening parts of a document (penghitaman): looking at pages, finding words, making the copy, proving it.

Every function here hands the file to a process of its own with bounded time and memory; nothing foreign is read in the
web process. Each raises FileRefused with a sentence when the file cannot be redacted.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from pendopo.kernel.documents.confined import ConfinedFailure, run_confined
from pendopo.kernel.documents.redaction import rules
from pendopo.kernel.documents.redaction.rules import Box
from pendopo.kernel.documents.rules import MEGABYTE, FileRefused

SECONDS: Final = 20.0
# A hundred pages, each drawn, compressed twice and laid out.
COPY_SECONDS: Final = 150.0
MEMORY: Final = 1024 * MEGABYTE
COPY_MEMORY: Final = 2560 * MEGABYTE
SCREEN_DPI: Final = 96

_log = logging.getLogger(__name__)

Place = tuple[int, Decimal, Decimal, Decimal, Decimal]


def _asked(task: str, content: bytes, extension: str, *, slow: bool = False, **order: object) -> bytes:
    told = json.dumps({"task": task, "extension": extension, **order}, default=str).encode()
    try:
        answer = run_confined(
            "pendopo.kernel.documents.redaction",
            told + b"\n" + content,
            seconds=COPY_SECONDS if slow else SECONDS,
            memory=COPY_MEMORY if slow else MEMORY,
        )
    except ConfinedFailure as failure:
        _log.warning("Redaction (%s) of a .%s of %d bytes failed: %s", task, extension, len(content), failure)
        raise FileRefused("unreadable", rules.UNREADABLE) from failure
    said, _, made = answer.partition(b"\n")
    refusal = json.loads(said)
    if refusal:
        raise FileRefused(refusal["code"], refusal["template"], refusal["params"])
    return made


def page_sizes(content: bytes, extension: str) -> list[tuple[float, float]]:
    """Return width and height of every page in points, as it is shown."""
    return [(width, height) for width, height in json.loads(_asked("measure", content, extension))]


def page_picture(content: bytes, extension: str, page: int, boxes: Sequence[Box] = ()) -> bytes:
    """Return a page (from 1) as PNG for the screen, with `boxes` burnt in as the copy will have them."""
    told = [box.as_json() for box in boxes]
    return _asked("draw", content, extension, page=page, boxes=told, dpi=SCREEN_DPI)


def find_text(content: bytes, extension: str, text: str) -> list[Place]:
    """Return page, x, y, width, height of every place where `text` stands, in per cent of the page."""
    found = json.loads(_asked("find", content, extension, text=text))
    return [(page, Decimal(x), Decimal(y), Decimal(wide), Decimal(high)) for page, x, y, wide, high in found]


def words_under(content: bytes, extension: str, boxes: Sequence[Box]) -> frozenset[str]:
    """Return the words that stand under the boxes; none in a picture, whose letters no program knows."""
    told = [box.as_json() for box in boxes]
    return frozenset(json.loads(_asked("hidden", content, extension, boxes=told)))


def make_copy(content: bytes, extension: str, boxes: Sequence[Box], words: Mapping[str, object]) -> bytes:
    """Return the copy as PDF, after another process has proven that nothing under a box is left in it.

    `words` are what the copy says by itself: see `redaction.wording`. The same input gives the same bytes. Raises
    FileRefused `not_proven` when the proof fails, and `copy_too_large`.
    """
    told = [box.as_json() for box in boxes]
    copy = _asked("copy", content, extension, slow=True, boxes=told, words=dict(words))
    own = words["own"]
    _asked("recheck", content + copy, extension, slow=True, boxes=told, source_size=len(content), own=own)
    return copy
