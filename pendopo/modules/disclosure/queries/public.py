"""What everybody reads: the last edition of each answer that is public now, and nothing of the row behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document
from pendopo.kernel.search.queries import search
from pendopo.kernel.search.registry import Entry, Searchable
from pendopo.modules.disclosure.models import Answer, Edition, EditionFile
from pendopo.modules.disclosure.rules import limits, procedure
from pendopo.modules.disclosure.rules.suggesting import ANSWER
from pendopo.ui.formats import medium_date

# So many hits of a search are looked at; whoever needs more than that has searched for too little.
_HITS: Final = 100
# A year of five digits is none that a date can hold.
_YEAR_DIGITS: Final = 4


def editions(agency: Agency) -> QuerySet[Edition]:
    """Return the editions that are public now, the last published first; the caller bounds them."""
    return _public(Edition.objects.for_agency(agency)).order_by("-answer__published_on", "-id")


def _public(found: QuerySet[Edition]) -> QuerySet[Edition]:
    return found.filter(answer__state__in=procedure.PUBLIC, answer__edition=F("pk")).select_related("unit")


@dataclass(frozen=True, slots=True)
class Choice:
    """A year or unit by which the list is narrowed, with how many answers it has."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Listed:
    """The public list as it was asked for: its editions and the choices that are left. Three queries and a page."""

    editions: QuerySet[Edition]
    years: list[Choice]
    units: list[Choice]


def listed(agency: Agency, *, words: str = "", year: str = "", unit: str = "") -> Listed:
    """Return the public answers that hold the words, of a year and a unit; unknown ones find nothing."""
    found = editions(agency)
    if words:
        hits = search(words, agency_ids=[agency.pk], kinds=[ANSWER], size=_HITS).hits
        found = found.filter(answer__in=[hit.id for hit in hits])
    years = found.order_by("-answered_on__year").values_list("answered_on__year").annotate(n=Count("pk"))
    units = found.filter(unit__isnull=False).order_by("unit__name").values_list("unit", "unit__name")
    if year:
        is_year = len(year) == _YEAR_DIGITS and year.isascii() and year.isdigit()
        found = found.filter(answered_on__year=int(year)) if is_year and int(year) else found.none()
    if unit:
        found = found.filter(unit=UUID(unit)) if _is_key(unit) else found.none()
    return Listed(
        found,
        [Choice(str(value), str(value), n) for value, n in years[: limits.PAGE_ROWS]],
        [Choice(str(pk), name, n) for pk, name, n in units.annotate(n=Count("pk"))[: limits.PAGE_ROWS]],
    )


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def edition_of(agency: Agency, answer_id: UUID) -> Edition | None:
    """Return what is public of an answer, None for one that is not. One query."""
    return editions(agency).filter(answer=answer_id).first()


def answered_text(edition: Edition) -> str:
    """Return when the request was answered, in words; the month alone where the agency tells no more."""
    day = medium_date(edition.answered_on)
    return day.partition(" ")[2] if edition.by_month else day


def corrections(edition: Edition) -> list[Edition]:
    """Return the editions after the first one, the latest first: only day and note of them are told. One query."""
    if edition.seq == 1:
        return []
    found = Edition.objects.for_agency(edition.agency).filter(answer=edition.answer_id, seq__gt=1)
    return list(found.order_by("-seq").only("published_at", "note")[: limits.PAGE_ROWS])


def public_files(agency: Agency, edition: Edition) -> list[Document]:
    """Return the files of an edition that everybody may have today. One query."""
    today = clock.today(agency.timezone)
    found = EditionFile.objects.for_agency(agency).filter(edition=edition).select_related("document")
    return [each.document for each in found if each.document.is_public_on(today)]


def _load(ids: Sequence[UUID]) -> Iterator[Entry]:
    """Yield what the search index may hold of answers: the public ones of active agencies. Two queries."""
    files = Prefetch("files", EditionFile.objects.select_related("document"))
    found = _public(Edition.objects.filter(answer__in=ids, agency__is_active=True))
    for edition in found.select_related("agency", "unit", "answer").prefetch_related(files):
        formats = sorted({each.document.kind_label for each in edition.files.all()})
        facets = {"year": [str(edition.answered_on.year)], "format": formats}
        if edition.unit:
            facets["unit"] = [edition.unit.name]
        yield Entry(
            kind=ANSWER,
            id=edition.answer_id,
            agency_id=edition.agency_id,
            title=edition.title,
            text=f"{edition.question}\n\n{edition.summary}",
            url=reverse("disclosure:answer", args=[edition.agency.slug, edition.answer_id]),
            on=edition.answer.published_on or edition.answered_on,
            facets=facets,
        )


def _every(after: UUID | None, limit: int) -> list[UUID]:
    found = Answer.objects.filter(state__in=procedure.PUBLIC)
    if after is not None:
        found = found.filter(pk__gt=after)
    return list(found.order_by("pk").values_list("pk", flat=True)[:limit])


SEARCHABLE: Final = Searchable(
    kind=ANSWER,
    label=_("Jawaban yang diumumkan"),
    load=_load,
    every=_every,
    count=lambda: Answer.objects.filter(state__in=procedure.PUBLIC).count(),
)
