from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import authenticate

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.calendar.models import Clock, ClockState
from pendopo.kernel.documents.models import Document
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.people.models import Contact, User
from pendopo.kernel.people.rules import ROLES
from pendopo.kernel.workflow.models import Move
from pendopo.modules.information.models import Inquiry, Notice
from pendopo.modules.information.rules import request as rules
from pendopo.modules.information.rules.procedure import PROCEDURE
from pendopo.modules.information.tests.office import tracked_inquiry
from pendopo.modules.objections.models import Objection
from pendopo.portal import demo
from pendopo.portal.administration import words
from pendopo.portal.demo import cast, redaction
from pendopo.portal.demo.cases import CASES

# On PostgreSQL the same example is played for tests/journeys/test_pages_on_postgresql.py.
pytestmark = pytest.mark.once
WEDNESDAY = dt.datetime(2026, 11, 18, 3, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[tuple[int, int]]]:
    """Have the example for all tests of this file; then the database is as it was before.

    Gives what was told of the progress.
    """
    from tests.databases import filled
    from tests.example import fill_with_example, told

    with django_db_blocker.unblock():
        assert not demo.is_loaded()
        assert demo.sample() is None
        with filled("loaded", fill_with_example):
            yield told()


@pytest.fixture
def loaded(once: list[tuple[int, int]], db: None) -> None:
    """The example is there; what the test changes is undone."""


def expect_every_state(now: dt.datetime, told: list[tuple[int, int]]) -> None:
    """Expect every case told as progress, every state reached, and nothing before its time or after `now`."""
    assert told == [(n + 1, len(CASES)) for n in range(len(CASES))]
    inquiries = list(Inquiry.objects.select_related("agency", "contact").order_by("agency", "seq"))
    assert len(inquiries) == len(CASES) == 50
    assert {inquiry.state for inquiry in inquiries} == {state.name for state in PROCEDURE.states}
    assert {inquiry.channel for inquiry in inquiries} == set(rules.CHANNELS)
    assert {inquiry.contact.kind for inquiry in inquiries} == {"person", "group", "legal_entity"}
    for slug, number in {"bpsdm": 35, "bpmp": 7, "kab-contoh": 8}.items():
        own = [inquiry for inquiry in inquiries if inquiry.agency.slug == slug]
        assert [inquiry.seq for inquiry in own] == list(range(1, number + 1))
        registered = [inquiry.registered_at for inquiry in own]
        assert registered == sorted(registered)
        assert max(registered) <= now
    for agency in Agency.objects.all():
        moves = list(Move.objects.for_agency(agency).order_by("id").values_list("at", flat=True))
        assert moves == sorted(moves)
        assert moves[-1] <= now
        verdict = verify(agency)
        assert verdict.intact
        assert verdict.entries >= len(moves)


def test_demo_plays_every_state_with_true_dates(loaded: None, once: list[tuple[int, int]]) -> None:
    expect_every_state(WEDNESDAY, once)


def test_demo_has_work_that_is_late_due_today_and_soon(loaded: None) -> None:
    running = Clock.objects.filter(state=ClockState.RUNNING, label__in=["notice_receipt", "notice_complete"])
    due = Counter((found.due_on - dt.date(2026, 11, 18)).days for found in running)
    assert any(days < 0 for days in due)
    assert due[0] >= 1
    assert any(0 < days <= 3 for days in due)


def test_demo_is_loaded_once(loaded: None) -> None:
    assert demo.is_loaded()
    before = (Inquiry.objects.count(), User.objects.count(), Move.objects.count())
    demo.load()
    assert (Inquiry.objects.count(), User.objects.count(), Move.objects.count()) == before


def test_demo_accounts_can_log_in_and_cover_every_role(loaded: None) -> None:
    usernames = {account["username"] for account in demo.accounts()}
    assert usernames == set(User.objects.values_list("username", flat=True))
    assert {username for username, _role in demo.ACCOUNTS} <= usernames
    assert {role for account in cast.CAST for _agency, role, _unit in account.roles} == set(ROLES)
    for username in ("ult", "sistem"):
        assert authenticate(None, username=username, password=demo.PASSWORD) == User.objects.get(username=username)
    by_name = {account["username"]: (account["role"], account["place"]) for account in demo.accounts()}
    assert by_name["unit2"] == ("PPID Pelaksana (unit)", "BPSDM Kementerian Contoh")
    assert by_name["auditor"] == ("Auditor", "BPSDM Kementerian Contoh, BPMP Provinsi Contoh, Kabupaten Contoh")
    assert by_name["sistem"] == ("Administrator sistem", "Semua instansi")


def test_sample_can_be_tracked_and_files_are_there(loaded: None) -> None:
    found = demo.sample()
    assert found is not None
    inquiry = tracked_inquiry(Agency.objects.get(slug="bpsdm"), *found)
    assert inquiry is not None
    assert inquiry.state == "completed"
    answers = Document.objects.filter(purpose="answer", subject_type=rules.SUBJECT_TYPE)
    names = set(answers.values_list("name", flat=True))
    assert names == {name for case in CASES for name in case.files} | {redaction.COPY}


def test_objections_granted_waiting_owed_and_unanswered(loaded: None) -> None:
    found = Objection.objects.order_by("received_at")
    assert [(each.grounds, each.state, each.decision, each.owes_execution) for each in found] == [
        ("ad", "settled", "partly", False),
        ("de", "unanswered", "", False),
        ("a", "answered", "granted", True),
        ("a", "registered", "", False),
        ("b", "registered", "", False),
    ]


def test_every_letter_of_the_past_is_kept(loaded: None) -> None:
    # As issued: a signed version stands in the place of the issued one.
    issued = Document.objects.filter(purpose="letter", subject_type=rules.SUBJECT_TYPE, replaces__isnull=True)
    kinds = Counter(name.rsplit("-", 2)[0] for name in issued.values_list("name", flat=True))
    steps = Counter(Move.objects.values_list("step", flat=True))
    assert kinds == {
        "pemberitahuan": Notice.objects.filter(issued_at__isnull=False).count(),
        "perpanjangan": steps["extend"],
        "permintaan-kelengkapan": steps["declare_incomplete"],
        "penetapan-dik": sum(len(notice.citations) for notice in Notice.objects.filter(issued_at__isnull=False)),
    }


def test_the_audit_trail_is_told_in_words(loaded: None) -> None:
    written = Entry.objects.values_list("action", "subject_type").distinct()
    nameless = {action for action, _subject in written if action not in words.ACTIONS}
    assert (nameless, {subject for _action, subject in written} - set(words.SUBJECTS)) == (set(), set())


def test_officers_find_only_the_last_days_unread(loaded: None) -> None:
    unread = InboxItem.objects.filter(read_at__isnull=True)
    assert unread.exists()
    assert all(item.created_at >= WEDNESDAY - dt.timedelta(days=2) for item in unread)


def test_people_and_addresses_of_the_demo_belong_to_nobody(loaded: None) -> None:
    for contact in Contact.objects.all():
        assert contact.nik == "" or (len(contact.nik), contact.nik[:2]) == (16, "99")
        assert contact.email == "" or contact.email.endswith(".example")
    assert all(rules.missing_identity(person) == {} for person in cast.REQUESTERS.values())
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"sent"}


def test_things_to_try_name_the_address() -> None:
    assert len(demo.THINGS_TO_TRY) == 3
    assert "http://x/bpsdm/" in demo.THINGS_TO_TRY[0].format(address="http://x")
