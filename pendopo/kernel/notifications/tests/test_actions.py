"""Rows in outbox and inbox: written with the caller's transaction, to exactly the right people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.notifications import actions, queries
from pendopo.kernel.notifications.models import DeliveryAttempt, InboxItem, OutboxMessage, PeriodicRun
from pendopo.kernel.notifications.tests.conftest import AT
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import RoleGrant, User

Hire = Callable[..., User]


def write(agency: Agency, **more: Any) -> OutboxMessage:
    given = {"to": "siti@contoh.id", "subject": "Permohonan Anda", "body": "Isi", **more}
    return actions.enqueue_email(agency=agency, subject_type="inquiry", subject_id=uuid4(), **given)


@pytest.mark.usefixtures("at_work")
def test_enqueue_writes_one_row(agency: Agency, subject: UUID, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        message = actions.enqueue_email(
            agency=agency,
            to=" siti@contoh.id ",
            subject="S" * 300,
            body="Isi\n",
            subject_type="inquiry",
            subject_id=subject,
        )
    row = OutboxMessage.objects.values().get()
    assert row == {
        "id": message.pk,
        "agency_id": agency.pk,
        "channel": "email",
        "recipient": "siti@contoh.id",
        "subject": "S" * 200,
        "body": "Isi\n",
        "subject_type": "inquiry",
        "subject_id": subject,
        "created_at": AT,
        "state": "queued",
        "attempts": 0,
        "next_try_at": AT,
        "sent_at": None,
        "last_error": "",
    }


@pytest.mark.parametrize("wrong", [{"to": "a@b.id\nBcc: c@d.id"}, {"subject": "a\r\nBcc: c@d.id"}, {"to": ""}])
def test_enqueue_refuses_line_breaks_in_headers(agency: Agency, wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="message"):
        write(agency, **wrong)
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_message_goes_when_the_transaction_fails(agency: Agency) -> None:
    def fail() -> None:
        with transaction.atomic():
            write(agency)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert not OutboxMessage.objects.exists()


@pytest.mark.usefixtures("at_work")
def test_tell_reaches_named_users_and_active_holders_of_roles(
    agency: Agency, other_agency: Agency, hire: Hire, subject: UUID, django_assert_num_queries: Any
) -> None:
    ppid = hire(agency, "ppid", "ppid", "superior")
    front = hire(agency, "front", "front_office")
    gone = hire(agency, "gone", "ppid")
    gone.is_active = False
    gone.save()
    hire(agency, "former", "ppid", is_active=False)
    hire(other_agency, "stranger", "ppid")
    auditor = hire(agency, "auditor", "auditor")
    with django_assert_num_queries(2):
        told = actions.tell(
            agency=agency,
            users=[auditor, ppid],
            roles=["ppid", "superior", "front_office"],
            text="Permohonan %(number)s diterima.",
            params={"number": "PPID-1"},
            url="/sukamaju/meja/",
            subject_type="inquiry",
            subject_id=subject,
            but=front,
        )
    assert told == 2
    assert set(
        InboxItem.objects.values_list("user__username", "agency_id", "text", "url", "subject_id", "created_at")
    ) == {
        (name, agency.pk, "Permohonan %(number)s diterima.", "/sukamaju/meja/", subject, AT)
        for name in ("ppid", "auditor")
    }
    assert {str(item) for item in InboxItem.objects.all()} == {"Permohonan PPID-1 diterima."}


def test_tell_may_be_narrowed_to_a_unit(agency: Agency, hire: Hire) -> None:
    units = [Unit.objects.create(agency=agency, name=name) for name in ("Bidang A", "Bidang B")]
    for number, unit in enumerate(units):
        hire(agency, f"bo{number}", "back_office", unit=unit)
    assert actions.tell(agency=agency, roles=["back_office"], unit_id=units[1].pk, text="Baru") == 1
    assert [item.user.username for item in InboxItem.objects.select_related("user")] == ["bo1"]
    with pytest.raises(ValueError, match="this site"):
        actions.tell(agency=agency, roles=["back_office"], text="x", url="https://a.id")


@pytest.mark.usefixtures("at_work")
def test_roles_are_told_in_one_query(
    agency: Agency, other_agency: Agency, hire: Hire, subject: UUID, django_assert_num_queries: Any
) -> None:
    units = [Unit.objects.create(agency=agency, name=name) for name in ("Bidang A", "Bidang B")]
    hire(agency, "both", "ppid", "front_office")
    hire(agency, "unit-a", "back_office", unit=units[0])
    hire(agency, "unit-b", "back_office", unit=units[1])
    hire(agency, "former", "ppid", is_active=False)
    hire(other_agency, "stranger", "ppid")
    about: dict[str, Any] = {"params": {"number": "7"}, "url": "/x/", "subject_type": "inquiry", "subject_id": subject}
    with django_assert_num_queries(1):
        actions.tell_roles(agency=agency, roles=["ppid", "front_office"], text="Baru %(number)s.", **about)
    actions.tell_roles(agency=agency, roles=["back_office"], unit_id=units[1].pk, text="Bidang.")
    fields = (
        "user__username",
        "agency_id",
        "text",
        "params",
        "url",
        "subject_type",
        "subject_id",
        "created_at",
        "read_at",
    )
    assert sorted(InboxItem.objects.values_list(*fields), key=str) == [
        ("both", agency.pk, "Baru %(number)s.", {"number": "7"}, "/x/", "inquiry", subject, AT, None),
        ("unit-b", agency.pk, "Bidang.", {}, "", "", None, AT, None),
    ]
    with pytest.raises(ValueError, match="this site"):
        actions.tell_roles(agency=agency, roles=["ppid"], text="x", url="https://a.id")


def test_inbox_sentence_follows_the_readers_language(agency: Agency, hire: Hire) -> None:
    user = hire(agency, "ani", "ppid")
    actions.tell(agency=agency, users=[user], text="100% selesai")
    with translation.override("en"):
        assert InboxItem.objects.get().sentence == "100% selesai"


@pytest.mark.usefixtures("at_work")
def test_mark_read_touches_own_lines_only(agency: Agency, other_agency: Agency, hire: Hire, subject: UUID) -> None:
    ani, budi = hire(agency, "ani", "ppid"), hire(agency, "budi", "ppid")
    for number in range(3):
        actions.tell(agency=agency, users=[ani, budi], text=f"Kabar {number}")
    actions.tell(agency=other_agency, users=[ani], text="Lain")
    mine = queries.inbox_of(agency, ani)
    assert [item.text for item in mine] == ["Kabar 2", "Kabar 1", "Kabar 0"]
    assert queries.unread_count(agency, ani) == 3
    newest = mine[0]
    theirs = queries.inbox_of(agency, budi)[0]
    assert actions.mark_read(agency=agency, user=ani, item_id=theirs.pk) == 0
    assert actions.mark_read(agency=agency, user=ani, item_id=newest.pk) == 1
    assert [item.read_at for item in queries.inbox_of(agency, ani)] == [AT, None, None]
    assert actions.mark_read(agency=agency, user=ani) == 2
    counts = [queries.unread_count(*pair) for pair in ((agency, ani), (agency, budi), (other_agency, ani))]
    assert counts == [0, 3, 1]


def test_unread_count_is_bounded(agency: Agency, hire: Hire, django_assert_num_queries: Any) -> None:
    user = hire(agency, "ani", "ppid")
    for _ in range(5):
        actions.tell(agency=agency, users=[user], text="x")
    with django_assert_num_queries(1):
        assert queries.unread_count(agency, user, limit=3) == 3


def test_rows_name_themselves(agency: Agency) -> None:
    message = write(agency)
    tried = [DeliveryAttempt(message=message, ok=ok, detail="550") for ok in (True, False)]
    assert [str(row) for row in (message, *tried, PeriodicRun(name="a.b"))] == [
        "Permohonan Anda",
        f"{message.pk}: ok",
        f"{message.pk}: 550",
        "a.b",
    ]


def test_send_again_only_what_failed(agency: Agency, hire: Hire) -> None:
    by = Actor(kind="staff", label="Ani", user=hire(agency, "ani", "agency_admin"), agency_id=agency.pk)
    message = write(agency)
    assert actions.send_again(message=message, by=by) is False
    assert not Entry.objects.exists()
    OutboxMessage.objects.update(state="failed", attempts=8, last_error="x", next_try_at=AT)
    with clock.frozen(AT):
        assert actions.send_again(message=message, by=by) is True
    assert (message.state, message.attempts, message.last_error, message.next_try_at) == ("queued", 0, "", AT)
    entry = Entry.objects.get()
    assert (entry.action, entry.subject_id, entry.details) == (
        "notifications.send_again",
        message.subject_id,
        {"message": str(message.pk)},
    )


def test_sent_without_time_is_refused_by_the_database(agency: Agency) -> None:
    write(agency)
    for wrong in ({"state": "sent"}, {"sent_at": AT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutboxMessage.objects.update(**wrong)


def test_everybody_with_two_grants_is_told_once(agency: Agency, hire: Hire) -> None:
    unit = Unit.objects.create(agency=agency, name="Bidang A")
    user = hire(agency, "ani", "ppid")
    RoleGrant.objects.create(user=user, agency=agency, role="back_office", unit=unit)
    assert actions.tell(agency=agency, roles=["ppid", "back_office"], users=[user], text="Sekali") == 1
