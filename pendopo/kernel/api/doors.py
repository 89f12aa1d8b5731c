"""Doors of operations: who may call, decided before anything is read. An operation without one refuses everybody.

As with pages, another agency is 404. A door stands in the authorisation matrix: `open`, `public`, or `token:` and the
scope.
"""

from __future__ import annotations

from typing import Any, Final, cast

from django.http import HttpRequest
from django.utils import timezone

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_agency
from pendopo.kernel.api import queries
from pendopo.kernel.api.actions.tokens import note_use, spend
from pendopo.kernel.api.models import Token
from pendopo.kernel.api.problems import Problem
from pendopo.kernel.api.registry import scopes
from pendopo.kernel.operation.queries import read_only
from pendopo.kernel.people.actors import CITIZEN, Actor
from pendopo.kernel.people.doors import AgencyRequest

# How the description names the way in.
SCHEME: Final = "token"


class ApiRequest(AgencyRequest):
    """A call that came through a door; behind one of a scope it has the key."""

    token: Token


class Door:
    """A door, asked by the framework before it reads parameters and body; `door` is its row in the matrix."""

    door = ""
    scope = ""

    def __call__(self, request: HttpRequest) -> bool:
        """Let the call in, or raise Problem."""
        raise Problem("not-found")


class Open(Door):
    """Anybody; the operation belongs to the installation."""

    door = "open"

    def __call__(self, request: HttpRequest) -> bool:
        """Let everybody in."""
        return True


class Public(Door):
    """Anybody, in an active agency."""

    door = "public"

    def __call__(self, request: HttpRequest) -> bool:
        """Let everybody in whose agency is here; raise Problem."""
        entered = cast(ApiRequest, request)
        entered.agency = _agency(request)
        entered.actor = CITIZEN
        timezone.activate(entered.agency.zone)
        return True


class ApiDoor(Door):
    """A program with a key that has `scope` and reaches the agency of the address; without a scope any key."""

    def __init__(self, scope: str = "") -> None:
        self.scope = scope
        self.door = f"token:{scope}"

    def __call__(self, request: HttpRequest) -> bool:
        """Let the program in; raise Problem."""
        entered = cast(ApiRequest, request)
        token = entered.token = _token(request)
        # While only reading is possible nothing is counted; whoever wants to write does not come this far.
        if not read_only().on:
            retry_after = spend(token)
            if retry_after:
                raise Problem("too-many", headers={"Retry-After": str(retry_after)})
            note_use(token)
        agency = _agency(request) if "agency_slug" in _arguments(request) else token.agency
        if not queries.reaches(token, agency):
            raise Problem("not-found")
        if self.scope and self.scope not in token.scopes:
            raise Problem(
                "scope", headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{self.scope}"'}
            )
        entered.agency, entered.actor = agency, actor_of(token, agency, self.scope)
        timezone.activate(agency.zone)
        return True


OPEN: Final = Open()
PUBLIC: Final = Public()


def api_door(scope: str = "") -> ApiDoor:
    """Return the door for keys with `scope`."""
    return ApiDoor(scope)


def actor_of(token: Token, agency: Agency, scope: str) -> Actor:
    """Return the actor of a program: nobody's account, with the roles in which the scope it uses now lets it act."""
    found = scopes().get(scope)
    roles = found.roles if found else frozenset()
    return Actor(kind="staff", label=f"API · {token.name} ({token.shown})", agency_id=agency.pk, roles=roles)


def _arguments(request: HttpRequest) -> dict[str, Any]:
    return request.resolver_match.kwargs if request.resolver_match else {}


def _agency(request: HttpRequest) -> Agency:
    found = active_agency(str(_arguments(request)["agency_slug"]))
    if found is None:
        raise Problem("not-found")
    return found


def _token(request: HttpRequest) -> Token:
    """Return the key that was sent, if it holds."""
    scheme, _space, text = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise _shut("token-missing")
    token = queries.token_by(text.strip())
    if token is None or not token.agency.is_active:
        raise _shut("token-unknown", "invalid_token")
    if token.state != "active":
        raise _shut(f"token-{token.state}", "invalid_token")
    return token


def _shut(kind: str, error: str = "") -> Problem:
    return Problem(kind, headers={"WWW-Authenticate": f'Bearer error="{error}"' if error else "Bearer"})
