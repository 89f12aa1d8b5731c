"""What is right, by rule: from the door of an address to what each visitor may get, and the deviations of matrix.toml."""

from __future__ import annotations

import importlib
import tomllib
from functools import cached_property
from pathlib import Path
from types import ModuleType

from pendopo.kernel.people.rules import AGENCY_ADMIN, ROLES
from pendopo.kernel.workflow.rules import Procedure, Step

from tests.authorisation.addresses import Address
from tests.authorisation.objects import Thing
from tests.authorisation.world import (
    ASLEEP,
    CITIZENS,
    OTHER,
    OWN,
    PARENT,
    PROGRAMS,
    SMALL_SCOPE,
    TO_LOGIN,
    TO_SETTLE,
)

FILE = Path(__file__).with_name("matrix.toml")

LOGIN, SETTLE, NO_KEY = "login", "settle", "401"
REFUSED, ABSENT, WRONG_METHOD = "403", "404", "405"
# Behind a refusal that the door itself speaks: a page that refuses in the same words has been entered.
AT_THE_DOOR = " at the door"
# Doors of the installation for whoever is logged in; to the second also before password and second step are set.
SETTLING = "settling"
OF_ACCOUNTS = frozenset({"account", SETTLING})
# What somebody gets who is in: the page, another page, a form with errors, a state that has moved on, what is gone.
INSIDE = frozenset({"200", "302", "303", "409", "410", "422"})
# What a program gets besides, when it sends nothing, or not JSON.
OF_PROGRAMS = frozenset({"400", "415"})
# A thing may refuse whom the door let in (another unit's, the second person's), or have no such part yet.
WITHIN = INSIDE | {REFUSED, ABSENT}

# At which agency a visitor is somebody.
PLACES_OF = {"stranger": (OTHER,), "parent": (PARENT,)}
REACHED_BY = {"program": (OWN,), "small_program": (OWN,), "other_program": (OTHER,), "parent_program": (PARENT, OWN)}
ANONYMOUS = (*CITIZENS, *TO_LOGIN, *PROGRAMS)


