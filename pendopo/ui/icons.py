"""The icons of ``static/pendopo/icons.svg``: drawn for Pendopo on a grid of 24 with a line of 2, one symbol a line."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_SPRITE = Path(__file__).parent / "static" / "pendopo" / "icons.svg"


@lru_cache(maxsize=1)
def icon_names() -> tuple[str, ...]:
    """Return the names of all icons in the sprite, in alphabetical order."""
    return tuple(sorted(re.findall(r'<symbol id="([a-z-]+)"', _SPRITE.read_text(encoding="utf-8"))))
