"""The outbox over real SMTP: once when all is well, again after failures, by one worker at a time, never lost."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.notifications import queries, rules
from pendopo.kernel.notifications.actions import enqueue_email
from pendopo.kernel.notifications.models import DeliveryAttempt, InboxItem, OutboxMessage
from pendopo.kernel.notifications.tasks import bring_back, drain_outbox, raise_alarm
from pendopo.kernel.notifications.tests.conftest import AT
from pendopo.kernel.notifications.tests.mail_server import MailServer

MINUTE = dt.timedelta(minutes=1)


def write(agency: Agency, to: str = "siti@contoh.id", subject: str = "Permohonan Anda – diterima") -> OutboxMessage:
    with clock.frozen(AT):
        return enqueue_email(
            agency=agency, to=to, subject=subject, body="Yth. Siti,\n.\nNomor: PPID-1 é\n", subject_type="inquiry",
            subject_id=uuid4(),
        )  # fmt: skip


def drain(at: dt.datetime = AT, **options: int) -> int:
    with clock.frozen(at):
        return drain_outbox(**options)


def state(message: OutboxMessage) -> tuple[object, ...]:
    message.refresh_from_db()
    return message.state, message.attempts, message.sent_at, message.last_error


def test_message_arrives_once_with_its_id(agency: Agency, mail: MailServer) -> None:
    message = write(agency)
    assert drain() == 1
    assert drain(AT + dt.timedelta(days=2)) == 0
    (letter,) = mail.taken
    headers = {name: value for name, value in letter.items() if name not in {"Content-Type", "MIME-Version"}}
    assert headers == {
        "Content-Transfer-Encoding": "8bit",
        "Subject": "=?utf-8?q?Permohonan_Anda_=E2=80=93_diterima?=",
        "From": "Dinas Kominfo Sukamaju <pendopo@layanan.example.id>",
        "To": "siti@contoh.id",
        "Reply-To": "ppid@sukamaju.example.id",
        "Message-ID": f"<{message.pk}@layanan.example.id>",
        "Date": "Mon, 03 Aug 2026 03:00:00 +0000",
        "Auto-Submitted": "auto-generated",
    }
    body = letter.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().replace("\r\n", "\n") == "Yth. Siti,\n.\nNomor: PPID-1 é\n"
    assert state(message) == ("sent", 1, AT, "")
    assert list(DeliveryAttempt.objects.values_list("message_id", "at", "ok", "detail")) == [(message.pk, AT, True, "")]


def test_server_down_then_back(agency: Agency, mail: MailServer) -> None:
    messages = [write(agency, f"a{n}@contoh.id") for n in range(3)]
    mail.stop()
    assert drain() == 0
    # The round ends after the first: the others keep their tries for when the server is back.
    assert [state(message)[:2] for message in messages] == [("queued", 1), ("queued", 0), ("queued", 0)]
    assert "Connection refused" in str(state(messages[0])[3])
    mail.start()
    assert drain(AT + 59 * dt.timedelta(seconds=1)) == 2
    assert drain(AT + MINUTE) == 1
    assert sorted(letter["To"] for letter in mail.taken) == ["a0@contoh.id", "a1@contoh.id", "a2@contoh.id"]
    assert {state(message) for message in messages} == {
        ("sent", 2, AT + MINUTE, ""),
        ("sent", 1, AT + 59 * dt.timedelta(seconds=1), ""),
    }
    assert list(DeliveryAttempt.objects.filter(message=messages[0]).values_list("ok", flat=True)) == [False, True]


def test_refused_recipient_is_tried_eight_times_and_holds_nobody_up(agency: Agency, mail: MailServer) -> None:
    mail.behaviour.refused.add("salah@contoh.id")
    wrong, right = write(agency, "salah@contoh.id"), write(agency, "benar@contoh.id")
    assert drain() == 1
    assert state(right)[0] == "sent"
    tried_at = [AT]
    for _ in range(7):
        wrong.refresh_from_db()
        tried_at.append(wrong.next_try_at)
        assert drain(wrong.next_try_at - dt.timedelta(seconds=1)) == 0
        assert drain(wrong.next_try_at) == 0
    assert [int((then - AT).total_seconds() // 60) for then in tried_at] == [0, 1, 6, 21, 81, 261, 621, 1341]
    assert state(wrong)[:3] == ("failed", 8, None)
    assert list(DeliveryAttempt.objects.filter(message=wrong).values_list("at", "ok")) == [
        (at, False) for at in tried_at
    ]
    assert "salah@contoh.id" not in wrong.last_error
    assert "s•••@contoh.id" in wrong.last_error
    assert drain(AT + dt.timedelta(days=30)) == 0


def test_busy_server_and_hang_up_are_tried_again(agency: Agency, mail: MailServer) -> None:
    mail.behaviour.busy = 1
    mail.behaviour.hang_up_on_data = 1
    messages = [write(agency, f"a{n}@contoh.id") for n in range(3)]
    assert drain() == 1
    assert drain(AT + MINUTE) == 2
    assert sorted(letter["To"] for letter in mail.taken) == ["a0@contoh.id", "a1@contoh.id", "a2@contoh.id"]
    assert sorted(state(message)[:2] for message in messages) == [("sent", 1), ("sent", 2), ("sent", 2)]


def test_worker_that_dies_while_sending_leaves_its_message_to_the_others(
    agency: Agency, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = write(agency)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("pendopo.kernel.notifications.tasks._note_success", die)
        with pytest.raises(KeyboardInterrupt):
            drain()
    assert state(message) == ("queued", 1, None, "")
    assert drain(AT + rules.LEASE - dt.timedelta(seconds=1)) == 0
    assert drain(AT + rules.LEASE) == 1
    # At least once: it arrived twice, under one Message-ID by which mail systems drop the second.
    assert [letter["Message-ID"] for letter in mail.taken] == [f"<{message.pk}@layanan.example.id>"] * 2


def test_message_whose_last_worker_died_is_given_up(agency: Agency, mail: MailServer) -> None:
    message = write(agency)
    OutboxMessage.objects.update(attempts=8)
    assert drain() == 0
    assert state(message) == ("failed", 8, None, "The worker ended while it was sending.")
    assert mail.taken == []


def test_address_that_cannot_be_written_fails_alone(agency: Agency, mail: MailServer) -> None:
    wrong, right = write(agency), write(agency)
    OutboxMessage.objects.filter(pk=wrong.pk).update(recipient="a@b.id\nBcc: c@d.id")
    assert drain() == 1
    assert state(right)[0] == "sent"
    assert state(wrong)[:2] == ("queued", 1)
    assert len(mail.taken) == 1


def test_limit_and_order(agency: Agency, mail: MailServer) -> None:
    for number in range(5):
        with clock.frozen(AT + number * MINUTE):
            enqueue_email(
                agency=agency, to=f"a{number}@contoh.id", subject="S", body="B", subject_type="x", subject_id=uuid4()
            )
    assert drain(AT + 10 * MINUTE, limit=2) == 2
    assert [letter["To"] for letter in mail.taken] == ["a0@contoh.id", "a1@contoh.id"]
    assert drain(AT + 10 * MINUTE) == 3


def test_empty_outbox_costs_one_query_and_no_connection(
    db: None, mail: MailServer, django_assert_num_queries: Any
) -> None:
    mail.stop()
    with django_assert_num_queries(1):
        assert drain() == 0


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_send_each_message_once(agency: Agency, mail: MailServer) -> None:
    messages = [write(agency, f"a{n}@contoh.id") for n in range(12)]
    mail.behaviour.seconds_per_message = 0.02
    start = threading.Barrier(4)
    sent: list[int] = []

    def work() -> None:
        try:
            start.wait()
            with clock.frozen(AT):
                sent.append(drain_outbox())
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == 12
    assert sorted(letter["To"] for letter in mail.taken) == sorted(message.recipient for message in messages)
    assert {state(message)[:2] for message in messages} == {("sent", 1)}


def test_without_a_mail_server_mail_goes_to_files(agency: Agency, settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    message = write(agency)
    assert drain() == 1
    (file,) = (tmp_path / "mail").iterdir()
    assert f"Message-ID: <{message.pk}@" in file.read_text()


def test_what_was_written_while_a_clock_was_ahead_does_not_wait_for_that_day(agency: Agency, mail: MailServer) -> None:
    early = write(agency)
    OutboxMessage.objects.update(next_try_at=AT + dt.timedelta(days=365))
    with clock.frozen(AT):
        assert (drain_outbox(), bring_back(), drain_outbox()) == (0, 1, 1)
        early.refresh_from_db()
        assert early.state == "sent"
        # The longest wait after a failure is left alone.
        OutboxMessage.objects.filter(pk=write(agency).pk).update(next_try_at=AT + dt.timedelta(hours=12))
        assert bring_back() == 0


def test_stale_messages_and_one_alarm_per_agency(
    agency: Agency, other_agency: Agency, hire: Any, mail: MailServer
) -> None:
    admin = hire(agency, "admin", "agency_admin")
    hire(agency, "ani", "ppid")
    old = [write(agency), write(agency)]
    foreign = write(other_agency)
    OutboxMessage.objects.filter(pk=foreign.pk).update(state="failed")
    with clock.frozen(AT + 10 * MINUTE):
        assert list(queries.stale_messages()) == []
        assert raise_alarm() == 0
    with clock.frozen(AT + 10 * MINUTE + dt.timedelta(seconds=1)):
        assert set(queries.stale_messages()) == set(old) == set(queries.stale_messages(agency))
        assert list(queries.stale_messages(other_agency)) == []
        assert [raise_alarm(), raise_alarm()] == [1, 0]
        item = InboxItem.objects.get()
        assert (item.user, item.url) == (admin, "/sukamaju/meja/pengiriman/")
        assert item.sentence.startswith("2 surel belum terkirim lebih dari 10 menit.")
        InboxItem.objects.update(read_at=AT)
        assert raise_alarm() == 1
