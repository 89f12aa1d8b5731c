"""What a citizen may read of the own request: no name of an officer, no note, no file that is not theirs yet."""

from __future__ import annotations

from collections.abc import Iterable

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.documents.queries import given_to_requester
from pendopo.modules.information.models import Inquiry, Notice, NoticeState
from pendopo.modules.information.rules import procedure
from pendopo.modules.information.rules.notice import GIVING
from pendopo.modules.information.rules.request import SUBJECT_TYPE

_GIVEN = frozenset({procedure.GRANTED, procedure.COMPLETED})


def submitted_inquiry(agency: Agency, submission_digest: str) -> Inquiry | None:
    """Return the request that was sent under a token, found by the token's digest, or None. One query."""
    return Inquiry.objects.for_agency(agency).filter(submission_digest=submission_digest).first()


def issued_notice(inquiry: Inquiry) -> Notice | None:
    """Return the written notice once it is issued; a draft is nobody's business. No query after `own_inquiry`."""
    notice: Notice | None = getattr(inquiry, "notice", None)
    return notice if notice is not None and notice.state == NoticeState.ISSUED else None


def owes(inquiry: Inquiry) -> bool:
    """Return whether a cost was set and is not paid yet."""
    notice = issued_notice(inquiry)
    return notice is not None and bool(notice.cost) and inquiry.paid_at is None


def is_handed_out(inquiry: Inquiry) -> bool:
    """Return whether the information itself may be downloaded: granted, and paid where it costs something."""
    notice = issued_notice(inquiry)
    given = notice is not None and notice.decision in GIVING and inquiry.state in _GIVEN
    return given and not owes(inquiry)


def own_files(inquiry: Inquiry) -> list[Document]:
    """Return what the requester may download now: letters at once, the information once it is handed out. One query."""
    return [document for document in named_files(inquiry) if document.is_clean]


def named_files(inquiry: Inquiry) -> list[Document]:
    """Return what the page names: what may be downloaded, and what a virus scanner still holds back. One query."""
    return list(_readable(inquiry, given_to_requester(inquiry.agency, SUBJECT_TYPE, inquiry.pk)))


def _readable(inquiry: Inquiry, documents: Iterable[Document]) -> Iterable[Document]:
    handed_out = is_handed_out(inquiry)
    return (document for document in documents if handed_out or document.purpose == Purpose.LETTER)
