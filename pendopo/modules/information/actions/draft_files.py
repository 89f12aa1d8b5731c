"""Sending what was kept beside a draft: the request with its files, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.tracking.actions import hand_over, holder_of
from pendopo.modules.information.actions.intake import register, repair
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules import request


def register_with_files(
    *, agency: Agency, wish: request.Wish, requester: request.Requester, token: str, by: Actor
) -> Inquiry:
    """Register the request (see `register`) and hand the draft's files over to it, in one transaction."""
    with transaction.atomic():
        inquiry = register(agency=agency, wish=wish, requester=requester, token=token, by=by)
        hand_over(case=inquiry, holder=holder_of(token), by=by)
    return inquiry


def repair_with_files(
    *, inquiry: Inquiry, addition: str, purpose: str, by: Actor, changes: dict[str, str], uploads: Sequence[Inspected]
) -> Inquiry:
    """Complete the request (see `repair`) and hand over what was kept for it from an earlier press of the button."""
    with transaction.atomic():
        repaired = repair(inquiry=inquiry, addition=addition, purpose=purpose, by=by, changes=changes, uploads=uploads)
        hand_over(case=repaired, holder=inquiry.pk, by=by)
    return repaired
