"""What `manage.py check --deploy` says of the files: whether anybody looks for viruses."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Info

from pendopo.kernel.documents import scanning


def check_scanner(**_: Any) -> list[CheckMessage]:
    """Return a note when no virus scanner is set up; uploads are then inspected only."""
    if scanning.is_configured():
        return []
    return [
        Info(
            "No virus scanner: uploads are inspected, and nobody looks for viruses.",
            hint="Install clamav-daemon and set PENDOPO_CLAMD to its socket or host:port (docs/pengaturan.md).",
            id="pendopo.I001",
        )
    ]
