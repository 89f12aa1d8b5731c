"""Who may open the pages of redaction at all; whose files, the case decides (kernel.documents.cases)."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people import rules as people

REDACT: Final = "documents.redact"

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    REDACT: frozenset({people.FRONT_OFFICE, people.BACK_OFFICE, people.PPID, people.SUPERIOR}),
}
