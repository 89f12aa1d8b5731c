"""An agency with its people, a kind of case to count, and reports brought to any state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.tests.quick import quick_calendar
from pendopo.kernel.reporting import facts
from pendopo.kernel.reporting.facts import FactSource
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.rules import Fact, Figure
from pendopo.modules.annual_reports import actions, rules
from pendopo.modules.annual_reports.models import AnnualReport

from tests.staffed import Staffed

WIB = dt.timezone(dt.timedelta(hours=7))
FEBRUARY = dt.datetime(2026, 2, 10, 9, 0, tzinfo=WIB)
TEXTS = {key: f"Isi {key}." for key, passage in rules.PASSAGES.items() if passage.needed}
ARTICLE_12 = rules.ANNOUNCEMENT_ARTICLE
CASES = 4


def _facts(agency: Agency, period: Period, cut_off: dt.datetime) -> Iterator[Fact]:
    for number in range(1, CASES + 1):
        marks = {"received", "granted" if number < 4 else "refused"} | ({"ground_17h"} if number == 4 else set())
        yield Fact(UUID(int=number), f"{number:03d}/PPID", period.start, frozenset(marks), {"days": number})


SOURCE = FactSource(
    key="permohonan",
    title="Permohonan informasi publik",
    version="2026.1",
    figures=(
        Figure("received", "Permohonan yang diterima", basis=ARTICLE_12, group="Hasil"),
        Figure("granted", "Dikabulkan seluruhnya", basis=ARTICLE_12, group="Hasil", of="received"),
        Figure("refused", "Ditolak", basis=ARTICLE_12, group="Hasil", of="received"),
        Figure("received", "Lama menjawab", "median", "days", ARTICLE_12, "Waktu jawaban"),
        Figure("ground_17h", "mengungkap rahasia pribadi", basis="UU 14/2008 Pasal 17 huruf h", group="Alasan penolakan"),
        Figure("ground_17a", "menghambat penegakan hukum", basis="UU 14/2008 Pasal 17 huruf a", group="Alasan penolakan"),
    ),
    facts=_facts,
    link=lambda subject, agency: f"/{agency.slug}/meja/perkara/{subject}/",
)  # fmt: skip


def only_source() -> Iterator[None]:
    """Let this be the only kind of case while a test runs."""
    kept = dict(facts._sources)
    facts._sources.clear()
    facts.add_source(SOURCE)
    yield
    facts._sources.clear()
    facts._sources.update(kept)


def make_office(slug: str = "contoh") -> Staffed:
    """Return an agency, with the calendar in place."""
    quick_calendar(range(2025, 2028))
    agency = Agency.objects.create(slug=slug, name=f"Dinas {slug.title()}", short_name=slug.title())
    return Staffed(agency, "annual_reports")


def started(office: Staffed, *, year: int = 2025, at: dt.datetime = FEBRUARY) -> AnnualReport:
    """Return a report that was just started."""
    with clock.frozen(at):
        return actions.start(agency=office.agency, year=year, by=office.ppid)


def written(office: Staffed, **words: Any) -> AnnualReport:
    """Return a report with every needed passage."""
    report = started(office, **words)
    for part in rules.PARTS:
        texts = {passage.key: TEXTS[passage.key] for passage in part.passages if passage.needed}
        if texts:
            report = actions.write(report=report, part=part.key, texts=texts, by=office.ppid)
    return report


def approved(office: Staffed) -> AnnualReport:
    """Return a report that the superior approved."""
    report = actions.propose(report=written(office), by=office.ppid)
    return actions.approve(report=report, by=office.superior)


def published(office: Staffed) -> AnnualReport:
    """Return a published report, its files as small as files can be."""
    with clock.frozen(FEBRUARY):
        return actions.publish(report=approved(office), pdf=b"%PDF-1.7 laporan", xlsx=b"PK angka", by=office.ppid)
