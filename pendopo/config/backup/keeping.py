"""How long backups are kept, and how what was erased meanwhile stays erased when an older one is put back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pendopo.config.backup.sealing import MAGIC, is_sealed
from pendopo.kernel import clock

_GZIP: Final = b"\x1f\x8b"
_DAY: Final = 24 * 3600


def expire(folder: Path, *, days: int, but: Path) -> list[str]:
    """Delete the backups in `folder` that are older than `days`, by when they were written; return their names.

    Only files with the ending of `but`, the backup just made, that begin as our backups do; `but` itself stays.
    """
    horizon = clock.now().timestamp() - days * _DAY
    gone = []
    for path in sorted(folder.glob(f"*{but.suffix}" if but.suffix else "*")):
        if path == but or not path.is_file() or path.stat().st_mtime >= horizon or not _is_backup(path):
            continue
        path.unlink()
        gone.append(path.name)
    return gone


def _is_backup(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(len(MAGIC))
    return is_sealed(head) or head.startswith(_GZIP)


def erase_again(ledgers: Iterable[Path]) -> int:
    """Erase what the ledgers say was erased after the backup; return how many cases lost data. Twice is once."""
    from pendopo.kernel.privacy.actions.erasing import replay
    from pendopo.kernel.privacy.actions.ledger import read_ledger, write_ledger

    count = replay(line for path in ledgers if path.exists() for line in read_ledger(path))
    write_ledger()
    return count
