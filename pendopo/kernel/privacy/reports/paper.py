"""A letter-like file ready to be rendered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Paper:
    """Template, content and letterhead as plain JSON, and the name of the file."""

    template: str
    content: dict[str, Any]
    letterhead: dict[str, Any]
    file_name: str
