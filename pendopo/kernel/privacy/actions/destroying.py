"""Destroying what is due: proposed as a list, agreed to by a person, done by the worker in small batches, certified."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Final

from django.db import transaction
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import insert
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.notifications import actions as notifications
from pendopo.kernel.people.actors import SYSTEM, Actor
from pendopo.kernel.people.permissions import Denied
from pendopo.kernel.people.rules import AGENCY_ADMIN, PPID
from pendopo.kernel.privacy.actions.erasing import NothingToErase, erase, wipe_freed_pages
from pendopo.kernel.privacy.models import Destruction, DestructionItem
from pendopo.kernel.privacy.permissions import may_approve
from pendopo.kernel.privacy.queries.due import Due, due, kinds_for
from pendopo.kernel.privacy.queries.people import last_ends
from pendopo.kernel.privacy.queries.periods import Kept, arrangement, kept_by
from pendopo.kernel.privacy.registry import CaseKind
from pendopo.kernel.privacy.rules import destroying, limits, periods
from pendopo.kernel.privacy.rules.destroying import PROCEDURE
from pendopo.kernel.workflow.actions import NotAllowed, advance, check, lock, new_case, open_case
from pendopo.kernel.workflow.views.letters import Letter, rendered
from pendopo.lib.text import gettext_noop

NOTHING: Final = gettext_noop("Tidak ada yang masa simpannya berakhir.")
NO_END: Final = gettext_noop("Masa simpan ini belum ditetapkan. Tetapkan dahulu beserta nomor keputusannya.")
_WAITS: Final = gettext_noop("Pemusnahan %(number)s menunggu persetujuan: %(count)s perkara.")

MakePaper = Callable[[Destruction, Sequence[DestructionItem]], Letter]

_log = logging.getLogger(__name__)


def propose(*, agency: Agency, kind: CaseKind, period: str, by: Actor) -> Destruction:
    """Put what is due of one kind on a list that waits for approval. Raises NotAllowed when nothing is due."""
    kept = kept_by(agency)[period]
    if kept.days is None:
        raise NotAllowed(NO_END)
    with transaction.atomic():
        # The counter's lock comes first: of two lists made at once the second finds the cases taken.
        found = _opened(agency, kind, kept, by)
    if found is None:
        raise NotAllowed(NOTHING)
    return found


def _opened(agency: Agency, kind: CaseKind, kept: Kept, by: Actor) -> Destruction | None:
    if kept.days is None or not due(agency, kind, kept, limit=1):
        return None
    now = clock.now()
    case = new_case(
        Destruction,
        PROCEDURE,
        destroying.REGISTER,
        agency=agency,
        at=now,
        template=destroying.NUMBER_TEMPLATE,
        period=kept.period.code,
        kind=kind.subject_type,
        days=kept.days,
        basis=kept.basis,
        proposed_at=now,
        proposed_by=by.user,
        four_eyes=arrangement(agency).four_eyes,
    )
    # Whoever made a list meanwhile held the counter until they were done.
    rows = due(agency, kind, kept)
    if not rows:
        raise NotAllowed(NOTHING)
    case.total = len(rows)
    listed = {"period": kept.period.code, "kind": kind.subject_type, "count": len(rows)}
    open_case(case, PROCEDURE, "propose", by=by, details=listed)
    insert(*[_item(case, row) for row in rows])
    return case


def _item(case: Destruction, row: Due) -> DestructionItem:
    return DestructionItem(
        agency=case.agency,
        destruction=case,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        number=row.number,
        ended_on=row.ended_on,
        due_on=row.due_on,
    )


def approve(*, destruction: Destruction, by: Actor) -> Destruction:
    """Agree to a list: the worker destroys it. Raises WrongState, NotAllowed (four eyes)."""
    with transaction.atomic():
        case = lock(destruction)
        check(case, PROCEDURE, "approve", by=by)
        if isinstance(verdict := may_approve(by, case), Denied):
            raise NotAllowed(verdict.reason)
        advance(case, PROCEDURE, "approve", by=by, changes={"approved_at": clock.now(), "approved_by": by.user})
    return case


def refuse(*, destruction: Destruction, note: str, by: Actor) -> Destruction:
    """Refuse a list: nothing is destroyed, and its cases may stand on another one. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        case = lock(destruction)
        advance(case, PROCEDURE, "refuse", by=by, note=note)
        DestructionItem.objects.filter(destruction=case, state=destroying.WAITING).update(state=destroying.LEFT)
    return case


