"""What the disclosure log and requests ask of each other: granted requests, and what is public before one is written."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document
from pendopo.modules.disclosure import ports as disclosure
from pendopo.modules.disclosure.queries import suggestions
from pendopo.modules.disclosure.rules import privacy
from pendopo.modules.disclosure.rules import procedure as disclosing
from pendopo.modules.disclosure.views import panel as suggesting
from pendopo.modules.information import ports as information
from pendopo.modules.information.actions import messages
from pendopo.modules.information.models import Notice
from pendopo.modules.information.queries import answered
from pendopo.modules.objections.queries.objections import objections_to


class AnsweredInquiries:
    """Answers the disclosure log about requests that were granted."""

    def listed(self, agency: Agency, *, but: Sequence[UUID], limit: int) -> Sequence[disclosure.AnsweredCard]:
        """Return the requests granted last. One query."""
        found = answered.granted(agency, but=but, limit=limit)
        return [self._card(agency, notice, disclosing.BY_REQUEST) for notice in found]

    def card(self, agency: Agency, inquiry_id: UUID) -> disclosure.AnsweredCard | None:
        """Return one granted request, and whether an objection opened it. Two queries."""
        notice = answered.granted_inquiry(agency, inquiry_id)
        if notice is None:
            return None
        ordered = any(each.executed_at is not None for each in objections_to(agency, inquiry_id))
        return self._card(agency, notice, disclosing.BY_OBJECTION if ordered else disclosing.BY_REQUEST)

    def _card(self, agency: Agency, notice: Notice, way: str) -> disclosure.AnsweredCard:
        inquiry, at = notice.inquiry, notice.issued_at or notice.drafted_at
        return disclosure.AnsweredCard(
            inquiry_id=inquiry.pk,
            number=inquiry.number,
            subject=inquiry.subject,
            details=inquiry.details,
            material=notice.material,
            answered_on=at.astimezone(agency.zone).date(),
            unit_id=inquiry.unit_id,
            url=reverse("information:detail", args=[agency.slug, inquiry.pk]),
            way=way,
        )

    def files(self, agency: Agency, inquiry_id: UUID) -> Sequence[Document]:
        """Return the files that everybody may have. Three queries."""
        notice = answered.granted_inquiry(agency, inquiry_id)
        return answered.releasable_files(notice) if notice else []

    def known(self, agency: Agency, inquiry_id: UUID) -> privacy.Known:
        """Return what is known of the requester. One query."""
        notice = answered.granted_inquiry(agency, inquiry_id)
        if notice is None:
            return privacy.Known()
        who = notice.inquiry.contact
        return privacy.Known(
            names=(who.name, who.on_behalf_of),
            addresses=(who.address,),
            numbers=(who.nik, who.phone, who.other_id, who.decree_number),
            emails=(who.email,),
            codes=(notice.inquiry.number, notice.letter_number),
        )

    def tell(self, agency: Agency, inquiry_id: UUID, path: str) -> bool:
        """Write to the requester, if there is an address."""
        notice = answered.granted_inquiry(agency, inquiry_id)
        if notice is None or not notice.inquiry.contact.email:
            return False
        with messages.to_requester():
            subject = _("Jawaban atas permohonan %(number)s diumumkan") % {"number": notice.inquiry.number}
            lines = [
                _("Jawaban atas permohonan Anda kini dapat dibaca semua orang, tanpa nama dan data pribadi Anda:"),
                f"{settings.PENDOPO_ADDRESS}{path}",
                _(
                    "Ini informasi publik. Bila Anda menemukan data pribadi di sana, beri tahu kami; kami segera menariknya."
                ),
            ]
            messages.write_to_requester(notice.inquiry, subject=subject, lines=lines)
        return True


class PublicSuggestions:
    """Answers requests about what is public already."""

    def search(self, agency: Agency, words: str, *, address: str) -> information.Panel:
        """Return the search with what is near to the words; what is shown is counted."""
        return self._panel(suggesting.SEARCH, agency, words, address)

    def alike(self, agency: Agency, details: str, *, address: str) -> information.Panel:
        """Return what is near to a request that is being written; what is shown is counted."""
        return self._panel(suggesting.RESULTS, agency, details, address)

    def _panel(self, template: str, agency: Agency, words: str, address: str) -> information.Panel:
        found = suggesting.panel(agency, words, address=address)
        return information.Panel(template, found, len(found["shown"]))

    def has_alike(self, agency: Agency, details: str) -> bool:
        """Return whether anything is near to it."""
        return bool(suggestions.near(agency, details))

    def title(self, agency: Agency, entry_id: UUID) -> str:
        """Return what a public thing is called."""
        return suggestions.public_title(agency, entry_id)
