"""Register permohonan informasi publik: the columns of the legal form (PerKI 1/2010 Lampiran IV, kept under PerKI 1/2021)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from django.db.models import Case, F, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.registers import Cell, Column, Filter, OpenCounts, Register
from pendopo.modules.information.models import Inquiry, NoticeState
from pendopo.modules.information.queries.own import issued_notice
from pendopo.modules.information.rules import procedure
from pendopo.modules.information.rules.figures import OUTCOMES
from pendopo.modules.information.rules.grounds import GROUNDS
from pendopo.modules.information.rules.notice import DECISIONS, GRANT, HELD, PARTLY_HELD, UNDOCUMENTED
from pendopo.modules.information.rules.request import CHANNELS, HARDCOPY, SOFTCOPY, VIEW
from pendopo.ui.formats import citation, long_date

_TICK = "√"
_translated = lazy(gettext, str)


def _tick(held: bool) -> str | None:
    return _TICK if held else None


def _under_control(row: Inquiry) -> Cell:
    notice = issued_notice(row)
    # An older register ticked one column; where only a part is not documented yet, both are true.
    partly = notice is not None and notice.holding == PARTLY_HELD and not notice.is_imported
    return _tick(partly or (notice is not None and notice.holding == HELD))


def _not_under_control(row: Inquiry) -> Cell:
    notice = issued_notice(row)
    return _tick(notice is not None and not notice.under_control)


def _not_documented(row: Inquiry) -> Cell:
    notice = issued_notice(row)
    return _tick(notice is not None and notice.holding in {UNDOCUMENTED, PARTLY_HELD})


def _holder(row: Inquiry) -> Cell:
    notice = issued_notice(row)
    return notice.held_by if notice else None


def _held_as(form: str) -> Callable[[Inquiry], Cell]:
    def value(row: Inquiry) -> Cell:
        notice = issued_notice(row)
        return _tick(notice is not None and notice.held_form == form)

    return value


def _decision(row: Inquiry) -> Cell:
    notice = issued_notice(row)
    if notice:
        return gettext(DECISIONS[notice.decision])
    return gettext(row.current.label) if row.current.is_final else None


def _refusal(row: Inquiry) -> Cell:
    """Return the grounds with their articles and the reason, for everything that was not granted in whole."""
    notice = issued_notice(row)
    if notice is None:
        return None
    if notice.is_imported:
        # An older register's own words, in which the grounds were found.
        return notice.reason or None
    if notice.decision == GRANT:
        return None
    named = [f"{gettext(GROUNDS[code].text)} ({citation(GROUNDS[code].article)})" for code in notice.grounds]
    return "; ".join(filter(None, [*named, notice.reason])) or None


def _day(row: Inquiry, at: dt.datetime | None) -> Cell:
    return long_date(at, row.agency) if at else None


def _noticed(row: Inquiry) -> Cell:
    notice = issued_notice(row)
    return _day(row, notice.issued_at) if notice else None


def _given(row: Inquiry) -> Cell:
    return _day(row, row.closed_at) if row.state == procedure.COMPLETED else None


def _cost(row: Inquiry) -> Cell:
    notice = issued_notice(row)
    return notice.cost if notice else None


def _payment(row: Inquiry) -> Cell:
    notice = issued_notice(row)
    return notice.payment if notice else None


def _name(row: Inquiry) -> Cell:
    contact = row.contact
    return f"{contact.name} ({contact.on_behalf_of})" if contact.on_behalf_of else contact.name


def _contact_number(row: Inquiry) -> Cell:
    return ", ".join(filter(None, [row.contact.phone, row.contact.email])) or None


_STATUS, _FORM, _KIND = _("Status informasi"), _("Bentuk informasi yang dikuasai"), _("Jenis permohonan")
_DAYS, _MONEY = _("Hari dan tanggal"), _("Biaya dan cara pembayaran")

COLUMNS: Sequence[Column] = (
    Column("number", _("Nomor pendaftaran"), lambda row: row.number, width=20),
    Column("received", _("Tanggal diterima"), lambda row: row.received_at.astimezone(row.agency.zone).date(), width=13),
    Column("name", _("Nama"), _name, personal=True, width=24),
    Column("address", _("Alamat"), lambda row: row.contact.address, personal=True, width=30),
    Column("contact", _("Nomor kontak"), _contact_number, personal=True, width=22),
    Column("occupation", _("Pekerjaan"), lambda row: row.contact.occupation, personal=True, width=16),
    Column("details", _("Informasi yang diminta"), lambda row: row.details, width=48),
    Column("purpose", _("Tujuan penggunaan informasi"), lambda row: row.purpose, width=30),
    Column("held", _("Di bawah penguasaan: ya"), _under_control, _STATUS, width=12),
    Column("not_held", _("Di bawah penguasaan: tidak"), _not_under_control, _STATUS, width=12),
    Column("not_documented", _("Belum didokumentasikan"), _not_documented, _STATUS, width=15),
    Column("holder", _("Badan publik yang menguasai"), _holder, _STATUS, width=24),
    Column("softcopy", _("Softcopy"), _held_as("softcopy"), _FORM, width=10),
    Column("hardcopy", _("Hardcopy"), _held_as("hardcopy"), _FORM, width=10),
    Column("view", _("Melihat/mengetahui"), lambda row: _tick(row.obtain_way == VIEW), _KIND, width=12),
    Column("copy", _("Meminta salinan"), lambda row: _tick(row.obtain_way in {SOFTCOPY, HARDCOPY}), _KIND, width=12),
    Column("decision", _("Keputusan"), _decision, width=20),
    Column("refusal", _("Alasan penolakan"), _refusal, width=36),
    Column("noticed", _("Pemberitahuan tertulis"), _noticed, _DAYS, width=20),
    Column("given", _("Pemberian informasi"), _given, _DAYS, width=20),
    Column("cost", _("Biaya (Rp)"), _cost, _MONEY, width=12),
    Column("payment", _("Cara pembayaran"), _payment, _MONEY, width=22),
)


# What the columns read; a register of 100,000 rows has no time for more.
_READ = (
    *("number", "received_at", "details", "purpose", "obtain_way", "state", "closed_at", "agency__timezone"),
    *(f"contact__{name}" for name in ("name", "on_behalf_of", "address", "phone", "email", "occupation")),
    *(
        f"notice__{name}"
        for name in (
            "state", "decision", "is_imported", "under_control", "held_by", "held_form", "grounds", "reason", "cost",
            "payment", "issued_at",
        )
    ),
)  # fmt: skip


def rows(agency: Agency, period: Period, filters: Mapping[str, str]) -> QuerySet[Inquiry]:
    """Return the inquiries received in `period` by the agency's own clock, with all that the columns need. One query."""
    start, end = period.instants(agency.zone)
    found: QuerySet[Inquiry] = Inquiry.objects.for_agency(agency).filter(received_at__gte=start, received_at__lt=end)
    if decision := filters.get("keputusan"):
        found = found.filter(notice__state=NoticeState.ISSUED, notice__decision=decision)
    if channel := filters.get("saluran"):
        found = found.filter(channel=channel)
    if unit := filters.get("unit"):
        found = found.filter(unit__pk=unit)
    return found.select_related("contact", "notice", "agency").only(*_READ)


