"""Comments for officers, by what they are about; and those that everybody may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.services.models import Service
from pendopo.modules.satisfaction.models import Survey, Voice, VoiceElement
from pendopo.modules.satisfaction.rules import limits, voices


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which comments are asked for; what is none or empty narrows nothing. `before` is the key to go on below."""

    survey: UUID | None = None
    service: UUID | None = None
    unit: UUID | None = None
    element: str = ""
    state: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some comments, the newest first, and the key below which the next ones are; none after the last."""

    rows: list[Voice]
    next_before: int | None


def listed(agency: Agency, wanted: Wanted) -> Page:
    """Return a page of the agency's comments with their elements. Two queries, a third for the services of a unit."""
    found = Voice.objects.for_agency(agency).select_related("answer", "service__unit", "survey__instrument")
    if wanted.survey:
        found = found.filter(survey=wanted.survey)
    if wanted.service:
        found = found.filter(service=wanted.service)
    if wanted.unit:
        services = Service.objects.for_agency(agency).filter(unit=wanted.unit).values_list("pk", flat=True)
        found = found.filter(service__in=list(services[: limits.SERVICES_MAX]))
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.element:
        about = VoiceElement.objects.for_agency(agency).filter(element=wanted.element)
        found = found.filter(pk__in=about.values("voice"))
    return _page(found.prefetch_related(_ELEMENTS), wanted.before, limits.VOICES_SHOWN)


_ELEMENTS = Prefetch("elements", queryset=VoiceElement.objects.order_by("pk"))


def _page(found: QuerySet[Voice], before: int | None, size: int) -> Page:
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: size + 1])
    return Page(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def voice_for(agency: Agency, pk: int) -> Voice | None:
    """Return one comment of the agency with answer, survey and elements. Two queries."""
    found = Voice.objects.for_agency(agency).select_related("answer", "service", "survey__instrument", "survey__unit")
    return found.prefetch_related(_ELEMENTS).filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Heard:
    """How many comments a survey has, how many of them a person has read, and how many everybody may read."""

    said: int
    read: int
    public: int


def heard(survey: Survey) -> Heard:
    """Return how far the comments of a survey have been dealt with. One query."""
    rows = Voice.objects.for_agency(survey.agency).filter(survey=survey).values("state").annotate(n=Count("pk"))
    by_state = {row["state"]: row["n"] for row in rows}
    return Heard(
        said=sum(by_state.values()),
        read=by_state.get(voices.SORTED, 0) + by_state.get(voices.PUBLIC, 0),
        public=by_state.get(voices.PUBLIC, 0),
    )


@dataclass(frozen=True, slots=True)
class ElementVoices:
    """Comments about one element, as a person decided: all of them, those marked as praise or complaint, the published."""

    element: str
    n: int
    praise: int
    complaints: int
    public: int


def by_element(survey: Survey) -> list[ElementVoices]:
    """Return the elements of a survey about which there are comments, the most first. One query."""
    decided = VoiceElement.objects.for_agency(survey.agency).filter(survey=survey, is_decided=True)
    rows = decided.values("element").annotate(
        n=Count("pk"),
        praise=Count("pk", filter=Q(voice__tone=voices.PRAISE)),
        complaints=Count("pk", filter=Q(voice__tone=voices.COMPLAINT)),
        public=Count("pk", filter=Q(voice__state=voices.PUBLIC)),
    )
    known = survey.instrument.definition.keys
    found = [ElementVoices(**row) for row in rows if row["element"] in known]
    return sorted(found, key=lambda each: (-each.n, known.index(each.element)))


def public_voices(survey: Survey, element: str = "", before: int | None = None) -> Page:
    """Return published comments of a survey, about one element if named: their public text, nothing of the answer.

    Two queries.
    """
    found = Voice.objects.for_agency(survey.agency).filter(survey=survey, state=voices.PUBLIC)
    if element:
        found = found.filter(elements__element=element)
    return _page(found.only("pk", "public_text").prefetch_related(_ELEMENTS), before, limits.PUBLIC_VOICES_SHOWN)


def quoted(survey: Survey) -> Sequence[Voice]:
    """Return the published comments that a report quotes, the newest first. Two queries."""
    return public_voices(survey).rows[: limits.QUOTED]
