"""Fills an installation with millions of rows: one row of each kind as the program writes it, multiplied by the database.

Also run as text inside an older program (`tests/operation/growth.py`), so nothing of ours is imported but pendopo and
`benchmarks.filling`, both as they are there. The trail is chained as the program does it, so that `audit verify` holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

BEGIN = dt.datetime(2025, 1, 1, 1, tzinfo=dt.UTC)
_YEAR_SECONDS = 300 * 24 * 3600
# Kinds of keys, so that no two tables share one.
_CONTACT, _INQUIRY, _CLOCK, _OUTBOX, _ANSWER, _DOCUMENT = range(1, 7)


class Words:
    """What the two databases write differently; `i` numbers the rows from 0."""

    def __init__(self, vendor: str, count: int) -> None:
        self.is_postgresql = vendor == "postgresql"
        self.seconds = max(1, _YEAR_SECONDS // max(count, 1))

    def numbers(self, count: int) -> str:
        """Return a source of rows with the column i."""
        if self.is_postgresql:
            return f"(SELECT i FROM generate_series(0, {count - 1}) AS s(i)) n"
        rest = f"SELECT i + 1 FROM s WHERE i < {count - 1}"
        return f"(WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL {rest}) SELECT i FROM s) n"

    def key(self, kind: int, part: int = 0) -> str:
        """Return the key of row i of one kind."""
        head = f"0190{kind:02x}{part:02x}"
        if self.is_postgresql:
            return f"('{head}' || lpad(to_hex(n.i), 24, '0'))::uuid"
        return f"printf('{head}%024x', n.i)"

    def digest(self, kind: int) -> str:
        """Return 64 characters that no other row has."""
        if self.is_postgresql:
            return f"lpad(to_hex(n.i) || 'd{kind}', 64, '0')"
        return f"printf('%062xd{kind}', n.i)"

    def at(self, days: int = 0) -> str:
        """Return the instant of row i, `days` later."""
        plus = f"n.i * {self.seconds} + {days * 86_400}"
        if self.is_postgresql:
            return f"('{BEGIN.isoformat()}'::timestamptz + ({plus}) * interval '1 second')"
        return f"strftime('%Y-%m-%d %H:%M:%S', '{BEGIN:%Y-%m-%d %H:%M:%S}', ({plus}) || ' seconds')"

    def on(self, days: int = 0) -> str:
        """Return the date of row i, `days` later."""
        return f"{self.at(days)}::date" if self.is_postgresql else f"date({self.at(days)})"


class Field:
    """The agencies among which rows are dealt in turn, and the way to multiply a row over them."""

    def __init__(self, count: int, agencies: int) -> None:
        from django.db import connection

        self.count, self.agencies = count, agencies
        self.words = Words(connection.vendor, count)
        self.written: dict[str, int] = {}

    def multiply(self, rows: Any, **differing: str) -> None:
        """Write `count` copies of an example; `differing` names columns whose value is SQL over n.i and place."""
        from django.db import connection

        unknown = set(differing) - set(rows.columns)
        if unknown:
            raise LookupError(f"{rows.table} has no column {sorted(unknown)}.")
        names = ", ".join(f'"{column}"' for column in rows.columns)
        given = {"agency_id": "place.agency_id"} | differing
        chosen = ", ".join(given.get(column, f'example."{column}"') for column in rows.columns)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS example")
            cursor.execute(f'CREATE TEMPORARY TABLE example AS SELECT {names} FROM "{rows.table}" WHERE 1 = 0')
            marks = ", ".join(["%s"] * len(rows.columns))
            cursor.execute(f"INSERT INTO example ({names}) VALUES ({marks})", rows.example)
            cursor.execute(
                f'INSERT INTO "{rows.table}" ({names}) SELECT {chosen} FROM {self.words.numbers(self.count)} '
                f"JOIN place ON place.k = n.i % {self.agencies} CROSS JOIN example"
            )
        self.written[rows.table] = self.written.get(rows.table, 0) + self.count


def grow(count: int, *, agencies: int = 20, clocks: int = 1, moves: int = 1, audit: int = 1) -> dict[str, int]:
    """Write `count` requests with what they leave behind, as many messages, answers and documents; return rows by table.

    `clocks`, `moves` and `audit` are for each request. The documents of `tables` have no bytes: see `restoring`.
    """
    from django.db import connection, transaction

    _unchecked()
    with transaction.atomic():
        examples = _prepare(count, agencies)
        field = Field(count, agencies)
        words = field.words
        _requests(field, examples)
        for part in range(clocks):
            field.multiply(
                examples["stopped"], id=words.key(_CLOCK, part), subject_id=words.key(_INQUIRY), label=f"'batas_{part}'",
                start_at=words.at(), start_on=words.on(), due_on=words.on(14), due_at=words.at(14), stopped_at=words.at(9),
            )  # fmt: skip
        for part in range(moves):
            field.multiply(
                examples["move"], subject_id=words.key(_INQUIRY), step=f"'step_{part}'", from_state="'registered'",
                to_state="'completed'", at=words.at(part),
            )  # fmt: skip
        field.multiply(
            examples["outbox"], id=words.key(_OUTBOX), subject_id=words.key(_INQUIRY), created_at=words.at(),
            next_try_at=words.at(), sent_at=words.at(), recipient="'warga' || n.i || '@contoh.id'",
        )  # fmt: skip
        field.multiply(
            examples["answer"], id=words.key(_ANSWER), survey_id="place.survey_id", service_id="place.service_id",
            received_at=words.at(), comment="CASE WHEN n.i % 3 = 0 THEN 'Petugasnya ramah, antreannya ' || n.i ELSE '' END",
        )  # fmt: skip
        field.written["audit_entry"] = _trail(count * audit, agencies)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE example")
    return field.written


def grow_documents(count: int, agencies: int = 20) -> dict[str, int]:
    """Write rows of `count` documents without bytes, after `grow`."""
    from benchmarks.filling import Rows
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.documents.models import Document

    agency = Agency.objects.get(slug="tumbuh-000")
    document = Document(
        agency=agency, subject_type="inquiry", subject_id=agency.pk, purpose="attachment", name="lampiran.pdf",
        media_type="application/pdf", size=250_000, sha256="0" * 64, storage_name="x", uploaded_by_label="Pemohon",
        uploaded_at=BEGIN,
    )  # fmt: skip
    field = Field(count, agencies)
    words = field.words
    field.multiply(
        Rows(document), id=words.key(_DOCUMENT), subject_id=words.key(_INQUIRY), sha256=words.digest(_DOCUMENT),
        storage_name=words.digest(_DOCUMENT), uploaded_at=words.at(),
    )  # fmt: skip
    return field.written


def _unchecked() -> None:
    """Leave out what is right by construction: every foreign key points to a row that is written here."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")


