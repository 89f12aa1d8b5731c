"""Reactions across modules: "when X happened, do Y". The only page on which modules meet.

What must not be lost (mail, inbox, audit) is written by the action itself, in its own transaction. Here stands only
what another module wants to know after the commit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from pendopo.adapters import dip, satisfaction
from pendopo.adapters.disclosure import AnsweredInquiries, PublicSuggestions
from pendopo.adapters.open_data import PublishedDatasets
from pendopo.adapters.publishing import PublishedEntries
from pendopo.adapters.search import ASK
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Purpose
from pendopo.kernel.documents.papers import CasePaper
from pendopo.kernel.documents.storage import private_files
from pendopo.kernel.events import on
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import may
from pendopo.kernel.search.registry import add_next_step
from pendopo.modules.disclosure import ports as disclosure
from pendopo.modules.disputes import ports as disputes
from pendopo.modules.disputes.events import DisputeEnded
from pendopo.modules.exemptions import ports as exemptions
from pendopo.modules.exemptions.events import ExemptionEnded
from pendopo.modules.exemptions.queries import exemptions as exempt
from pendopo.modules.exemptions.rules.limits import CHOICES_MAX
from pendopo.modules.information import ports as information
from pendopo.modules.information.events import InquiryClosed, NoticeIssued
from pendopo.modules.information.models import Inquiry, Notice
from pendopo.modules.information.queries import cards, refusals
from pendopo.modules.information.queries import papers as inquiry_papers
from pendopo.modules.information.queries.inquiries import inquiry_for
from pendopo.modules.information.queries.own import issued_notice, own_files
from pendopo.modules.information.rules.grounds import GROUNDS
from pendopo.modules.information.rules.notice import DECISIONS
from pendopo.modules.information.rules.request import SUBJECT_TYPE as INQUIRY
from pendopo.modules.objections import ports as objections
from pendopo.modules.objections.events import ObjectionAnswered, ObjectionGranted
from pendopo.modules.objections.queries import papers as objection_papers
from pendopo.modules.objections.queries.objections import objection_for, objections_to
from pendopo.modules.open_data import ports as open_data
from pendopo.modules.publishing import ports as publishing


class ExemptionList:
    """Answers requests about exemptions: what a refusal may cite, and the decree that goes with it."""

    def in_force(self, agency: Agency, on: dt.date) -> Sequence[information.Exempt]:
        """Return what is exempt on `on`. One query."""
        return [
            information.Exempt(
                found.pk,
                found.decree_number,
                found.decree_on or on,
                found.title,
                tuple(found.letters),
                found.unit_id,
                found.until,
            )
            for found in exempt.in_force(agency, on)[:CHOICES_MAX]
        ]

    def decree(self, agency: Agency, exemption_id: UUID) -> tuple[str, bytes] | None:
        """Return name and bytes of the decree as it was stored."""
        found = exempt.decree_file(agency, exemption_id)
        if found is None:
            return None
        with private_files().open(found.storage_name, "rb") as stored:
            return found.name, stored.read()

    def propose_url(self, agency: Agency, inquiry_id: UUID) -> str:
        """Return the address of the proposal, filled in from the request."""
        return f"{reverse('exemptions:propose', args=[agency.slug])}?asal={INQUIRY}&id={inquiry_id}"


class InquiryOrigins:
    """Answers exemptions about the request that a test is done for: the question, never who asked."""

    def origin(self, agency: Agency, actor: Actor, subject_type: str, subject_id: UUID) -> exemptions.Origin | None:
        """Return the request if `actor` may see it."""
        seen = subject_type == INQUIRY and may(actor, "information.look")
        found = inquiry_for(agency, actor, subject_id) if seen else None
        if found is None:
            return None
        url = reverse("information:detail", args=[agency.slug, found.pk])
        return exemptions.Origin(found.number, found.subject, found.details, found.unit_id, url)


class _Refused(Sequence[exemptions.Refusal]):
    """Refusals without an exemption, read from the database only as far as they are looked at."""

    def __init__(self, agency: Agency, found: QuerySet[Notice]) -> None:
        self.agency, self.found = agency, found

    def __len__(self) -> int:
        return self.found.count()

    def __getitem__(self, part: Any) -> Any:
        rows = self.found[part] if isinstance(part, slice) else [self.found[part]]
        read = [self._refusal(notice) for notice in rows]
        return read if isinstance(part, slice) else read[0]

    def _refusal(self, notice: Notice) -> exemptions.Refusal:
        inquiry, issued_at = notice.inquiry, notice.issued_at or notice.drafted_at
        return exemptions.Refusal(
            inquiry.number,
            issued_at.astimezone(self.agency.zone).date(),
            [GROUNDS[code].article if code in GROUNDS else code for code in notice.grounds],
            inquiry.subject,
            reverse("information:detail", args=[self.agency.slug, inquiry.pk]),
        )


class InquiryRefusals:
    """Answers exemptions about refusals by Pasal 17."""

    def without_exemption(self, agency: Agency, start: dt.date, end: dt.date) -> Sequence[exemptions.Refusal]:
        """Return the refusals that cite no exemption. One query for a page, one to count."""
        return _Refused(agency, refusals.without_exemption(agency, start, end))

    def citations(self, agency: Agency, start: dt.date, end: dt.date) -> Mapping[UUID, int]:
        """Return how often each exemption was cited. One query."""
        return refusals.citations(agency, start, end)


class InquiryCards:
    """Answers objections about the request behind them."""

    subject_type = INQUIRY

    def card(self, agency: Agency, inquiry_id: UUID) -> objections.InquiryCard | None:
        """Return the request and when each ground was found. Three queries."""
        found = cards.card_of(agency, inquiry_id)
        if found is None:
            return None
        inquiry, notice = found.inquiry, found.notice
        return objections.InquiryCard(
            inquiry_id=inquiry.pk,
            number=inquiry.number,
            subject=inquiry.subject,
            details=inquiry.details,
            purpose=inquiry.purpose,
            contact_id=inquiry.contact_id,
            received_at=inquiry.received_at,
            state=inquiry.current.label,
            decision=DECISIONS[notice.decision] if notice else "",
            reasons=notice.reason if notice else "",
            decided_at=notice.issued_at if notice else None,
            decided_by=found.hands,
            issued_by=notice.issued_by_id if notice else None,
            found=found.found,
            silent_from=found.silent_from,
        )

    def numbered(self, agency: Agency, number: str) -> UUID | None:
        """Return the key of the request with this number. One query."""
        return cards.numbered(agency, number)

    def files(self, agency: Agency, inquiry_id: UUID, actor: Actor) -> Sequence[objections.CardFile]:
        """Return letters and answers. Two queries; who sees no identity costs one more for each exemption cited.

        They read the notice in a copy without the name and a decree where it is kept; other letters name the requester.
        """
        inquiry = inquiry_for(agency, actor, inquiry_id)
        if inquiry is None:
            return []
        files = [
            (each, reverse("information:file", args=[agency.slug, inquiry.pk, each.pk])) for each in own_files(inquiry)
        ]
        if not actor.sees_identity:
            nameless = _nameless_letters(agency, inquiry)
            files = [
                (each, nameless.get(_stem(each.name), "") if each.purpose == Purpose.LETTER else url)
                for each, url in files
            ]
        return [objections.CardFile(each.name, url, each.size) for each, url in files if url]

    def page(self, agency: Agency, inquiry_id: UUID) -> str:
        """Return the path of the officers' page."""
        return reverse("information:detail", args=[agency.slug, inquiry_id])


