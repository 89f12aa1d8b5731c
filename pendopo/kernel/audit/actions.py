"""Adding entries to an agency's chain."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import connection, transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import database_key, insert, run
from pendopo.kernel.audit import rules
from pendopo.kernel.audit.models import Entry
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
