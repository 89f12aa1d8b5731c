"""The draft between the pages: one secret in a cookie, the answers sealed in the database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.modules.information.actions.drafts import draft_answers, keep_draft, new_token
from pendopo.modules.information.rules import request as rules
from pendopo.modules.information.views.citizen.answers import address

COOKIE: Final = "pendopo_konsep"
# The pages in their order; each keeps its answers under its own name.
PAGES: Final = ("wish", "requester", "way")
DRAFT_SECONDS: Final = 24 * 3600
RECEIPT_SECONDS: Final = 3600
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(slots=True)
class Draft:
    """What one citizen has answered so far, page by page; without answers its token is worth nothing."""

    agency: Agency
    token: str = ""
    answers: dict[str, Any] = field(default_factory=dict)

    def of(self, page: str) -> dict[str, Any]:
        """Return the answers of one page, empty when it was not answered yet."""
        found: dict[str, Any] = self.answers.get(page, {})
        return found

    @property
    def unanswered(self) -> str:
        """Return the first page without answers, empty when all have them."""
        return next((page for page in PAGES if page not in self.answers), "")

    @property
    def files(self) -> list[Mapping[str, Any]]:
        """Return the files kept with the draft: mappings with `id`, `name` and `size` in bytes."""
        return list(self.answers.get("files", []))

    @property
    def seconds_old(self) -> float:
        """Return how long ago the first page was answered."""
        return clock.now().timestamp() - float(self.answers.get("begun_at", 0))

    def wish(self) -> rules.Wish:
        """Return what is asked for; all pages must be answered."""
        return rules.Wish(**self.of("wish"), **self.of("way"))

    def requester(self) -> rules.Requester:
        """Return who asks; the page must be answered."""
        return rules.Requester(**self.of("requester"))

    def keep(self) -> None:
        """Write the answers down. A draft that was unknown so far gets a new token, so that no sent one is reused."""
        if "begun_at" not in self.answers:
            self.token = new_token()
            self.answers["begun_at"] = clock.now().timestamp()
        keep_draft(agency=self.agency, token=self.token, answers=self.answers)


def token_in(request: HttpRequest) -> str:
    """Return the token of the cookie, empty when there is none or it cannot be one of ours."""
    token = request.COOKIES.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else ""


def open_draft(request: HttpRequest, agency: Agency) -> Draft:
    """Return the visitor's draft at this agency, an empty one when there is none. One query with a cookie."""
    token = token_in(request)
    return Draft(agency, token, draft_answers(agency=agency, token=token) if token else {})


def remember(response: HttpResponseBase, draft: Draft, *, seconds: int = DRAFT_SECONDS) -> None:
    """Put the token into the browser's cookie, for the pages of asking alone."""
    response.set_cookie(
        COOKIE,
        draft.token,
        max_age=seconds,
        path=address("start", draft.agency),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
