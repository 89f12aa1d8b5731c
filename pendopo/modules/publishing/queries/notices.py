"""Reads of urgent notices: what is in force here and everywhere, one notice with its history, who may announce."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.kernel.people.permissions import roles_with
from pendopo.kernel.search.registry import Entry
from pendopo.modules.publishing.models import Announcer, Mailing, Notice, NoticeVersion, Subscriber
from pendopo.modules.publishing.rules import limits, notices


def in_force(agency: Agency) -> list[Notice]:
    """Return what is in force in the agency now, the newest word first. One query."""
    found = Notice.objects.for_agency(agency).filter(state=notices.IN_FORCE, until_at__gt=clock.now())
    running = list(found.order_by("-updated_at")[: limits.NOTICES_SHOWN])
    for notice in running:
        notice.agency = agency
    return running


def in_force_everywhere() -> list[Notice]:
    """Return what is in force and stands on the home of the installation. One query."""
    found = Notice.objects.filter(state=notices.IN_FORCE, is_everywhere=True, until_at__gt=clock.now())
    found = found.filter(agency__is_active=True).select_related("agency")
    return list(found.order_by("-updated_at")[: limits.NOTICES_SHOWN])


def notices_of(agency: Agency) -> QuerySet[Notice]:
    """Return the agency's notices, newest first."""
    found: QuerySet[Notice] = Notice.objects.for_agency(agency)
    return found.order_by("-announced_at")


def notice_for(agency: Agency, pk: UUID) -> Notice | None:
    """Return one notice, None when the agency has none with this key. One query."""
    found = Notice.objects.for_agency(agency).select_related("agency", "announced_by").filter(pk=pk).first()
    if found is not None:
        found.agency = agency
    return found


def is_running(notice: Notice) -> bool:
    """Return whether a notice is in force now; lists by time never wait for the job that ends it."""
    return notice.state == notices.IN_FORCE and notice.until_at > clock.now()


def versions_of(notice: Notice) -> list[NoticeVersion]:
    """Return what was said, the newest first. One query."""
    found = NoticeVersion.objects.for_agency(notice.agency).filter(notice=notice).order_by("-number")
    return list(found[: limits.PAGE_ROWS])


def is_announcer(agency: Agency, actor: Actor) -> bool:
    """Return whether an officer was granted the right to announce. One query."""
    return bool(Announcer.objects.for_agency(agency).filter(user_id=actor.user_pk).exists())


def announcers(agency: Agency) -> list[Announcer]:
    """Return who may announce beside the PPID, by name. One query."""
    found = Announcer.objects.for_agency(agency).select_related("user").order_by("user__name")
    return list(found[: limits.ANNOUNCERS_MAX])


def candidates(agency: Agency) -> QuerySet[User]:
    """Return the officers who can be granted the right to announce, by name."""
    grants = RoleGrant.objects.for_agency(agency).filter(role__in=roles_with("publishing.announce"), is_active=True)
    found: QuerySet[User] = User.objects.filter(pk__in=grants.values("user"), is_active=True)
    return found.order_by("name", "username")


def run_out(*, limit: int) -> list[Notice]:
    """Return notices whose time is over, in any agency. One query."""
    found = Notice.objects.filter(state=notices.IN_FORCE, until_at__lte=clock.now()).select_related("agency")
    return list(found.order_by("until_at")[:limit])


def subscriber_for(agency: Agency, pk: UUID) -> Subscriber | None:
    """Return one address of the list. One query."""
    found: Subscriber | None = Subscriber.objects.for_agency(agency).filter(pk=pk).first()
    return found


def subscriber_count(agency: Agency) -> int:
    """Return how many addresses are confirmed. One query."""
    return int(Subscriber.objects.for_agency(agency).filter(confirmed_at__isnull=False).count())


def mailings_of(notice: Notice) -> list[Mailing]:
    """Return the rounds of letters about a notice, newest first. One query."""
    return list(Mailing.objects.for_agency(notice.agency).filter(notice=notice).order_by("-id")[: limits.PAGE_ROWS])


def searched(ids: Sequence[UUID]) -> Iterable[Entry]:
    """Yield what the search may find: every notice of an active agency, also one that has ended. One query."""
    for notice in Notice.objects.filter(pk__in=ids, agency__is_active=True).select_related("agency"):
        text = f"{notice.place}\n{notice.happening}\n{notice.instructions}"
        on = notice.announced_at.astimezone(notice.agency.zone).date()
        url = reverse("publishing:notice", args=[notice.agency.slug, notice.pk])
        facets = {"year": (str(on.year),)}
        yield Entry(notices.SEARCH_KIND, notice.pk, notice.agency_id, notice.title, text, url, on, facets)


def searched_keys(after: UUID | None, limit: int) -> list[UUID]:
    """Return the next keys in their order, for a new index. One query."""
    found = Notice.objects.order_by("pk")
    found = found.filter(pk__gt=after) if after else found
    return list(found.values_list("pk", flat=True)[:limit])
