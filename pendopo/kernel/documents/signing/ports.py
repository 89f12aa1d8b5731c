"""What signing must ask of packages that stand above it; `wiring.py` connects it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import User
from pendopo.lib.ports import Port


class Messenger(Protocol):
    """Puts a line into officers' inboxes, in the caller's transaction; returns how many people got it."""

    def __call__(
        self,
        *,
        agency: Agency,
        text: str,
        users: Iterable[User] = (),
        params: Mapping[str, str | int] | None = None,
        url: str = "",
        subject_type: str = "",
        subject_id: UUID | None = None,
        but: User | None = None,
    ) -> int:
        """Tell `users`, except `but`; `text` is a msgid with named places for `params`."""
        ...


messenger: Port[Messenger] = Port("documents.signing.messenger")
