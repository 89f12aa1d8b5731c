"""Fills an empty database with 500 agencies and 120,000 requests, and prepares what the load generator sends.

Runs as a process of its own, one per database: `python -m benchmarks.filling FOLDER --requests N --presses N`. Writes one
file of requests per cell into FOLDER, see `measuring`, and `facts.json`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import random
import secrets
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django

AGENCIES = 500
BIG, ONE = "besar", "satu"
SMALL_REQUESTS = 20_000
ENTRIES = 10
TRACKED = 300
YEARS_BACK = 2
FORM_TOKEN = "f" * 32
_TITLES = ("Laporan keuangan", "Rencana kerja", "Daftar aset", "Laporan kinerja", "Peraturan", "Standar pelayanan")
_DETAILS = (
    "Rincian dokumen pelaksanaan anggaran tahun 2026 untuk kegiatan pelatihan aparatur, termasuk daftar penyedia, "
    "nilai kontrak, dan laporan pertanggungjawabannya. Mohon dalam bentuk salinan elektronik."
)


class Rows:
    """Rows of one model in the form in which the database keeps them: a model to copy, and what differs in each."""

    def __init__(self, example: Any, *differing: str) -> None:
        from django.db import connection, models

        self.table = example._meta.db_table
        fields = [field for field in example._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
        self.columns = [field.column for field in fields]
        self.example = [field.get_db_prep_save(field.pre_save(example, True), connection) for field in fields]
        self.places = [[field.attname for field in fields].index(name) for name in differing]
        self.made: list[list[Any]] = []

    def add(self, *values: Any) -> None:
        """Add a copy of the example with these values, prepared for the database, in the places that differ."""
        row = self.example.copy()
        for place, value in zip(self.places, values, strict=True):
            row[place] = value
        self.made.append(row)

    def write(self) -> None:
        """Write everything added so far by the fastest way of the database."""
        from django.db import connection, transaction

        names = ", ".join(f'"{column}"' for column in self.columns)
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{self.table}" ({names}) FROM STDIN') as copy:
                    for row in self.made:
                        copy.write_row(row)
            else:
                marks = ", ".join(["?"] * len(self.columns))
                connection.connection.executemany(f'INSERT INTO "{self.table}" ({names}) VALUES ({marks})', self.made)
        self.made = []


def key() -> Any:
    """Return a new primary key as the database keeps it."""
    from pendopo.kernel.agencies.rows import database_key
    from pendopo.lib.ids import uuid7

    return database_key(uuid7())


@lru_cache(maxsize=20_000)
def instant(at: dt.datetime) -> Any:
    """Return an instant as the database keeps it."""
    from django.db import connection

    return connection.ops.adapt_datetimefield_value(at) if connection.vendor == "sqlite" else at


@lru_cache(maxsize=2_000)
def day(on: dt.date) -> Any:
    """Return a date as the database keeps it."""
    return on.isoformat() if instant(dt.datetime(2026, 1, 1, tzinfo=dt.UTC)).__class__ is str else on


def make_agencies() -> list[Any]:
    """Make the agencies with their units, officers and published entries; return the agencies, the big one first."""
    from pendopo.kernel.agencies.models import Agency, Unit
    from pendopo.kernel.people.models import Role, RoleGrant, User

    slugs = [BIG, ONE, *(f"dinas-{number:03d}" for number in range(AGENCIES - 2))]
    agencies = Agency.objects.bulk_create(
        [Agency(slug=slug, name=f"Dinas {slug.title()}", short_name=slug.title(), code="PPID") for slug in slugs]
    )
    units = Unit.objects.bulk_create([Unit(agency=agency, name="Bidang Layanan Informasi") for agency in agencies])
    users, grants = [], []
    for agency, unit in zip(agencies, units, strict=True):
        for role in (Role.FRONT_OFFICE, Role.PPID, Role.BACK_OFFICE):
            user = User(username=f"{role}-{agency.slug}", name=f"Petugas {agency.short_name}", password="!")
            users.append(user)
            of_unit = unit if role == Role.BACK_OFFICE else None
            grants.append(RoleGrant(user=user, agency=agency, unit=of_unit, role=role))
    User.objects.bulk_create(users)
    RoleGrant.objects.bulk_create(grants)
    publish_entries([(agency, unit) for agency, unit in zip(agencies, units, strict=True)])
    return agencies


def publish_entries(holders: list[tuple[Any, Any]]) -> None:
    """Publish some entries of each agency and unit."""
    from pendopo.modules.dip.models import Entry, EntryVersion, Tally

    first = dt.date(2026, 1, 5)
    entries, versions = [], []
    for agency, unit in holders:
        for number in range(ENTRIES):
            on = first + dt.timedelta(days=11 * number)
            at = dt.datetime.combine(on, dt.time(3), tzinfo=dt.UTC)
            title = f"{_TITLES[number % len(_TITLES)]} {2020 + number % 6}"
            entry = Entry(
                agency=agency,
                unit=unit,
                number=f"DIP-{number + 1:05d}",
                year=2026,
                seq=number + 1,
                procedure_version="2026.1",
                state="published",
                state_since_at=at,
                review_due=on + dt.timedelta(days=180),
            )
            version = EntryVersion(
                agency=agency,
                entry=entry,
                number=1,
                is_live=True,
                title=title,
                summary="Dokumen lengkap dapat dibaca dan diunduh.",
                entry_class="periodic",
                unit=unit,
                written_at=at,
                published_at=at,
                published_on=on,
                search_text=f"{title} dokumen lengkap".lower(),
            )
            entries.append(entry)
            versions.append(version)
    Entry.objects.bulk_create(entries)
    EntryVersion.objects.bulk_create(versions)
    Tally.objects.bulk_create(
        Tally(agency=agency, entry_class="periodic", unit=str(unit.pk), form="soft", count=ENTRIES)
        for agency, unit in holders
    )


def make_requests(agency: Any, count: int, tracked: dict[str, str]) -> None:
    """Make `count` requests of the past two years in one agency, nine of ten answered; remember some tracking codes."""
    from django.db import transaction

    from pendopo.kernel import clock
    from pendopo.kernel.agencies.models import RegisterCounter, Unit
    from pendopo.kernel.people.models import User
    from pendopo.kernel.tracking.actions import code_of, new_token, tracking_digest

    ppid, unit = User.objects.get(username=f"ppid-{agency.slug}"), Unit.objects.get(agency=agency)
    written = examples(agency, unit, ppid)
    last: dict[int, int] = {}
    until = clock.now() - dt.timedelta(hours=1)
    step = dt.timedelta(days=365 * YEARS_BACK) / max(count, 1)
    for number in range(count):
        # To the hour, so that the few thousand different instants are prepared once.
        at = (until - step * (count - number)).replace(minute=0, second=0, microsecond=0)
        year = at.astimezone(agency.zone).year
        last[year] = last.get(year, 0) + 1
        token = new_token()
        is_tracked = number % max(count // TRACKED, 1) == 0 and len(tracked) < TRACKED
        digest = tracking_digest(code_of(token)) if is_tracked else secrets.token_hex(32)
        name = f"PPID-{year}-{last[year]:06d}"
        if is_tracked:
            tracked[name] = code_of(token)
        add_request(written, at, year, last[year], name, digest, is_answered=number % 10 != 9)
    with transaction.atomic():
        for rows in written.values():
            rows.write()
        RegisterCounter.objects.bulk_create(
            RegisterCounter(agency=agency, register="inquiry", year=year, last=number) for year, number in last.items()
        )


def examples(agency: Any, unit: Any, ppid: Any) -> dict[str, Rows]:
    """Return one example per kind of row that a request leaves behind."""
    from pendopo.kernel.calendar.models import Clock, ClockState
    from pendopo.kernel.clock import now
    from pendopo.kernel.people.models import Contact
    from pendopo.kernel.people.personal import seal
    from pendopo.kernel.workflow.models import Move
    from pendopo.modules.information.models import Inquiry, Notice, NoticeState

    at, on = now(), now().date()
    contact = Contact(
        agency=agency, kind="person", name="Siti Aminah", address="Jl. Mawar 1, Semarang", phone="081234567890",
        nik_sealed=seal("3304011201900001", purpose="nik"), occupation="Guru", created_at=at,
    )  # fmt: skip
    inquiry = Inquiry(
        agency=agency, contact=contact, unit=unit, procedure_version="2026.1", state_since_at=at, channel="web",
        received_at=at, registered_at=at, details=_DETAILS, purpose="Penelitian untuk tugas akhir",
        obtain_way="softcopy", delivery_way="online",
    )  # fmt: skip
    notice = Notice(
        agency=agency, inquiry=inquiry, state=NoticeState.ISSUED, decision="grant", material="Seluruhnya",
        delivery="Diunduh dari halaman lacak", held_form="softcopy", cost=0, drafted_by=ppid, drafted_at=at,
        issued_by=ppid, issued_at=at, letter_number="1/PT",
    )  # fmt: skip
    running = Clock(
        agency=agency, subject_type="inquiry", subject_id=inquiry.pk, rule="notice", label="", counts="working_days",
        start_at=at, start_on=on, n=10, due_on=on, due_at=at,
    )  # fmt: skip
    stopped = Clock(agency=agency, subject_type="inquiry", subject_id=inquiry.pk, rule="notice", counts="working_days",
        start_at=at, start_on=on, n=10, due_on=on, due_at=at, state=ClockState.STOPPED, stopped_at=at,
        stop_reason="pemberitahuan tertulis terbit")  # fmt: skip
    move = Move(agency=agency, subject_type="inquiry", subject_id=inquiry.pk, at=at, by_label="Petugas", user=ppid)
    timed = ("id", "subject_id", "label", "start_at", "start_on", "due_on", "due_at")
    registered = ("id", "contact_id", "number", "year", "seq", "state", "received_at", "registered_at", "complete_at",
        "closed_at", "tracking_digest", "submission_digest")  # fmt: skip
    return {
        "contact": Rows(contact, "id"),
        "inquiry": Rows(inquiry, *registered),
        "notice": Rows(notice, "inquiry_id", "drafted_at", "issued_at"),
        "running": Rows(running, *timed),
        "stopped": Rows(stopped, *timed, "stopped_at"),
        "move": Rows(move, "subject_id", "step", "from_state", "to_state", "at"),
    }


def add_request(
    written: dict[str, Rows], at: dt.datetime, year: int, seq: int, number: str, digest: str, *, is_answered: bool
) -> None:
    """Add everything that one request left behind, received at `at`."""
    inquiry, contact = key(), key()
    checked, issued, due = at + dt.timedelta(days=1), at + dt.timedelta(days=9), at + dt.timedelta(days=14)
    received, check, answer = instant(at), instant(checked), instant(issued)
    written["contact"].add(contact)
    state = "completed" if is_answered else "in_process"
    written["inquiry"].add(
        inquiry, contact, number, year, seq, state, received, received, check, answer if is_answered else None,
        digest, secrets.token_hex(32),
    )  # fmt: skip
    moves = [("register", "", "registered", received), ("declare_complete", "registered", "in_process", check)]
    for label in ("completeness_check", "notice_receipt", "notice_complete"):
        timed = (key(), inquiry, label, received, day(at.date()), day(due.date()), instant(due))
        if is_answered:
            written["stopped"].add(*timed, answer)
        else:
            written["running"].add(*timed)
    if is_answered:
        written["notice"].add(inquiry, received, answer)
        moves += [("grant", "in_process", "granted", answer), ("deliver", "granted", "completed", answer)]
    for move in moves:
        written["move"].add(inquiry, *move)


def make_drafts(agencies: Sequence[Any], count: int) -> Iterator[tuple[str, str]]:
    """Make `count` drafts with all pages answered, the agencies in turn; yield slug and token of each."""
    from pendopo.kernel.people.personal import seal
    from pendopo.kernel.tracking.actions import new_token, token_digest
    from pendopo.kernel.tracking.models import Draft

    answers = {
        "wish": {"details": _DETAILS, "purpose": "Penelitian untuk tugas akhir"},
        "requester": {
            "kind": "person", "name": "Siti Aminah", "nik": "3304011201900001", "address": "Jl. Mawar 1, Semarang",
            "phone": "081234567890", "email": "siti@contoh.id", "occupation": "Guru",
        },
        "way": {"obtain_way": "softcopy", "delivery_way": "online", "accommodation": "none"},
        "begun_at": 0,
    }  # fmt: skip
    from pendopo.kernel import clock

    sealed, at = seal(json.dumps(answers), purpose="draft"), clock.now()
    one = Draft(token_digest="", agency=agencies[0], kind="inquiry", sealed=sealed, updated_at=at)
    rows = Rows(one, "token_digest", "agency_id")
    for agency, _number in zip(itertools.cycle(agencies), range(count), strict=False):
        token = new_token()
        rows.add(token_digest(token), _stored(agency.pk))
        yield agency.slug, token
    rows.write()


def _stored(pk: Any) -> Any:
    from pendopo.kernel.agencies.rows import database_key

    return database_key(pk)


def officer_cookie() -> str:
    """Log the big agency's PPID in and return the cookie."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from pendopo.kernel.people.models import User

    user = User.objects.get(username=f"ppid-{BIG}")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def write_requests(path: Path, requests: Iterable[tuple[str, str, str, str]]) -> None:
    """Write requests for the load generator: method, path, cookie and body, one request a line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines("\t".join(request) + "\n" for request in requests)


def main() -> None:
    """Fill the database of DATABASE_URL and write the requests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--requests", type=int, default=100_000, help="Requests in the big agency.")
    parser.add_argument("--presses", type=int, default=10_000, help="Drafts for each cell of submissions.")
    parser.add_argument("--cells", type=int, default=6, help="Cells of submissions, each with drafts of its own.")
    asked = parser.parse_args()
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from pendopo.kernel.calendar.seeding import seed_calendar

    random.seed(2026)
    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA foreign_keys = OFF")
    seed_calendar()
    agencies = make_agencies()
    tracked: dict[str, str] = {}
    make_requests(agencies[0], asked.requests, tracked)
    for agency in agencies[2:]:
        make_requests(agency, SMALL_REQUESTS // (AGENCIES - 2), {})
    write_cells(asked.folder, agencies, tracked, asked.presses, asked.cells)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")


def write_cells(folder: Path, agencies: Sequence[Any], tracked: dict[str, str], presses: int, cells: int) -> None:
    """Write the file of requests of every cell."""
    # Few enough to be in the memory of every worker soon: the cells last seconds only.
    some = [agency.slug for agency in agencies[2:22]]
    personal = "bench=1"
    reads = {
        "home": [("GET", f"/?halaman={page}") for page in range(1, 21)],
        "agency": [("GET", f"/{slug}/") for slug in some],
        "start": [("GET", f"/{slug}/permohonan/") for slug in some],
    }
    for name, asked in reads.items():
        write_requests(folder / f"{name}.txt", [(*each, "", "") for each in asked])
        write_requests(folder / f"{name}-personal.txt", [(*each, personal, "") for each in asked])
    register = [f"/{BIG}/meja/register/permohonan/", f"/{BIG}/meja/register/permohonan/?akhir=1"]
    cookie = officer_cookie()
    write_requests(folder / "register.txt", [("GET", path, cookie, "") for path in register])
    form = f"csrftoken={FORM_TOKEN}"
    tracking = [
        ("POST", f"/{BIG}/lacak/", form, urlencode({"number": n, "code": c, "csrfmiddlewaretoken": FORM_TOKEN}))
        for n, c in tracked.items()
    ]
    write_requests(folder / "track.txt", tracking)
    body = urlencode({"statement": "on", "csrfmiddlewaretoken": FORM_TOKEN})
    for name, among in (("submit", agencies[2:]), ("submit-one", agencies[1:2])):
        for cell in range(cells):
            sent = [
                ("POST", f"/{slug}/permohonan/baru/periksa/", f"{form}; pendopo_konsep={token}", body)
                for slug, token in make_drafts(among, presses)
            ]
            write_requests(folder / f"{name}-{cell}.txt", sent)


if __name__ == "__main__":
    main()
