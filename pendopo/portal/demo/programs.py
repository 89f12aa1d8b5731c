"""Partners' programs of the example: one key in use, one for reading, one that was revoked. No address is told anything."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api.actions import make_token, revoke_token
from pendopo.kernel.people.actors import Actor

_KEYS: Final = (
    ("Portal layanan terpadu (lama)", ("requests:write",), 30),
    ("Dasbor pimpinan", ("statistics:read", "duties:read"), 365),
    ("Kanal aduan nasional", ("requests:write", "requests:read"), 90),
)


def play_programs(agency: Agency, by: Actor) -> None:
    """Make the keys; nobody knows their secrets."""
    made = [make_token(agency=agency, name=name, scopes=scopes, days=days, by=by)[0] for name, scopes, days in _KEYS]
    revoke_token(token=made[0], by=by)
