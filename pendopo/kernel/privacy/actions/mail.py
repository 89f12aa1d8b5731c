"""Mail that is kept in files on this machine, where no mail server is set up, forgets erased messages too."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

# What Django's file backend writes between two messages.
_BETWEEN: Final = "-" * 79
_log = logging.getLogger(__name__)


def forget_mail(ids: Sequence[UUID]) -> int:
    """Take messages out of the mail folder, by their Message-ID; return how many went. Nothing without such a folder."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder or not Path(folder).is_dir():
        return 0
    marks = [f"<{each}@".encode() for each in ids]
    gone = 0
    for path in sorted(Path(folder).glob("*.log")):
        try:
            gone += _forget(path, marks)
        except OSError:
            _log.exception("A file of the mail folder could not be cleaned: %s", path.name)
    return gone


def _forget(path: Path, marks: Sequence[bytes]) -> int:
    line = b"\n" + _BETWEEN.encode() + b"\n"
    messages = path.read_bytes().split(line)
    kept = [message for message in messages if not any(mark in message for mark in marks)]
    if len(kept) == len(messages):
        return 0
    if any(message.strip() for message in kept):
        aside = path.with_suffix(".part")
        aside.write_bytes(line.join(kept))
        aside.rename(path)
    else:
        path.unlink()
    return len(messages) - len(kept)
