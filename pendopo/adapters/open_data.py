"""What open data asks (modules.open_data.ports), answered by the list of public information (modules.dip)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.text import slugify

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.dip.models import EntryFile, EntryVersion
from pendopo.modules.dip.queries import machines
from pendopo.modules.dip.rules import kinds
from pendopo.modules.open_data import ports as open_data
from pendopo.modules.open_data.rules.asking import Question, Sort


class PublishedDatasets:
    """Answers open data about the list of public information, each entry as a dataset."""

    def groups(self) -> Sequence[open_data.Group]:
        """Return the classes of the law."""
        return [
            open_data.Group(code, slugify(label), label, kinds.CLASS_BASIS[code])
            for code, label in kinds.CLASSES.items()
        ]

    def search(
        self,
        scope: open_data.Scope,
        question: Question,
        sort: Sort,
        *,
        start: int,
        rows: int,
        facets: Sequence[str] = (),
    ) -> open_data.Found:
        """Return a page of what is found. Three queries, and one a facet."""
        wanted = machines.Wanted(
            scope.only,
            scope.but_not,
            question.words,
            tuple((each.field, each.values, each.negated) for each in question.clauses),
            tuple((each.field, each.low, each.high) for each in question.ranges),
        )
        walked = machines.walk(wanted, key=sort.key, descending=sort.descending, start=start, rows=rows, facets=facets)
        return open_data.Found(walked.total, self._datasets(walked.versions), walked.facets)

    def one(self, scope: open_data.Scope, key: UUID) -> open_data.Dataset | None:
        """Return an entry. Two queries."""
        found = machines.one(scope.only, key)
        return self._datasets([found])[0] if found else None

    def keys(self, scope: open_data.Scope, *, start: int, rows: int | None) -> Iterator[tuple[UUID, UUID]]:
        """Yield the keys. One query."""
        return machines.keys(scope.only, start=start, rows=rows)

    def all_of(self, agency: Agency) -> Iterator[open_data.Dataset]:
        """Yield every entry of an agency; two queries per thousand."""
        for batch in machines.whole_list(agency):
            yield from self._datasets(batch)

    def counts(self, scope: open_data.Scope) -> Mapping[UUID, int]:
        """Return how many entries each agency has. One query."""
        return machines.counts(scope.only, scope.but_not)

    def state(self, agency: Agency) -> tuple[int, dt.datetime | None]:
        """Return how many entries an agency has and when one changed last. One query."""
        return machines.state(agency)

    def _datasets(self, versions: Sequence[EntryVersion]) -> list[open_data.Dataset]:
        """Return the versions as datasets. Two queries."""
        files = machines.files_of(versions)
        slugs = dict(Agency.objects.filter(pk__in={each.agency_id for each in versions}).values_list("pk", "slug"))
        return [self._dataset(each, slugs[each.agency_id], files[each.pk]) for each in versions]

    def _dataset(self, version: EntryVersion, slug: str, files: Sequence[EntryFile]) -> open_data.Dataset:
        return open_data.Dataset(
            id=version.entry_id,
            agency_id=version.agency_id,
            title=version.title,
            notes=version.summary,
            group=version.entry_class,
            page=reverse("dip:entry", args=[slug, version.entry_id]),
            created_at=version.first_published,  # type: ignore[attr-defined]
            modified_at=version.published_at or version.written_at,
            resources=[self._resource(version, slug, each) for each in files],
            tags=version.tags,
            extras=machines.official(version),
        )

    def _resource(self, version: EntryVersion, slug: str, file: EntryFile) -> open_data.Resource:
        document = file.document
        if document is None:
            key = open_data.resource_key(version.entry_id, file.url)
            return open_data.Resource(key, file.label or file.url, file.url, is_download=False)
        return open_data.Resource(
            id=open_data.resource_key(version.entry_id, str(document.pk)),
            name=file.label or document.name,
            url=reverse("dip:entry_file", args=[slug, version.entry_id, document.pk]),
            format=machines.format_of(document.media_type),
            mimetype=document.media_type,
            size=document.size,
            sha256=document.sha256,
            created_at=document.uploaded_at,
        )
