"""Inbox and delivery log in the officers' workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.notifications import actions, queries
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.notifications.tests.conftest import AT
from pendopo.kernel.people.models import User

INBOX = "/sukamaju/meja/pemberitahuan/"
READ = f"{INBOX}dibaca/"
LOG = "/sukamaju/meja/pengiriman/"
Hire = Callable[..., User]
LogIn = Callable[[User], Client]


def fill(agency: Agency, user: User, count: int) -> None:
    for number in range(count):
        actions.tell(agency=agency, users=[user], text=f"Kabar {number} <b>", url="/sukamaju/meja/x/")


def send(agency: Agency, count: int, **more: Any) -> None:
    now = clock.now()
    OutboxMessage.objects.bulk_create(
        OutboxMessage(
            agency=agency, recipient="siti@contoh.id", subject=f"Perihal {number}", body="RAHASIA", subject_type="inquiry",
            subject_id=uuid4(), created_at=now, next_try_at=now, **more,
        )
        for number in range(count)
    )  # fmt: skip


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_doors(agency: Agency, other_agency: Agency, hire: Hire, log_in: LogIn) -> None:
    stranger, ppid, admin = (
        hire(other_agency, "lain", "ppid"),
        hire(agency, "ppid", "ppid"),
        hire(agency, "a", "agency_admin"),
    )
    seen = {
        (who, url): client.get(url).status_code
        for who, client in (
            ("nobody", Client()),
            ("stranger", log_in(stranger)),
            ("ppid", log_in(ppid)),
            ("admin", log_in(admin)),
        )
        for url in (INBOX, LOG, READ)
    }
    assert seen == {
        ("nobody", INBOX): 302, ("nobody", LOG): 302, ("nobody", READ): 405,
        ("stranger", INBOX): 404, ("stranger", LOG): 404, ("stranger", READ): 405,
        ("ppid", INBOX): 200, ("ppid", LOG): 403, ("ppid", READ): 405,
        ("admin", INBOX): 200, ("admin", LOG): 200, ("admin", READ): 405,
    }  # fmt: skip


def test_inbox_shows_own_lines_newest_first(agency: Agency, hire: Hire, log_in: LogIn) -> None:
    ani, budi = hire(agency, "ani", "ppid"), hire(agency, "budi", "ppid")
    fill(agency, ani, 2)
    actions.tell(agency=agency, users=[budi], text="Milik Budi")
    page = log_in(ani).get(INBOX).content.decode()
    assert page.index("Kabar 1 &lt;b&gt;") < page.index("Kabar 0 &lt;b&gt;")
    assert "Milik Budi" not in page
    assert page.count('href="/sukamaju/meja/x/"') == 2
    assert "Tandai semua dibaca" in page


def test_empty_inbox_says_so(agency: Agency, hire: Hire, log_in: LogIn) -> None:
    page = log_in(hire(agency, "ani", "ppid")).get(INBOX).content.decode()
    assert "Tidak ada pemberitahuan" in page
    assert "Tandai" not in page


def test_inbox_costs_the_same_with_one_and_fifty_lines(agency: Agency, hire: Hire, log_in: LogIn) -> None:
    user = hire(agency, "ani", "ppid")
    client = log_in(user)
    fill(agency, user, 1)
    one = queries_of(client, INBOX)
    fill(agency, user, 49)
    assert queries_of(client, INBOX) == one <= 8


def test_inbox_pages(agency: Agency, hire: Hire, log_in: LogIn) -> None:
    user = hire(agency, "ani", "ppid")
    fill(agency, user, 51)
    client = log_in(user)
    first = client.get(INBOX)
    assert [item.text for item in first.context["items"]] == [f"Kabar {n} <b>" for n in range(50, 0, -1)]
    second = client.get(f"{INBOX}?sebelum={first.context['older']}")
    assert [item.text for item in second.context["items"]] == ["Kabar 0 <b>"]
    assert second.context["older"] is None
    assert [client.get(f"{INBOX}?sebelum={odd}").status_code for odd in ("x", "-1", "²", "9" * 30)] == [404] * 4


def test_mark_read_one_and_all(agency: Agency, hire: Hire, log_in: LogIn) -> None:
    ani, budi = hire(agency, "ani", "ppid"), hire(agency, "budi", "ppid")
    fill(agency, ani, 3)
    fill(agency, budi, 1)
    client = log_in(ani)
    theirs = InboxItem.objects.get(user=budi)
    one = queries.inbox_of(agency, ani)[1]
    for data, unread in (({"item": theirs.pk}, 3), ({"item": one.pk}, 2), ({}, 0)):
        response = client.post(READ, data)
        assert (response.status_code, response["Location"]) == (303, INBOX)
        assert queries.unread_count(agency, ani) == unread
    assert queries.unread_count(agency, budi) == 1
    assert client.post(READ, {"item": "x"}).status_code == 404


def test_log_masks_recipients_and_shows_no_body(
    agency: Agency, other_agency: Agency, hire: Hire, log_in: LogIn
) -> None:
    send(agency, 1, state="failed", attempts=8, last_error="SMTPRecipientsRefused: 550")
    send(other_agency, 1, last_error="MILIK-LAIN")
    page = log_in(hire(agency, "admin", "agency_admin")).get(LOG).content.decode()
    assert "s•••@contoh.id" in page
    assert "Gagal" in page
    assert "SMTPRecipientsRefused: 550" in page
    for hidden in ("siti@contoh.id", "RAHASIA", "MILIK-LAIN"):
        assert hidden not in page


def test_log_costs_the_same_with_one_and_fifty_rows(agency: Agency, hire: Hire, log_in: LogIn) -> None:
    client = log_in(hire(agency, "admin", "agency_admin"))
    send(agency, 1)
    one = queries_of(client, LOG)
    send(agency, 49)
    assert queries_of(client, LOG) == one <= 8


def test_log_filters_pages_and_warns(agency: Agency, hire: Hire, log_in: LogIn) -> None:
    with clock.frozen(AT):
        send(agency, 51)
    send(agency, 2, state="sent", sent_at=AT)
    client = log_in(hire(agency, "admin", "agency_admin"))
    with clock.frozen(AT + dt.timedelta(hours=1)):
        first = client.get(f"{LOG}?status=queued")
        assert "51 surel belum terkirim lebih dari 10 menit" in first.content.decode()
        second = client.get(f"{LOG}?status=queued&sebelum={first.context['older']}")
        sent = client.get(f"{LOG}?status=sent")
    assert [len(page.context["rows"]) for page in (first, second, sent)] == [50, 1, 2]
    assert [client.get(f"{LOG}?{odd}").status_code for odd in ("status=x", "sebelum=x")] == [404, 404]


def test_send_again_from_the_log(agency: Agency, other_agency: Agency, hire: Hire, log_in: LogIn) -> None:
    send(agency, 1, state="failed", attempts=8)
    message = OutboxMessage.objects.get()
    client = log_in(hire(agency, "admin", "agency_admin"))
    for _ in range(2):
        response = client.post(f"{LOG}{message.pk}/ulang/")
        assert (response.status_code, response["Location"]) == (303, LOG)
    message.refresh_from_db()
    assert message.state == "queued"
    send(other_agency, 1, state="failed")
    foreign = OutboxMessage.objects.get(agency=other_agency)
    assert client.post(f"{LOG}{foreign.pk}/ulang/").status_code == 404