def propose_due() -> int:
    """Make lists of what is due in every agency; return how many. Those that need nobody's approval are approved at once."""
    made = 0
    for agency in Agency.objects.filter(is_active=True).order_by("slug"):
        for code, kept in kept_by(agency).items():
            made += sum(_propose_one(agency, kind, kept) for kind in kinds_for(code)) if kept.days is not None else 0
    return made


def _propose_one(agency: Agency, kind: CaseKind, kept: Kept) -> int:
    try:
        case = propose(agency=agency, kind=kind, period=kept.period.code, by=SYSTEM)
    except NotAllowed:
        return 0
    if not kept.needs_approval:
        approve(destruction=case, by=SYSTEM)
        return 1
    notifications.tell(
        agency=agency,
        roles=[AGENCY_ADMIN, PPID],
        text=_WAITS,
        params={"number": case.number, "count": case.total},
        url=reverse("privacy:destruction", args=[agency.slug, case.pk]),
        subject_type=destroying.SUBJECT_TYPE,
        subject_id=case.pk,
    )
    return 1


def destroy_approved(*, paper: MakePaper, limit: int = limits.LIST_MAX) -> int:
    """Destroy what was approved, a batch in a transaction, and certify lists that are done; return how many cases.

    Broken off at any place it goes on there: an item is destroyed and marked in one transaction. `paper` tells what the
    certificate says.
    """
    count = 0
    for case in Destruction.objects.filter(state=destroying.APPROVED).select_related("agency").order_by("id")[:20]:
        while count < limit:
            batch = list(
                DestructionItem.objects.filter(destruction=case, state=destroying.WAITING).order_by("id")[
                    : limits.BATCH
                ]
            )
            if not batch:
                break
            count += _destroy(case, batch)
        if not DestructionItem.objects.filter(destruction=case, state=destroying.WAITING).exists():
            _finish(case, paper)
    if count:
        wipe_freed_pages()
    return count


def _destroy(case: Destruction, batch: Sequence[DestructionItem]) -> int:
    with transaction.atomic():
        lock(case)
        ids = [item.subject_id for item in batch]
        # What happened since the list was made counts: an objection may have been filed meanwhile.
        starts = last_ends(case.agency, case.kind, ids) if case.period != periods.IDENTITY_FILE else {}
        for item in batch:
            if starts.get(item.subject_id, item.ended_on) is None:
                _leave(item, destroying.HELD)
                continue
            _destroy_one(case, item)
    return len(batch)


def _destroy_one(case: Destruction, item: DestructionItem) -> None:
    try:
        done = erase(
            agency=case.agency, subject_type=item.subject_type, subject_id=item.subject_id, level=case.period,
            cause=(destroying.SUBJECT_TYPE, case.pk), by=SYSTEM,
        )  # fmt: skip
    except NothingToErase:
        _leave(item, destroying.DONE_BEFORE)
        return
    if done.before:
        _leave(item, destroying.DONE_BEFORE)
        return
    DestructionItem.objects.filter(pk=item.pk).update(
        state=destroying.DESTROYED, values=done.values, files=done.files, digest=done.digest
    )


def _leave(item: DestructionItem, reason: str) -> None:
    DestructionItem.objects.filter(pk=item.pk).update(state=destroying.LEFT, reason=reason)


def _finish(case: Destruction, paper: MakePaper) -> None:
    """Certify: the letter is made before the transaction; a failure leaves the list approved, to be finished next time."""
    items = list(DestructionItem.objects.filter(destruction=case).order_by("id"))
    gone = [item for item in items if item.state == destroying.DESTROYED]
    case.done_at, case.destroyed = clock.now(), len(gone)
    case.digest = destroying.list_digest((item.number, item.digest) for item in gone)
    try:
        pdf = rendered(paper(case, items))
    except NotAllowed:
        _log.exception("The certificate of %s could not be made.", case.pk)
        return
    with transaction.atomic():
        fresh = lock(case)
        if fresh.state != destroying.APPROVED:
            return
        document = documents.store_bytes(
            agency=case.agency,
            subject_type=destroying.SUBJECT_TYPE,
            subject_id=case.pk,
            name="berita-acara-pemusnahan.pdf",
            content=pdf,
            by=SYSTEM,
        )
        changes = {"done_at": case.done_at, "destroyed": len(gone), "digest": case.digest, "certificate": document}
        advance(
            fresh, PROCEDURE, "finish", by=SYSTEM, changes=changes, details={"count": len(gone), "digest": case.digest}
        )
