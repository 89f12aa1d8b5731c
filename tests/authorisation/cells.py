"""The cells: who asks which address how about what, and whether what is answered is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from unittest import mock

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch

from pendopo.kernel.people.rules import BACK_OFFICE, ROLES

from tests.authorisation.addresses import METHODS, Address, addresses
from tests.authorisation.headers import faults
from tests.authorisation.objects import NobodyCanMake, Thing, parameters, things
from tests.authorisation.table import ABSENT, AT_THE_DOOR, LOGIN, SETTLE, Table
from tests.authorisation.world import (
    ASLEEP,
    CITIZENS,
    LOGIN_PAGE,
    OTHER,
    OWN,
    PARENT,
    PROGRAMS,
    SETTLING_PAGE,
    SHUT_OUT,
    TO_LOGIN,
    TO_SETTLE,
    VISITORS,
    World,
    at_the_door,
    undone,
)

# Whom the further things of a public address are shown to: the others are nobody there, which another rule holds.
READERS = ("nobody", "citizen")
# Who follows a case of which agency in the own browser.
AT_HOME = {("citizen", OWN), ("other_citizen", OTHER)}
# The same view takes them all the same way: one of them is tried at each address.
SELDOM = ("HEAD", "PUT", "DELETE")
PASSERS_BY = ("nobody", "citizen", "other_citizen", "ppid", "stranger", "inactive")


@dataclass(frozen=True, slots=True)
class Cell:
    """One question: `slug` is the agency in the address, `what` says whose thing it is about: own, foreign, mixed."""

    address: Address
    visitor: str
    method: str
    slug: str
    what: str
    thing: Thing

    def __str__(self) -> str:
        about = f", {self.what} thing {self.thing.state or ''}".rstrip() if self.thing.kwargs else ""
        return f"{self.address.name}: {self.visitor} {self.method} at {self.slug}{about}"


class Cells:
    """All cells of a world and a table, address by address; `full` adds every method, visitor and agency."""

    def __init__(self, world: World, table: Table, *, full: bool = False) -> None:
        self.world, self.table, self.full = world, table, full
        self.asked = 0
        # Answers without the headers that they need.
        self.bare: list[str] = []
        # Where each permission is asked for first.
        self._first = {each.door: each.name for each in reversed(addresses()) if each.name in table.doors}

    def of(self, address: Address) -> Iterator[Cell]:
        """Yield the cells of an address; raise NobodyCanMake when there is no thing for it."""
        own = things(address.name, address.route, self.world.own)
        yield from self._at_the_door(address, own[0])
        yield from self._inside(address, own)
        if parameters(address.route):
            yield from self._foreign(address, own[0])
        if address.in_agency:
            yield from self._elsewhere(address, own[0])

    def _at_the_door(self, address: Address, thing: Thing) -> Iterator[Cell]:
        for visitor in self._everybody(address):
            for method in METHODS:
                if method in address.left_out:
                    continue
                seldom = method in SELDOM and method != _turn(address, SELDOM)
                if self.full or method in self._usual(address) or (visitor == "ppid" and not seldom):
                    yield Cell(address, visitor, method, OWN, "own", thing)

    def _everybody(self, address: Address) -> Sequence[str]:
        """Return who comes to the door; in `make test` programs go to operations only, and fewer pass by public pages."""
        if self.full or address.door.startswith("token:"):
            return VISITORS
        if address.door in {"open", "public"}:
            return PASSERS_BY
        # Those whom the door tells apart by nothing of the address's own take turns.
        turns = [CITIZENS[1:], SHUT_OUT[1:], TO_LOGIN, TO_SETTLE, *self._alike(address)]
        here = {_turn(address, group) for group in turns if group} | {*self._thorough(address)}
        return [
            who for who in VISITORS if who not in PROGRAMS and (who in here or not any(who in each for each in turns))
        ]

    def _alike(self, address: Address) -> list[list[str]]:
        """Return the colleagues whom the door lets in, and those it does not; at the first door with a permission nobody.

        There each of them comes; whether the roles are the right ones is seen there for all doors with that permission.
        """
        if self._first.get(address.door) == address.name:
            return []
        colleagues = [who for who in (*ROLES, "system_admin") if who != "ppid"]
        admitted = [who for who in colleagues if self.table.admits(address, who, OWN)]
        return [admitted, [who for who in colleagues if who not in admitted]]

    def _usual(self, address: Address) -> Sequence[str]:
        """Return the methods that `make test` tries with everybody: the first one that the view takes."""
        return [method for method in ("GET", "POST") if self.table.takes(address, method)][:1]

    def _admitted(self, address: Address) -> list[str]:
        found = [who for who in VISITORS if self.table.admits(address, who, OWN)]
        return [who for who in found if who in READERS] if address.door in {"open", "public"} else found

    def _inside(self, address: Address, own: list[Thing]) -> Iterator[Cell]:
        taken = [method for method in ("GET", "POST") if self.table.takes(address, method)]
        here = self._everybody(address)
        for visitor in (who for who in self._admitted(address) if who in here):
            for thing in self._kinds(address, own) if visitor in self._thorough(address) else own[:1]:
                for method in taken:
                    if thing is not own[0] or method not in self._usual(address):
                        yield Cell(address, visitor, method, OWN, "own", thing)

    def _kinds(self, address: Address, own: list[Thing]) -> list[Thing]:
        """Return the things; in `make test` one of each kind: own unit's or not, step possible or not, what it needs."""
        kinds = {
            (self.table.is_wrong_state(address, each), each.unit == own[0].unit, each.needs): each for each in own[::-1]
        }
        return own if self.full else list(kinds.values())[::-1]

    def _thorough(self, address: Address) -> list[str]:
        """Return who is asked about every thing: all; in `make test` one, and a unit, which sees its own only."""
        admitted = self._admitted(address)
        return admitted if self.full else [who for who in admitted if who in (admitted[0], BACK_OFFICE)]

    def _foreign(self, address: Address, own: Thing) -> Iterator[Cell]:
        if own.kwargs == (foreign := self.foreign(address, own)).kwargs:
            return
        first = next(iter(own.kwargs))
        both = [("foreign", foreign)]
        if len(own.kwargs) > 1:
            both += [
                ("mixed", Thing({**foreign.kwargs, first: own.kwargs[first]})),
                ("mixed", Thing({**own.kwargs, first: foreign.kwargs[first]})),
            ]
        for visitor in self._admitted(address)[: None if self.full else 2]:
            for what, thing in both:
                for method in ("GET", "POST", "PUT", "DELETE"):
                    if self.table.takes(address, method) and thing.kwargs != own.kwargs:
                        yield Cell(address, visitor, method, OWN, what, thing)

    def foreign(self, address: Address, own: Thing) -> Thing:
        """Return another agency's thing of the same kind and state."""
        found = things(address.name, address.route, self.world.other)
        return next((each for each in found if each.state == own.state), found[0])

    def _elsewhere(self, address: Address, own: Thing) -> Iterator[Cell]:
        few = {OTHER: ("ppid", "stranger"), PARENT: ("ppid",), ASLEEP: (_turn(address, ("nobody", "ppid")), "sleeper")}
        if address.door.startswith("token:"):
            # Nobody else's key reaches an agency that sleeps.
            few[ASLEEP] = ("parent_program",)
        for slug, visitors in few.items():
            place = self.world.agencies.get(slug)
            thing = things(address.name, address.route, place)[0] if place and own.kwargs else own
            for visitor in VISITORS if self.full else visitors:
                for method in self._usual(address):
                    yield Cell(address, visitor, method, slug, "own", thing)

    # ---------------------------------------------------------------------------------------------------- asking

    def got(self, cell: Cell) -> str:
        """Return what is answered: "login" or the status; what is written meanwhile is taken back."""
        self.asked += 1
        path = cell.address.path(cell.slug, cell.thing.kwargs)
        # The suite runs without second step; the one who has given none is asked as in production.
        with mock.patch.object(settings, "PENDOPO_MFA", cell.visitor == "first_step_only"):
            at_the_door.clear()
            response = ask(self.world.visitors[cell.visitor], cell.method, path)
            answer = word(response)
            personal = cell.address.door not in {"open", "public"} and cell.visitor not in CITIZENS
            self.bare += [f"{cell}: {fault}" for fault in faults(response, personal=personal)]
            return answer + AT_THE_DOOR if at_the_door == [answer] else answer

    def deviations(self, address: Address) -> list[str]:
        """Return what is not as it should be in the row of an address."""
        try:
            answers = [(cell, self.got(cell)) for cell in self.of(address)]
        except (NobodyCanMake, NoReverseMatch) as missing:
            return [f"{address.name}: {missing}"]
        wrong = [self.wrong(cell, got) for cell, got in answers] + self.bare
        self.bare = []
        return [line for line in wrong if line] + self._never_in(address, answers) + _unlike(address, answers)

    def wrong(self, cell: Cell, got: str) -> str:
        """Return what is wrong with an answer, an empty text when it is right."""
        expected = self.table.expected(cell.address, cell.visitor, cell.method, cell.slug, cell.what, cell.thing)
        return "" if got in expected else f"{cell} got {got}, wanted {' or '.join(sorted(expected))}"

    def _never_in(self, address: Address, answers: Iterable[tuple[Cell, str]]) -> list[str]:
        """Return whom the door lets in, and who all the same sees nothing of any thing."""
        found: dict[str, set[str]] = defaultdict(set)
        for cell, got in answers:
            own = cell.slug == OWN and cell.what == "own" and self.table.takes(address, cell.method)
            if own and not self.table.at_the_door(address, cell.visitor, OWN):
                found[cell.visitor].add(got)
        return [
            f"{address.name}: {visitor} gets in and sees nothing of any thing: {' '.join(sorted(seen))}"
            for visitor, seen in found.items()
            if seen <= {ABSENT, LOGIN}
            and visitor in self._thorough(address)
            and self.table.deviation(address, visitor, "GET") is None
        ]


