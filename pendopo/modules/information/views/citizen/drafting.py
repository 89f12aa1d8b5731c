"""The draft of a request between its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from pendopo.kernel.tracking.drafting import OpenDraft
from pendopo.modules.information.rules import request as rules

COOKIE: Final = "pendopo_konsep"
# The pages in their order; each keeps its answers under its own name.
PAGES: Final = ("wish", "requester", "way")


@dataclass(slots=True)
class Draft(OpenDraft):
    """A request as far as one citizen has written it."""

    kind: ClassVar[str] = rules.SUBJECT_TYPE
    pages: ClassVar[tuple[str, ...]] = PAGES
    cookie: ClassVar[str] = COOKIE
    home: ClassVar[str] = "information:start"

    def wish(self) -> rules.Wish:
        """Return what is asked for; all pages must be answered."""
        return rules.Wish(**self.of("wish"), **self.of("way"))

    def requester(self) -> rules.Requester:
        """Return who asks; the page must be answered."""
        return rules.Requester(**self.of("requester"))
