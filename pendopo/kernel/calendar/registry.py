"""Which cases have deadlines: what each module tells the calendar about its cases, for officers' calendar files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.people.actors import Actor


@dataclass(frozen=True, slots=True)
class AgendaKind:
    """One kind of case with clocks.

    `visible` returns the rows that an actor may see (with `number`); `title` the msgid of what a clock measures; `page`
    is the URL name of a case for officers (slug, key); `permission` what an officer must hold. Clocks with a label in
    `left_out` make no officer late, as the citizen's own time to object.
    """

    subject_type: str
    visible: Callable[[Agency, Actor], QuerySet[Any]]
    title: Callable[[Clock], str]
    page: str
    permission: str
    left_out: frozenset[str] = frozenset()


_kinds: dict[str, AgendaKind] = {}


def add_agenda(kind: AgendaKind) -> None:
    """Register a module's kind of case. Raises ValueError when its type means something else already."""
    if _kinds.setdefault(kind.subject_type, kind) != kind:
        raise ValueError(f"Two different agendas are called {kind.subject_type!r}.")


def agendas() -> Mapping[str, AgendaKind]:
    """Return the registered kinds by subject type, read-only."""
    return MappingProxyType(_kinds)
