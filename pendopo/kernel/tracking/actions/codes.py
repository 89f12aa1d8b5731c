"""The tracking code of a case given anew."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from pendopo.kernel.people.actors import Actor
from pendopo.kernel.tracking.actions.drafts import code_of, new_token, tracking_digest
from pendopo.kernel.tracking.models import TrackedCase
from pendopo.kernel.workflow.actions import NotAllowed, lock, note_down


def give_new_code(*, case: TrackedCase, by: Actor) -> str:
    """Give a new tracking code to a citizen who lost it and proved the identity at the desk; the old one ends.

    Raises NotAllowed for whoever does not see identities.
    """
    if not by.sees_identity:
        raise NotAllowed(_("Kode lacak baru hanya diberikan di meja layanan."))
    code = code_of(new_token())
    with transaction.atomic():
        case = lock(case)
        case.tracking_digest = tracking_digest(code)
        case.save(update_fields=["tracking_digest"])
        note_down(case, "reissue_code", by=by)
    return code
