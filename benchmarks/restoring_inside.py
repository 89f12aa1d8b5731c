"""What `restoring` does inside an installation: filling it, checksums of its tables, comparing its files."""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

# Bytes: scans and office documents; half of them are smaller than the middle one, few are large.
_MIDDLE, _SPREAD, _LEAST, _MOST = 220_000, 1.3, 4_000, 20_000_000
_POOL = 64 << 20
AGENCIES = 20


def sizes(total: int, seed: int = 14) -> Iterator[int]:
    """Yield sizes of files that make up `total` bytes exactly, always the same ones."""
    chance = random.Random(seed)
    left = total
    while left > 0:
        size = min(int(min(max(chance.lognormvariate(0, _SPREAD) * _MIDDLE, _LEAST), _MOST)), left)
        # The last one takes what would be too small for a file.
        size = left if left - size < _LEAST else size
        yield size
        left -= size


def fill(requests: str, total: str) -> dict[str, int]:
    """Make a register of `requests`, and files until database and files have `total` bytes; return what there is."""
    from django.db import connection

    from benchmarks.growing import grow
    from pendopo.config.backup.databases import rows_now

    grow(int(requests), agencies=AGENCIES, clocks=3, moves=3, audit=3)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        (database,) = cursor.fetchone()
    files, written = _store(sizes(max(int(total) - database, 0)))
    rows = rows_now()
    return {
        "rows": sum(rows.values()), "tables": len(rows), "files": files, "bytes": written, "database": database,
    }  # fmt: skip


def _store(wanted: Iterator[int]) -> tuple[int, int]:
    """Write files of these sizes with their rows, as fast as the disk takes them; return their number and bytes."""
    from benchmarks.growing import BEGIN
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.documents.models import Document
    from pendopo.kernel.documents.storage import private_files

    agencies = list(Agency.objects.filter(slug__startswith="tumbuh-").order_by("slug"))
    pool, words = os.urandom(_POOL), b"Daftar informasi publik yang dikuasai. " * 60_000
    documents, written, chance = [], 0, random.Random(10)
    for number, size in enumerate(wanted):
        agency, token = agencies[number % len(agencies)], f"{chance.getrandbits(160):040x}"
        name = f"{agency.pk.hex}/{token[:2]}/{token}"
        start = chance.randrange(_POOL - _MOST)
        content = token.encode() + pool[start : start + size * 9 // 10] + words
        content = content[:size]
        path = Path(private_files().path(name))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(content)
        path.chmod(0o600)
        documents.append(
            Document(
                agency=agency, subject_type="inquiry", subject_id=agency.pk, purpose="attachment", name="lampiran.pdf",
                media_type="application/pdf", size=size, sha256=hashlib.sha256(content).hexdigest(), storage_name=name,
                uploaded_by_label="Pemohon", uploaded_at=BEGIN,
            )
        )  # fmt: skip
        written += size
    Document.objects.bulk_create(documents, batch_size=2_000)
    return len(documents), written


def tables() -> dict[str, list[Any]]:
    """Return the number of rows of every table, and a checksum of all their columns in whatever order they lie."""
    from django.db import connection

    with connection.cursor() as cursor:
        names = sorted(name for name in connection.introspection.table_names(cursor) if not name.startswith("sqlite_"))
        return {name: list(_summed(cursor, name, connection.vendor)) for name in names}


def _summed(cursor: Any, name: str, vendor: str) -> tuple[int, str]:
    if vendor == "postgresql":
        cursor.execute(f'SELECT count(*), sum(hashtextextended(t::text, 0)::numeric)::text FROM "{name}" t')
        count, total = cursor.fetchone()
        return count, total or "0"
    cursor.execute(f'SELECT * FROM "{name}"')
    count = total = 0
    while rows := cursor.fetchmany(5_000):
        count += len(rows)
        total += sum(int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=8).digest()) for row in rows)
    return count, str(total)


def files(origin: str) -> list[str]:
    """Return what is wrong with our files: against those of the other installation, and against their rows."""
    from django.conf import settings

    from pendopo.kernel.documents.models import Document

    there, here = Path(origin) / "files", Path(settings.VAR_DIR) / "files"
    wanted = {path.relative_to(there).as_posix() for path in there.rglob("*") if path.is_file()}
    found = {path.relative_to(here).as_posix() for path in here.rglob("*") if path.is_file()}
    told = dict(Document.objects.values_list("storage_name", "sha256"))
    wrong = [f"file {name} in only one place" for name in sorted(wanted ^ found | wanted ^ told.keys())]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        names = sorted(wanted & found)
        pairs = pool.map(lambda name: (_digest(there / name), _digest(here / name)), names)
        wrong += [f"file {name}" for name, pair in zip(names, pairs, strict=True) if set(pair) != {told.get(name)}]
    return wrong


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    """Do one word and write its answer as the last line."""
    import django

    django.setup()
    word, *told = sys.argv[1:]
    words: dict[str, Callable[..., Any]] = {"fill": fill, "tables": tables, "files": files}
    print(json.dumps(words[word](*told)))


if __name__ == "__main__":
    main()