def _stem(name: str) -> str:
    """Return the name of a letter as it was before anybody signed it."""
    return name.removesuffix(".pdf").removesuffix("-bertanda-tangan")


def _nameless_letters(agency: Agency, inquiry: Inquiry) -> dict[str, str]:
    """Return stem of the name → address of the letters of a request that name nobody: the notice's copy, the decrees it cites."""
    preview = reverse("information:letter_preview", args=[agency.slug, inquiry.pk])
    found = {f"pemberitahuan-{inquiry.seq}-{inquiry.year}": preview}
    notice = issued_notice(inquiry)
    for cited in notice.citations if notice else []:
        decree = exempt.decree_file(agency, UUID(cited["id"]))
        if decree is not None:
            found[_stem(decree.name)] = reverse("exemptions:file", args=[agency.slug, cited["id"], decree.pk])
    return found


class InquiryObjections:
    """Answers requests about the objections to them."""

    def to(self, agency: Agency, inquiry_id: UUID) -> Sequence[information.Objected]:
        """Return the objections to a request. One query."""
        return [
            information.Objected(
                each.number,
                each.current.label,
                each.current.tone,
                reverse("objections:detail", args=[agency.slug, each.pk]),
            )
            for each in objections_to(agency, inquiry_id)
        ]

    def begin_url(self, agency: Agency) -> str:
        """Return where the requester objects."""
        return reverse("objections:begin", args=[agency.slug])

    def register_url(self, agency: Agency, number: str) -> str:
        """Return where the desk writes an objection down."""
        return f"{reverse('objections:register', args=[agency.slug])}?{urlencode({'permohonan': number})}"


