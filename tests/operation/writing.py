"""Who writes and reads while an upgrade runs: the statements of the program before it, each with how long it waited."""

from __future__ import annotations

import datetime as dt
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from pendopo.kernel.audit import rules

LATE = 0.5
# Between two transactions of a writer; people at their desks are slower.
PAUSE = 0.02
# Rows that `benchmarks.growing` wrote first, to be copied.
_FIRST = {
    "people_contact": "01900100", "information_inquiry": "01900200", "calendar_clock": "01900300",
    "notifications_outboxmessage": "01900400", "satisfaction_answer": "01900500", "documents_document": "01900600",
}  # fmt: skip
_READ = (
    "SELECT id, number, state FROM information_inquiry WHERE agency_id = %s ORDER BY received_at DESC, id DESC LIMIT 50"
)


@dataclass
class Waits:
    """How often a statement ran, its longest time in seconds, and how often it took longer than LATE."""

    count: int = 0
    longest: float = 0.0
    late: int = 0


class Writer(threading.Thread):
    """Repeats what one request leaves behind, in an agency of its own, until it is told to stop."""

    def __init__(self, url: str, number: int) -> None:
        super().__init__(daemon=True)
        self.url, self.number = url, number
        self.told: dict[str, Waits] = {}
        self.commits, self.failed = 0, ""
        self.ending = threading.Event()
        with psycopg.connect(url) as server:
            self.agency = server.execute("SELECT id FROM agencies_agency WHERE slug = %s", [f"penulis-{number}"]).fetchone()[0]  # type: ignore[index]  # fmt: skip
            # As the program before knows them: later columns are not named.
            self.copies = {table: _copy(server, table) for table in [*_FIRST, "workflow_move"]}
        self.head, self.seq = rules.GENESIS, 0

    def run(self) -> None:
        """Write, one transaction after the other; a failure ends it."""
        try:
            with psycopg.connect(self.url) as server:
                while not self.ending.is_set():
                    self._one(server)
                    self.commits += 1
                    self.ending.wait(PAUSE)
        except psycopg.Error as problem:
            self.failed = f"{type(problem).__name__}: {problem}"

    def _one(self, server: psycopg.Connection[Any]) -> None:
        number = self.commits + 1
        inquiry, contact = uuid.uuid4(), uuid.uuid4()
        head = self.head
        self._timed(server, "read the register", _READ, [self.agency])
        for table, given in (
            ("people_contact", {"id": contact}),
            ("information_inquiry", {"id": inquiry, "contact_id": contact, "number": f"W-{number}", "year": 2026, "seq": number,
                "tracking_digest": uuid.uuid4().hex, "submission_digest": uuid.uuid4().hex}),
            ("calendar_clock", {"id": uuid.uuid4(), "subject_id": inquiry}),
            ("workflow_move", {"subject_id": inquiry}),
            ("documents_document", {"id": uuid.uuid4(), "subject_id": inquiry, "storage_name": uuid.uuid4().hex}),
            ("notifications_outboxmessage", {"id": uuid.uuid4(), "subject_id": inquiry}),
            ("satisfaction_answer", {"id": uuid.uuid4(), "comment": ""}),
        ):  # fmt: skip
            query, columns, values = self.copies[table]
            own = dict(zip(columns, values, strict=True)) | given | {"agency_id": self.agency}
            self._timed(server, f"insert {table}", query, [own[column] for column in columns])
        self._timed(server, "update calendar_clock", "UPDATE calendar_clock SET stop_reason = %s WHERE subject_id = %s", ["selesai", inquiry])  # fmt: skip
        head = self._chain(server, inquiry)
        began = time.monotonic()
        server.commit()
        self._note("commit", began)
        self.head, self.seq = head, number

    def _chain(self, server: psycopg.Connection[Any], inquiry: uuid.UUID) -> str:
        at, seq = dt.datetime.now(dt.UTC), self.seq + 1
        text = rules.canonical(
            agency=str(self.agency), seq=seq, at=at, actor=":Pemohon", action="information.register",
            subject=f"inquiry:{inquiry}", details={},
        )  # fmt: skip
        head = rules.link(self.head, text)
        self._timed(
            server, "insert audit_chain",
            "INSERT INTO audit_chain (agency_id, seq, head) VALUES (%s, %s, %s) ON CONFLICT (agency_id) "
            "DO UPDATE SET seq = excluded.seq, head = excluded.head",
            [self.agency, seq, head],
        )  # fmt: skip
        self._timed(
            server, "insert audit_entry",
            "INSERT INTO audit_entry (agency_id, seq, at, actor, action, subject_type, subject_id, details, hash) "
            "VALUES (%s, %s, %s, 'Pemohon', 'information.register', 'inquiry', %s, '{}', %s)",
            [self.agency, seq, at, inquiry, head],
        )  # fmt: skip
        return head

    def _timed(self, server: psycopg.Connection[Any], name: str, query: Any, values: Sequence[Any]) -> None:
        began = time.monotonic()
        server.execute(query, values)
        self._note(name, began)

    def _note(self, name: str, began: float) -> None:
        took, waits = time.monotonic() - began, self.told.setdefault(name, Waits())
        waits.count += 1
        waits.longest = max(waits.longest, took)
        waits.late += took > LATE

    def missing(self, server: psycopg.Connection[Any]) -> list[str]:
        """Return the tables that have not one row of this writer for each of its transactions."""
        tables = [*self.copies, "audit_entry"]
        query = sql.SQL("SELECT count(*) FROM {} WHERE agency_id = %s")
        found = {
            table: server.execute(query.format(sql.Identifier(table)), [self.agency]).fetchone()[0] for table in tables  # type: ignore[index]
        }  # fmt: skip
        return [table for table, count in found.items() if count != self.commits]


