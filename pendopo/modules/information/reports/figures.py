"""Facts about requests for the annual report (Laporan Layanan Informasi Publik) and the yearly announcement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.models import Clock
from pendopo.kernel.calendar.queries import work_calendar
from pendopo.kernel.reporting.facts import FactSource
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.rules import Fact, Figure, How
from pendopo.lib.deadlines import rule
from pendopo.lib.text import gettext_noop
from pendopo.lib.workdays import WorkCalendar
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.queries.own import issued_notice
from pendopo.modules.information.rules import figures, procedure
from pendopo.modules.information.rules.grounds import GROUNDS
from pendopo.modules.information.rules.request import CHANNELS, SUBJECT_TYPE
from pendopo.modules.information.rules.urgency import decisive_clock

_BATCH: Final = 1000
_READ: Final = (
    *("number", "received_at", "complete_at", "extended_at", "state", "channel", "accommodation"),
    *("contact__kind", "notice__state", "notice__decision", "notice__grounds", "notice__issued_at"),
)


def facts(agency: Agency, period: Period, cut_off: dt.datetime) -> Iterator[Fact]:
    """Yield one fact per request received in `period`, in the order of receipt; one more query per 1,000 requests."""
    start, end = period.instants(agency.zone)
    found = (
        Inquiry.objects.for_agency(agency)
        .filter(received_at__gte=start, received_at__lt=min(end, cut_off))
        .select_related("contact", "notice")
        .only(*_READ)
        .order_by("received_at", "pk")
        .iterator(chunk_size=_BATCH)
    )
    calendar = work_calendar(agency)
    while batch := list(islice(found, _BATCH)):
        clocks = _notice_clocks(agency, batch)
        for inquiry in batch:
            yield _fact(agency, inquiry, clocks.get(inquiry.pk, {}), calendar, cut_off)


def _notice_clocks(agency: Agency, inquiries: Iterable[Inquiry]) -> Mapping[UUID, dict[str, Clock]]:
    """Return each request's clocks of the notice, label → clock: both readings of question A1. One query."""
    labels = [procedure.CLOCK_RECEIPT, procedure.CLOCK_COMPLETE]
    rows = Clock.objects.for_agency(agency).filter(
        subject_type=SUBJECT_TYPE, subject_id__in=[inquiry.pk for inquiry in inquiries], label__in=labels
    )
    found: dict[UUID, dict[str, Clock]] = {}
    for row in rows:
        found.setdefault(row.subject_id, {})[row.label] = row
    return found


def _fact(
    agency: Agency, inquiry: Inquiry, clocks: Mapping[str, Clock], calendar: WorkCalendar, cut_off: dt.datetime
) -> Fact:
    issued = issued_notice(inquiry)
    received_on = inquiry.received_at.astimezone(agency.zone).date()
    until = (issued.issued_at if issued and issued.issued_at else cut_off).astimezone(agency.zone).date()
    extension = rule("extension").n if inquiry.extended_at else 0
    receipt = clocks.get(procedure.CLOCK_RECEIPT)
    decisive = clocks.get(decisive_clock(agency.notice_basis)) or receipt
    usual = rule("notice").n + extension
    since_receipt = calendar.working_days_between(receipt.start_on if receipt else received_on, until)
    case = figures.CaseFacts(
        state=inquiry.state,
        decision=issued.decision if issued else "",
        grounds=issued.grounds if issued else (),
        channel=inquiry.channel,
        kind=inquiry.contact.kind,
        is_extended=inquiry.extended_at is not None,
        days=calendar.working_days_between(decisive.start_on if decisive else received_on, until),
        limit=decisive.total_n if decisive else usual,
        needs_help=inquiry.accommodation != "none",
        late_by_receipt=since_receipt > (receipt.total_n if receipt else usual),
    )
    measures = {"days": case.days, "since_receipt": since_receipt} if issued else {}
    return Fact(inquiry.pk, inquiry.number, received_on, figures.marks_of(case), measures)


_RESULT, _TIME, _WAY = gettext_noop("Hasil"), gettext_noop("Waktu jawaban"), gettext_noop("Saluran permohonan")
_WHO, _WHY = gettext_noop("Pemohon"), gettext_noop("Alasan penolakan")
_ANNOUNCED: Final = {"granted", "partly", "refused"}


def _counted(prefix: str, words: Mapping[str, str], group: str, of: str = "received") -> tuple[Figure, ...]:
    return tuple(Figure(f"{prefix}{code}", text, group=group, of=of) for code, text in words.items())


def _days(title: str, how: How, basis: str = "") -> Figure:
    return Figure("answered", title, how, "days", basis, _TIME)


FIGURES: Final = (
    Figure("received", gettext_noop("Permohonan yang diterima"), basis=figures.ARTICLE_12, group=_RESULT),
    *(
        replace(figure, basis=figures.ARTICLE_12 if figure.code in _ANNOUNCED else "")
        for figure in _counted("", figures.OUTCOMES, _RESULT)
    ),
    *_counted("", figures.TIMES, _TIME),
    _days(gettext_noop("Lama menjawab dalam hari kerja, nilai tengah"), "median", figures.ARTICLE_12),
    _days(gettext_noop("Lama menjawab dalam hari kerja, terlama"), "max", figures.ARTICLE_12),
    _days(gettext_noop("Lama menjawab, jumlah hari kerja"), "sum"),
    Figure(
        "answered",
        gettext_noop("Lama menjawab sejak permohonan diterima, nilai tengah"),
        "median",
        "since_receipt",
        figures.ARTICLE_12,
        _TIME,
    ),
    *_counted("channel_", CHANNELS, _WAY),
    *_counted("kind_", figures.KINDS, _WHO),
    Figure("accommodated", gettext_noop("Pemohon yang memerlukan bantuan khusus"), group=_WHO, of="received"),
    *(Figure(f"ground_{code}", found.text, basis=found.article, group=_WHY) for code, found in GROUNDS.items()),
)

INQUIRY_FACTS: Final = FactSource(
    key="permohonan",
    title=_("Permohonan informasi publik"),
    version=figures.VERSION,
    figures=FIGURES,
    facts=facts,
    link=lambda subject, agency: reverse("information:detail", args=[agency.slug, subject]),
)
