"""Publishing asks what is published, connected as in the product: the list of public information and the yearly report."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.reporting.models import Snapshot
from pendopo.modules.annual_reports.models import AnnualReport
from pendopo.modules.dip import actions as dip
from pendopo.modules.dip.rules.categories import CATEGORIES
from pendopo.modules.dip.tests.desk import LINK, Desk, make_desk, upload
from pendopo.modules.publishing import ports
from pendopo.modules.publishing.actions import links
from pendopo.modules.publishing.models import Link
from pendopo.modules.publishing.queries.duties import line_of
from pendopo.modules.publishing.rules import catalogue

pytestmark = pytest.mark.django_db
WIB = dt.timezone(dt.timedelta(hours=7))
MONDAY = dt.datetime(2026, 8, 3, 10, 0, tzinfo=WIB)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.mark.once
def test_both_lists_call_the_items_of_the_law_alike() -> None:
    items = {
        item.key: item
        for item in catalogue.catalogue_on(MONDAY.date()).items
        if item.kind not in {"yearly", "standard"}
    }
    assert {key: (item.kind, item.text) for key, item in items.items()} == {
        code: (found.entry_class, found.label) for code, found in CATEGORIES.items()
    }


def test_the_newest_entry_proves_its_item(desk: Desk) -> None:
    with clock.frozen(MONDAY - dt.timedelta(days=200)):
        old = desk.published("LKj 2024")
        desk.published("Tanpa jenis", category="")
    with clock.frozen(MONDAY):
        assert [(key, each.title) for key, each in ports.entries.get().newest(desk.agency).items()] == [
            ("periodic-3", "LKj 2024")
        ]
        line = line_of(desk.agency, "periodic-3")
        assert line is not None
        assert line.standing == "overdue"
        new = desk.published("LKj 2025")
        line = line_of(desk.agency, "periodic-3")
        assert line is not None
        assert line.proof is not None
        assert (line.standing, line.proof.title, line.proof.subject_id) == ("met", "LKj 2025", new.pk)
        assert line.proof.url == f"/sukamaju/informasi/{new.pk}/"
        dip.withdraw(entry=new, reason="Salah berkas.", by=desk.ppid)
        assert ports.entries.get().newest(desk.agency)["periodic-3"].entry_id == old.pk
        assert ports.entries.get().newest(make_desk("lain").agency) == {}


def test_a_confirmed_entry_is_up_to_date_again(desk: Desk) -> None:
    with clock.frozen(MONDAY - dt.timedelta(days=200)):
        entry = desk.published()
    with clock.frozen(MONDAY):
        dip.confirm(entry=entry, by=desk.ppid)
        assert ports.entries.get().newest(desk.agency)["periodic-3"].on == MONDAY.date()


@pytest.mark.parametrize(
    ("year", "published", "on"),
    [(2025, MONDAY, dt.date(2026, 8, 3)), (2024, MONDAY, dt.date(2025, 12, 31))],
)
def test_a_yearly_report_proves_its_own_year(desk: Desk, year: int, published: dt.datetime, on: dt.date) -> None:
    snapshot = Snapshot.objects.create(
        agency=desk.agency, report="x", start_on=dt.date(year, 1, 1), end_on=dt.date(year, 12, 31),
        cut_off_at=published, values={}, versions={}, digests={}, taken_at=published,
    )  # fmt: skip
    AnnualReport.objects.create(
        agency=desk.agency, number="L", year=2026, seq=1, procedure_version="x", state="published", state_since_at=published,
        report_year=year, snapshot=snapshot, published_at=published,
    )  # fmt: skip
    with clock.frozen(MONDAY):
        found = ports.entries.get().newest(desk.agency)
        assert {key: each.on for key, each in found.items()} == {"annual-report": on, "yearly-announcement": on}
        line = line_of(desk.agency, "annual-report")
        assert line is not None
        assert line.standing == ("met" if year == 2025 else "overdue")


def test_files_and_links_of_entries_are_looked_at(desk: Desk) -> None:
    with clock.frozen(MONDAY):
        both = desk.published("Dua", attached=dip.Attached(uploads=(upload(),), links=(LINK,)))
        for number in range(4):
            desk.published(f"Entri {number}", attached=dip.Attached(links=(LINK,)))
        desk.draft(attached=dip.Attached(links=(LINK,)))
        assert links.gather() == 6
    found = list(Link.objects.filter(subject_id=both.pk).order_by("host"))
    assert [(each.title, each.unit, each.url, bool(each.document_id)) for each in found] == [
        ("Dua", desk.unit, "", True), ("Dua", desk.unit, LINK.url, False),
    ]  # fmt: skip
    assert {each.page for each in found} == {desk.url("detail", both.pk)}
    assert Link.objects.count() == 6
    page, after = ports.entries.get().links(None, 2)
    assert len(page) == 3
    rest, end = ports.entries.get().links(after, 5)
    assert (len(rest), end) == (3, None)
    assert ports.entries.get().links(rest[-1].entry_id, 5) == ([], None)


def test_the_same_few_questions_for_many_entries(desk: Desk) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            ports.entries.get().newest(desk.agency)
        return len(queries)

    with clock.frozen(MONDAY):
        desk.published()
        one = asked()
        for number in range(5):
            desk.published(f"Laporan {number}", category=f"periodic-{number + 1}")
        assert asked() == one == 2
