"""Adding entries to an agency's chain."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Q

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import database_key, insert, run
from pendopo.kernel.audit import anchoring, rules
from pendopo.kernel.audit.models import Anchor, Chain, Entry
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.personal import digest

_HEAD = "SELECT seq, head FROM audit_chain WHERE agency_id = %s"
_BEGIN = """
INSERT INTO audit_chain (agency_id, seq, head) VALUES (%s, 0, %s)
ON CONFLICT (agency_id) DO UPDATE SET seq = audit_chain.seq
RETURNING seq, head
"""
_MOVE = "UPDATE audit_chain SET seq = %s, head = %s WHERE agency_id = %s"


def digested(value: str) -> str:
    """Return a keyed digest for a personal value, so that the entry says "the same" or "another" and nothing more."""
    return "digest:" + digest(value, purpose="audit")[:32]


def record(
    *,
    agency: Agency,
    action: str,
    subject_type: str,
    subject_id: UUID,
    by: Actor,
    details: Mapping[str, object] | None = None,
) -> Entry:
    """Append one entry to the agency's chain, inside the caller's transaction; return it.

    The head stays locked until the transaction ends: call this last, so that the wait of others is short. Raises
    TransactionManagementError outside a transaction. `details` must be JSON and free of personal data.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An audit entry is written together with what it tells of.")
    seq, head = _locked_head(agency)
    entry = Entry(
        agency=agency,
        seq=seq + 1,
        at=clock.now(),
        user=by.user,
        actor=by.label,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        details=dict(details or {}),
    )
    entry.hash = rules.link(head, entry.text())
    insert(entry)
    run(_MOVE, [entry.seq, entry.hash, database_key(agency.pk)])
    return entry


def _locked_head(agency: Agency) -> tuple[int, str]:
    """Return number and hash of the agency's last entry, its row locked; the chain begins with the first entry."""
    agency_id = database_key(agency.pk)
    locking = " FOR UPDATE" if connection.features.has_select_for_update else ""
    ((seq, head),) = run(_HEAD + locking, [agency_id]) or run(_BEGIN, [agency_id, rules.GENESIS])
    return seq, head


def anchor_heads() -> int:
    """Sign today's head of every chain that has grown since its last anchor, keep and publish it; return how many.

    One a day for each agency, by the date in UTC.
    """
    on = clock.now().date()
    signed = {
        row["agency_id"]: (row["last"], row["seq"])
        for row in Anchor.objects.order_by().values("agency_id").annotate(last=Max("on"), seq=Max("seq"))
    }
    grown = [
        (agency_id, seq, head)
        for agency_id, seq, head in Chain.objects.filter(~Q(seq=0)).values_list("agency_id", "seq", "head")
        if agency_id not in signed or (signed[agency_id][0] < on and signed[agency_id][1] < seq)
    ]
    made = []
    for agency_id, seq, head in grown:
        unsigned = rules.Anchored(on, str(agency_id), seq, head, "")
        made.append(Anchor(agency_id=agency_id, on=on, seq=seq, head=head, signature=anchoring.sign(unsigned.text)))
    if made:
        # The file first: a head in it that the table lacks is still true.
        anchoring.keep(anchor.anchored for anchor in made)
        Anchor.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)
