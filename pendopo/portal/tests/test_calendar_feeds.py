"""An officer's private calendar: secret, revocable, of one agency, bounded, without anybody's name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.calendar.actions import (
    amend_holiday,
    create_feed,
    pause,
    recompute_open_clocks,
    revoke_feed,
)
from pendopo.kernel.calendar.models import CalendarFeed, Clock, HolidayKind
from pendopo.kernel.people.models import RoleGrant
from pendopo.modules.information import actions
from pendopo.modules.information.tests.office import (
    GRANTING,
    MONDAY,
    PERSON,
    WEDNESDAY,
    WISH,
    Office,
    awaiting,
    client_of,
    in_process,
    issued,
    make_office,
    registered,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


def read(token: str, status: int = 200) -> list[icalendar.Event]:
    with clock.frozen(WEDNESDAY):
        answer = Client().get(f"/akun/kalender/{token}.ics")
    assert answer.status_code == status
    if status != 200:
        return []
    assert answer["Cache-Control"] == "private, no-store"
    for secret in (PERSON.name, PERSON.phone, PERSON.email, WISH.details, WISH.purpose, PERSON.nik):
        assert secret.encode() not in answer.content
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def gist(events: list[icalendar.Event]) -> list[tuple[str, date]]:
    return [(str(event["SUMMARY"]), event["DTSTART"].dt) for event in events]


def test_it_lists_the_open_deadlines_that_the_officer_may_see(office: Office) -> None:
    ours, theirs = in_process(office), in_process(office, unit=office.other_unit)
    waiting = awaiting(office)
    issued(office, GRANTING)
    tokens = {who: create_feed(agency=office.agency, by=getattr(office, who)) for who in ("ppid", "back", "auditor")}
    both = "Pemberitahuan tertulis, dihitung dari penerimaan"
    lacks = "Pemberitahuan tertulis, dihitung dari dinyatakan lengkap"
    assert gist(read(tokens["ppid"])) == [
        (f"Perbaikan oleh pemohon · {waiting.number}", date(2026, 8, 7)),
        (f"{both} · {ours.number}", date(2026, 8, 18)),
        (f"{both} · {theirs.number}", date(2026, 8, 18)),
        (f"{both} · {waiting.number}", date(2026, 8, 18)),
        (f"{lacks} · {ours.number}", date(2026, 8, 19)),
        (f"{lacks} · {theirs.number}", date(2026, 8, 19)),
    ]
    assert gist(read(tokens["back"])) == [
        (f"{both} · {ours.number}", date(2026, 8, 18)), (f"{lacks} · {ours.number}", date(2026, 8, 19)),
    ]  # fmt: skip
    assert len(read(tokens["auditor"])) == 6
    (event, *_rest) = read(tokens["back"])
    assert event["URL"].endswith(office.page("detail", ours))
    assert event["DESCRIPTION"] == "Dasar: UU 14/2008 Pasal 22 ayat (7)"


def test_the_secret_opens_one_agency_and_ends_when_it_is_revoked(office: Office) -> None:
    other = make_office("lain")
    registered(office)
    registered(other)
    token = create_feed(agency=office.agency, by=office.ppid)
    assert len(read(token)) == 2
    assert CalendarFeed.objects.get().token_digest != token
    newer = create_feed(agency=office.agency, by=office.ppid)
    read(token, 404)
    assert len(read(newer)) == 2
    assert revoke_feed(agency=office.agency, by=office.ppid) is True
    assert revoke_feed(agency=office.agency, by=office.ppid) is False
    read(newer, 404)
    read("x", 404)
    assert list(Entry.objects.filter(action__startswith="calendar.").values_list("action", flat=True)) == [
        "calendar.create_feed", "calendar.create_feed", "calendar.revoke_feed",
    ]  # fmt: skip
    assert token not in str(list(Entry.objects.values()))


def test_an_officer_who_left_reads_nothing(office: Office) -> None:
    registered(office)
    token = create_feed(agency=office.agency, by=office.ppid)
    RoleGrant.objects.filter(user=office.ppid.user).update(is_active=False)
    assert read(token) == []
    user = office.ppid.user
    user.is_active = False
    user.save()
    read(token, 404)


def test_the_entry_stays_the_same_and_its_sequence_grows(office: Office) -> None:
    inquiry = in_process(office)
    token = create_feed(agency=office.agency, by=office.ppid)
    before = {str(event["UID"]): int(event["SEQUENCE"]) for event in read(token)}
    assert set(before.values()) == {0}
    with clock.frozen(WEDNESDAY):
        amend_holiday(
            on=date(2026, 8, 18), name="Cuti bersama", kind=HolidayKind.JOINT_LEAVE, decree="SKB", by=office.ppid
        )
        recompute_open_clocks(by=office.ppid, reason="SKB")
    after = {str(event["UID"]): (int(event["SEQUENCE"]), event["DTSTART"].dt) for event in read(token)}
    assert set(after) == set(before)
    assert sorted(after.values()) == [(1, date(2026, 8, 19)), (1, date(2026, 8, 20))]
    found = Clock.objects.select_related("agency").filter(subject_id=inquiry.pk, label="notice_complete").get()
    with clock.frozen(WEDNESDAY):
        pause(clock=found, by=office.ppid, reason="uji")
    words = {str(event["DESCRIPTION"]) for event in read(token)}
    assert any("sedang dijeda" in word for word in words)


def asked(token: str) -> tuple[int, int]:
    """Return the entries of the feed and the queries it took."""
    with clock.frozen(WEDNESDAY), CaptureQueriesContext(connection) as queries:
        answer = Client().get(f"/akun/kalender/{token}.ics")
    return answer.content.count(b"BEGIN:VEVENT"), len(queries)


def test_it_is_bounded_and_asks_the_same_for_many(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    token = create_feed(agency=office.agency, by=office.ppid)
    for _each in range(3):
        registered(office)
    entries, queries = asked(token)
    assert (entries, queries <= 8) == (6, True)
    for _each in range(5):
        registered(office)
    assert asked(token) == (16, queries)
    monkeypatch.setattr("pendopo.kernel.calendar.queries.agenda.MOST_ENTRIES", 5)
    assert len(read(token)) == 5


def feeds(client: Client) -> list[tuple[str, bool]]:
    return [(row["agency"].slug, row["since"] is not None) for row in client.get("/akun/kalender/").context["rows"]]


def test_the_page_of_one_s_own_calendars(office: Office) -> None:
    other = make_office("lain")
    RoleGrant.objects.create(user=office.ppid.user, agency=other.agency, role="ppid")
    registered(office)
    client = client_of(office.ppid)
    assert feeds(client) == [("contoh", False), ("lain", False)]
    answer = client.post("/akun/kalender/buat/", {"agency": "contoh"})
    assert (answer.status_code, answer["Location"]) == (303, "/akun/kalender/")
    page = client.get("/akun/kalender/")
    address = page.context["fresh"]["contoh"]
    assert address in page.content.decode()
    assert len(read(address.rpartition("/")[2].removesuffix(".ics"))) == 2
    # The secret is shown once.
    assert client.get("/akun/kalender/").context["fresh"] == {}
    assert feeds(client) == [("contoh", True), ("lain", False)]
    assert client.post("/akun/kalender/cabut/", {"agency": "contoh"}).status_code == 303
    assert feeds(client) == [("contoh", False), ("lain", False)]
    assert CalendarFeed.objects.count() == 0


def test_nobody_makes_an_address_where_they_do_not_work(office: Office) -> None:
    make_office("lain")
    client = client_of(office.ppid)
    for slug in ("lain", "mars", ""):
        assert client.post("/akun/kalender/buat/", {"agency": slug}).status_code == 404
    assert client.get("/akun/kalender/buat/").status_code == 405
    assert Client().get("/akun/kalender/").status_code == 302
    assert Client().post("/akun/kalender/buat/", {"agency": "contoh"}).status_code == 302


def test_one_case_as_a_file_with_what_was_stopped(office: Office) -> None:
    inquiry = in_process(office)
    with clock.frozen(WEDNESDAY):
        answer = client_of(office.back).get(office.page("clocks_ics", inquiry))
        assert client_of(office.other_back).get(office.page("clocks_ics", inquiry)).status_code == 404
    events = list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))
    assert {(str(event["SUMMARY"]), str(event["STATUS"])) for event in events} == {
        (f"Pemeriksaan kelengkapan · {inquiry.number}", "CANCELLED"),
        (f"Pemberitahuan tertulis, dihitung dari penerimaan · {inquiry.number}", "CONFIRMED"),
        (f"Pemberitahuan tertulis, dihitung dari dinyatakan lengkap · {inquiry.number}", "CONFIRMED"),
    }
    with clock.frozen(MONDAY + timedelta(days=3)):
        actions.extend(inquiry=inquiry, reason="not_yet_held", note="x", by=office.ppid)
        later = client_of(office.back).get(office.page("clocks_ics", inquiry))
    again = list(icalendar.Calendar.from_ical(later.content).walk("VEVENT"))
    assert {str(event["UID"]) for event in again} == {str(event["UID"]) for event in events}
    assert {int(event["SEQUENCE"]) for event in again if event["STATUS"] == "CONFIRMED"} == {1}
    assert max(event["DTSTAMP"].dt for event in again) == datetime(2026, 8, 6, 3, tzinfo=UTC)
