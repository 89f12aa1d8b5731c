"""What the base templates read on every page."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.notifications.queries import unread_count
from pendopo.kernel.people.actors import CITIZEN, Actor
from pendopo.kernel.people.models import Role, User
from pendopo.portal import navigation

WORKPLACES = "workplaces"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return agency, actor and menus of a page that came through a door.

    Public pages ask the database nothing; pages of the workspace ask once, for the number of unread notices.
    """
    agency: Agency | None = getattr(request, "agency", None)
    actor: Actor = getattr(request, "actor", CITIZEN)
    base: dict[str, Any] = {"agency": agency, "demo": settings.PENDOPO_DEMO, "home_url": "/"}
    if agency is None:
        return base
    if actor.kind != "staff":
        return base | {"nav": navigation.menu(navigation.CITIZENS, agency.slug, request.path, actor)}
    return base | _workspace(request, agency, actor)


def _workspace(request: HttpRequest, agency: Agency, actor: Actor) -> dict[str, Any]:
    return {
        "actor": actor,
        "nav": navigation.menu(navigation.OFFICERS, agency.slug, request.path, actor),
        "role_label": ", ".join(str(Role(role).label) for role in Role.values if role in actor.roles),
        "inbox_url": reverse("notifications:inbox", args=[agency.slug]),
        "inbox_count": SimpleLazyObject(lambda: unread_count(agency, cast(User, actor.user))),
        "agencies": [
            {"name": name, "url": reverse("workspace", args=[slug]), "current": slug == agency.slug}
            for slug, name in request.session.get(WORKPLACES, [])
        ],
    }
