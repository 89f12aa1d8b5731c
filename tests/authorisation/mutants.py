"""Mutants: the program with one door missing, or a weaker one. The matrix must notice each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any
from unittest import mock

from django.db.models import QuerySet
from django.urls import URLPattern

from pendopo.kernel.agencies import rows
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api import doors as api
from pendopo.kernel.api.models import Token
from pendopo.kernel.people import doors
from pendopo.kernel.people.actors import CITIZEN, Actor, staff
from pendopo.kernel.people.models import RoleGrant
from pendopo.kernel.people.rules import ROLES

from tests.authorisation.addresses import Address, is_door, layers
from tests.authorisation.cells import Cell, Cells
from tests.authorisation.table import OF_ACCOUNTS
from tests.authorisation.world import TO_SETTLE


@dataclass(frozen=True, slots=True)
class Mutant:
    """A way to weaken the door of an address: its name, what makes it, and which cells can notice."""

    name: str
    made: Callable[[], Any]
    noticing: Callable[[Cell], bool] = lambda _cell: True


# Where a second condition stands behind the door, so that without the door the answer is the same.
HELD_TWICE = {("api:get_entry", "sleeping agencies open"): "entries are asked for in active agencies only"}


def mutants_of(address: Address, behind: Sequence[URLPattern], cells: Cells) -> Iterator[Mutant]:
    """Yield the mutants of an address; an open door has nothing that could be taken away.

    `behind` are the patterns with its view, which may have further addresses.
    """
    door = address.door
    if door == "open":
        return
    if hasattr(address.view, "operations"):
        yield from _of_operation(address, cells)
        return
    yield Mutant("no door", lambda: without_door(address, behind))
    if door == "account":
        yield Mutant("before anything is set", lambda: mock.patch.multiple(doors, **SET), of_the_unsettled)
    if door not in OF_ACCOUNTS:
        yield Mutant("sleeping agencies open", lambda: mock.patch.object(doors, "_agency_or_404", any_agency))
    if door not in {*OF_ACCOUNTS, "public"}:
        if cells.table.permissions[door] != frozenset(ROLES):
            yield Mutant("any colleague", lambda: mock.patch.object(doors, "may", return_value=True))
        yield Mutant("anybody's staff", lambda: mock.patch.object(doors, "staff", colleague_of_all))


# What an account door asks besides who is logged in.
SET: dict[str, Callable[[Any], None]] = {
    "own_password_first": lambda _request: None,
    "second_step_first": lambda _request: None,
}


def of_the_unsettled(cell: Cell) -> bool:
    """Tell whether somebody asks who has to set something first."""
    return cell.visitor in TO_SETTLE


def _of_operation(address: Address, cells: Cells) -> Iterator[Mutant]:
    """Yield the mutants of an operation for programs."""
    if address.in_agency:
        yield Mutant("sleeping agencies open", lambda: mock.patch.object(api, "_agency", _agency_of))
    if not address.door.startswith("token:"):
        return
    key = Token.objects.get(pk=cells.world.keys["program"].pk)
    yield Mutant("no key", lambda: mock.patch.object(api, "_token", return_value=key))
    if address.in_agency:
        yield Mutant("anybody's key", lambda: mock.patch.object(api.queries, "reaches", return_value=True))
    if address.door != "token:":
        yield Mutant("any scope", lambda: _without_scope(address))


@contextmanager
def _without_scope(address: Address) -> Iterator[None]:
    own = address.name.rpartition(":")[2]
    operation = next(each for each in address.view.operations if each.operation_id == own)  # type: ignore[attr-defined]
    with mock.patch.object(operation.auth_callbacks[0], "scope", ""):
        yield


def _agency_of(request: Any) -> Agency:
    return any_agency(request.resolver_match.kwargs["agency_slug"])


# ------------------------------------------------------------------------------------------------------- doors


@contextmanager
def without_door(address: Address, behind: Sequence[URLPattern]) -> Iterator[None]:
    """Let everybody into a view: the agency is looked up, active or not, and nothing is asked."""
    chain = layers(address.view)
    at = next((n for n, each in enumerate(chain) if is_door(each)), None)
    if at is None:
        raise LookupError(f"{address.name}: its door is none of kernel/people/doors.py.")
    opened = _opened(chain[at + 1], address)
    if at == 0:
        with ExitStack() as stack:
            for pattern in behind:
                stack.enter_context(mock.patch.object(pattern, "callback", opened))
            yield
        return
    # The door stands inside a decorator, which knows it by a variable of its own.
    cell = next(cell for cell in chain[at - 1].__closure__ if cell.cell_contents is chain[at])
    cell.cell_contents = opened
    try:
        yield
    finally:
        cell.cell_contents = chain[at]


def _opened(view: Callable[..., Any], address: Address) -> Callable[..., Any]:
    @wraps(view)
    def inner(request: Any, *args: Any, agency_slug: str = "", **kwargs: Any) -> Any:
        if not address.in_agency:
            return view(request, *args, **kwargs)
        request.agency = any_agency(agency_slug)
        request.actor = CITIZEN if address.door == "public" else colleague_of_all(request.user, request.agency)
        return view(request, request.agency, *args, **kwargs)

    inner.door = address.door  # type: ignore[attr-defined]
    return inner


def any_agency(slug: str) -> Agency:
    """Return an agency, also one that is switched off."""
    return Agency.objects.get(slug=slug)


def colleague_of_all(user: Any, agency: Agency) -> Actor:
    """Return an actor who has every role in every agency, nobody in particular when nobody is logged in."""
    if not user.is_authenticated:
        user = RoleGrant.objects.filter(agency=agency, is_active=True).order_by("pk").first()
        user = user.user if user else None
    if user is None:
        return Actor(kind="staff", label="Siapa pun", agency_id=agency.pk, roles=frozenset(ROLES))
    known = staff(user, agency)
    return Actor("staff", known.label, user, agency.pk, frozenset(ROLES), known.unit_ids)


# ------------------------------------------------------------------------------------------------------ scope

# The door itself asks these; a mutant of the scope is about what the view asks.
OF_THE_DOOR = frozenset({"people.RoleGrant", "agencies.Agency", "people.User", "sessions.Session"})


class Unscoped:
    """Drops the agency from whatever the views ask for, and counts how often."""

    def __init__(self) -> None:
        self.dropped = 0

    @contextmanager
    def everywhere(self) -> Iterator[None]:
        """Weaken queries and the statements that are written once."""
        asked, found = QuerySet._filter_or_exclude, rows.find_each

        def filtered(these: Any, negate: bool, args: Any, kwargs: Any) -> Any:
            return asked(these, negate, args, self._without(these.model, kwargs))

        def each(*wanted: Any) -> Any:
            return found(*((model, self._without(model, facts)) for model, facts in wanted))

        with ExitStack() as stack:
            stack.enter_context(mock.patch.object(QuerySet, "_filter_or_exclude", filtered))
            stack.enter_context(mock.patch.object(rows, "find_each", each))
            yield

    def _without(self, model: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
        if model._meta.label in OF_THE_DOOR:
            return kwargs
        kept = {name: value for name, value in kwargs.items() if name.split("__")[0] not in {"agency", "agency_id"}}
        self.dropped += len(kept) < len(kwargs)
        return kept


# ----------------------------------------------------------------------------------------------------- judging


def notices(cells: Cells, address: Address, mutant: Mutant) -> str:
    """Return the first cell that shows a mutant, an empty text when none does."""
    with mutant.made():
        for cell in cells.of(address):
            if mutant.noticing(cell) and (wrong := cells.wrong(cell, cells.got(cell))):
                return wrong
    return ""


def finds_foreign(cells: Cells, address: Address) -> bool | None:
    """Return whether another agency's thing is found when no query names the agency; None when none names it anyway."""
    unscoped, found = Unscoped(), False
    for cell in cells.of(address):
        if cell.what == "foreign":
            with unscoped.everywhere():
                found = found or bool(cells.wrong(cell, cells.got(cell)))
    return found if unscoped.dropped else None
