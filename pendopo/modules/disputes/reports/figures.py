"""Facts about disputes for the annual report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.reporting.facts import FactSource
from pendopo.kernel.reporting.period import Period
from pendopo.kernel.reporting.rules import Fact, Figure
from pendopo.lib.text import gettext_noop
from pendopo.modules.disputes import rules
from pendopo.modules.disputes.models import Dispute


def facts(agency: Agency, period: Period, cut_off: dt.datetime) -> Iterator[Fact]:
    """Yield one fact per dispute whose petition was filed in `period`. One query."""
    found = Dispute.objects.for_agency(agency).filter(
        petitioned_on__gte=period.start, petitioned_on__lte=min(period.end, cut_off.astimezone(agency.zone).date())
    )
    for row in found.order_by("petitioned_on", "id").iterator(chunk_size=1000):
        marks = rules.marks_of(
            state=row.state, result=row.result, is_agreed=row.agreed_on is not None, is_sued=row.sued_on is not None
        )
        yield Fact(row.pk, row.number, row.petitioned_on, marks)


_GROUP: Final = gettext_noop("Sengketa dan hasilnya")

DISPUTE_FACTS: Final = FactSource(
    key="sengketa",
    title=_("Sengketa informasi publik"),
    version=rules.VERSION,
    figures=[
        Figure(code, text, group=_GROUP, of="" if code == "received" else "received")
        for code, text in rules.FIGURES.items()
    ],
    facts=facts,
    link=lambda subject, agency: reverse("disputes:detail", args=[agency.slug, subject]),
)