def _requests(field: Field, examples: dict[str, Any]) -> None:
    words, seq = field.words, f"n.i / {field.agencies} + 1"
    contact = examples["contact"]
    field.multiply(contact, id=words.key(_CONTACT), name="'Siti ' || n.i", created_at=words.at())
    padded = f"lpad(({seq})::text, 6, '0')" if words.is_postgresql else f"printf('%06d', {seq})"
    field.multiply(
        examples["inquiry"], id=words.key(_INQUIRY), contact_id=words.key(_CONTACT), unit_id="place.unit_id",
        number=f"'PPID-2025-' || {padded}", year="2025", seq=seq,
        state="CASE WHEN n.i % 10 = 9 THEN 'in_process' ELSE 'completed' END",
        closed_at=f"CASE WHEN n.i % 10 = 9 THEN NULL ELSE {words.at(9)} END", received_at=words.at(),
        registered_at=words.at(), complete_at=words.at(1), tracking_digest=words.digest(1), submission_digest=words.digest(2),
    )  # fmt: skip


def _prepare(count: int, agencies: int) -> dict[str, Any]:
    """Make agencies with all that rows point to, and the temporary table `place`; return an example of each row."""
    from django.db import connection

    from benchmarks.filling import Rows, examples
    from pendopo.kernel.agencies.models import Agency, RegisterCounter, Unit
    from pendopo.kernel.agencies.rows import database_key
    from pendopo.kernel.notifications.models import OutboxMessage
    from pendopo.kernel.people.models import Role, RoleGrant, User
    from pendopo.modules.satisfaction.models import Answer

    made = Agency.objects.bulk_create(
        Agency(slug=f"tumbuh-{n:03d}", name=f"Dinas Tumbuh {n:03d}", short_name=f"Tumbuh {n}", code="PPID")
        for n in range(agencies)
    )
    units = Unit.objects.bulk_create(Unit(agency=agency, name="Bidang Informasi") for agency in made)
    users = User.objects.bulk_create(
        User(username=f"ppid-{agency.slug}", name=f"Petugas {agency.slug}", password="!") for agency in made
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, agency=agency, role=Role.PPID) for user, agency in zip(users, made, strict=True)
    )
    RegisterCounter.objects.bulk_create(
        RegisterCounter(
            agency=agency, register="inquiry", year=2025, last=count // agencies + (number < count % agencies)
        )
        for number, agency in enumerate(made)
    )
    surveys, services = _surveys(made, units)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS place")
        kind = "uuid" if connection.vendor == "postgresql" else "char(32)"
        columns = ("agency_id", "unit_id", "survey_id", "service_id")
        told = ", ".join(f"{column} {kind}" for column in columns)
        cursor.execute(f"CREATE TEMPORARY TABLE place (k integer PRIMARY KEY, {told})")
        places = enumerate(zip(made, units, surveys, services, strict=True))
        cursor.executemany(
            "INSERT INTO place VALUES (%s, %s, %s, %s, %s)",
            [[k, *(database_key(each.pk) for each in place)] for k, place in places],
        )
    message = OutboxMessage(
        agency=made[0], recipient="", subject="Permohonan Anda tercatat", body="Nomor Anda tertera di tanda terima.",
        subject_type="inquiry", subject_id=made[0].pk, created_at=BEGIN, next_try_at=BEGIN, state="sent", sent_at=BEGIN,
        attempts=1,
    )  # fmt: skip
    answer = Answer(
        agency=made[0], survey=surveys[0], service=services[0], channel="L", traits="12341", marks="434343434",
        received_at=BEGIN,
    )  # fmt: skip
    return examples(made[0], units[0], users[0]) | {"outbox": Rows(message), "answer": Rows(answer)}


