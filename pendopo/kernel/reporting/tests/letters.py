"""A register of letters sent, over rows that exist: the outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.registers import Column, Filter, Register

AT = dt.datetime(2026, 8, 3, 18, 30, tzinfo=dt.UTC)  # 4 August, 01.30 WIB


def _rows(agency: Agency, period: Period, filters: Mapping[str, str]) -> QuerySet[OutboxMessage]:
    first = dt.datetime.combine(period.start, dt.time.min, dt.UTC)
    last = dt.datetime.combine(period.end, dt.time.max, dt.UTC)
    found: QuerySet[OutboxMessage] = OutboxMessage.objects.for_agency(agency).filter(created_at__range=(first, last))
    return found.filter(state=filters["status"]) if "status" in filters else found


LETTERS = Register(
    key="surat-uji",
    title="Register surat uji",
    basis="Pasal 1 aturan uji",
    columns=(
        Column("subject", "Perihal", lambda row: row.subject, width=30),
        Column("recipient", "Alamat", lambda row: row.recipient, group="Penerima", personal=True),
        Column("attempts", "Percobaan", lambda row: row.attempts, group="Penerima"),
        Column("at", "Dibuat", lambda row: row.created_at),
        Column("on", "Tanggal", lambda row: row.created_at.date(), group="Hasil"),
        Column("cost", "Biaya", lambda row: Decimal("-12.50"), group="Hasil"),
        Column("sent", "Terkirim", lambda row: row.state == "sent", group="Hasil"),
        Column("error", "Keterangan", lambda row: row.last_error or None),
    ),
    rows=_rows,
    permission="test.letters",
    filters=(Filter("status", "Status", lambda agency: [("queued", "Antre"), ("sent", "Terkirim")]),),
    link=lambda row, agency: f"/{agency.slug}/meja/surat/{row.pk}/",
)


def send(agency: Agency, count: int = 1, *, at: dt.datetime = AT, **more: Any) -> list[OutboxMessage]:
    given = {"recipient": "siti@contoh.id", "body": "B", "subject_type": "inquiry", "subject_id": UUID(int=0), **more}
    return OutboxMessage.objects.bulk_create(
        OutboxMessage(
            agency=agency, created_at=at, next_try_at=at, **{"subject": f"Perihal {number}", **given}
        )
        for number in range(count)
    )  # fmt: skip
