"""DIP in the official columns (PerKI 1/2010 Lampiran II), its figures for the annual report, and its place in the index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.reporting.facts import FactSource
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.registers import Column, Filter, Register
from pendopo.kernel.reporting.rules import Fact, Figure
from pendopo.kernel.search.registry import Entry as Findable
from pendopo.kernel.search.registry import Searchable
from pendopo.lib.text import gettext_noop
from pendopo.modules.dip.models import EntryVersion
from pendopo.modules.dip.queries import listing
from pendopo.modules.dip.queries.entries import files_by_version
from pendopo.modules.dip.rules import figures, kinds
from pendopo.modules.dip.rules.categories import CATEGORIES

_translated = lazy(gettext, str)


def _holder(row: EntryVersion) -> str:
    return ", ".join(each for each in (row.holder, row.unit.name if row.unit else "") if each)


def _access(row: EntryVersion) -> str:
    flags = ((_("audio"), row.has_audio), (_("visual"), row.has_visual), (_("braille"), row.has_braille))
    return ", ".join(str(text) for text, has in flags if has)


def _category(row: EntryVersion) -> str:
    found = CATEGORIES.get(row.category)
    return gettext(found.label) if found else ""


COLUMNS: Sequence[Column] = (
    Column("number", _("Nomor"), lambda row: row.entry.number, width=20),
    Column("title", _("Judul"), lambda row: row.title, width=36),
    Column("summary", _("Ringkasan isi informasi"), lambda row: row.summary, width=44),
    Column("holder", _("Pejabat/unit yang menguasai"), _holder, width=26),
    Column("responsible", _("Penanggung jawab pembuatan atau penerbitan"), lambda row: row.responsible, width=26),
    Column("when", _("Waktu"), lambda row: row.made_when, _("Pembuatan"), width=14),
    Column("where", _("Tempat"), lambda row: row.made_where, _("Pembuatan"), width=14),
    Column("form", _("Bentuk informasi yang tersedia"), lambda row: gettext(kinds.FORMS[row.form]), width=16),
    Column("retention", _("Jangka waktu penyimpanan"), lambda row: row.retention, width=18),
    Column("class", _("Klasifikasi"), lambda row: gettext(kinds.CLASSES[row.entry_class]), width=12),
    Column("category", _("Jenis informasi"), _category, width=30),
    Column("year", _("Tahun informasi"), lambda row: row.info_year, width=10),
    Column("access", _("Format aksesibel"), _access, width=14),
    Column("published", _("Terbit"), lambda row: row.published_on, width=12),
)


def rows(agency: Agency, period: Period, filters: Mapping[str, str]) -> QuerySet[EntryVersion]:
    """Return what is public now and was published in `period`, with all that the columns need. One query."""
    chosen = listing.Chosen(
        entry_class=filters.get("klasifikasi", ""), unit=filters.get("unit", ""), form=filters.get("bentuk", "")
    )
    found = listing.listed(agency, chosen)
    return found.filter(published_on__gte=period.start, published_on__lte=period.end)


def _classes(_agency: Agency) -> list[tuple[str, str]]:
    return [(code, _translated(text)) for code, text in kinds.CLASSES.items()]


def _forms(_agency: Agency) -> list[tuple[str, str]]:
    return [(code, _translated(text)) for code, text in kinds.FORMS.items()]


def _units(agency: Agency) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.name) for unit in active_units(agency)]


DIP = Register(
    key="dip",
    title=_("Daftar informasi publik (DIP)"),
    columns=COLUMNS,
    rows=rows,
    permission="dip.register",
    filters=(
        Filter("klasifikasi", _("Klasifikasi"), _classes),
        Filter("unit", _("Unit"), _units),
        Filter("bentuk", _("Bentuk"), _forms),
    ),
    basis=_("UU 14/2008 Pasal 11 ayat (1) huruf a; PerKI 1/2010 Lampiran II"),
    link=lambda row, agency: reverse("dip:detail", args=[agency.slug, row.entry_id]),
)


def facts(agency: Agency, period: Period, cut_off: dt.datetime) -> Iterator[Fact]:
    """Yield one fact per entry that was public on some day of `period`, by its key. One query."""
    last = min(period.end, cut_off.astimezone(agency.zone).date())
    found = EntryVersion.objects.for_agency(agency).filter(
        Q(entry__withdrawn_on__isnull=True) | Q(entry__withdrawn_on__gte=period.start), published_on__lte=last
    )
    values = found.order_by("entry", "number").values_list(
        "entry", "entry__number", "entry__withdrawn_on", "published_on", "entry_class"
    )
    for (key, number, withdrawn_on), versions in groupby(values.iterator(chunk_size=1000), key=lambda row: row[:3]):
        # The condition leaves out versions without a day.
        published = [(day, which) for _key, _number, _on, day, which in versions if day is not None]
        marks = figures.marks_of(published=published, withdrawn_on=withdrawn_on, start=period.start, end=last)
        yield Fact(key, number, published[-1][0], marks)


_LIST = gettext_noop("Daftar informasi publik")
DIP_FACTS = FactSource(
    key="dip",
    title=_("Daftar informasi publik"),
    version=figures.VERSION,
    figures=[Figure(code, text, group=_LIST, of=of) for code, (text, of) in figures.FIGURES.items()],
    facts=facts,
    link=lambda subject, agency: reverse("dip:detail", args=[agency.slug, subject]),
)


def _load(ids: Sequence[UUID]) -> Iterable[Findable]:
    """Return what the index may hold of these entries: the published words and nothing else. Two queries."""
    versions = listing.indexable(ids)
    files = files_by_version(versions)
    for row in versions:
        forms = [row.form]
        forms += sorted({each.document.kind_label for each in files[row.pk] if each.document})
        yield Findable(
            kind=kinds.SEARCH_KIND,
            id=row.entry_id,
            agency_id=row.agency_id,
            title=row.title,
            text=" ".join([row.summary, *row.tags, row.unit.name if row.unit else "", _category(row)]),
            url=reverse("dip:entry", args=[row.agency.slug, row.entry_id]),
            on=row.published_on or row.written_at.date(),
            facets={
                "class": [row.entry_class],
                "unit": [row.unit.name] if row.unit else [],
                "year": [str(row.info_year)] if row.info_year else [],
                "format": forms,
            },
        )


SEARCHABLE = Searchable(
    kind=kinds.SEARCH_KIND,
    label=_("Daftar informasi publik"),
    load=_load,
    every=listing.newest_after,
    count=listing.indexable_count,
    names={
        "class": {code: _translated(text) for code, text in kinds.CLASSES.items()},
        "format": {code: _translated(text) for code, text in kinds.FORMS.items()},
    },
)
