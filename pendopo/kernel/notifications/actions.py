"""Writing messages into the outbox and lines into inboxes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import database_key, insert, insert_for_each, run
from pendopo.kernel.audit import actions as audit
from pendopo.kernel.notifications import rules
from pendopo.kernel.notifications.models import InboxItem, MessageState, OutboxMessage
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import User

# By hand, because every submission asks it.
_HOLDERS = """
SELECT DISTINCT g.user_id AS "key" FROM people_rolegrant g JOIN people_user u ON u.id = g.user_id
WHERE g.agency_id = %s AND g.is_active = %s AND u.is_active = %s AND g.role IN ({marks})
"""


def enqueue_email(
    *, agency: Agency, to: str, subject: str, body: str, subject_type: str, subject_id: UUID
) -> OutboxMessage:
    """Write an e-mail into the outbox, inside the caller's transaction; a worker sends it after commit.

    Raises ValueError for an empty recipient or subject, or one with a line break in it.
    """
    now = clock.now()
    message = OutboxMessage(
        agency=agency,
        recipient=rules.check_header(to, what="recipient"),
        subject=rules.check_header(subject, what="subject")[: rules.MAX_SUBJECT],
        body=body,
        subject_type=subject_type,
        subject_id=subject_id,
        created_at=now,
        next_try_at=now,
    )
    insert(message)
    return message


def tell_roles(
    *,
    agency: Agency,
    text: str,
    roles: Sequence[str],
    unit_id: UUID | None = None,
    params: Mapping[str, str | int] | None = None,
    url: str = "",
    subject_type: str = "",
    subject_id: UUID | None = None,
) -> None:
    """Put one line into the inboxes of all active holders of `roles`, with `unit_id` of those in that unit.

    One query, which finds them and writes to them; nobody is told how many there were. For the busiest actions; `tell`
    does the rest.
    """
    rules.check_path(url)
    line = InboxItem(
        agency=agency,
        text=text,
        params=dict(params or {}),
        url=url,
        subject_type=subject_type,
        subject_id=subject_id,
        created_at=clock.now(),
    )
    insert_for_each(line, "user", *_holders_query(agency, roles, unit_id))


def tell(
    *,
    agency: Agency,
    text: str,
    users: Iterable[User] = (),
    roles: Iterable[str] = (),
    unit_id: UUID | None = None,
    params: Mapping[str, str | int] | None = None,
    url: str = "",
    subject_type: str = "",
    subject_id: UUID | None = None,
    but: User | None = None,
) -> int:
    """Put one line into the inboxes of `users` and of all active holders of `roles`; return how many people got it.

    With `unit_id` only holders in that unit are told; `but` (often the one who acted) is left out. Two queries at most.
    """
    rules.check_path(url)
    told = {user.pk for user in users}
    wanted = list(roles)
    if wanted:
        told |= _holders(agency, wanted, unit_id)
    if but is not None:
        told.discard(but.pk)
    now = clock.now()
    insert(
        *[
            InboxItem(
                agency=agency,
                user_id=user_id,
                text=text,
                params=dict(params or {}),
                url=url,
                subject_type=subject_type,
                subject_id=subject_id,
                created_at=now,
            )
            for user_id in sorted(told)
        ]
    )
    return len(told)


def _holders(agency: Agency, roles: Sequence[str], unit_id: UUID | None) -> set[UUID]:
    """Return the active users who hold one of `roles` in the agency, or in one of its units. One query."""
    return {UUID(str(user_id)) for (user_id,) in run(*_holders_query(agency, roles, unit_id))}


def _holders_query(agency: Agency, roles: Sequence[str], unit_id: UUID | None) -> tuple[str, list[object]]:
    sql = _HOLDERS.format(marks=", ".join(["%s"] * len(roles)))
    values: list[object] = [database_key(agency.pk), True, True, *roles]
    if unit_id is not None:
        return f"{sql} AND g.unit_id = %s", [*values, database_key(unit_id)]
    return sql, values


def mark_read(*, agency: Agency, user: User, item_id: int | None = None) -> int:
    """Mark lines of one's own inbox as read, one or all; return how many changed."""
    unread = InboxItem.objects.for_agency(agency).filter(user=user, read_at__isnull=True)
    if item_id is not None:
        unread = unread.filter(pk=item_id)
    return int(unread.update(read_at=clock.now()))


def send_again(*, message: OutboxMessage, by: Actor) -> bool:
    """Put a failed message back into the outbox with fresh tries; return False when it had not failed (any more)."""
    with transaction.atomic():
        changed = OutboxMessage.objects.filter(pk=message.pk, state=MessageState.FAILED).update(
            state=MessageState.QUEUED, attempts=0, next_try_at=clock.now(), last_error=""
        )
        if changed:
            audit.record(
                agency=message.agency,
                action="notifications.send_again",
                subject_type=message.subject_type,
                subject_id=message.subject_id,
                by=by,
                details={"message": str(message.pk)},
            )
    message.refresh_from_db()
    return bool(changed)
