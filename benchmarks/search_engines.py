"""The engines that search is measured beside: SQLite's FTS5 and PostgreSQL's GIN, both over the same roots as ours.

Each answers with the twenty best and the counts of five facets over all hits, as the page needs them.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from pendopo.kernel.search.registry import Entry
from pendopo.kernel.search.rules import STOP_WORDS, asked, tokens
from pendopo.kernel.search.stems import stem

from tests.postgres import temporary_cluster

FACETS = ("kind", "class", "unit", "year", "format")
_COLUMNS = ", ".join(f'"{name}" text' for name in FACETS)
_COUNTS = " UNION ALL ".join(f'SELECT \'{name}\', "{name}", count(*) FROM found GROUP BY "{name}"' for name in FACETS)
POSTGRES = {"shared_buffers": "512MB", "maintenance_work_mem": "512MB", "work_mem": "64MB", "max_wal_size": "8GB"}

Row = tuple[int, str, str, str, str, str, str, str]


def rows(entries: Iterable[Entry]) -> list[Row]:
    """Return number, facets, roots of the title and roots of the text of each entry."""
    return [
        (
            entry.id.int,
            entry.kind,
            entry.facets["class"][0],
            entry.facets["unit"][0],
            entry.facets["year"][0],
            entry.facets["format"][0],
            _roots(entry.title),
            _roots(entry.text),
        )
        for entry in entries
    ]


def _roots(text: str) -> str:
    return " ".join(stem(word) for word in tokens(text) if word not in STOP_WORDS)


@dataclass
class Fts5:
    """SQLite's FTS5: an index without the text, and a table of facets beside it."""

    folder: Path
    name: str = "SQLite FTS5"
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.path = self.folder / "fts5.sqlite3"
        self.here = sqlite3.connect(self.path, isolation_level=None)
        self.here.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-256000; PRAGMA temp_store=MEMORY;"
            "CREATE VIRTUAL TABLE doc USING fts5(title, body, content='', tokenize='unicode61');"
            f"CREATE TABLE face (id integer PRIMARY KEY, {_COLUMNS});"
        )
        self.here.execute("BEGIN")

    def add(self, some: list[Row]) -> None:
        """Take in rows."""
        begun = time.monotonic()
        self.here.executemany("INSERT INTO face VALUES (?, ?, ?, ?, ?, ?)", [row[:6] for row in some])
        self.here.executemany(
            "INSERT INTO doc (rowid, title, body) VALUES (?, ?, ?)", [(row[0], *row[6:]) for row in some]
        )
        self.seconds += time.monotonic() - begun

    def finish(self) -> None:
        """Bring the index into its best form."""
        begun = time.monotonic()
        for statement in ("COMMIT", "INSERT INTO doc (doc) VALUES ('optimize')", "ANALYZE"):
            self.here.execute(statement)
        self.seconds += time.monotonic() - begun

    def size(self) -> int:
        """Return the bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.glob("fts5.sqlite3*"))

    def ask(self, words: str) -> int:
        """Return how many things were found."""
        match = " ".join(f'"{stem(word)}"' for word in asked(words))
        self.here.execute(
            "SELECT rowid, bm25(doc, 3.0, 1.0) AS score FROM doc WHERE doc MATCH ? ORDER BY score LIMIT 20", [match]
        ).fetchall()
        counts = self.here.execute(
            "WITH found AS MATERIALIZED (SELECT face.* FROM doc JOIN face ON face.id = doc.rowid WHERE doc MATCH ?) "
            + _COUNTS,
            [match],
        ).fetchall()
        return sum(count for name, _value, count in counts if name == "kind")

    def close(self) -> None:
        """Let go of the file."""
        self.here.close()


@dataclass
class Gin:
    """PostgreSQL: a column of lexemes with a GIN index, ranked by ts_rank."""

    url: str
    name: str = "PostgreSQL GIN"
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.here = psycopg.connect(self.url, autocommit=True)
        self.here.execute(
            f"CREATE TABLE doc (id int PRIMARY KEY, {_COLUMNS}, title text, body text, words tsvector GENERATED ALWAYS AS "
            "(setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', body), 'B')) STORED)"
        )

    def add(self, some: list[Row]) -> None:
        """Take in rows by COPY."""
        begun = time.monotonic()
        names = ", ".join(f'"{name}"' for name in ("id", *FACETS, "title", "body"))
        with self.here.cursor() as cursor, cursor.copy(f"COPY doc ({names}) FROM STDIN") as copy:
            for row in some:
                copy.write_row(row)
        self.seconds += time.monotonic() - begun

    def finish(self) -> None:
        """Make the index."""
        begun = time.monotonic()
        self.here.execute("CREATE INDEX doc_words ON doc USING gin (words)")
        self.here.execute("VACUUM ANALYZE doc")
        self.seconds += time.monotonic() - begun

    def size(self) -> int:
        """Return the bytes of table and indexes."""
        found = self.here.execute("SELECT pg_total_relation_size('doc')").fetchone()
        return int(found[0]) if found else 0

    def ask(self, words: str) -> int:
        """Return how many things were found."""
        roots = " ".join(stem(word) for word in asked(words))
        self.here.execute(
            "SELECT id FROM doc, plainto_tsquery('simple', %s) AS wish WHERE words @@ wish "
            "ORDER BY ts_rank(words, wish) DESC LIMIT 20",
            [roots],
        ).fetchall()
        names = ", ".join(f'"{name}"' for name in FACETS)
        counts = self.here.execute(
            f"WITH found AS MATERIALIZED (SELECT {names} FROM doc WHERE words @@ plainto_tsquery('simple', %s)) {_COUNTS}",
            [roots],
        ).fetchall()
        return sum(count for name, _value, count in counts if name == "kind")

    def close(self) -> None:
        """Let go of the connection."""
        self.here.close()


@contextmanager
def gin() -> Iterator[Gin]:
    """Give PostgreSQL in a cluster of its own."""
    with temporary_cluster(settings=POSTGRES) as url:
        engine = Gin(url)
        try:
            yield engine
        finally:
            engine.close()
