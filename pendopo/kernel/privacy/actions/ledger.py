"""The ledger of erasures outside the database: one line per erasure, ids only, so that an older backup cannot undo them.

The table is the ledger; the file beside the database is its copy, which outlives a restore. Each machine keeps one.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from pendopo.kernel.privacy.models import Erasure
from pendopo.kernel.privacy.rules.periods import LEVELS

FILE: Final = "erasures.jsonl"


def ledger_file() -> Path:
    """Return where this machine keeps its copy of the ledger: PENDOPO_VAR, or PENDOPO_ERASURES."""
    return Path(os.environ.get("PENDOPO_ERASURES") or Path(settings.VAR_DIR) / FILE)


def write_ledger(path: Path | None = None) -> int:
    """Add what the file lacks and return how many lines; the file is synced before this returns."""
    place = path or ledger_file()
    place.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "a+", encoding="ascii") as file:
        # Of several workers one writes at a time; the lock goes with the handle.
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        known = {line["id"] for line in map(_read, file) if line}
        rows = [row for row in Erasure.objects.order_by("id").iterator(chunk_size=2000) if str(row.pk) not in known]
        file.seek(0, os.SEEK_END)
        for row in rows:
            file.write(_line(row))
        file.flush()
        os.fsync(file.fileno())
    return len(rows)


def _line(row: Erasure) -> str:
    told = {
        "id": str(row.pk),
        "agency": str(row.agency_id),
        "type": row.subject_type,
        "subject": str(row.subject_id),
        "level": row.level,
        "whole": row.whole,
        "at": row.at.isoformat(),
        "cause": [row.cause_type, str(row.cause_id)],
    }
    return json.dumps(told, separators=(",", ":")) + "\n"


def _read(text: str) -> dict[str, object] | None:
    """Return a line's contents; None for one that was cut off while it was written."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        return None
    return found if isinstance(found, dict) and "id" in found else None


def read_ledger(path: Path) -> Iterator[Erasure]:
    """Yield the lines of a ledger as unsaved rows; what was cut off by a power cut, or names no level, is left out."""
    with path.open(encoding="ascii") as file:
        for line in map(_read, file):
            if line and line["level"] in LEVELS:
                cause = line["cause"]
                yield Erasure(
                    id=UUID(str(line["id"])),
                    agency_id=UUID(str(line["agency"])),
                    subject_type=str(line["type"]),
                    subject_id=UUID(str(line["subject"])),
                    level=str(line["level"]),
                    rank=LEVELS.index(str(line["level"])),
                    whole=bool(line["whole"]),
                    at=dt.datetime.fromisoformat(str(line["at"])),
                    cause_type=str(cause[0]),  # type: ignore[index]
                    cause_id=UUID(str(cause[1])),  # type: ignore[index]
                )
