"""Who really gets in: every address behind a staff door is asked for by every role, by a stranger and by nobody.

The door decides before anything is looked up, so that the ids in the addresses need not exist.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.calendar.seeding import seed_calendar
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.kernel.people.permissions import roles_with
from pendopo.kernel.people.rules import BACK_OFFICE, ROLES

from tests.guards.structure import walk

SLUG = "badan-contoh"

# Converter of an address → a value that fits and that nothing has.
VALUES: dict[str, object] = {
    "SlugConverter": "tidak-ada",
    "UUIDConverter": uuid.UUID(int=7),
    "IntConverter": 7,
    "StringConverter": "tidak-ada",
    "PathConverter": "tidak/ada",
}


def staff_addresses() -> Iterator[tuple[str, str, str]]:
    """Yield (name, address, permission) of every view behind a staff door."""
    for name, route, view in walk(get_resolver().url_patterns):
        door = getattr(view, "door", "")
        if door not in {"", "open", "public", "account"}:
            yield name, reverse(name, kwargs=arguments(route)), door


def arguments(route: str) -> dict[str, Any]:
    """Return values for the parameters of a route such as /<slug:agency_slug>/meja/<uuid:pk>/."""
    found = {
        name: VALUES[
            f"{(converter or 'str:').rstrip(':').title().replace('Str', 'String').replace('Uuid', 'UUID')}Converter"
        ]
        for converter, name in re.findall(r"<(\w+:)?(\w+)>", route)
    }
    return found | {"agency_slug": SLUG}


@pytest.fixture
def visitors(db: None) -> dict[str, Client]:
    """Return a logged-in client for each role, for a stranger from another agency, and for nobody."""
    seed_calendar()
    agency = Agency.objects.create(slug=SLUG, name="Badan Contoh", short_name="Contoh")
    other = Agency.objects.create(slug="badan-lain", name="Badan Lain", short_name="Lain")
    clients = {"nobody": Client(), "stranger": Client()}
    stranger = User.objects.create(username="stranger", name="Orang Lain")
    for role in ROLES:
        clients[role] = Client()
        user = User.objects.create(username=role, name=role)
        for place, holder in ((agency, user), (other, stranger)):
            unit = Unit.objects.get_or_create(agency=place, name="Unit")[0] if role == BACK_OFFICE else None
            RoleGrant.objects.create(user=holder, agency=place, role=role, unit=unit)
        clients[role].force_login(user)
    clients["stranger"].force_login(stranger)
    return clients


def test_only_the_roles_of_a_door_pass_it(visitors: dict[str, Client]) -> None:
    surprises = []
    for name, address, permission in staff_addresses():
        for who, client in visitors.items():
            answer = client.get(address)
            if answer.status_code == 405:
                answer = client.post(address)
            to_login = answer.status_code == 302 and answer.headers["Location"] == f"/masuk/?next={quote(address)}"
            got = "login" if to_login else str(answer.status_code)
            if got not in wanted(who, permission):
                surprises.append(f"{name}: {who} got {got}, wanted {' or '.join(wanted(who, permission))}")
    assert "\n".join(surprises) == ""


def wanted(who: str, permission: str) -> tuple[str, ...]:
    """Return the answers that are right; one who may enter finds a page, nothing, or what is missing."""
    if who == "nobody":
        return ("login",)
    if who == "stranger":
        return ("404",)
    # 409: nothing waits for this step just now.
    return ("200", "302", "303", "404", "409", "422") if who in roles_with(permission) else ("403",)
