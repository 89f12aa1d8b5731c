"""Urgent notices from announcement to end, who may, and the e-mail list."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from pendopo.kernel.audit.queries import verify
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.people.actors import SYSTEM
from pendopo.kernel.search.models import Change
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.kernel.workflow.models import Move
from pendopo.modules.publishing import tasks
from pendopo.modules.publishing.actions import mailing
from pendopo.modules.publishing.actions import notices as actions
from pendopo.modules.publishing.models import Announcer, Mailing, Notice, Subscriber
from pendopo.modules.publishing.queries import notices as queries
from pendopo.modules.publishing.rules import limits
from pendopo.modules.publishing.tests.body import FLOOD, MONDAY, announce, at, make_body

from tests.staffed import Staffed


def test_announced_updated_ended(body: Staffed) -> None:
    notice = announce(body, everywhere=True)
    assert (notice.number, notice.state, notice.is_everywhere) == ("PPID-SM-2026-0001", "in_force", True)
    assert queries.in_force(body.agency) == queries.in_force_everywhere() == [notice]
    with at(MONDAY + dt.timedelta(hours=2)):
        higher = replace(FLOOD, happening="Air setinggi dua meter.")
        notice = actions.update(notice=notice, words=higher, change="Air naik.", by=body.ppid)
    assert (notice.version, notice.happening) == (2, "Air setinggi dua meter.")
    said = [(each.number, each.happening, each.change, each.by_label) for each in queries.versions_of(notice)]
    assert said == [
        (2, "Air setinggi dua meter.", "Air naik.", "Nama ppid"), (1, "Air setinggi satu meter.", "", "Nama ppid"),
    ]  # fmt: skip
    with at(MONDAY + dt.timedelta(hours=5)):
        notice = actions.end(notice=notice, reason="Air surut.", by=body.ppid)
        assert queries.in_force(body.agency) == queries.in_force_everywhere() == []
    assert (notice.state, notice.end_reason, notice.ended_at) == ("ended", "Air surut.", MONDAY + dt.timedelta(hours=5))
    moves = Move.objects.filter(subject_id=notice.pk).values_list("step", "public_note")
    assert list(moves) == [("announce", ""), ("update", "Air naik."), ("end", "Air surut.")]
    assert Change.objects.filter(kind="notice", object_id=notice.pk).count() == 3
    assert verify(body.agency).intact
    for step in (
        lambda: actions.update(notice=notice, words=FLOOD, change="x", by=body.ppid),
        lambda: actions.end(notice=notice, reason="x", by=body.ppid),
    ):
        with pytest.raises(WrongState):
            step()


def test_over_by_the_clock_before_the_job_and_ended_by_it(body: Staffed) -> None:
    notice = announce(body)
    later = announce(body, replace(FLOOD, until_at=MONDAY + dt.timedelta(days=3)))
    with at(MONDAY + dt.timedelta(days=1)):
        assert queries.in_force(body.agency) == [later]
        assert not queries.is_running(notice)
        assert tasks.expire_notices() == 1
        assert tasks.expire_notices() == 0
    notice.refresh_from_db()
    assert (notice.state, notice.end_reason) == ("ended", "Waktu berlakunya habis.")


def test_the_job_leaves_what_changed_meanwhile(body: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    ended, longer = announce(body), announce(body)
    actions.end(notice=ended, reason="Selesai.", by=body.ppid)
    monkeypatch.setattr(actions, "run_out", lambda **_: [ended, longer])
    assert actions.expire_run_out() == 0


@pytest.mark.parametrize("until", [MONDAY, MONDAY - dt.timedelta(days=1), MONDAY + dt.timedelta(days=91)])
def test_until_lies_ahead_and_not_too_far(body: Staffed, until: dt.datetime) -> None:
    with pytest.raises(NotAllowed, match="Waktu berakhir"):
        announce(body, replace(FLOOD, until_at=until))


def test_officers_on_duty_may_announce(body: Staffed) -> None:
    front = body.actor("front_office")
    assert front.user
    with pytest.raises(NotAllowed, match="petugas siaga"):
        announce(body, by=front)
    with pytest.raises(NotAllowed, match="petugas siaga"):
        announce(body, by=SYSTEM)
    assert actions.grant(agency=body.agency, users=[front.user], by=body.ppid) == 1
    notice = announce(body, by=front, everywhere=True)
    # Only the PPID decides about the installation's home.
    assert not notice.is_everywhere
    assert actions.grant(agency=body.agency, users=[front.user], by=body.ppid) == 1
    assert actions.grant(agency=body.agency, users=[], by=body.ppid) == 0
    assert not Announcer.objects.exists()
    with pytest.raises(NotAllowed):
        actions.end(notice=notice, reason="x", by=front)
    with pytest.raises(NotAllowed):
        announce(body, by=body.superior)


def test_what_the_search_may_find(body: Staffed) -> None:
    notice = announce(body)
    (entry,) = queries.searched([notice.pk])
    assert (entry.kind, entry.title, entry.url, entry.on) == (
        "notice", "Banjir di Desa Contoh", f"/contoh/peringatan/{notice.pk}/", MONDAY.date(),
    )  # fmt: skip
    assert "balai desa" in entry.text
    assert queries.searched_keys(None, 5) == [notice.pk]
    assert queries.searched_keys(notice.pk, 5) == []
    body.agency.is_active = False
    body.agency.save()
    assert list(queries.searched([notice.pk])) == []


# ---------------------------------------------------------------------------------------------- the e-mail list


def subscriber(body: Staffed, email: str) -> Subscriber:
    mailing.subscribe(agency=body.agency, email=email)
    found = Subscriber.objects.order_by("-id")[0]
    mailing.confirm(subscriber=found)
    found.refresh_from_db()
    return found


def test_in_by_two_steps_and_out_for_good(body: Staffed) -> None:
    mailing.subscribe(agency=body.agency, email=" Warga@Contoh.id ")
    mailing.subscribe(agency=body.agency, email="warga@contoh.id")
    assert OutboxMessage.objects.count() == 1
    with at(MONDAY + dt.timedelta(hours=1)):
        mailing.subscribe(agency=body.agency, email="warga@contoh.id")
    found = Subscriber.objects.get()
    assert found.asked_at == MONDAY + dt.timedelta(hours=1)
    assert (found.email, found.confirmed_at) == ("warga@contoh.id", None)
    assert b"warga" not in bytes(found.sealed_email)
    mails = OutboxMessage.objects.filter(recipient="warga@contoh.id")
    assert mails.count() == 2
    address = re.search(r"http://localhost:8000(/\S+/konfirmasi/)", mails[0].body)
    assert address is not None
    assert address[1] == f"/contoh/peringatan/langganan/{found.pk}/{mailing.token_of(found)}/konfirmasi/"
    mailing.confirm(subscriber=found)
    mailing.subscribe(agency=body.agency, email="warga@contoh.id")
    assert mails.count() == 2
    assert queries.subscriber_count(body.agency) == 1
    mailing.unsubscribe(subscriber=found)
    assert not Subscriber.objects.exists()


def test_nobody_confirmed_in_time(body: Staffed) -> None:
    kept = subscriber(body, "a@contoh.id")
    mailing.subscribe(agency=body.agency, email="b@contoh.id")
    with at(MONDAY + dt.timedelta(days=7)):
        assert tasks.forget_unconfirmed() == 0
    with at(MONDAY + dt.timedelta(days=7, seconds=1)):
        assert tasks.forget_unconfirmed() == 1
    assert list(Subscriber.objects.all()) == [kept]


def test_letters_in_rounds_that_remember(body: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAILS_A_ROUND", 2)
    people = [subscriber(body, f"w{n}@contoh.id") for n in range(5)]
    mailing.subscribe(agency=body.agency, email="belum@contoh.id")
    subscriber(make_body("lain"), "lain@contoh.id")
    OutboxMessage.objects.all().delete()
    notice = announce(body)
    assert [tasks.deliver_notices() for _ in range(4)] == [2, 2, 1, 0]
    mails = OutboxMessage.objects.order_by("id")
    assert [mail.recipient for mail in mails] == [f"w{n}@contoh.id" for n in range(5)]
    body_text = mails[0].body
    assert mails[0].subject == "Peringatan: Banjir di Desa Contoh"
    for words in (
        "Air setinggi satu meter.", "Lokasi: Desa Contoh, RT 1–4", "Mengungsi ke balai desa.", "Hubungi: 0812 1",
        "Berlaku sampai: 4 Agustus 2026 pukul 10.00 WIB", f"http://localhost:8000/contoh/peringatan/{notice.pk}/",
        f"/contoh/peringatan/langganan/{people[0].pk}/{mailing.token_of(people[0])}/berhenti/",
    ):  # fmt: skip
        assert words in body_text
    done = Mailing.objects.get()
    assert (done.sent, done.done_at) == (5, MONDAY)
    assert mailing._deliver(done.pk) == 0


def test_an_update_takes_the_place_of_what_was_not_sent(body: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAILS_A_ROUND", 1)
    for number in range(2):
        subscriber(body, f"w{number}@contoh.id")
    OutboxMessage.objects.all().delete()
    notice = announce(body)
    tasks.deliver_notices()
    notice = actions.update(notice=notice, words=replace(FLOOD, title="Banjir surut"), change="Surut.", by=body.ppid)
    notice = actions.update(notice=notice, words=FLOOD, change="Salah ketik.", mail=False, by=body.ppid)
    while tasks.deliver_notices():
        pass
    actions.end(notice=notice, reason="Air surut.", by=body.ppid)
    while tasks.deliver_notices():
        pass
    subjects = list(OutboxMessage.objects.order_by("id").values_list("recipient", "subject"))
    assert subjects == [
        ("w0@contoh.id", "Peringatan: Banjir di Desa Contoh"),
        ("w0@contoh.id", "Peringatan: Banjir di Desa Contoh"),
        ("w1@contoh.id", "Peringatan: Banjir di Desa Contoh"),
        ("w0@contoh.id", "Berakhir: Banjir di Desa Contoh"),
        ("w1@contoh.id", "Berakhir: Banjir di Desa Contoh"),
    ]
    assert "Peringatan ini berakhir: Air surut." in OutboxMessage.objects.order_by("-id")[0].body


def test_an_ended_notice_says_why(body: Staffed) -> None:
    from django.db import IntegrityError, transaction

    notice = announce(body)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(state="ended", ended_at=MONDAY)
