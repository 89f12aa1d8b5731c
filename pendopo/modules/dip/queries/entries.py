"""Entries as officers see them: the worklist, one entry with its versions and files, what is due for review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document
from pendopo.kernel.people.actors import Actor
from pendopo.modules.dip.models import Entry, EntryFile, EntryVersion
from pendopo.modules.dip.permissions import visible
from pendopo.modules.dip.rules import kinds, limits, procedure
from pendopo.modules.dip.rules.categories import CATEGORIES
from pendopo.modules.dip.rules.contents import NAMES, Contents

# The tab of entries whose review is due.
DUE: Final = "due"


def worklist(agency: Agency, actor: Actor, *, state: str = "", words: str = "") -> QuerySet[Entry]:
    """Return the entries that `actor` sees, the last changed first; all that is worked on without `state`."""
    found: QuerySet[Entry] = Entry.objects.for_agency(agency).filter(visible(actor)).select_related("unit")
    if state == DUE:
        found = found.filter(review_due__lte=clock.today(agency.timezone)).order_by("review_due", "id")
    else:
        states = [state] if state else procedure.WORKING
        found = found.filter(state__in=states).order_by("-state_since_at", "-id")
    if words:
        said = EntryVersion.objects.filter(entry=OuterRef("pk"), is_latest=True)
        for word in words.lower().split()[: limits.WORDS_MAX]:
            said = said.filter(search_text__contains=word)
        found = found.filter(Q(number=words.upper()) | Exists(said))
    return found


def counts_by_state(agency: Agency, actor: Actor) -> dict[str, int]:
    """Return how many entries `actor` sees in each state, and how many are due for review. One query."""
    due = Count("pk", filter=Q(review_due__lte=clock.today(agency.timezone)))
    found = Entry.objects.for_agency(agency).filter(visible(actor)).order_by()
    counted = {DUE: 0}
    for state, n, late in found.values_list("state").annotate(n=Count("pk"), late=due):
        counted[state] = n
        counted[DUE] += late
    return counted


def latest_versions(entries: Sequence[Entry]) -> dict[UUID, EntryVersion]:
    """Return the newest version of each entry, which the officers' lists are about. One query."""
    if not entries:
        return {}
    found = EntryVersion.objects.filter(entry__in=[each.pk for each in entries], is_latest=True)
    return {each.entry_id: each for each in found.filter(agency=entries[0].agency_id)}


def entry_for(agency: Agency, actor: Actor, pk: UUID) -> Entry | None:
    """Return the entry if it belongs to the agency and `actor` may see it. One query."""
    found = Entry.objects.for_agency(agency).filter(visible(actor), pk=pk).select_related("unit").first()
    if found is not None:
        found.agency = agency
    return found


def versions_of(entry: Entry) -> list[EntryVersion]:
    """Return all versions of an entry, newest first. One query."""
    found = EntryVersion.objects.for_agency(entry.agency).filter(entry=entry)
    return list(found.select_related("unit", "written_by", "published_by").order_by("-number")[: limits.VERSIONS_SHOWN])


def version_of(entry: Entry, number: int) -> EntryVersion | None:
    """Return one version with its unit, or None. One query."""
    return (
        EntryVersion.objects.for_agency(entry.agency).filter(entry=entry, number=number).select_related("unit").first()
    )


def latest_of(entry: Entry) -> EntryVersion:
    """Return the newest version that was not discarded. One query."""
    return EntryVersion.objects.for_agency(entry.agency).select_related("unit").get(entry=entry, is_latest=True)


def live_of(entry: Entry) -> EntryVersion | None:
    """Return the version that everybody can read, None without one. One query."""
    return EntryVersion.objects.for_agency(entry.agency).filter(entry=entry, is_live=True).first()


def files_of(version: EntryVersion) -> list[EntryFile]:
    """Return files and links of a version in their order, removed files left out. One query."""
    found = EntryFile.objects.for_agency(version.agency).filter(version=version).select_related("document")
    return [each for each in found if each.document is None or each.document.removed_at is None]


def file_of(entry: Entry, pk: UUID) -> Document | None:
    """Return a file of any version of the entry, None for a removed one. One query."""
    found = EntryFile.objects.for_agency(entry.agency).filter(
        version__entry=entry, document=pk, document__removed_at__isnull=True
    )
    row = found.select_related("document").first()
    return row.document if row else None


def contents_of(version: EntryVersion) -> Contents:
    """Return what a version says, as the rules read it."""
    return Contents(**{name: getattr(version, name) for name in NAMES})


def due_for_review(*, limit: int) -> list[Entry]:
    """Return public entries whose review is due and nobody was told, in any agency, the longest waiting first.

    One query, whose rows stay locked; inside a transaction.
    """
    tomorrow_somewhere = clock.now().date() + dt.timedelta(days=1)
    found = Entry.objects.select_for_update(of=("self",)).filter(
        review_due__lte=tomorrow_somewhere, reminded_for__isnull=True
    )
    rows = found.select_related("agency").order_by("review_due", "id")[:limit]
    return [
        each for each in rows if each.review_due is not None and each.review_due <= clock.today(each.agency.timezone)
    ]


def shown_fields(version: EntryVersion) -> list[tuple[str, Any]]:
    """Return the columns of a version with their headings, in the order of PerKI 1/2010 Lampiran II."""
    category = CATEGORIES.get(version.category)
    place = ", ".join(each for each in (version.made_when, version.made_where) if each)
    access = [
        text
        for text, has in (
            (_("audio"), version.has_audio),
            (_("visual"), version.has_visual),
            (_("braille"), version.has_braille),
        )
        if has
    ]
    return [
        (_("Judul"), version.title),
        (_("Ringkasan isi informasi"), version.summary),
        (_("Klasifikasi"), _(kinds.CLASSES[version.entry_class])),
        (_("Jenis informasi"), _(category.label) if category else ""),
        (_("Unit yang menguasai"), version.unit.name if version.unit else ""),
        (_("Pejabat yang menguasai"), version.holder),
        (_("Penanggung jawab pembuatan atau penerbitan"), version.responsible),
        (_("Waktu dan tempat pembuatan"), place),
        (_("Tahun informasi"), str(version.info_year or "")),
        (_("Bentuk informasi"), _(kinds.FORMS[version.form])),
        (_("Jangka waktu penyimpanan"), version.retention),
        (_("Format aksesibel"), ", ".join(access)),
        (_("Kata kunci"), ", ".join(version.tags)),
        (_("Siklus pemutakhiran"), _(kinds.CYCLES[version.cycle])),
    ]


def files_by_version(versions: Iterable[EntryVersion]) -> dict[UUID, list[EntryFile]]:
    """Return files and links of several versions of one agency. One query."""
    keys = [each.pk for each in versions]
    found: dict[UUID, list[EntryFile]] = {key: [] for key in keys}
    for each in EntryFile.objects.filter(version__in=keys).select_related("document"):
        if each.document is None or each.document.removed_at is None:
            found[each.version_id].append(each)
    return found
