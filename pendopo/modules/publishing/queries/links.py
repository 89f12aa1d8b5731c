"""Reads of links: what is due to be asked, what is broken, and what a link answered before."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import may
from pendopo.modules.publishing.models import Link
from pendopo.modules.publishing.rules import limits, links


def visible(actor: Actor) -> Q:
    """Return the condition on Link rows that `actor` may see: a unit sees its own, others the whole agency."""
    whole = may(actor, "publishing.review") or not may(actor, "publishing.prove")
    return Q() if whole else Q(unit__in=actor.unit_ids)


def links_of(agency: Agency, actor: Actor, *, state: str = "") -> QuerySet[Link]:
    """Return the links that `actor` sees, of one state or all, the longest broken first."""
    found: QuerySet[Link] = Link.objects.for_agency(agency).filter(visible(actor)).select_related("unit", "document")
    if state:
        found = found.filter(state=state)
    return (
        found.order_by("state", "first_failed_at", "id")
        if state
        else found.order_by("-failures", "first_failed_at", "id")
    )


def counts_by_state(agency: Agency, actor: Actor) -> dict[str, int]:
    """Return how many links stand how. One query."""
    found = Link.objects.for_agency(agency).filter(visible(actor)).order_by().values_list("state")
    counted = dict(found.annotate(n=Count("pk")))
    return {state: counted.get(state, 0) for state in links.STATES}


def link_for(agency: Agency, actor: Actor, pk: UUID) -> Link | None:
    """Return the link if it belongs to the agency and `actor` may see it. One query."""
    found: Link | None = Link.objects.for_agency(agency).filter(visible(actor), pk=pk).select_related("unit").first()
    return found


def due_addresses(now: dt.datetime) -> list[Link]:
    """Return the links to ask now: of each site the one that waits longest, so that no site is asked twice. Two queries."""
    due = Link.objects.filter(next_check_at__lte=now).exclude(host="")
    sites = due.order_by().values("host").annotate(first=Min("next_check_at")).order_by("first")[: limits.LINKS_A_ROUND]
    first = {site["host"]: site["first"] for site in sites}
    wanted = Q(pk__in=[])
    for host, at in first.items():
        wanted |= Q(host=host, next_check_at=at)
    found = {link.host: link for link in Link.objects.filter(wanted).select_related("agency").order_by("-id")}
    return list(found.values())


def due_files(now: dt.datetime) -> list[Link]:
    """Return the stored files to look at now, in any agency. One query."""
    due = Link.objects.filter(host="", next_check_at__lte=now).select_related("agency", "document")
    return list(due.order_by("next_check_at")[: limits.FILES_A_ROUND])


def dead_since(link: Link) -> int:
    """Return for how many days a link has not answered."""
    return (clock.now() - link.first_failed_at).days if link.first_failed_at else 0
