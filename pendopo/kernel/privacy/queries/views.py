"""Who looked at identities (pembukaan identitas): read from the audit trail, with an eye on unusually many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.people.models import User
from pendopo.kernel.privacy.registry import case_kind, identity_views, people_kinds
from pendopo.kernel.privacy.rules import limits

EXPORT: Final = "reporting.export"


def views_of(agency: Agency) -> QuerySet[Entry]:
    """Return the entries by which somebody saw identities, the newest first; an export only when it held any."""
    seen = Q(action__in=sorted(identity_views())) | Q(action=EXPORT, details__identities=True)
    return Entry.objects.for_agency(agency).filter(seen).order_by("-seq")


@dataclass(frozen=True, slots=True)
class ViewPage:
    """Some entries, and the number below which the older ones lie; 0 when there are none."""

    entries: list[Entry]
    older: int


def page(
    agency: Agency,
    *,
    user: UUID | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    before: int | None = None,
) -> ViewPage:
    """Return a page of what was seen, by whom and when. One query."""
    found = views_of(agency)
    if user is not None:
        found = found.filter(user_id=user)
    if since is not None:
        found = found.filter(at__gte=dt.datetime.combine(since, dt.time(), tzinfo=agency.zone))
    if until is not None:
        found = found.filter(at__lt=dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), tzinfo=agency.zone))
    if before is not None:
        found = found.filter(seq__lt=before)
    rows = list(found.select_related("user")[: limits.PAGE + 1])
    more = len(rows) > limits.PAGE
    return ViewPage(rows[: limits.PAGE], rows[limits.PAGE - 1].seq if more else 0)


def numbers_of(agency: Agency, entries: Sequence[Entry]) -> Mapping[UUID, str]:
    """Return the register numbers of the cases that were looked at. One query per kind."""
    ids = {entry.subject_id for entry in entries}
    found: dict[UUID, str] = {}
    for kind in people_kinds():
        rows: QuerySet[Any] = kind.model.objects.for_agency(agency).filter(pk__in=ids)
        found |= dict(rows.values_list("pk", "number"))
    return found


def page_of_case(entry: Entry) -> str:
    """Return the URL name of the case's page, empty for what is no case of a person."""
    kind = case_kind(entry.subject_type)
    return kind.page if kind else ""


def many(agency: Agency, bound: int) -> list[tuple[User, int]]:
    """Return who saw more identities than `bound` within the last day, the most first. Two queries."""
    since = clock.now() - dt.timedelta(hours=limits.VIEWS_HOURS)
    rows = (
        views_of(agency).filter(at__gte=since, user__isnull=False).order_by().values("user_id").annotate(n=Count("seq"))
    )
    counted = {row["user_id"]: row["n"] for row in rows if row["n"] > bound}
    people = {user.pk: user for user in User.objects.filter(pk__in=counted)}
    return sorted(((people[pk], n) for pk, n in counted.items()), key=lambda each: -each[1])


def viewers(agency: Agency) -> list[User]:
    """Return those who ever saw an identity here, by name, for a filter. One query."""
    seen = Entry.objects.for_agency(agency).filter(action__in=sorted(identity_views())).order_by().values("user_id")
    return list(User.objects.filter(pk__in=seen.distinct()).order_by("name")[:200])
