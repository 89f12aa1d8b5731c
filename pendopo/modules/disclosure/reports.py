"""Registers: answers made public, and what was counted before a request was written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.reporting.facts import FactSource
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.registers import Cell, Column, Filter, OpenColumns, Register
from pendopo.kernel.reporting.rules import Fact, Figure
from pendopo.kernel.search.registry import find_searchable
from pendopo.lib.text import gettext_noop
from pendopo.modules.disclosure.models import Answer, DayCount, Edition
from pendopo.modules.disclosure.queries.counted import day_counts
from pendopo.modules.disclosure.queries.public import answered_text
from pendopo.modules.disclosure.rules import figures, procedure
from pendopo.ui.formats import citation

_translated = lazy(gettext, str)
_LISTED = (*procedure.PUBLIC, procedure.WITHDRAWN)


def _public(row: Answer) -> Edition | None:
    """Return what of a row everybody reads: nothing once it was withdrawn."""
    return row.edition if row.state in procedure.PUBLIC else None


def _told(row: Answer, name: str) -> Cell:
    edition = _public(row)
    return getattr(edition, name) if edition else ""


def _answered(row: Answer) -> Cell:
    edition = _public(row)
    if edition is None:
        return ""
    return answered_text(edition) if edition.by_month else edition.answered_on


def _unit(row: Answer) -> Cell:
    edition = _public(row)
    return edition.unit.name if edition and edition.unit else ""


def _basis(row: Answer) -> Cell:
    edition = _public(row)
    return citation(edition.basis) if edition else ""


def _address(row: Answer) -> Cell:
    return reverse("disclosure:answer", args=[row.agency.slug, row.pk]) if _public(row) else ""


# Only what everybody may read: the request behind it stands in no column.
COLUMNS: Sequence[Column] = (
    Column("number", _("Nomor pengumuman"), lambda row: row.number, width=22),
    Column("published", _("Diumumkan"), lambda row: row.published_on, width=13),
    Column("title", _("Judul"), lambda row: _told(row, "title"), width=40),
    Column("question", _("Pertanyaan"), lambda row: _told(row, "question"), width=50),
    Column("summary", _("Ringkasan jawaban"), lambda row: _told(row, "summary"), width=50),
    Column("answered", _("Dijawab"), _answered, width=14),
    Column("unit", _("Unit"), _unit, width=26),
    Column("basis", _("Dasar"), _basis, width=28),
    Column("edition", _("Edisi"), lambda row: row.edition.seq, width=8),
    Column("state", _("Keadaan"), lambda row: gettext(row.current.label), width=16),
    Column("withdrawn", _("Ditarik"), lambda row: row.withdrawn_on, width=13),
    Column("address", _("Alamat"), _address, width=40),
)


def rows(agency: Agency, period: Period, filters: Mapping[str, str]) -> QuerySet[Answer]:
    """Return the answers first published in `period`, with all that the columns need. One query."""
    found: QuerySet[Answer] = Answer.objects.for_agency(agency).filter(
        state__in=_LISTED, published_on__gte=period.start, published_on__lte=period.end
    )
    if state := filters.get("keadaan"):
        found = found.filter(state=state)
    if unit := filters.get("unit"):
        found = found.filter(edition__unit__pk=unit)
    return found.select_related("agency", "edition", "edition__unit")


def _states(_agency: Agency) -> list[tuple[str, str]]:
    return [(name, _translated(procedure.PROCEDURE.state(name).label)) for name in _LISTED]


def _units(agency: Agency) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.name) for unit in active_units(agency)]


ANSWERS = Register(
    key="jawaban",
    title=_("Jawaban yang diumumkan"),
    columns=COLUMNS,
    rows=rows,
    permission="disclosure.register",
    filters=(Filter("keadaan", _("Keadaan"), _states), Filter("unit", _("Unit"), _units)),
    basis=_("UU 14/2008 Pasal 11"),
    link=lambda row, agency: reverse("disclosure:detail", args=[agency.slug, row.pk]),
    opened=OpenColumns(
        title=_("Jawaban yang diumumkan"),
        about=_(
            "Pertanyaan dari permohonan informasi yang dikabulkan, tanpa data pribadi, dengan ringkasan jawabannya."
        ),
        columns=tuple(column.key for column in COLUMNS),
        changed="state_since_at",
    ),
)


def _kind(row: DayCount) -> Cell:
    found = find_searchable(row.kind)
    return str(found.label) if found else row.kind


COUNTED = Register(
    key="tanpa-permohonan",
    title=_("Saran sebelum permohonan"),
    columns=(
        Column("day", _("Tanggal"), lambda row: row.day, width=13),
        Column("kind", _("Jenis"), _kind, width=26),
        Column("item", _("Kunci informasi"), lambda row: str(row.item_id), width=40),
        Column("shown", _("Tampil"), lambda row: row.shown, width=10),
        Column("opened", _("Dibuka"), lambda row: row.opened, width=10),
        Column("answered", _("Menjawab"), lambda row: row.answered, width=10),
    ),
    rows=lambda agency, period, _filters: day_counts(agency, period.start, period.end),
    permission="disclosure.counted",
)


def facts(agency: Agency, period: Period, cut_off: dt.datetime) -> Iterator[Fact]:
    """Yield one fact per day and thing of `period`, by day. One query."""
    last = min(period.end, cut_off.astimezone(agency.zone).date())
    for row in day_counts(agency, period.start, last).order_by("day", "id").iterator(chunk_size=1000):
        measures = {name: getattr(row, name) for name in figures.FIGURES}
        yield Fact(row.pk, f"{row.kind}:{row.item_id}", row.day, figures.marks_of(**measures), measures)


_GROUP = gettext_noop("Sebelum permohonan")

COUNTED_FACTS = FactSource(
    key="tanpa_permohonan",
    title=_("Terjawab tanpa permohonan"),
    version=figures.VERSION,
    figures=[Figure(code, text, "sum", code, group=_GROUP) for code, text in figures.FIGURES.items()],
    facts=facts,
    link=lambda _subject, agency: reverse("disclosure:without_request", args=[agency.slug]),
)
