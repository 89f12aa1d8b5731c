"""Registering and removing webhooks, and writing into the outbox what each one wants to hear."""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.rows import insert
from pendopo.kernel.api import rules
from pendopo.kernel.api.actions.tokens import NOT_MANAGING
from pendopo.kernel.api.models import SECRET, Webhook
from pendopo.kernel.api.permissions import MANAGE
from pendopo.kernel.api.registry import Topic
from pendopo.kernel.api.registry import topics as known_topics
from pendopo.kernel.audit.actions import record
from pendopo.kernel.audit.models import Chain, Entry
from pendopo.kernel.notifications.models import WEBHOOK, MessageState, OutboxMessage
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import may
from pendopo.kernel.people.personal import seal
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.lib.text import gettext_noop as _

_TEST = "ping"


def register_webhook(*, agency: Agency, name: str, url: str, topics: Sequence[str], by: Actor) -> tuple[Webhook, bytes]:
    """Register an address for what happens from now on; return it with its secret. Raises NotAllowed, ValueError."""
    _expect_managing(by)
    if not topics or set(topics) - set(known_topics()):
        raise ValueError("A webhook hears of known topics.")
    secret = secrets.token_bytes(rules.SECRET_BYTES)
    with transaction.atomic():
        if Webhook.objects.for_agency(agency).filter(removed_at=None).count() >= rules.WEBHOOKS_MAX:
            raise NotAllowed(_("Jumlah webhook sudah mencapai batas. Hapus yang tidak dipakai."))
        head = Chain.objects.filter(agency=agency).values_list("seq", flat=True).first()
        hook = Webhook.objects.create(
            agency=agency,
            name=name,
            url=url,
            topics=sorted(set(topics)),
            sealed_secret=seal(secret.hex(), purpose=SECRET),
            after_seq=head or 0,
            made_by_id=by.user_pk,
            made_at=clock.now(),
        )
        _note(hook, "register", by, {"topics": hook.topics})
    return hook, secret


def remove_webhook(*, hook: Webhook, by: Actor) -> bool:
    """Stop telling an address; what waits for it is given up. Return False when it was removed before. Raises NotAllowed."""
    _expect_managing(by)
    with transaction.atomic():
        still = Webhook.objects.for_agency(hook.agency).filter(pk=hook.pk, removed_at__isnull=True)
        changed = still.update(removed_at=clock.now(), removed_by_id=by.user_pk)
        if changed:
            waiting = OutboxMessage.objects.filter(
                subject_type=rules.SUBJECT_TYPE, subject_id=hook.pk, state=MessageState.QUEUED
            )
            waiting.update(state=MessageState.FAILED, last_error="The webhook was removed.")
            _note(hook, "remove", by, {})
    return bool(changed)


def ping(*, hook: Webhook, by: Actor) -> OutboxMessage:
    """Send a message that tells of nothing, to try an address out. Raises NotAllowed."""
    _expect_managing(by)
    message = _message(hook, _TEST, {"at": clock.now().isoformat(), "agency": hook.agency.slug})
    with transaction.atomic():
        insert(message)
        _note(hook, "ping", by, {})
    return message


def spread() -> int:
    """Write into the outbox what happened since each webhook was last told; return how many messages.

    The audit trail is the source: it has no gaps and is never changed, so nothing is lost, and nothing is told twice
    because the place in it is moved on in the same transaction. Two queries when nothing happened.
    """
    hooks = list(
        Webhook.objects.filter(removed_at__isnull=True, agency__is_active=True).values_list(
            "pk", "agency_id", "after_seq"
        )
    )
    heads = dict(Chain.objects.filter(agency__in={agency for _pk, agency, _seq in hooks}).values_list("agency", "seq"))
    return sum(_tell(pk) for pk, agency, seq in hooks if heads.get(agency, 0) > seq)


def _tell(pk: UUID) -> int:
    with transaction.atomic():
        rows = Webhook.objects.select_related("agency").select_for_update(of=("self",))
        hook = rows.filter(pk=pk, removed_at__isnull=True).first()
        if hook is None:
            return 0
        read = Entry.objects.for_agency(hook.agency).filter(seq__gt=hook.after_seq).order_by("seq")
        entries = list(read[: rules.TRAIL_ROWS])
        if not entries:
            return 0
        messages = _messages(hook, entries)
        if messages:
            insert(*messages)
        hook.after_seq = entries[-1].seq
        hook.save(update_fields=["after_seq"])
    return len(messages)


def _messages(hook: Webhook, entries: Iterable[Entry]) -> list[OutboxMessage]:
    by_action = {
        action: topic for name, topic in known_topics().items() if name in hook.topics for action in topic.actions
    }
    told = [(by_action[entry.action], entry) for entry in entries if entry.action in by_action]
    numbers = _numbers(hook.agency, told)
    return [_message(hook, topic.name, _facts(hook, entry, numbers)) for topic, entry in told]


def _numbers(agency: Agency, told: Sequence[tuple[Topic, Entry]]) -> dict[UUID, str]:
    """Return the numbers of the cases. One query for each kind."""
    wanted: dict[Any, set[UUID]] = defaultdict(set)
    for topic, entry in told:
        wanted[topic.numbers].add(entry.subject_id)
    found: dict[UUID, str] = {}
    for numbers, keys in wanted.items():
        found |= numbers(agency, keys)
    return found


def _facts(hook: Webhook, entry: Entry, numbers: dict[UUID, str]) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "agency": hook.agency.slug,
        "sequence": entry.seq,
        "subject": {
            "type": entry.subject_type,
            "id": str(entry.subject_id),
            "number": numbers.get(entry.subject_id, ""),
            "state": str(entry.details.get("to") or ""),
        },
    }


def _message(hook: Webhook, topic: str, facts: dict[str, Any]) -> OutboxMessage:
    now = clock.now()
    message = OutboxMessage(
        agency=hook.agency,
        channel=WEBHOOK,
        recipient=hook.url,
        subject=topic,
        subject_type=rules.SUBJECT_TYPE,
        subject_id=hook.pk,
        created_at=now,
        next_try_at=now,
    )
    body = {"id": str(message.pk), "type": topic, "source": settings.PENDOPO_ADDRESS, **facts}
    message.body = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return message


def _expect_managing(by: Actor) -> None:
    if not may(by, MANAGE):
        raise NotAllowed(NOT_MANAGING)


def _note(hook: Webhook, action: str, by: Actor, details: dict[str, object]) -> None:
    record(
        agency=hook.agency,
        action=f"webhook.{action}",
        subject_type=rules.SUBJECT_TYPE,
        subject_id=hook.pk,
        by=by,
        details={"name": hook.name, **details},
    )