class Table:
    """matrix.toml: doors, permissions with their roles, deviations."""

    def __init__(self, file: Path = FILE) -> None:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
        self.doors: dict[str, str] = written["doors"]
        self.permissions = {name: frozenset(roles.split()) for name, roles in written["permissions"].items()}
        self.deviations: dict[str, str] = written.get("deviations", {})

    def roles(self, visitor: str, slug: str) -> frozenset[str]:
        """Return the roles that a visitor has in an agency."""
        if slug == ASLEEP or visitor in (*ANONYMOUS, *TO_SETTLE):
            return frozenset()
        if visitor == "system_admin":
            return frozenset({AGENCY_ADMIN})
        if visitor in ROLES:
            return frozenset({visitor}) if slug == OWN else frozenset()
        return frozenset(ROLES) if slug in PLACES_OF.get(visitor, ()) else frozenset()

    def takes(self, address: Address, method: str) -> bool:
        """Return whether the view takes a method; one that says nothing about it is asked with GET and POST."""
        allowed = address.methods or {"GET", "POST", "HEAD"}
        return method in allowed

    def admits(self, address: Address, visitor: str, slug: str) -> bool:
        """Return whether the door lets a visitor in."""
        door = self.doors.get(address.name, "")
        if door in {"open", "public"}:
            return slug != ASLEEP or not address.in_agency
        if door in OF_ACCOUNTS:
            return visitor not in ANONYMOUS and (visitor not in TO_SETTLE or door == SETTLING)
        if door.startswith("token:"):
            return self._key_refusal(address, door, visitor, slug) == ""
        return bool(self.roles(visitor, slug) & self.permissions.get(door, frozenset()))

    def at_the_door(self, address: Address, visitor: str, slug: str) -> frozenset[str]:
        """Return what the door answers; an empty set says that it lets the visitor in."""
        if self.admits(address, visitor, slug):
            return frozenset()
        door = self.doors.get(address.name, "")
        if door.startswith("token:"):
            return frozenset({self._key_refusal(address, door, visitor, slug)})
        if door not in {"open", "public"} and visitor in (*ANONYMOUS, *TO_SETTLE):
            return frozenset({SETTLE if visitor in TO_SETTLE else LOGIN})
        answer = REFUSED if self.roles(visitor, slug) else ABSENT
        return frozenset({answer if address.name.startswith("api:") else answer + AT_THE_DOOR})

    def _key_refusal(self, address: Address, door: str, visitor: str, slug: str) -> str:
        """Return how an operation turns away who has no key for it, an empty text for who has."""
        if visitor not in REACHED_BY:
            return NO_KEY
        if address.in_agency and slug not in REACHED_BY[visitor]:
            return ABSENT
        scope = door.removeprefix("token:")
        lacks = {"small_program": scope != SMALL_SCOPE, "parent_program": scope == SMALL_SCOPE}
        return REFUSED if scope and lacks.get(visitor, False) else ""

    def deviation(self, address: Address, visitor: str, method: str) -> frozenset[str] | None:
        """Return what matrix.toml says about an address, or a visitor there, against the rule.

        `method` is "foreign" for another agency's thing, which what is said of a whole address does not cover.
        """
        keys = [f"{address.name} {visitor} {method}", f"{address.name} {method}"]
        for key in keys if method == "foreign" else [*keys, f"{address.name} {visitor}", address.name]:
            if key in self.deviations:
                return frozenset(self.deviations[key].split("#")[0].split())
        return None

    def expected(
        self, address: Address, visitor: str, method: str, slug: str, what: str, thing: Thing
    ) -> frozenset[str]:
        """Return the answers that are right for one cell; `what` is own, foreign or mixed."""
        refused = self.at_the_door(address, visitor, slug)
        if address.door in OF_ACCOUNTS and not refused and (known := self.deviation(address, visitor, method)):
            # Pages of the own account look at the installation before they look at the method.
            return known | {WRONG_METHOD} | ({SETTLE} if visitor in TO_SETTLE else frozenset())
        if address.methods and method not in address.methods and (not refused or not address.door_first):
            return frozenset({WRONG_METHOD})
        if refused:
            return refused
        if what != "own" or (thing.of_others and visitor in CITIZENS):
            return self.deviation(address, visitor, "foreign") or frozenset({ABSENT})
        if thing.needs and not self.roles(visitor, slug) & self.permissions.get(thing.needs, frozenset()):
            return frozenset({REFUSED})
        known = self.deviation(address, visitor, method)
        if known is not None:
            return known
        if self.is_wrong_state(address, thing):
            return frozenset({"409", REFUSED, ABSENT} if method != "POST" else {"409", "422", REFUSED, ABSENT})
        if visitor in TO_SETTLE and address.door == SETTLING:
            return INSIDE | {SETTLE}
        more = OF_PROGRAMS if address.name.startswith("api:") else frozenset()
        return more | (INSIDE if not thing.kwargs else WITHIN)

    def is_wrong_state(self, address: Address, thing: Thing) -> bool:
        """Return whether the address is a step that cannot be taken in the thing's state."""
        step = steps.of(address)
        return step is not None and bool(thing.state) and thing.state not in (*step.sources, *step.opens)


class Steps:
    """Finds the step of a procedure that an address takes, by their one name."""

    @cached_property
    def _procedures(self) -> dict[str, Procedure]:
        found = {}
        for space in {name.rpartition(":")[0] for name in Table().doors} - {""}:
            for place in ("rules.procedure", "rules.notices", "rules"):
                module = _module(f"pendopo.modules.{space}.{place}")
                if isinstance(procedure := getattr(module, "PROCEDURE", None), Procedure):
                    found[space] = procedure
                    break
        return found

    def of(self, address: Address) -> Step | None:
        """Return the step, None for what is no step."""
        space, _colon, name = address.name.rpartition(":")
        procedure = self._procedures.get(space)
        if procedure is None:
            return None
        bare = name.removeprefix("staff_").removeprefix("own_")
        return next((step for step in procedure.steps if step.name == bare), None)


def _module(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None


steps = Steps()
