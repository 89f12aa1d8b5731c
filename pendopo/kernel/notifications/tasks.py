"""What the worker does: drain the outbox, run periodic jobs, raise the alarm when mail gets stuck."""

from __future__ import annotations

import logging
import smtplib
import time
from email.utils import format_datetime, formataddr, parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_noop

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.notifications import channels, rules
from pendopo.kernel.notifications.actions import tell
from pendopo.kernel.notifications.jobs import periodic, run_jobs, run_jobs_of_this_node
from pendopo.kernel.notifications.models import EMAIL, DeliveryAttempt, InboxItem, MessageState, OutboxMessage
from pendopo.kernel.notifications.queries import stale_messages
from pendopo.kernel.operation.queries import read_only
from pendopo.kernel.people.rules import AGENCY_ADMIN

__all__ = ["drain_outbox", "periodic", "run_due", "run_due_here"]

_log = logging.getLogger(__name__)
# What a mail server or the network may answer, and what an address or subject that cannot be encoded raises.
_MAIL_ERRORS = (smtplib.SMTPException, OSError, ValueError)
_STALE_TEXT = gettext_noop(
    "%(count)s surel belum terkirim lebih dari 10 menit. Periksa catatan pengiriman dan pengaturan surel."
)


def run_due() -> int:
    """Do one round of a worker: send mail, run due jobs; return how many things were done, none while read-only."""
    if read_only().on:
        return 0
    return drain_outbox() + drain_channels() + run_jobs()


def run_due_here() -> int:
    """Do one round for this machine alone: its search index; mail and jobs of all are left to other machines."""
    return 0 if read_only().on else run_jobs_of_this_node()


def drain_outbox(limit: int = 50) -> int:
    """Send up to `limit` due mails, oldest first; return how many were sent.

    At least once, and by one worker at a time: each message is claimed by a conditional UPDATE before it is sent, so
    any number of workers may drain at the same time on both databases. When the mail server cannot be reached the round
    ends after one message; the others keep their tries.
    """
    due = OutboxMessage.objects.filter(state=MessageState.QUEUED, channel=EMAIL, next_try_at__lte=clock.now())
    waiting = list(due.order_by("next_try_at").values_list("pk", "attempts")[:limit])
    if not waiting:
        return 0
    sent = 0
    post = get_connection()
    try:
        for pk, attempts in waiting:
            # Before the claim: its lease is for one message and not for a server that is slow to greet.
            failure = _open(post)
            message = _claim(pk, attempts)
            if message is None:
                continue
            if failure:
                _note_failure(message, failure)
                break
            sent += _send(post, message)
    finally:
        post.close()
    return sent


def drain_channels(limit: int = 50, seconds: float = 20.0) -> int:
    """Send what is due by other ways than mail (kernel.notifications.channels); return how much was sent.

    A receiver that fails is left alone for the rest of the round, and the round ends after some seconds, so that nobody
    who does not answer keeps the mail waiting.
    """
    due = OutboxMessage.objects.filter(state=MessageState.QUEUED, next_try_at__lte=clock.now()).exclude(channel=EMAIL)
    waiting = list(due.order_by("next_try_at").values_list("pk", "attempts", "channel", "subject_id")[:limit])
    sent, failing, until = 0, set[UUID](), time.monotonic() + seconds
    for pk, attempts, channel, receiver in waiting:
        if receiver in failing or time.monotonic() > until:
            continue
        message = _claim(pk, attempts)
        if message is None:
            continue
        try:
            channels.find(channel).send(message)
        except channels.Undelivered as failure:
            failing.add(receiver)
            _note_failure(message, failure)
        else:
            _note_success(message)
            sent += 1
    return sent


def _claim(pk: UUID, attempts: int) -> OutboxMessage | None:
    """Take the message until the lease ends; None when another worker was faster or its tries are used up."""
    now = clock.now()
    mine = OutboxMessage.objects.filter(pk=pk, state=MessageState.QUEUED, attempts=attempts, next_try_at__lte=now)
    if attempts >= rules.MAX_TRIES:
        # Its last worker died while sending; nobody knows whether it arrived, so a person must look.
        if mine.update(state=MessageState.FAILED, last_error="The worker ended while it was sending.") == 1:
            _give_up(OutboxMessage.objects.get(pk=pk))
        return None
    if mine.update(attempts=attempts + 1, next_try_at=now + rules.LEASE) != 1:
        return None
    claimed: OutboxMessage = OutboxMessage.objects.select_related("agency").get(pk=pk)
    return claimed


