"""Files of a request after they were stored: who sees them, and removing one with a reason."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.workflow.actions import lock
from pendopo.modules.information.actions.handling import require
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.permissions import may_change_file


def set_file_visibility(
    *, inquiry: Inquiry, document: Document, visibility: str, by: Actor, public_on: dt.date | None = None
) -> Document:
    """Change who sees a file of the answer. Raises NotAllowed, ValueError for a file that is never shown."""
    if document.purpose not in {Purpose.ANSWER, Purpose.MATERIAL}:
        raise ValueError("Only files of the answer are shown to others.")
    with transaction.atomic():
        case = lock(inquiry)
        require(may_change_file(by, case, document))
        return documents.set_visibility(document=document, visibility=visibility, public_on=public_on, by=by)


def remove_file(*, inquiry: Inquiry, document: Document, reason: str, by: Actor) -> Document:
    """Take a file away for good. Raises NotAllowed, ValueError without a reason, AlreadyChanged."""
    with transaction.atomic():
        case = lock(inquiry)
        require(may_change_file(by, case, document))
        return documents.remove(document=document, reason=reason, by=by)
