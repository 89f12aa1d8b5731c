"""The draft of an objection: to a request, or about periodic information that was not there."""

from __future__ import annotations

from typing import ClassVar, Final
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.tracking.drafting import OpenDraft
from pendopo.modules.objections.ports import InquiryCard, inquiries
from pendopo.modules.objections.rules.objecting import SUBJECT_TYPE
from pendopo.ui.answers import SeeOther

# The key under which a draft keeps the request it objects to.
INQUIRY: Final = "inquiry"


class ObjectionDraft(OpenDraft):
    """What a citizen has answered so far about periodic information that is missing (ground b)."""

    kind: ClassVar[str] = SUBJECT_TYPE
    cookie: ClassVar[str] = "pendopo_keberatan"
    home: ClassVar[str] = "objections:start"
    pages: ClassVar[tuple[str, ...]] = ("periodic", "story", "objector")

    def card(self) -> InquiryCard | None:
        """Return the request that is objected to, None without one."""
        return None


class InquiryDraft(ObjectionDraft):
    """What a citizen has answered so far about an objection to a request."""

    pages: ClassVar[tuple[str, ...]] = ("grounds", "story")

    def card(self) -> InquiryCard | None:
        """Return the request that is objected to."""
        return inquiries.get().card(self.agency, UUID(self.answers[INQUIRY]))


def open_draft(request: HttpRequest, agency: Agency) -> ObjectionDraft:
    """Return the visitor's draft at this agency, an empty one about periodic information when there is none."""
    draft = ObjectionDraft.of_visitor(request, agency)
    return InquiryDraft(agency, draft.token, draft.answers) if INQUIRY in draft.answers else draft


def address(name: str, agency: Agency, *args: object) -> str:
    """Return the path of a page of this module below the agency."""
    return reverse(f"objections:{name}", args=[agency.slug, *args])


def see_other(name: str, agency: Agency, *args: object) -> SeeOther:
    """Send the browser on to a page of this module."""
    return SeeOther(address(name, agency, *args))