def _open(post: BaseEmailBackend) -> Exception | None:
    """Open the connection unless it is open; return what went wrong."""
    try:
        post.open()
    except _MAIL_ERRORS as failure:
        _log.warning("The mail server cannot be reached: %s", failure)
        return failure
    return None


def _send(post: BaseEmailBackend, message: OutboxMessage) -> int:
    try:
        post.send_messages([_mail(message)])
    except _MAIL_ERRORS as failure:
        _note_failure(message, failure)
        if isinstance(failure, (OSError, smtplib.SMTPServerDisconnected)):
            post.close()
        return 0
    _note_success(message)
    return 1


def _mail(message: OutboxMessage) -> EmailMessage:
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    agency = message.agency
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=formataddr((agency.brand_name or agency.name, address)),
        to=[message.recipient],
        reply_to=[agency.email] if agency.email else [],
        headers={
            "Message-ID": f"<{message.pk}@{address.rpartition('@')[2]}>",
            "Date": format_datetime(message.created_at),
            "Auto-Submitted": "auto-generated",
        },
    )


def _note_success(message: OutboxMessage) -> None:
    now = clock.now()
    with transaction.atomic():
        # Also when the lease ran out meanwhile: it did arrive, and nobody should send it once more.
        OutboxMessage.objects.filter(pk=message.pk).exclude(state=MessageState.SENT).update(
            state=MessageState.SENT, sent_at=now, last_error=""
        )
        DeliveryAttempt.objects.create(message=message, at=now, ok=True)


def _note_failure(message: OutboxMessage, failure: Exception) -> None:
    """Write a failed try down, and give the message up when it was the last one."""
    now = clock.now()
    # A mail server quotes the address it refuses; the log is read by people who need not know it.
    detail = f"{type(failure).__name__}: {failure}".replace(message.recipient, message.masked_recipient)[:500]
    used_up = message.attempts >= rules.MAX_TRIES
    with transaction.atomic():
        OutboxMessage.objects.filter(pk=message.pk, attempts=message.attempts, state=MessageState.QUEUED).update(
            state=MessageState.FAILED if used_up else MessageState.QUEUED,
            next_try_at=now + rules.back_off(message.attempts),
            last_error=detail,
        )
        DeliveryAttempt.objects.create(message=message, at=now, ok=False, detail=detail)
    if used_up:
        _give_up(message)


def _give_up(message: OutboxMessage) -> None:
    """Say that a message will not be sent any more: in the log, and to whom its channel names."""
    _log.error("Message %s was given up after %d tries.", message.pk, message.attempts)
    if message.channel != EMAIL:
        channels.find(message.channel).given_up(message)


@periodic(3600)
def bring_back() -> int:
    """Have messages tried that wait longer than any does, because they were written while a clock was ahead; return how many."""
    now = clock.now()
    lost = OutboxMessage.objects.filter(state=MessageState.QUEUED, next_try_at__gt=now + rules.LONGEST_WAIT)
    return int(lost.update(next_try_at=now))


@periodic(60)
def raise_alarm() -> int:
    """Tell each agency's admins once that mail is stuck; a second line comes only after the first was read."""
    counted = stale_messages().order_by().values("agency_id").annotate(count=Count("pk"))
    stuck = {row["agency_id"]: row["count"] for row in counted}
    if not stuck:
        return 0
    told = 0
    warned = InboxItem.objects.filter(Q(agency_id__in=stuck), text=_STALE_TEXT, read_at__isnull=True)
    already = set(warned.values_list("agency_id", flat=True))
    for agency in Agency.objects.filter(pk__in=set(stuck) - already):
        told += tell(
            agency=agency,
            roles=[AGENCY_ADMIN],
            text=_STALE_TEXT,
            params={"count": stuck[agency.pk]},
            url=reverse("notifications:deliveries", args=[agency.slug]),
        )
    return told
