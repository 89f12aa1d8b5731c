"""Many presses at once: every number once and none skipped, the audit chain whole, one e-mail each."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.db.models import Count

from pendopo.kernel.agencies.models import Agency, RegisterCounter
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.calendar.models import Clock, ClockEvent
from pendopo.kernel.calendar.seeding import seed_calendar
from pendopo.kernel.documents.models import Document
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.people.models import Contact, Role, RoleGrant, User
from pendopo.kernel.tracking.actions import keep_draft, new_token
from pendopo.kernel.tracking.models import Draft
from pendopo.kernel.workflow.models import Move
from pendopo.modules.information.forms.citizen import SHORTEST_SECONDS
from pendopo.modules.information.models import Inquiry

from tests.concurrency.crowd import Citizens, Mother, job, live_server, mother, press_at_once

pytestmark = pytest.mark.django_db(transaction=True)

PRESSES = 200
PROCESSES, THREADS = 4, 10
OFFICERS = 2


@pytest.fixture
def agency() -> Agency:
    """An agency with a front office and a PPID, in which nothing was asked so far."""
    seed_calendar(range(2025, 2031))
    agency = Agency.objects.create(slug="contoh", name="Dinas Contoh", short_name="Contoh")
    for role in (Role.FRONT_OFFICE, Role.PPID):
        user = User.objects.create_user(str(role), name=str(role))
        RoleGrant.objects.create(user=user, agency=agency, role=role)
    return agency


@pytest.fixture(scope="module")
def citizens(django_db_setup: None) -> Iterator[Mother]:
    """Who has processes of citizens."""
    with mother() as started:
        yield started


@pytest.fixture(scope="module")
def processes(citizens: Mother) -> Iterator[list[Citizens]]:
    """Processes of citizens, started once; between the tests they hold no connection."""
    with citizens.crowd(PROCESSES) as started:
        yield started


def expect_whole(agency: Agency, presses: int, emails: set[str]) -> None:
    """Expect `presses` requests, numbered without gap, with everything that belongs to each of them exactly once."""
    inquiries = Inquiry.objects.for_agency(agency)
    year = inquiries.values_list("year", flat=True).first()
    wanted = [(seq, f"PPID-{year}-{seq:06d}") for seq in range(1, presses + 1)]
    assert list(inquiries.order_by("seq").values_list("seq", "number")) == wanted
    assert list(RegisterCounter.objects.values_list("year", "last")) == [(year, presses)]
    verdict = verify(agency)
    assert (verdict.intact, verdict.entries) == (True, presses)
    assert {len(set(inquiries.values_list(name, flat=True))) for name in ("contact", "tracking_digest")} == {presses}
    assert Contact.objects.count() == presses
    subjects = set(inquiries.values_list("pk", flat=True))
    for model, each in ((Move, 1), (Entry, 1), (OutboxMessage, 1), (InboxItem, OFFICERS), (Clock, 2)):
        found = model.objects.order_by().values_list("subject_id").annotate(count=Count("pk"))
        assert dict(found) == dict.fromkeys(subjects, each), model.__name__
    assert ClockEvent.objects.count() == 2 * presses
    assert set(OutboxMessage.objects.values_list("recipient", flat=True)) == emails


def tokens(count: int) -> list[str]:
    """Return `count` different tokens."""
    return [new_token() for _ in range(count)]


def test_two_hundred_at_once_get_two_hundred_numbers(agency: Agency, processes: list[Citizens]) -> None:
    asked = tokens(PRESSES)
    numbers = press_at_once(processes, agency.slug, asked, threads=THREADS)
    assert len(set(numbers)) == len(numbers) == PRESSES
    assert set(numbers) == set(Inquiry.objects.values_list("number", flat=True))
    expect_whole(agency, PRESSES, {f"{token}@contoh.id" for token in asked})


def test_the_same_button_pressed_twenty_times_at_once_gives_one_number(
    agency: Agency, processes: list[Citizens]
) -> None:
    (token,) = tokens(1)
    numbers = press_at_once(processes, agency.slug, [token] * 20, threads=5)
    assert len(numbers) == 20
    assert set(numbers) == set(Inquiry.objects.values_list("number", flat=True))
    expect_whole(agency, 1, {f"{token}@contoh.id"})


def test_presses_with_and_without_a_file_do_not_lock_each_other_out(agency: Agency, processes: list[Citizens]) -> None:
    numbers = press_at_once(processes, agency.slug, tokens(80), threads=5, files=True)
    assert sorted(numbers) == list(Inquiry.objects.order_by("seq").values_list("number", flat=True))
    assert list(Inquiry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 81))
    assert Document.objects.count() == 40
    verdict = verify(agency)
    assert (verdict.intact, verdict.entries) == (True, 80 + 40)


def test_a_process_killed_before_its_commit_leaves_no_gap_and_no_lock(
    agency: Agency, processes: list[Citizens], citizens: Mother
) -> None:
    first, lost, second, third = tokens(4)
    (number,) = press_at_once(processes[:1], agency.slug, [first], threads=1)
    assert number.endswith("-000001")
    with citizens.crowd(1) as (killed,):
        killed.tell(job(agency.slug, [lost], then="hold"))
        assert killed.hear() == "held"
        killed.kill()
        began = time.monotonic()
        numbers = press_at_once(processes[:2], agency.slug, [second, third], threads=1)
        assert time.monotonic() - began < 15
    assert sorted(number[-6:] for number in numbers) == ["000002", "000003"]
    expect_whole(agency, 3, {f"{token}@contoh.id" for token in (first, second, third)})


def test_processes_killed_at_any_moment_leave_whole_requests_only(agency: Agency, citizens: Mother) -> None:
    each = 1000
    with citizens.crowd(2) as started:
        for process in started:
            process.tell(job(agency.slug, tokens(each), threads=4))
            assert process.hear() == "ready"
        for process in started:
            process.tell("go")
        for already, process in zip((10, 25), started, strict=True):
            until = time.monotonic() + 60
            while Inquiry.objects.count() < already:
                assert time.monotonic() < until, "Nothing was sent."
                time.sleep(0.01)
            process.kill()
    sent = Inquiry.objects.count()
    assert 25 <= sent < 2 * each
    emails = set(Contact.objects.values_list("email", flat=True))
    assert len(emails) == sent
    expect_whole(agency, sent, emails)


# ------------------------------------------------------------------------------------------------- through HTTP

FORM_TOKEN = "f" * 32
STATEMENT = {"statement": "on", "csrfmiddlewaretoken": FORM_TOKEN}
PAGES = {
    "informasi": {"details": "Rincian anggaran 2026", "purpose": "Penelitian"},
    "pemohon": {
        "kind": "person",
        "name": "Sri Rahayu",
        "nik": "3304011201900001",
        "address": "Jl. Merdeka 1, Banjarnegara",
        "occupation": "Guru",
    },
    "cara": {"obtain_way": "softcopy", "delivery_way": "online", "accommodation": "none"},
}


class Visitor:
    """A browser without anything but cookies and one connection."""

    def __init__(self, address: str, token: str = "") -> None:
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self.cookies = {"csrftoken": FORM_TOKEN} | ({"pendopo_konsep": token} if token else {})

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return status, the address one is sent on to, and the page."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
        response = self.connection.getresponse()
        page = response.read().decode()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie" and (found := re.match(r"([a-z_]+)=([^;]*)", value)):
                self.cookies[found[1]] = found[2]
        return response.status, response.getheader("Location", ""), page

    def fill(self, email: str) -> str:
        """Answer the three pages and return the token of the draft."""
        for page, fields in PAGES.items():
            more = {"email": email} if page == "pemohon" else {}
            path = f"/contoh/permohonan/baru/{page}/"
            status, _onward, shown = self.ask("POST", path, {**fields, **more, "csrfmiddlewaretoken": FORM_TOKEN})
            assert status == 303, shown
        return self.cookies["pendopo_konsep"]

    def send(self) -> tuple[int, str]:
        """Press "Kirim"; return status and the address one is sent on to."""
        status, onward, _page = self.ask("POST", "/contoh/permohonan/baru/periksa/", STATEMENT)
        return status, onward

    def receipt(self) -> str:
        """Return the number on the receipt."""
        status, _onward, page = self.ask("GET", "/contoh/permohonan/tanda-terima/")
        found = re.search(r"PPID-\d{4}-\d{6}", page)
        assert status == 200
        assert found is not None, page
        return found[0]


def prepared(agency: Agency, email: str, begun_at: float) -> str:
    """Return the token of a draft in which all three pages are answered."""
    token = new_token()
    answers = {"wish": PAGES["informasi"], "requester": {**PAGES["pemohon"], "email": email}, "way": PAGES["cara"]}
    keep_draft(agency=agency, kind="inquiry", token=token, answers={**answers, "begun_at": begun_at})
    return token


def test_two_hundred_forms_sent_at_once_to_a_live_server(agency: Agency, tmp_path: Path) -> None:
    emails = [f"p{number}@contoh.id" for number in range(PRESSES)]
    with live_server(tmp_path, workers=3) as address:
        typed = [Visitor(address) for _ in range(5)]
        for visitor, email in zip(typed, emails, strict=False):
            visitor.fill(email)
        filled_at = time.monotonic()
        others = [Visitor(address, prepared(agency, email, begun_at=0)) for email in emails[len(typed) :]]
        time.sleep(max(0.0, SHORTEST_SECONDS + 0.2 - (time.monotonic() - filled_at)))
        visitors = typed + others
        with ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(Visitor.send, visitors))
            assert set(answers) == {(303, "/contoh/permohonan/tanda-terima/")}
            numbers = list(pool.map(Visitor.receipt, visitors[:40]))
            again = list(pool.map(Visitor.send, visitors[:40]))
        assert set(again) == {(303, "/contoh/permohonan/tanda-terima/")}
        for visitor in visitors:
            visitor.connection.close()
    assert len(set(numbers)) == 40
    assert not Draft.objects.exists()
    expect_whole(agency, PRESSES, set(emails))
