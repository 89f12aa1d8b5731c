"""What is shown beside the words that a citizen types: suggestions, with the way to be done and the way to go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.search.queries import Hit
from pendopo.kernel.search.registry import find_searchable
from pendopo.lib.text import clean_line
from pendopo.modules.disclosure.actions import counting
from pendopo.modules.disclosure.queries.suggestions import near
from pendopo.modules.disclosure.rules import limits

SEARCH: Final = "disclosure/parts/search.html"
RESULTS: Final = "disclosure/parts/results.html"


@dataclass(frozen=True, slots=True)
class Shown:
    """One suggestion on a page."""

    hit: Hit
    label: Any

    @property
    def key(self) -> str:
        """Return how the page's buttons name it."""
        return f"{self.hit.kind}:{self.hit.id}"


def panel(agency: Agency, words: str, *, address: str, token: str = "") -> dict[str, Any]:
    """Return what the templates of this page part need, and count what is shown."""
    sought = clean_line(words)[: limits.TEXT_MAX]
    hits = near(agency, sought) if len(sought) >= limits.SHORTEST else []
    items = [(hit.kind, hit.id) for hit in hits]
    if items or token:
        token = counting.shown(agency=agency, items=items, token=token, address=address)
    return {
        "words": sought,
        "shown": [Shown(hit, _label(hit.kind)) for hit in hits],
        "token": token,
        "status": _status(sought, len(hits)),
    }


def _label(kind: str) -> Any:
    found = find_searchable(kind)
    return found.label if found else kind


def _status(words: str, found: int) -> str:
    """Return the line that is read out when what was found changes."""
    if len(words) < limits.SHORTEST:
        return ""
    if not found:
        return _("Belum ada yang cocok.")
    return _("%(n)s yang cocok sudah diumumkan.") % {"n": found}