def _surveys(agencies: list[Any], units: list[Any]) -> tuple[list[Any], list[Any]]:
    from pendopo.kernel.services.models import Service
    from pendopo.modules.satisfaction.models import Survey
    from pendopo.modules.satisfaction.queries.surveys import shipped_instrument

    instrument = shipped_instrument("permen14_2017")
    services = Service.objects.bulk_create(
        Service(agency=unit.agency, unit=unit, name="Layanan informasi", kind="informasi") for unit in units
    )
    surveys = Survey.objects.bulk_create(
        Survey(
            agency=agency, number="SKM-1", year=2025, seq=1, procedure_version="2026.1", state="open", state_since_at=BEGIN,
            title="SKM 2025", instrument=instrument, period="2025-Q1", starts_on=BEGIN.date(), ends_on=dt.date(2025, 3, 31),
        )
        for agency in agencies
    )  # fmt: skip
    return surveys, services


def _trail(count: int, agencies: int) -> int:
    """Write `count` entries, chained in each agency, with the heads; return how many."""
    from django.db import connection

    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.audit.models import Chain

    columns = "agency_id, seq, at, user_id, actor, action, subject_type, subject_id, details, hash"
    own = Agency.objects.filter(slug__startswith="tumbuh-").order_by("slug")
    for number, agency in enumerate(own):
        links = Links(agency, count // agencies + (number < count % agencies))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY audit_entry ({columns}) FROM STDIN") as copy:
                    for row in links:
                        copy.write_row(row)
            else:
                marks = ", ".join(["?"] * 10)
                connection.connection.executemany(f"INSERT INTO audit_entry ({columns}) VALUES ({marks})", links)
        Chain.objects.create(agency=agency, seq=links.count, head=links.head)
    return count


class Links:
    """The entries of one agency, one after the other, and the head that they leave."""

    def __init__(self, agency: Any, count: int) -> None:
        from django.db import connection

        self.agency, self.count, self.head = agency, count, "0" * 64
        self.is_postgresql = connection.vendor == "postgresql"

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        from pendopo.kernel.audit import rules

        agency, subject = str(self.agency.pk), self.agency.pk
        for seq in range(1, self.count + 1):
            at = BEGIN + dt.timedelta(seconds=seq)
            number = f"PPID-2025-{seq:06d}"
            text = rules.canonical(
                agency=agency, seq=seq, at=at, actor=":Pemohon", action="information.register",
                subject=f"inquiry:{subject}", details={"number": number},
            )  # fmt: skip
            self.head = rules.link(self.head, text)
            told = f'{{"number": "{number}"}}'
            if self.is_postgresql:
                yield subject, seq, at, None, "Pemohon", "information.register", "inquiry", subject, told, self.head
            else:
                moment = at.strftime("%Y-%m-%d %H:%M:%S")
                yield (subject.hex, seq, moment, None, "Pemohon", "information.register", "inquiry", subject.hex, told,
                       self.head)  # fmt: skip
