"""Register keberatan: the eleven columns of the legal form (PerKI 1/2010, kept under PerKI 1/2021)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.queries import work_calendar
from pendopo.kernel.reporting.facts import FactSource
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.registers import Cell, Column, Filter, OpenCounts, Register
from pendopo.kernel.reporting.rules import Fact, Figure
from pendopo.kernel.workflow.models import Move
from pendopo.lib.text import gettext_noop
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.rules import figures
from pendopo.modules.objections.rules.grounds import GROUNDS
from pendopo.modules.objections.rules.objecting import DECISIONS, RESPONSES, SUBJECT_TYPE
from pendopo.modules.objections.rules.procedure import REGISTERED, UNANSWERED, WITHDRAWN
from pendopo.ui.formats import long_date

_translated = lazy(gettext, str)


def _identity(row: Objection) -> Cell:
    """Return the requester's full identity as it may stand in a register, and the proxy's; never the NIK."""
    contact = row.contact
    name = f"{contact.name} ({contact.on_behalf_of})" if contact.on_behalf_of else contact.name
    reach = ", ".join(filter(None, [contact.phone, contact.email]))
    who = "; ".join(filter(None, [name, contact.address, reach]))
    if not row.proxy_name:
        return who
    proxy = "; ".join(filter(None, [row.proxy_name, row.proxy_address, row.proxy_phone]))
    return gettext("%(requester)s. Kuasa: %(proxy)s") % {"requester": who, "proxy": proxy}


def _grounds(row: Objection) -> Cell:
    named = "; ".join(f"{letter}. {gettext(GROUNDS[letter].text)}" for letter in row.grounds)
    if not row.late_grounds:
        return named
    return gettext("%(grounds)s (diajukan setelah 30 hari kerja: %(late)s)") % {
        "grounds": named,
        "late": ", ".join(row.late_grounds),
    }


def _decision(row: Objection) -> Cell:
    if row.decision:
        return gettext(DECISIONS[row.decision])
    # Whatever came after the silence, nobody has answered: a dispute, a requester who is content, the end of the window.
    return None if row.state in {REGISTERED, WITHDRAWN} else gettext("Tidak ditanggapi sampai batas waktu")


def _answered(row: Objection) -> Cell:
    return long_date(row.answered_at, row.agency) if row.answered_at else None


def _superior(row: Objection) -> Cell:
    return gettext("%(name)s, atasan PPID") % {"name": row.answered_by.name} if row.answered_by else None


def _response(row: Objection) -> Cell:
    return gettext(RESPONSES[row.response]) if row.response else None


COLUMNS = (
    Column("number", _("Nomor registrasi keberatan"), lambda row: row.number, width=18),
    Column("received", _("Tanggal diterima"), lambda row: row.received_at.astimezone(row.agency.zone).date(), width=12),
    Column("identity", _("Identitas lengkap pemohon atau kuasa"), _identity, personal=True, width=40),
    Column("inquiry", _("Nomor pendaftaran permohonan"), lambda row: row.inquiry_number, width=18),
    Column("asked", _("Informasi yang diminta"), lambda row: row.asked, width=48),
    Column("purpose", _("Tujuan penggunaan informasi"), lambda row: row.purpose, width=30),
    Column("grounds", _("Alasan keberatan (huruf a–g)"), _grounds, width=36),
    Column("decision", _("Keputusan atasan PPID"), _decision, width=24),
    Column("answered", _("Hari dan tanggal pemberian tanggapan"), _answered, width=22),
    Column("superior", _("Nama dan posisi atasan PPID"), _superior, width=28),
    Column("response", _("Tanggapan pemohon"), _response, width=20),
)
_READ = (
    *("number", "received_at", "inquiry_number", "asked", "purpose", "grounds", "late_grounds", "decision", "state"),
    *("answered_at", "answered_by__name", "response", "proxy_name", "proxy_address", "proxy_phone"),
    *(f"contact__{name}" for name in ("name", "on_behalf_of", "address", "phone", "email")),
    "agency__timezone",
)


def rows(agency: Agency, period: Period, filters: Mapping[str, str]) -> QuerySet[Objection]:
    """Return the objections received in `period` by the agency's own clock, with all that the columns need. One query."""
    start, end = period.instants(agency.zone)
    found: QuerySet[Objection] = Objection.objects.for_agency(agency)
    found = found.filter(received_at__gte=start, received_at__lt=end)
    if letter := filters.get("alasan"):
        found = found.filter(grounds__contains=letter)
    if decision := filters.get("keputusan"):
        found = found.filter(decision=decision)
    return found.select_related("contact", "answered_by", "agency").only(*_READ)


