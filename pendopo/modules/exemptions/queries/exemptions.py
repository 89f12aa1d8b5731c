"""Finding exemptions: the worklist, one case, what is in force, the public list."""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.documents.queries import documents_of
from pendopo.kernel.people.actors import Actor
from pendopo.modules.exemptions.models import Arrangement, Exemption
from pendopo.modules.exemptions.permissions import visible
from pendopo.modules.exemptions.rules import consequence, limits, procedure

# Not a state: all in which nothing is left to do.
CLOSED: Final = "closed"


def arrangement(agency: Agency) -> Arrangement:
    """Return how the agency approves and is reminded; the defaults, unsaved, where it has chosen nothing. One query."""
    found: Arrangement | None = Arrangement.objects.for_agency(agency).first()
    return found or Arrangement(agency=agency, reminder_months=list(limits.REMINDER_MONTHS))


def chain_of(agency: Agency) -> str:
    """Return the key of the agency's chain of approval. One query."""
    return arrangement(agency).chain


def in_force(agency: Agency, on: dt.date) -> QuerySet[Exemption]:
    """Return what is exempt on the agency's local date `on`, also when looked at later; the caller bounds it."""
    not_over = (Q(until__isnull=True) | Q(until__gte=on)) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    found: QuerySet[Exemption] = Exemption.objects.for_agency(agency).filter(not_over, decree_on__lte=on)
    return found.select_related("unit").order_by("title", "id")


def no_longer(agency: Agency, on: dt.date) -> QuerySet[Exemption]:
    """Return what was exempt and is open on `on`: the period is over, or it was opened or cancelled."""
    ended = Q(ended_on__lte=on) & ~Q(state=procedure.AMENDED)
    found: QuerySet[Exemption] = Exemption.objects.for_agency(agency).filter(ended | Q(until__lt=on), decree_on__lte=on)
    return found.exclude(state=procedure.AMENDED).select_related("unit").order_by("-until", "title", "id")


def worklist(agency: Agency, actor: Actor, *, state: str = "", words: str = "") -> QuerySet[Exemption]:
    """Return exemptions in `state` that `actor` sees; without one, those in work, the longest waiting first.

    CLOSED as state means all final ones, the last first; those in force are ordered by their end.
    """
    found: QuerySet[Exemption] = Exemption.objects.for_agency(agency).filter(visible(actor)).select_related("unit")
    for word in words.split()[:4]:
        found = found.filter(Q(number__icontains=word) | Q(title__icontains=word))
    if state == CLOSED:
        return found.exclude(state__in=procedure.PROCEDURE.open_states).order_by("-state_since_at", "-id")
    if state == procedure.IN_FORCE:
        return found.filter(state=state).order_by(F("until").asc(nulls_last=True), "id")
    return found.filter(state__in=[state] if state else procedure.WORKING).order_by("state_since_at", "id")


def counts_by_state(agency: Agency, actor: Actor) -> dict[str, int]:
    """Return how many exemptions that are not over `actor` sees in each state. One query."""
    found = Exemption.objects.for_agency(agency).filter(visible(actor), state__in=procedure.PROCEDURE.open_states)
    return dict(found.order_by().values_list("state").annotate(n=Count("pk")))


def exemption_for(agency: Agency, actor: Actor, pk: UUID) -> Exemption | None:
    """Return the exemption if it belongs to the agency and `actor` may see it, with all that its page shows."""
    people = ("proposed_by", "tested_by", "determined_by", "approved_by")
    found = Exemption.objects.for_agency(agency).filter(visible(actor), pk=pk)
    return found.select_related("agency", "agency__parent", "unit", "replaces", *people).first()


def files_of(exemption: Exemption) -> list[Document]:
    """Return the stored papers: test sheet and decree. One query."""
    return documents_of(
        exemption.agency, consequence.SUBJECT_TYPE, [exemption.pk], purposes=[Purpose.LETTER]
    )[exemption.pk]  # fmt: skip


def decree_file(agency: Agency, pk: UUID) -> Document | None:
    """Return the stored decree (surat penetapan), None for an exemption without one. One query."""
    papers = documents_of(agency, consequence.SUBJECT_TYPE, [pk], purposes=[Purpose.LETTER])[pk]
    return next((each for each in reversed(papers) if each.name.startswith("penetapan-")), None)


def open_retest(exemption: Exemption) -> Exemption | None:
    """Return the test that is under way to renew or open this exemption, if any. One query."""
    found: Exemption | None = (
        Exemption.objects.for_agency(exemption.agency).filter(replaces=exemption, state__in=procedure.WORKING).first()
    )
    return found


def tests_for(agency: Agency, origin_type: str, origin_id: UUID) -> list[Exemption]:
    """Return the tests that were started from a case, newest first. One query."""
    found = Exemption.objects.for_agency(agency).filter(origin_type=origin_type, origin_id=origin_id)
    return list(found.order_by("-id")[: limits.PAGE_ROWS])


def last_place(agency: Agency) -> str:
    """Return where the agency set its last decree, to be offered again. One query."""
    places = Exemption.objects.for_agency(agency).filter(decree_on__isnull=False)
    return str(places.order_by("-decree_on").values_list("place", flat=True).first() or "")


def run_out(*, limit: int) -> list[Exemption]:
    """Return exemptions still in force whose last day is over in their agency, in any agency. One query."""
    tomorrow_somewhere = clock.now().date() + dt.timedelta(days=1)
    found = Exemption.objects.filter(state=procedure.IN_FORCE, until__lt=tomorrow_somewhere)
    rows = found.select_related("agency").order_by("until", "id")[:limit]
    return [each for each in rows if each.until is not None and each.until < clock.today(each.agency.timezone)]


def ending_within(months: int, *, limit: int) -> list[Exemption]:
    """Return exemptions in force that end within so many months, in any agency, the nearest end first. One query."""
    horizon = clock.now().date() + dt.timedelta(days=31 * months + 1)
    found = Exemption.objects.filter(state=procedure.IN_FORCE, until__lte=horizon)
    return list(found.select_related("agency", "unit").order_by("until", "id")[:limit])


def never_used(agency: Agency, start: dt.date, end: dt.date, cited: set[UUID]) -> QuerySet[Exemption]:
    """Return exemptions in force on some day of the period that no refusal in it cites; the caller pages."""
    overlaps = (Q(until__isnull=True) | Q(until__gte=start)) & (Q(ended_on__isnull=True) | Q(ended_on__gt=start))
    found: QuerySet[Exemption] = Exemption.objects.for_agency(agency).filter(overlaps, decree_on__lte=end)
    return found.exclude(pk__in=cited).select_related("unit").order_by("decree_on", "id")
