"""What open data asks of siblings: the datasets, that is what an agency has published as public information (DIP)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol
from uuid import UUID

from pendopo.kernel.agencies.models import Agency
from pendopo.lib.ports import Port
from pendopo.modules.open_data.rules.asking import Question, Sort


def resource_key(dataset: UUID, what: str) -> str:
    """Return the id of a file or link of a dataset: the dataset's key, so that it is found again, and a digest of what it is.

    >>> resource_key(UUID(int=7), "a")
    '00000000-0000-0000-0000-000000000007-ca978112ca1b'
    """
    return f"{dataset}-{hashlib.sha256(what.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Resource:
    """A file or link of a dataset. `url` is an address on this site or a whole one; `sha256` empty where it is not known.

    `id` is told to machines: letters, digits, - and _; it stays the same as long as the file does. `size` is in bytes.
    """

    id: str
    name: str
    url: str
    format: str = ""
    mimetype: str = ""
    size: int | None = None
    sha256: str = ""
    created_at: dt.datetime | None = None
    is_download: bool = True


@dataclass(frozen=True, slots=True)
class Dataset:
    """One published piece of information. `group` is the code of its class; `page` the address of its page on this site.

    `extras` are further official columns: key told to machines → text.
    """

    id: UUID
    agency_id: UUID
    title: str
    notes: str
    group: str
    page: str
    created_at: dt.datetime
    modified_at: dt.datetime
    resources: Sequence[Resource] = ()
    tags: Sequence[str] = ()
    extras: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """A class of information: its code, the name told to machines (letters and -), title and article."""

    code: str
    name: str
    title: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose datasets are meant: of all active agencies, or only of `only`; never those of `but_not`."""

    only: frozenset[UUID] | None = None
    but_not: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """How many datasets were found, a page of them, and the counts by facet and value."""

    total: int
    rows: Sequence[Dataset]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Datasets(Protocol):
    """Knows the published datasets of active agencies. Values of the field `organization` and `license_id` never arrive.

    Facets are asked for by field; `organization` is answered by the agency's key as text.
    """

    def groups(self) -> Sequence[Group]:
        """Return the classes there are. No query."""
        ...

    def search(
        self, scope: Scope, question: Question, sort: Sort, *, start: int, rows: int, facets: Sequence[str] = ()
    ) -> Found:
        """Return a page of what is found, counted. A bounded number of queries, whatever `rows` is."""
        ...

    def one(self, scope: Scope, key: UUID) -> Dataset | None:
        """Return the dataset with this key, None when it is not public or not in `scope`. At most three queries."""
        ...

    def keys(self, scope: Scope, *, start: int, rows: int | None) -> Iterator[tuple[UUID, UUID]]:
        """Yield dataset's and agency's key in the order of datasets' keys, from `start`, `rows` at most. One query."""
        ...

    def all_of(self, agency: Agency) -> Iterator[Dataset]:
        """Yield every dataset of one agency, in the order of their keys; two more queries per thousand."""
        ...

    def counts(self, scope: Scope) -> Mapping[UUID, int]:
        """Return how many datasets each agency has, none for zero. One query."""
        ...

    def state(self, agency: Agency) -> tuple[int, dt.datetime | None]:
        """Return how many datasets the agency has and when one changed last. One query."""
        ...


datasets: Final[Port[Datasets]] = Port("open_data.datasets")
