"""The way from an address to a document that this officer may redact."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.cases import FileCase, case_of
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.queries import demand_clean, find_document
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.people.doors import AgencyRequest
from pendopo.kernel.people.permissions import Denied
from pendopo.ui.errors import error_response
from pendopo.ui.formats import citation


@dataclass(frozen=True, slots=True)
class Entered:
    """A document with its case."""

    document: Document
    case: FileCase

    @property
    def reasons(self) -> dict[str, str]:
        """Return the lawful reasons in the language of the screen."""
        return {code: f"{citation(article)}: {_(words)}" for code, (article, words) in self.case.reasons.items()}

    @property
    def written_reasons(self) -> dict[str, str]:
        """Return the lawful reasons as a copy writes them, in Indonesian."""
        return {code: f"{article}: {words}" for code, (article, words) in self.case.reasons.items()}


def enter(request: AgencyRequest, agency: Agency, pk: UUID) -> Entered:
    """Return the document and its case.

    Raises Http404 for a stranger's, PermissionDenied for one who only reads and for a file that is in quarantine.
    """
    document = find_document(agency, pk)
    case = case_of(agency, request.actor, document) if document else None
    if document is None or case is None or not document.is_current:
        raise Http404(_("Berkas ini tidak ada, sudah diganti, atau bukan bagian pekerjaan Anda."))
    if isinstance(case.may_change, Denied):
        raise PermissionDenied(_(case.may_change.reason))
    try:
        demand_clean([document])
    except FileRefused as held:
        raise PermissionDenied(_(held.template) % held.params) from held
    document.agency = agency
    return Entered(document, case)


def refused(request: AgencyRequest, entered: Entered, refusal: FileRefused) -> HttpResponse:
    """Return the page that says why this file cannot be redacted."""
    return error_response(
        request,
        409,
        title=_("Berkas ini tidak dapat dihitamkan di sini"),
        message=_(refusal.template) % refusal.params,
        remedy=_("Berkas asli tidak berubah. Kembali ke %(case)s lewat daftar pekerjaan.")
        % {"case": entered.case.label},
    )
