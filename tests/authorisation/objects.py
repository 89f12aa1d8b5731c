"""Real objects for addresses: what an address asks for, and where to find whatever makes it.

A new address needs nothing here when its parameters stand under its namespace in makers.py already. Otherwise add a maker
there: under "namespace:name" for one address, or "namespace/parameter,parameter" for all that share them. A maker takes
an agency and returns things; it is asked once for the own agency and once for another one, whose things must not be
found in the own one's addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pendopo.kernel.agencies.models import Agency

# The unit for which the back office of the cells answers; any other one is a sibling.
OWN_UNIT = "Pusat Pelatihan Teknis"


@dataclass(frozen=True, slots=True)
class Thing:
    """What an address is asked about: its parameters, the state it is in, whose unit holds it, what else it needs."""

    kwargs: dict[str, Any] = field(default_factory=dict)
    state: str = ""
    unit: UUID | None = None
    # A further permission that the thing itself asks for, behind the door (a register).
    needs: str = ""
    # Whoever is back office may see it although another unit holds it, because it was asked about it.
    shared: bool = False
    # Another citizen's in the same agency: not there for the one who follows a case of their own.
    of_others: bool = False


Maker = Callable[[Agency], Iterable[Thing]]


ROUTE_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>")


class NobodyCanMake(LookupError):
    """No maker, or one that found nothing, for an address; the sentence says what to add."""


def parameters(route: str) -> tuple[str, ...]:
    """Return the names of an address's parameters without the agency's."""
    found = (one or other for one, other in ROUTE_PARAMETER.findall(route))
    return tuple(name for name in found if name != "agency_slug")


def things(name: str, route: str, agency: Agency) -> list[Thing]:
    """Return things for an address in an agency; raise NobodyCanMake when there is none."""
    wanted = parameters(route)
    if not wanted:
        return [Thing()]
    space = name.rpartition(":")[0] or name
    from tests.authorisation.makers import MAKERS

    maker = MAKERS.get(name) or MAKERS.get(f"{space}/{','.join(wanted)}")
    if maker is None:
        raise NobodyCanMake(
            f'{route}: add a maker "{name}" or "{space}/{",".join(wanted)}" to MAKERS in '
            "tests/authorisation/makers.py; it returns real rows of an agency."
        )
    found = list(maker(agency))
    if not found:
        raise NobodyCanMake(
            f"{route}: its maker in tests/authorisation/makers.py finds nothing in {agency}. Let the example "
            "(pendopo/portal/demo) or tests/authorisation/world.py make such a row."
        )
    return found
