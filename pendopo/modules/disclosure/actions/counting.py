"""Counting suggestions that were shown, opened and said to answer: by day and thing, never by visitor.

A search has a token that lives an hour. It is signed, names no one, and is kept nowhere but in the page: it tells which
things this search has shown, so that typing on counts nothing twice. `opened` and `answered` are counted once for each.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.core import signing
from django.db import connection, models, transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.limits import count_try, exceeded
from pendopo.kernel.people.rules import Limit
from pendopo.modules.disclosure.models import DayCount
from pendopo.modules.disclosure.rules import limits
from pendopo.modules.disclosure.rules.figures import ANSWERED, OPENED, SHOWN

Item = tuple[str, UUID]
_SALT = "pendopo.disclosure.search"


@dataclass(frozen=True, slots=True)
class Search:
    """A search as its token tells it: when it began (whole seconds since 1970), and what it has shown."""

    nonce: str
    begun: int
    shown: tuple[str, ...] = field(default=())

    def token(self, agency: Agency) -> str:
        """Return the search, signed, for pages of `agency` alone."""
        told = [self.nonce, self.begun, *self.shown]
        return signing.dumps(told, salt=f"{_SALT}.{agency.pk}", compress=True)


def _short(item: Item) -> str:
    """Return a name that is short enough for a token and still tells the things of a page apart."""
    return f"{item[0][0]}{item[1].hex[-12:]}"


def _now() -> int:
    return int(clock.now().timestamp())


def search_of(agency: Agency, token: str) -> Search | None:
    """Return the search that a token names, None when it is not ours, too old, or of another day (UTC)."""
    try:
        nonce, begun, *shown = signing.loads(token, salt=f"{_SALT}.{agency.pk}")
    except (signing.BadSignature, ValueError):
        return None
    now, day = _now(), limits.ONCE.seconds
    # Of the same day as well: what was counted once is remembered for a day that begins at midnight.
    fresh = 0 <= now - begun <= limits.TOKEN_SECONDS and begun // day == now // day
    return Search(nonce, begun, tuple(shown)) if fresh else None


def shown(*, agency: Agency, items: Sequence[Item], token: str, address: str) -> str:
    """Count what a search shows for the first time and return its token, a new one for a new search.

    `address` is the visitor's network address; too many new searches from it in an hour are not counted.
    """
    search = search_of(agency, token)
    if search is None:
        search = Search(secrets.token_urlsafe(9), _now())
        if items and not _allowed(f"disclosure.search:{address}", address, limits.SEARCHES_PER_ADDRESS):
            return Search(search.nonce, search.begun, tuple(map(_short, items))).token(agency)
    new = [item for item in items if _short(item) not in search.shown]
    if new:
        _count(agency, new, SHOWN)
    names = (*search.shown, *map(_short, new))[-limits.TOKEN_ITEMS :]
    return Search(search.nonce, search.begun, names).token(agency)


def opened(*, agency: Agency, item: Item, token: str) -> bool:
    """Count that a suggestion was opened, once in a search; return whether it was counted."""
    return _once(agency, item, token, OPENED, f"open:{_short(item)}")


def answered(*, agency: Agency, item: Item, token: str, address: str) -> bool:
    """Count that a suggestion answered what was sought: one in a search, and no more than some from one address.

    Return whether it was counted; who presses again, or long after, is thanked all the same.
    """
    if search_of(agency, token) is None:
        return False
    if not _allowed(f"disclosure.answered:{address}", address, limits.ANSWERS_PER_ADDRESS):
        return False
    return _once(agency, item, token, ANSWERED, "done")


def _allowed(key: str, address: str, limit: Limit) -> bool:
    """Count a try of an address and return whether it still was within `limit`; a local socket has no address."""
    if not address:
        return True
    if exceeded(key, limit):
        return False
    count_try(key, limit)
    return True


def _once(agency: Agency, item: Item, token: str, what: str, mark: str) -> bool:
    search = search_of(agency, token)
    if search is None or _short(item) not in search.shown:
        return False
    key = f"disclosure.{mark}:{search.nonce}"
    with transaction.atomic():
        # Counted first: of two presses at once the second waits for the first and finds two.
        count_try(key, limits.ONCE)
        if exceeded(key, limits.ONCE):
            return False
        _count(agency, [item], what)
    return True


_UPSERT = """
INSERT INTO {table} (id, agency_id, day, kind, item_id, shown, opened, answered) VALUES {rows}
ON CONFLICT (agency_id, day, kind, item_id) DO UPDATE SET {what} = {table}.{what} + 1
"""


def _count(agency: Agency, items: Iterable[Item], what: str) -> None:
    """Add one to the count `what` of each thing today. One statement, its rows in a fixed order so that none waits in a ring."""
    today = clock.today(agency.timezone)
    rows = [
        DayCount(agency=agency, day=today, kind=kind, item_id=pk, **{what: 1})
        for kind, pk in sorted(set(items), key=lambda item: (item[0], item[1].hex))
    ]
    meta = DayCount._meta
    names = ("id", "agency", "day", "kind", "item_id", "shown", "opened", "answered")
    fields = [cast("models.Field[Any, Any]", meta.get_field(name)) for name in names]
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
    one = f"({', '.join(['%s'] * len(fields))})"
    # Names of our own columns are put together here; values are parameters.
    sql = _UPSERT.format(table=connection.ops.quote_name(meta.db_table), rows=", ".join([one] * len(rows)), what=what)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
