"""A request as papers of a dossier: how it was asked, and how it was answered; with identities, for the PPID only."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Purpose
from pendopo.kernel.documents.papers import CasePaper
from pendopo.kernel.documents.queries import documents_of
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.queries.own import issued_notice
from pendopo.modules.information.rules.notice import DECISIONS
from pendopo.modules.information.rules.request import CHANNELS, SUBJECT_TYPE

# What the requester brought, and what the agency gave; material between units is nobody else's business.
_BROUGHT = (Purpose.IDENTITY, Purpose.ATTACHMENT)
_GIVEN = (Purpose.LETTER, Purpose.ANSWER)


def papers_of(agency: Agency, inquiry_id: UUID) -> list[CasePaper]:
    """Return the papers of one request by day, empty for an unknown one. Two queries."""
    found = Inquiry.objects.for_agency(agency).filter(pk=inquiry_id).select_related("contact", "notice").first()
    if found is None:
        return []
    files = documents_of(agency, SUBJECT_TYPE, [found.pk], purposes=[*_BROUGHT, *_GIVEN])[found.pk]
    contact, notice = found.contact, issued_notice(found)
    papers = [
        CasePaper(
            _("Permohonan informasi publik"),
            found.received_at.astimezone(agency.zone).date(),
            [
                (_("Nomor pendaftaran"), found.number),
                (_("Diterima melalui"), _(CHANNELS[found.channel])),
                (_("Pemohon"), contact.name),
                (_("Bertindak untuk"), contact.on_behalf_of),
                (_("Alamat"), contact.address),
                (_("Informasi yang diminta"), found.details),
                (_("Tujuan penggunaan informasi"), found.purpose),
            ],
            [each for each in files if each.purpose in _BROUGHT],
        )
    ]
    given = [each for each in files if each.purpose in _GIVEN]
    if notice is not None and notice.issued_at is not None:
        papers.append(
            CasePaper(
                _("Pemberitahuan tertulis"),
                notice.issued_at.astimezone(agency.zone).date(),
                [
                    (_("Keputusan"), _(DECISIONS[notice.decision])),
                    (_("Alasan"), notice.reason),
                    (_("Materi informasi yang diberikan"), notice.material),
                ],
                given,
            )
        )
    elif given:
        papers.append(CasePaper(_("Surat-surat"), given[0].uploaded_at.astimezone(agency.zone).date(), [], given))
    return papers