# What anybody may know of a request: its outcome; the work on one that is under way is nobody else's business.
_RUNNING = "running"
OPENED = OpenCounts(
    title=_("Permohonan informasi per bulan"),
    about=_("Jumlah permohonan informasi menurut bulan diterima dan hasilnya, tanpa data pemohon."),
    on="received_at",
    by=Case(
        When(notice__state=NoticeState.ISSUED, notice__decision__gt="", then=F("notice__decision")),
        When(state__in=[procedure.WITHDRAWN, procedure.CLOSED_INCOMPLETE], then=F("state")),
        default=Value(_RUNNING),
    ),
    statuses={
        **{key: _translated(text) for key, text in DECISIONS.items()},
        procedure.WITHDRAWN: _translated(OUTCOMES["withdrawn"]),
        procedure.CLOSED_INCOMPLETE: _translated(OUTCOMES["closed_incomplete"]),
        _RUNNING: _("Dalam proses"),
    },
)


def _units(agency: Agency) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.name) for unit in active_units(agency)]


INQUIRIES = Register(
    key="permohonan",
    title=_("Register permohonan informasi publik"),
    columns=COLUMNS,
    rows=rows,
    permission="information.register",
    filters=(
        Filter(
            "keputusan", _("Keputusan"), lambda _agency: [(key, _translated(text)) for key, text in DECISIONS.items()]
        ),
        Filter("saluran", _("Saluran"), lambda _agency: [(key, _translated(text)) for key, text in CHANNELS.items()]),
        Filter("unit", _("Unit"), _units),
    ),
    basis=_("UU 14/2008 Pasal 22 ayat (3) dan (4); PerKI 1/2021, kolom menurut PerKI 1/2010 Lampiran IV"),
    link=lambda row, agency: reverse("information:detail", args=[agency.slug, row.pk]),
    opened=OPENED,
)