def _turn(address: Address, group: Sequence[str]) -> str:
    """Return the one of a group whose turn it is at an address."""
    return group[sum(address.name.encode()) % len(group)]


def _unlike(address: Address, answers: Iterable[tuple[Cell, str]]) -> list[str]:
    """Return who is answered otherwise than nobody on a public page: such a page asks nobody who he is."""
    if address.door not in {"open", "public"}:
        return []
    found: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for cell, got in answers:
        found[cell.slug, cell.method, str(cell.thing.kwargs)][cell.visitor] = got
    return [
        f"{address.name}: {visitor} {method} at {slug} got {got}, nobody {seen['nobody']}"
        for (slug, method, _kwargs), seen in found.items()
        for visitor, got in seen.items()
        if (visitor, slug) not in AT_HOME and got != seen.get("nobody", got)
    ]


def ask(client: Client, method: str, path: str, data: object = None) -> HttpResponse:
    """Ask once and take back what was written, in the database and in the browser."""
    kept = SimpleCookie({name: cookie.value for name, cookie in client.cookies.items()})
    with undone():
        more = {"data": data or {}} if method == "POST" else {}
        if path.startswith("/api/v1/"):
            more |= {"content_type": "application/json"}
        response: HttpResponse = getattr(client, method.lower())(path, **more)
        # A stream is read while the rows are there that it is made of.
        response.body = b"".join(response.streaming_content) if response.streaming else response.content
    client.cookies = kept
    return response


def word(response: HttpResponse) -> str:
    """Return "login" for the way to the login page, "settle" for the one to the own account, otherwise the status."""
    place = response.headers.get("Location", "")
    if response.status_code in {302, 303} and LOGIN_PAGE.match(place):
        return LOGIN
    if response.status_code in {302, 303} and SETTLING_PAGE.match(place):
        return SETTLE
    return str(int(response.status_code))
