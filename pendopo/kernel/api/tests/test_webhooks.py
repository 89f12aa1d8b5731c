"""Webhooks: what happened is told once, signed, tried again, given up; nothing personal, nothing inside."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api import actions, rules
from pendopo.kernel.api.models import Webhook
from pendopo.kernel.api.tests.listener import Listener
from pendopo.kernel.audit.actions import record
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.notifications.models import DeliveryAttempt, InboxItem, MessageState, OutboxMessage
from pendopo.kernel.notifications.rules import BACK_OFF_MINUTES, MAX_TRIES
from pendopo.kernel.notifications.tasks import drain_channels, drain_outbox
from pendopo.kernel.people.actors import SYSTEM
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.lib.ids import uuid7

from tests.staffed import Staffed

NOW = dt.datetime(2026, 8, 3, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def body(db: None) -> Iterator[Staffed]:
    with clock.frozen(NOW):
        yield Staffed(Agency.objects.create(slug="contoh", name="Dinas Contoh", short_name="Contoh"), "programs")


@pytest.fixture
def listener(settings: Any) -> Iterator[Listener]:
    settings.PENDOPO_PROBE_LOOPBACK = True
    with Listener() as running:
        yield running


def registered(body: Staffed, url: str, *topics: str) -> tuple[Webhook, bytes]:
    wanted = topics or ("request.received", "notice.published")
    return actions.register_webhook(
        agency=body.agency, name="LAPOR!", url=url, topics=wanted, by=body.actor("agency_admin")
    )


def happens(agency: Agency, action: str = "inquiry.register", **details: object) -> Entry:
    from django.db import transaction

    with transaction.atomic():
        return record(
            agency=agency, action=action, subject_type=action.partition(".")[0], subject_id=uuid7(), by=SYSTEM,
            details={"from": "", "to": "registered", "requester": "digest:rahasia", **details},
        )  # fmt: skip


def deliveries(hook: Webhook) -> list[tuple[str, str, int]]:
    found = OutboxMessage.objects.filter(subject_id=hook.pk).order_by("id")
    return list(found.values_list("subject", "state", "attempts"))


def test_what_happens_is_told_signed_and_once(
    body: Staffed, listener: Listener, django_assert_num_queries: Any
) -> None:
    happens(body.agency)
    hook, secret = registered(body, listener.url)
    entry = happens(body.agency)
    happens(body.agency, "inquiry.note")
    happens(Agency.objects.create(slug="lain", name="Lain", short_name="L"))
    assert [actions.spread(), actions.spread()] == [1, 0]
    with django_assert_num_queries(2):
        actions.spread()
    assert (drain_outbox(), drain_channels(), drain_channels()) == (0, 1, 0)
    ((path, headers, sent),) = listener.got
    assert path == "/terima?dari=pendopo"
    message = OutboxMessage.objects.get()
    assert json.loads(sent) == {
        "id": str(message.pk), "type": "request.received", "source": "http://localhost:8000",
        "at": "2026-08-03T03:00:00+00:00", "agency": "contoh", "sequence": entry.seq,
        "subject": {"type": "inquiry", "id": str(entry.subject_id), "number": "", "state": "registered"},
    }  # fmt: skip
    assert (headers["Webhook-Id"], headers["Webhook-Timestamp"]) == (str(message.pk), "1785726000")
    # As the page tells partners to check it.
    key = base64.b64decode(rules.secret_text(secret).removeprefix("whsec_"))
    signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + sent
    wanted = "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    assert headers["Webhook-Signature"] == wanted
    assert (headers["Content-Type"], headers["User-Agent"].partition("/")[0]) == ("application/json", "Pendopo")
    assert deliveries(hook) == [("request.received", "sent", 1)]
    assert b"rahasia" not in sent


def test_failed_delivery_is_tried_again_for_a_day_and_given_up(body: Staffed, listener: Listener) -> None:
    hook, _secret = registered(body, listener.url)
    happens(body.agency)
    actions.spread()
    listener.answers[:] = [500, 301, *[404] * (MAX_TRIES - 2)]
    now = NOW
    for minutes in (0, *BACK_OFF_MINUTES):
        now += dt.timedelta(minutes=minutes)
        with clock.frozen(now - dt.timedelta(seconds=1)):
            assert drain_channels() == 0
        with clock.frozen(now):
            assert drain_channels() == 0
    assert len(listener.got) == MAX_TRIES
    assert {path for path, _headers, _body in listener.got} == {"/terima?dari=pendopo"}
    assert len({sent for _path, _headers, sent in listener.got}) == 1
    assert deliveries(hook) == [("request.received", "failed", MAX_TRIES)]
    assert list(DeliveryAttempt.objects.values_list("detail", flat=True))[:3] == [
        "Undelivered: status 500", "Undelivered: redirects 301", "Undelivered: status 404",
    ]  # fmt: skip
    (told,) = InboxItem.objects.all()
    assert told.url == reverse("programs:webhook", args=["contoh", hook.pk])
    assert told.sentence.startswith("Webhook LAPOR! tidak dapat dihubungi")
    # One line until it is read, however many deliveries end.
    happens(body.agency)
    actions.spread()
    OutboxMessage.objects.filter(state=MessageState.QUEUED).update(attempts=MAX_TRIES - 1)
    listener.answers[:] = [500]
    with clock.frozen(now):
        drain_channels()
    assert InboxItem.objects.count() == 1


def test_delivery_whose_last_worker_died_is_told_too(body: Staffed, listener: Listener) -> None:
    hook, _secret = registered(body, listener.url)
    happens(body.agency)
    actions.spread()
    OutboxMessage.objects.update(attempts=MAX_TRIES)
    assert [drain_channels(), drain_channels()] == [0, 0]
    assert deliveries(hook) == [("request.received", "failed", MAX_TRIES)]
    assert listener.got == []
    assert [told.url for told in InboxItem.objects.all()] == [reverse("programs:webhook", args=["contoh", hook.pk])]


def test_failing_receiver_is_left_alone_for_a_round(body: Staffed, listener: Listener) -> None:
    registered(body, listener.url)
    for _ in range(3):
        happens(body.agency)
    actions.spread()
    listener.answers[:] = [503]
    assert drain_channels() == 0
    assert len(listener.got) == 1
    assert drain_channels() == 2
    assert drain_channels(seconds=-1) == 0


def test_nothing_is_sent_inside_or_unencrypted(body: Staffed, listener: Listener, settings: Any) -> None:
    settings.PENDOPO_PROBE_LOOPBACK = False
    inside = registered(body, listener.url.replace("http:", "https:"))[0]
    plain = registered(body, "http://contoh.id/terima")[0]
    happens(body.agency)
    actions.spread()
    assert drain_channels() == 0
    errors = dict(OutboxMessage.objects.values_list("subject_id", "last_error"))
    assert errors[plain.pk] == "Undelivered: address"
    assert errors[inside.pk] in {"Undelivered: private", "Undelivered: port"}
    assert listener.got == []


def test_removed_webhook_hears_nothing_more(body: Staffed, listener: Listener) -> None:
    hook, _secret = registered(body, listener.url)
    happens(body.agency)
    actions.spread()
    happens(body.agency)
    admin = body.actor("agency_admin")
    assert [actions.remove_webhook(hook=hook, by=admin), actions.remove_webhook(hook=hook, by=admin)] == [True, False]
    assert (actions.spread(), drain_channels(), listener.got) == (0, 0, [])
    assert deliveries(hook) == [("request.received", "failed", 0)]
    OutboxMessage.objects.update(state=MessageState.QUEUED)
    assert drain_channels() == 0
    assert OutboxMessage.objects.get().last_error == "Undelivered: The webhook was removed."


def test_long_trail_is_told_in_parts(body: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    hook, _secret = registered(body, "https://contoh.id/terima")
    monkeypatch.setattr(rules, "TRAIL_ROWS", 2)
    for _ in range(3):
        happens(body.agency)
    found = []
    while told := actions.spread():
        found.append(told)
    assert sum(found) == 3
    assert len(deliveries(hook)) == 3


def test_only_admins_manage(body: Staffed) -> None:
    hook, _secret = registered(body, "https://contoh.id/terima")
    for role in ("ppid", "auditor"):
        for act in (
            lambda by: actions.register_webhook(
                agency=body.agency, name="x", url="https://x.id", topics=["request.received"], by=by
            ),
            lambda by: actions.remove_webhook(hook=hook, by=by),
            lambda by: actions.ping(hook=hook, by=by),
            lambda by: actions.make_token(agency=body.agency, name="x", scopes=["requests:read"], days=30, by=by),
        ):
            with pytest.raises(NotAllowed):
                act(body.actor(role))
    admin = body.actor("agency_admin")
    with pytest.raises(ValueError, match="known topics"):
        actions.register_webhook(agency=body.agency, name="x", url="https://x.id", topics=["lain"], by=admin)
    with pytest.raises(ValueError, match="known scopes"):
        actions.make_token(agency=body.agency, name="x", scopes=["lain"], days=30, by=admin)


def test_there_is_an_end_to_keys_and_webhooks(body: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "WEBHOOKS_MAX", 1)
    monkeypatch.setattr(rules, "TOKENS_MAX", 0)
    registered(body, "https://contoh.id/terima")
    with pytest.raises(NotAllowed, match="webhook"):
        registered(body, "https://contoh.id/lagi")
    with pytest.raises(NotAllowed, match="kunci"):
        actions.make_token(
            agency=body.agency, name="x", scopes=["requests:read"], days=30, by=body.actor("agency_admin")
        )
