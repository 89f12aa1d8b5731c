"""The register of processing as a table for kernel.reporting's writers, and as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.letters.heading import letter_date, letterhead_of
from pendopo.kernel.privacy.queries.periods import arrangement
from pendopo.kernel.privacy.queries.processing import Activity, activities
from pendopo.kernel.privacy.reports.paper import Paper
from pendopo.kernel.reporting.period import of_year
from pendopo.kernel.reporting.registers import Column, Register, Sheet

BASIS: Final = "UU 27/2022 Pasal 31"


class Listed(list[Activity]):
    """Rows that are no rows of the database, for writers that ask in this way."""

    def order_by(self, *_names: str) -> Listed:
        """Return the rows as they are."""
        return self

    def iterator(self, chunk_size: int = 0) -> Iterator[Activity]:
        """Yield the rows."""
        return iter(self)


REGISTER: Final = Register(
    key="pemrosesan",
    title=gettext_lazy("Register kegiatan pemrosesan data pribadi"),
    basis=BASIS,
    permission="privacy.look",
    columns=(
        Column("table", gettext_lazy("Tempat"), lambda row: row.table, width=34),
        Column("fields", gettext_lazy("Data"), lambda row: row.fields, width=34),
        Column("whose", gettext_lazy("Subjek"), lambda row: row.whose, width=20),
        Column("purpose", gettext_lazy("Tujuan"), lambda row: row.purpose, width=44),
        Column("basis", gettext_lazy("Dasar"), lambda row: row.basis, width=34),
        Column("kept", gettext_lazy("Masa simpan"), lambda row: row.kept, width=34),
        Column("mask", gettext_lazy("Penyamaran"), lambda row: row.mask, width=22),
    ),
    rows=lambda agency, period, filters: cast("QuerySet[Any]", Listed(activities(agency))),
)


def sheet(agency: Agency) -> Sheet:
    """Return the register of one agency as it stands today."""
    period = of_year(clock.today(agency.timezone).year)
    return Sheet(REGISTER, agency, period, REGISTER.rows(agency, period, {}), sees_identity=True)


def paper(agency: Agency) -> Paper:
    """Return the register as a letter, with who answers for it."""
    today = clock.today(agency.timezone)
    chosen, table = arrangement(agency), sheet(agency)
    content = {
        "title": str(REGISTER.title),
        "facts": [
            [_("Pengendali"), agency.name],
            [_("Pejabat pelindung data"), " · ".join(filter(None, (chosen.officer, chosen.officer_contact))) or "–"],
            [_("Keadaan per"), letter_date(today)],
            [_("Dasar"), BASIS],
        ],
        "headings": table.headings,
        "rows": [[str(cell or "") for cell in table.cells(row)] for row in table.ordered],
    }
    head = letterhead_of(agency, number="", on=today, subject=str(REGISTER.title))
    return Paper("privacy/processing", content, head, f"register-pemrosesan-{today.isoformat()}.pdf")