class DisputedObjections:
    """Answers disputes about the objection behind them, and about the papers of both cases."""

    def card(self, agency: Agency, objection_id: UUID) -> disputes.ObjectionCard | None:
        """Return the objection. Two queries."""
        found = objection_for(agency, objection_id)
        if found is None:
            return None
        return disputes.ObjectionCard(
            objection_id=found.pk,
            number=found.number,
            inquiry_number=found.inquiry_number,
            subject=found.subject,
            grounds=found.grounds,
            state=found.current.label,
            url=reverse("objections:detail", args=[agency.slug, found.pk]),
            window_until=objection_papers.window_until(agency, found.pk),
        )

    def numbered(self, agency: Agency, number: str) -> UUID | None:
        """Return the key of the objection with this number. One query."""
        return objection_papers.numbered(agency, number)

    def papers(self, agency: Agency, objection_id: UUID) -> Sequence[CasePaper]:
        """Return what happened, request and objection together, by day. Four queries."""
        found = objection_for(agency, objection_id)
        if found is None:
            return []
        asked = inquiry_papers.papers_of(agency, found.inquiry_id) if found.inquiry_id else []
        return sorted([*asked, *objection_papers.papers_of(agency, found)], key=lambda paper: paper.on)


def connect() -> None:
    """Connect listeners with events; called once, when all apps are ready."""
    information.exemptions.connect(ExemptionList())
    information.suggestions.connect(PublicSuggestions())
    disclosure.answered.connect(AnsweredInquiries())
    exemptions.origins.connect(InquiryOrigins())
    exemptions.refusals.connect(InquiryRefusals())
    objections.inquiries.connect(InquiryCards())
    information.objections.connect(InquiryObjections())
    disputes.objections.connect(DisputedObjections())
    open_data.datasets.connect(PublishedDatasets())
    publishing.entries.connect(PublishedEntries())
    add_next_step(ASK)
    on(NoticeIssued, satisfaction.after_inquiry)
    on(InquiryClosed, satisfaction.after_inquiry)
    on(ObjectionAnswered, satisfaction.after_objection)
    on(ExemptionEnded, dip.propose_after_exemption)
    on(ObjectionGranted, dip.propose_after_objection)
    on(DisputeEnded, dip.propose_after_dispute)

    from pendopo.kernel.documents.signing import ports as signing
    from pendopo.kernel.notifications.actions import tell

    signing.messenger.connect(tell)
