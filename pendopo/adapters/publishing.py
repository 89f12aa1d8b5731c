"""What publishing asks (modules.publishing.ports), answered by the list of public information and the yearly reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import Coalesce, Greatest, RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.annual_reports.queries import published_reports
from pendopo.modules.dip.models import EntryFile, EntryVersion
from pendopo.modules.dip.rules import kinds
from pendopo.modules.publishing import ports as publishing
from pendopo.modules.publishing.rules import catalogue


class PublishedEntries:
    """Answers publishing about what the agency has published."""

    subject_type = kinds.SUBJECT_TYPE

    def newest(self, agency: Agency) -> Mapping[str, publishing.Carried]:
        """Return category → the entry that was published, or found to be up to date, last; and the last yearly report.

        Two queries.
        """
        refreshed = Greatest("published_on", Coalesce("entry__reviewed_on", "published_on"))
        order = Window(RowNumber(), partition_by=F("category"), order_by=[F("refreshed").desc(), F("id").desc()])
        live = EntryVersion.objects.for_agency(agency).filter(is_live=True).exclude(category="")
        found = {
            each.category: publishing.Carried(
                each.title, each.refreshed, reverse("dip:entry", args=[agency.slug, each.entry_id]), each.entry_id
            )
            for each in live.annotate(refreshed=refreshed)
            .annotate(rank=order)
            .filter(rank=1)
            .defer("search_text", "summary")
        }
        return found | self._report(agency)

    def _report(self, agency: Agency) -> dict[str, publishing.Carried]:
        report = published_reports(agency).first()
        if report is None or report.published_at is None:
            return {}
        year = report.report_year
        # One that came a year late proves its own year and not the one after.
        on = min(report.published_at.astimezone(agency.zone).date(), dt.date(year + 1, 12, 31))
        title = _("Laporan layanan informasi publik tahun %(year)s") % {"year": year}
        carried = publishing.Carried(title, on, reverse("annual_reports:published_report", args=[agency.slug, year]))
        # Its page tells the figures of Pasal 12 as well.
        return {catalogue.REPORT_KEY: carried, catalogue.ANNOUNCEMENT_KEY: carried}

    def links(self, after: UUID | None, limit: int) -> tuple[Sequence[publishing.Linked], UUID | None]:
        """Return files and links of the next entries, in the order of their keys. Three queries."""
        live = EntryVersion.objects.filter(is_live=True).order_by("entry_id")
        live = live.filter(entry_id__gt=after) if after else live
        page = {each.pk: each for each in live.defer("search_text", "summary")[:limit]}
        files = EntryFile.objects.filter(version__in=page) if page else EntryFile.objects.none()
        slugs = dict(Agency.objects.filter(pk__in={each.agency_id for each in page.values()}).values_list("pk", "slug"))
        found = [
            publishing.Linked(
                agency_id=each.agency_id,
                entry_id=page[each.version_id].entry_id,
                title=page[each.version_id].title,
                unit_id=page[each.version_id].unit_id,
                url=each.url,
                document_id=each.document_id,
                page=reverse("dip:detail", args=[slugs[each.agency_id], page[each.version_id].entry_id]),
            )
            for each in files
        ]
        return found, next(reversed(page.values())).entry_id if len(page) == limit else None
