"""Register sengketa informasi publik: what the annual report asks about every dispute (PerKI 1/2021 Pasal 56)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.registers import Cell, Column, Register
from pendopo.modules.disputes import rules
from pendopo.modules.disputes.models import Dispute


def _worded(words: Mapping[str, str], code: str) -> Cell:
    return gettext(words[code]) if code else None


def rows(agency: Agency, period: Period, filters: Mapping[str, str]) -> QuerySet[Dispute]:
    """Return the disputes whose petition was filed in `period`. One query."""
    found: QuerySet[Dispute] = Dispute.objects.for_agency(agency).filter(
        petitioned_on__gte=period.start, petitioned_on__lte=period.end
    )
    return found


_COURT = _("Pengadilan")

DISPUTES: Final = Register(
    key="sengketa",
    title=_("Register sengketa informasi publik"),
    columns=(
        Column("number", _("Nomor"), lambda row: row.number, width=20),
        Column("petitioned", _("Tanggal diajukan"), lambda row: row.petitioned_on, width=13),
        Column("objection", _("Nomor registrasi keberatan"), lambda row: row.objection_number, width=20),
        Column("inquiry", _("Nomor pendaftaran permohonan"), lambda row: row.inquiry_number or None, width=20),
        Column("subject", _("Informasi yang disengketakan"), lambda row: row.subject, width=40),
        Column("commission", _("Komisi Informasi"), lambda row: row.commission, width=24),
        Column("register", _("Nomor registrasi sengketa"), lambda row: row.register_number or None, width=20),
        Column("agreed", _("Kesepakatan mediasi"), lambda row: row.agreed_on, width=13),
        Column("decision", _("Nomor putusan"), lambda row: row.decision_number or None, width=20),
        Column("decided", _("Tanggal putusan"), lambda row: row.decided_on, width=13),
        Column("result", _("Amar putusan"), lambda row: _worded(rules.RESULTS, row.result), width=24),
        Column("court", _("Pengadilan"), lambda row: _worded(rules.COURTS, row.court), _COURT, width=24),
        Column("court_number", _("Nomor perkara"), lambda row: row.court_number or None, _COURT, width=18),
        Column("state", _("Keadaan"), lambda row: gettext(row.current.label), width=20),
        Column("ended", _("Tanggal selesai"), lambda row: row.ended_on, width=13),
    ),
    rows=rows,
    permission="disputes.look",
    basis=_("PerKI 1/2021 Pasal 56"),
    link=lambda row, agency: reverse("disputes:detail", args=[agency.slug, row.pk]),
)