def _copy(server: psycopg.Connection[Any], table: str) -> tuple[sql.Composed, list[str], list[Any]]:
    """Return the INSERT of a table's row as it is now, its columns, and the values of the row that was written first."""
    first = uuid.UUID(_FIRST[table] + "0" * 24) if table in _FIRST else 1
    name = sql.Identifier(table)
    row = server.execute(sql.SQL("SELECT * FROM {} WHERE id = %s").format(name), [first])
    values = list(row.fetchone())  # type: ignore[arg-type]
    kinds = {column.name: column.type_code for column in row.description or ()}
    columns = [column for column in kinds if table in _FIRST or column != "id"]
    kept = [_adapted(value) for column, value in zip(kinds, values, strict=True) if column in columns]
    query = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        name, sql.SQL(", ").join(map(sql.Identifier, columns)), sql.SQL(", ").join([sql.Placeholder()] * len(columns))
    )
    return query, columns, kept


def _adapted(value: Any) -> Any:
    from psycopg.types.json import Jsonb

    return Jsonb(value) if isinstance(value, dict | list) else value


class Reader(threading.Thread):
    """Reads the large tables in one transaction after the other and holds each for `seconds`, as a backup does; then rests twice as long."""

    def __init__(self, url: str, seconds: float) -> None:
        super().__init__(daemon=True)
        self.url, self.seconds, self.rounds = url, seconds, 0
        self.ending = threading.Event()

    def run(self) -> None:
        """Read until told to stop."""
        with psycopg.connect(self.url) as server:
            while not self.ending.is_set():
                for table in [*_FIRST, "audit_entry", "workflow_move"]:
                    server.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table)))
                self.ending.wait(self.seconds)
                server.rollback()
                self.rounds += 1
                self.ending.wait(2 * self.seconds)


@contextmanager
def busy(threads: Sequence[Writer | Reader]) -> Iterator[None]:
    """Have them at work until the block ends."""
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.ending.set()
        for thread in threads:
            thread.join(120)
