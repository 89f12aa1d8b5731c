"""Deadlines as entries of a calendar file: of one case, and of everything an officer may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from django.conf import settings
from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.models import CalendarFeed, Clock, ClockEvent, ClockState
from pendopo.kernel.calendar.registry import AgendaKind, agendas
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import may
from pendopo.kernel.people.personal import digest
from pendopo.lib.deadlines import rule
from pendopo.lib.ics import IcsEvent
from pendopo.ui.formats import citation

# Entries in one officer's feed, the soonest due first.
MOST_ENTRIES: Final = 200


def case_entries(
    agency: Agency, clocks: Iterable[Clock], number: str, *, title: Callable[[Clock], str], url: str = ""
) -> list[IcsEvent]:
    """Return the clocks of one case as entries; a stopped one is a cancelled entry. One query.

    `number` and `title` (a msgid) make the summary: nobody's name, nothing of what was asked.
    """
    found = list(clocks)
    changed = _changes(agency, found)
    return [_entry(each, number, title(each), url, changed) for each in found]


def officer_entries(agency: Agency, actor: Actor) -> list[IcsEvent]:
    """Return the open deadlines of the agency's cases that `actor` may see, at most MOST_ENTRIES. Three queries a kind."""
    entries: list[IcsEvent] = []
    for kind in agendas().values():
        if may(actor, kind.permission):
            entries += _of_kind(agency, actor, kind)
    return sorted(entries, key=_moment)[:MOST_ENTRIES]


def _of_kind(agency: Agency, actor: Actor, kind: AgendaKind) -> list[IcsEvent]:
    visible = kind.visible(agency, actor)
    clocks = Clock.objects.for_agency(agency).filter(
        subject_type=kind.subject_type,
        subject_id__in=visible.order_by().values("pk"),
        state__in=[ClockState.RUNNING, ClockState.PAUSED],
    )
    found = list(clocks.exclude(label__in=kind.left_out).order_by("due_at", "id")[:MOST_ENTRIES])
    numbers = dict(visible.filter(pk__in={each.subject_id for each in found}).order_by().values_list("pk", "number"))
    changed = _changes(agency, found)
    entries = []
    for each in found:
        page = settings.PENDOPO_ADDRESS + reverse(kind.page, args=[agency.slug, each.subject_id])
        entries.append(_entry(each, numbers[each.subject_id], kind.title(each), page, changed))
    return entries


_Changes = dict[object, tuple[int, object]]


def _changes(agency: Agency, clocks: list[Clock]) -> _Changes:
    """Return clock → (how often its date changed since it started, when it was last touched)."""
    events = ClockEvent.objects.for_agency(agency).filter(clock__in=clocks).order_by()
    counted = events.values_list("clock").annotate(n=Count("pk"), last=Max("at"))
    return {pk: (n - 1, last) for pk, n, last in counted}


def _entry(clock: Clock, number: str, title: str, url: str, changed: _Changes) -> IcsEvent:
    sequence, last = changed.get(clock.pk, (0, clock.start_at))
    period = rule(clock.rule, clock.law_on)
    lines = [_("Dasar: %(basis)s") % {"basis": citation(period.legal_basis)}]
    if clock.state == ClockState.PAUSED:
        lines.append(_("Tenggat ini sedang dijeda; tanggalnya bergeser bila dilanjutkan."))
    if clock.provisional:
        lines.append(_("Tanggal ini masih sementara: cuti bersama belum ditetapkan."))
    return IcsEvent(
        uid=f"{clock.pk}@pendopo",
        summary=f"{_(title)} · {number}",
        at=clock.due_on or clock.due_at,
        changed_at=last,  # type: ignore[arg-type]
        description="\n".join(lines),
        url=url,
        sequence=sequence,
        cancelled=clock.state == ClockState.STOPPED,
    )


def _moment(entry: IcsEvent) -> str:
    return entry.at.isoformat()


def feed_of(token: str) -> CalendarFeed | None:
    """Return the feed that belongs to a secret, None for a wrong or revoked one. One query."""
    found = CalendarFeed.objects.select_related("agency", "user")
    return found.filter(token_digest=feed_digest(token), agency__is_active=True, user__is_active=True).first()


def feed_digest(token: str) -> str:
    """Return the stored form of a feed's secret."""
    return digest(token, purpose="calendar-feed")
