"""Letters as files: made before any transaction begins, because the compiler takes its time."""

from __future__ import annotations

from typing import Any, Protocol

from django.http import HttpResponse
from django.utils.translation import gettext as _

from pendopo.kernel.documents.delivery import inline_pdf
from pendopo.kernel.documents.letters import LetterFailed, render_letter
from pendopo.kernel.people.doors import AgencyRequest
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.kernel.workflow.models import Case
from pendopo.kernel.workflow.views.steps import CasePages, not_allowed


class Letter(Protocol):
    """A letter ready to be made: its template (`label/name`), content and letterhead as plain JSON, its file's name."""

    @property
    def template(self) -> str:
        """Return the template."""
        ...

    @property
    def content(self) -> dict[str, Any]:
        """Return what it says."""
        ...

    @property
    def letterhead(self) -> dict[str, Any]:
        """Return who writes."""
        ...

    @property
    def file_name(self) -> str:
        """Return the name of its file."""
        ...


def rendered(letter: Letter) -> bytes:
    """Return the letter as PDF; raise NotAllowed with a remedy when it could not be made, so that nothing goes out bare."""
    try:
        return render_letter(letter.template, letter.content, letterhead=letter.letterhead)
    except LetterFailed as failed:
        raise NotAllowed(
            _(
                "Surat gagal dibuat, sehingga langkah ini belum dilakukan. Coba lagi; bila tetap gagal, hubungi admin instansi."
            )
        ) from failed


def pdf_response(letter: Letter) -> HttpResponse:
    """Return the letter as a PDF that the browser shows beside the page, under a policy that lets it run nothing.

    Raises NotAllowed when it could not be made.
    """
    return inline_pdf(rendered(letter), letter.file_name)


def paper_page(request: AgencyRequest, case: Case, pages: CasePages, letter: Letter) -> HttpResponse:
    """Return a paper of the case as `pdf_response` does; 503 in words when it could not be made."""
    try:
        return pdf_response(letter)
    except NotAllowed as failed:
        return not_allowed(request, case, pages, failed.reason, status=503)
