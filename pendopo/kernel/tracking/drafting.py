"""The pages of a citizen's draft: one secret in a cookie, the answers sealed in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.doors import AgencyRequest
from pendopo.kernel.people.limits import count_try, exceeded
from pendopo.kernel.people.rules import Limit
from pendopo.kernel.tracking.actions import draft_answers, holder_of, keep_draft, keep_files, new_token, remove_files
from pendopo.kernel.tracking.forms.asking import KeptFilesForm
from pendopo.kernel.tracking.rules import TOKEN

# A stranger may leave this many files here in an hour; offices behind one address included.
FILES_PER_ADDRESS: Final = Limit(60, 3600)
DRAFT_SECONDS: Final = 24 * 3600
RECEIPT_SECONDS: Final = 3600


@dataclass(slots=True)
class OpenDraft:
    """What one citizen has answered so far, page by page; without answers its token is worth nothing.

    A module derives its own with `kind` (the subject type), `pages` (their names in order; each keeps its answers under
    its own), `cookie` (the name of the cookie) and `home` (URL name of the address below which the pages lie, where
    alone the browser sends the cookie; its argument is the agency's slug).
    """

    kind: ClassVar[str]
    pages: ClassVar[tuple[str, ...]]
    cookie: ClassVar[str]
    home: ClassVar[str]

    agency: Agency
    token: str = ""
    answers: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def token_in(cls, request: HttpRequest) -> str:
        """Return the token of the cookie, empty when there is none or it cannot be one of ours."""
        token = request.COOKIES.get(cls.cookie, "")
        return token if TOKEN.fullmatch(token) else ""

    @classmethod
    def of_visitor(cls, request: HttpRequest, agency: Agency) -> Self:
        """Return the visitor's draft at this agency, an empty one when there is none. One query with a cookie."""
        token = cls.token_in(request)
        return cls(agency, token, draft_answers(agency=agency, kind=cls.kind, token=token) if token else {})

    def of(self, page: str) -> dict[str, Any]:
        """Return the answers of one page, empty when it was not answered yet."""
        found: dict[str, Any] = self.answers.get(page, {})
        return found

    @property
    def unanswered(self) -> str:
        """Return the first page without answers, empty when all have them."""
        return next((page for page in self.pages if page not in self.answers), "")

    def missing_before(self, page: str) -> str:
        """Return the first unanswered page before `page`, empty when the visitor may be there."""
        return next((name for name in self.pages[: self.pages.index(page)] if name not in self.answers), "")

    @property
    def files(self) -> list[Mapping[str, Any]]:
        """Return the files kept with the draft: mappings with `id`, `name` and `size` in bytes."""
        return list(self.answers.get("files", []))

    @property
    def seconds_old(self) -> float:
        """Return how long ago the first page was answered."""
        return clock.now().timestamp() - float(self.answers.get("begun_at", 0))

    def keep(self) -> None:
        """Write the answers down. A draft that was unknown so far gets a new token, so that no sent one is reused."""
        if "begun_at" not in self.answers:
            self.token = new_token()
            self.answers["begun_at"] = clock.now().timestamp()
        keep_draft(agency=self.agency, kind=self.kind, token=self.token, answers=self.answers)

    def remember(self, response: HttpResponseBase, *, seconds: int = DRAFT_SECONDS) -> None:
        """Put the token into the browser's cookie, for the pages below `home` alone."""
        response.set_cookie(
            self.cookie,
            self.token,
            max_age=seconds,
            path=reverse(self.home, args=[self.agency.slug]),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def take_files(request: AgencyRequest, draft: OpenDraft, form: KeptFilesForm) -> bool:
    """Keep and remove the draft's files as the form says; return False when the new ones were refused."""
    holder, by = holder_of(draft.token), request.actor
    unwanted = set(form.cleaned_data.get("remove", []))
    uploads = list(form.accepted_files())
    if not unwanted and not uploads:
        return True
    visitor = client_address(request)
    key = f"draft-files:{visitor}"
    if uploads and visitor and exceeded(key, FILES_PER_ADDRESS):
        form.add_error(
            "files",
            _("Terlalu banyak berkas dari alamat jaringan Anda. Coba lagi satu jam lagi, atau kirim tanpa berkas."),
        )
        return False
    try:
        kept = keep_files(agency=draft.agency, kind=draft.kind, holder=holder, uploads=uploads, by=by)
    except FileRefused as refused:
        form.add_error("files", _(refused.template) % refused.params)
        return False
    for _each in kept:
        count_try(key, FILES_PER_ADDRESS)
    if unwanted:
        remove_files(agency=draft.agency, kind=draft.kind, holder=holder, chosen=unwanted, by=by)
    new = [{"id": str(document.pk), "name": document.name, "size": document.size} for document in kept]
    draft.answers["files"] = [each for each in draft.files if each["id"] not in unwanted] + new
    draft.keep()
    form.show_stored(draft.files)
    return True
