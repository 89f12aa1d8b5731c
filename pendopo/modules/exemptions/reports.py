"""Register informasi yang dikecualikan: every decree of a period with what the public list shows, and its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.reporting.facts import FactSource
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.registers import Column, Filter, OpenColumns, Register
from pendopo.kernel.reporting.rules import Fact, Figure
from pendopo.lib.article17 import KINDS, article
from pendopo.lib.text import gettext_noop
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.rules import figures
from pendopo.modules.exemptions.rules.consequence import TIMINGS
from pendopo.modules.exemptions.rules.procedure import PROCEDURE
from pendopo.ui.formats import citation

_translated = lazy(gettext, str)


COLUMNS: Sequence[Column] = (
    Column("decree", _("Nomor penetapan"), lambda row: row.decree_number, width=26),
    Column("on", _("Tanggal penetapan"), lambda row: row.decree_on, width=13),
    Column("title", _("Informasi"), lambda row: row.title, width=44),
    Column("letters", _("Klasifikasi"), lambda row: citation("; ".join(map(article, row.letters))), width=28),
    Column("laws", _("Dasar hukum"), lambda row: citation("; ".join(row.laws)), width=36),
    Column("reason", _("Alasan"), lambda row: row.public_reason, width=44),
    Column("from", _("Mulai"), lambda row: row.decree_on, _("Jangka waktu"), width=13),
    Column("until", _("Sampai"), lambda row: row.until, _("Jangka waktu"), width=13),
    Column("unit", _("Unit yang menguasai"), lambda row: row.unit.name, width=26),
    Column("timing", _("Waktu pengujian"), lambda row: gettext(TIMINGS[row.timing]), width=22),
    Column("test", _("Nomor uji"), lambda row: row.number, width=20),
    Column("state", _("Keadaan"), lambda row: gettext(row.current.label), width=14),
    Column("ended", _("Berakhir"), lambda row: row.ended_on, width=13),
)


def rows(agency: Agency, period: Period, filters: Mapping[str, str]) -> QuerySet[Exemption]:
    """Return the exemptions decreed in `period`, with all that the columns need. One query."""
    found: QuerySet[Exemption] = Exemption.objects.for_agency(agency).filter(
        decree_on__gte=period.start, decree_on__lte=period.end
    )
    if state := filters.get("keadaan"):
        found = found.filter(state=state)
    if unit := filters.get("unit"):
        found = found.filter(unit__pk=unit)
    return found.select_related("unit")


def _states(_agency: Agency) -> list[tuple[str, str]]:
    return [(name, _translated(PROCEDURE.state(name).label)) for name in _DECREED]


def _units(agency: Agency) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.name) for unit in active_units(agency)]


_DECREED = ("in_force", "expired", "amended", "cancelled", "opened")
EXEMPTIONS = Register(
    key="pengecualian",
    title=_("Register informasi yang dikecualikan"),
    columns=COLUMNS,
    rows=rows,
    permission="exemptions.register",
    filters=(Filter("keadaan", _("Keadaan"), _states), Filter("unit", _("Unit"), _units)),
    basis=_("UU 14/2008 Pasal 19 dan Pasal 20; PerKI 1/2021 Pasal 49; PP 61/2010"),
    link=lambda row, agency: reverse("exemptions:detail", args=[agency.slug, row.pk]),
    opened=OpenColumns(
        title=_("Daftar informasi yang dikecualikan"),
        about=_(
            "Setiap penetapan pengecualian informasi dengan klasifikasi, dasar hukum, jangka waktu, dan keadaannya."
        ),
        columns=("decree", "on", "title", "letters", "laws", "from", "until", "unit", "state", "ended"),
        changed="state_since_at",
    ),
)


def facts(agency: Agency, period: Period, cut_off: dt.datetime) -> Iterator[Fact]:
    """Yield one fact per exemption that was in force in `period`, by date of decree. One query."""
    last = min(period.end, cut_off.astimezone(agency.zone).date())
    found = Exemption.objects.for_agency(agency).filter(
        Q(until__isnull=True) | Q(until__gte=period.start),
        Q(ended_on__isnull=True) | Q(ended_on__gte=period.start),
        decree_on__lte=last,
    )
    for row in found.order_by("decree_on", "pk").iterator(chunk_size=1000):
        decree_on = row.decree_on
        if decree_on is None:  # the query leaves those out; a decree without a day does not exist
            continue
        marks = figures.marks_of(
            state=row.state,
            letters=row.letters,
            decree_on=decree_on,
            ended_on=row.ended_on,
            start=period.start,
            end=last,
        )
        yield Fact(row.pk, row.decree_number or row.number, decree_on, marks)


_LIST = gettext_noop("Pengecualian dan perubahannya")
_LETTERS = gettext_noop("Huruf Pasal 17")

EXEMPTION_FACTS = FactSource(
    key="dik",
    title=_("Informasi yang dikecualikan"),
    version=figures.VERSION,
    figures=[
        *(Figure(code, text, group=_LIST) for code, text in figures.FIGURES.items()),
        *(
            Figure(f"letter_{letter}", text, basis=article(letter), group=_LETTERS, of="in_force")
            for letter, text in KINDS.items()
        ),
    ],
    facts=facts,
    link=lambda subject, agency: reverse("exemptions:detail", args=[agency.slug, subject]),
)