_RUNNING = "running"
OPENED = OpenCounts(
    title=_("Keberatan per bulan"),
    about=_("Jumlah keberatan menurut bulan diterima dan keputusannya, tanpa data pemohon."),
    on="received_at",
    by=Case(
        When(decision__gt="", then=F("decision")),
        When(state=WITHDRAWN, then=F("state")),
        When(state=REGISTERED, then=Value(_RUNNING)),
        # Whatever came after the silence: nobody has answered.
        default=Value(UNANSWERED),
    ),
    statuses={
        **{key: _translated(text) for key, text in DECISIONS.items()},
        WITHDRAWN: _translated(figures.OUTCOMES["withdrawn"]),
        UNANSWERED: _translated(figures.OUTCOMES["unanswered"]),
        _RUNNING: _("Dalam proses"),
    },
)
OBJECTIONS = Register(
    key="keberatan",
    title=_("Register keberatan"),
    columns=COLUMNS,
    rows=rows,
    permission="objections.register",
    filters=(
        Filter(
            "alasan",
            _("Alasan"),
            lambda _agency: [(letter, f"{letter}. {gettext(each.text)}") for letter, each in GROUNDS.items()],
        ),
        Filter(
            "keputusan", _("Keputusan"), lambda _agency: [(key, _translated(text)) for key, text in DECISIONS.items()]
        ),
    ),
    basis=_("UU 14/2008 Pasal 35 dan 36; PerKI 1/2021 Pasal 39–41, kolom menurut PerKI 1/2010"),
    link=lambda row, agency: reverse("objections:detail", args=[agency.slug, row.pk]),
    opened=OPENED,
)


def facts(agency: Agency, period: Period, cut_off: dt.datetime) -> Iterator[Fact]:
    """Yield one fact per objection received in `period`, in the order of receipt. One query."""
    calendar = work_calendar(agency)
    start, end = period.instants(agency.zone)
    silent = Move.objects.filter(subject_type=SUBJECT_TYPE, subject_id=OuterRef("pk"), step="mark_unanswered")
    found = Objection.objects.for_agency(agency).filter(received_at__gte=start, received_at__lt=min(end, cut_off))
    for row in found.annotate(was_silent=Exists(silent)).order_by("received_at", "pk").iterator(chunk_size=1000):
        received_on = row.received_at.astimezone(agency.zone).date()
        marks = figures.marks_of(
            state=row.state,
            grounds=row.grounds,
            decision=row.decision,
            settlement=row.settlement,
            is_executed=row.executed_at is not None,
            is_unanswered=row.was_silent,
            response=row.response,
        )
        measures = {}
        if row.answered_at is not None:
            answered_on = row.answered_at.astimezone(agency.zone).date()
            measures["days"] = calendar.working_days_between(received_on, answered_on)
        yield Fact(row.pk, row.number, received_on, marks, measures)


_RESULT, _AFTER = gettext_noop("Hasil keberatan"), gettext_noop("Sesudah tanggapan")
_WHY = gettext_noop("Alasan keberatan")

OBJECTION_FACTS = FactSource(
    key="keberatan",
    title=_("Keberatan"),
    version=figures.VERSION,
    figures=[
        Figure("received", gettext_noop("Keberatan yang diterima"), group=_RESULT),
        *(Figure(code, text, group=_RESULT, of="received") for code, text in figures.OUTCOMES.items()),
        Figure("answered", gettext_noop("Ditanggapi atasan PPID"), group=_AFTER, of="received"),
        Figure(
            "answered", gettext_noop("Lama menanggapi dalam hari kerja, nilai tengah"), "median", "days", group=_AFTER
        ),
        *(Figure(code, text, group=_AFTER) for code, text in figures.AFTERWARDS.items()),
        *(
            Figure(f"letter_{letter}", each.text, basis=each.article, group=_WHY, of="received")
            for letter, each in GROUNDS.items()
        ),
    ],
    facts=facts,
    link=lambda subject, agency: reverse("objections:detail", args=[agency.slug, subject]),
)
