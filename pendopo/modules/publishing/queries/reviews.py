"""Reads of reviews, and what changed between two of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.letters.heading import letter_date, letterhead_of
from pendopo.modules.publishing.models import Review
from pendopo.modules.publishing.rules import catalogue, duties
from pendopo.ui.formats import citation, moment, short_date


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of a review and how it stood in the one before, empty when it was not there."""

    line: dict[str, Any]
    before: str

    @property
    def label(self) -> str:
        """Return the standing in words."""
        label, _tone = duties.STANDINGS[self.line["standing"]]
        return _(label)

    @property
    def tone(self) -> str:
        """Return the tone of its tag."""
        return duties.STANDINGS[self.line["standing"]][1]

    @property
    def kind(self) -> str:
        """Return the kind of the item in words."""
        kind = catalogue.KINDS[self.line["kind"]]
        return _(kind)

    @property
    def text(self) -> str:
        """Return the item in the reader's language; an own item as it was written."""
        text = str(self.line["text"])
        return text if self.line["own"] else _(text)

    @property
    def change(self) -> str:
        """Return better, worse, new, or nothing."""
        if self.before == self.line["standing"]:
            return ""
        if not self.before:
            return "new"
        order = list(duties.STANDINGS)
        return "better" if order.index(self.line["standing"]) > order.index(self.before) else "worse"

    @property
    def proved_on(self) -> dt.date | None:
        """Return the day of the last proof."""
        return dt.date.fromisoformat(self.line["proved_on"]) if self.line["proved_on"] else None

    @property
    def due_on(self) -> dt.date | None:
        """Return the day on which it was due next."""
        return dt.date.fromisoformat(self.line["due_on"]) if self.line["due_on"] else None

    @property
    def before_label(self) -> str:
        """Return how it stood before, in words."""
        return _(duties.STANDINGS[self.before][0]) if self.before else ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A review ready to be made into a PDF."""

    template: str
    content: dict[str, Any]
    letterhead: dict[str, Any]
    file_name: str


def reviews_of(agency: Agency) -> QuerySet[Review]:
    """Return the agency's reviews without their lines, newest first."""
    found: QuerySet[Review] = Review.objects.for_agency(agency)
    return found.defer("lines").order_by("-id")


def review_for(agency: Agency, pk: UUID) -> Review | None:
    """Return one review, None when the agency has none with this key. One query."""
    found: Review | None = Review.objects.for_agency(agency).filter(pk=pk).first()
    if found is not None:
        found.agency = agency
    return found


def before(review: Review) -> Review | None:
    """Return the review before this one. One query."""
    found: Review | None = Review.objects.for_agency(review.agency).filter(pk__lt=review.pk).order_by("-id").first()
    return found


def compared(review: Review, earlier: Review | None) -> list[Compared]:
    """Return the lines of a review beside those of the earlier one."""
    stood = {line["key"]: line["standing"] for line in earlier.lines} if earlier else {}
    return [Compared(line, stood.get(line["key"], "")) for line in review.lines]


def counted(review: Review) -> list[tuple[str, str, int]]:
    """Return label, tone and number of each standing, the worst first."""
    return [(_(label), tone, review.counts.get(name, 0)) for name, (label, tone) in duties.STANDINGS.items()]


def paper(review: Review, earlier: Review | None) -> Paper:
    """Return the review for the letter compiler; the caller sets the language."""
    rows = [
        [each.kind, each.text, citation(each.line["article"]), short_date(each.proved_on) or "–",
         short_date(each.due_on) or "–", each.label, each.before_label or "–"]
        for each in compared(review, earlier)
    ]  # fmt: skip
    subject = _("Reviu laman %(date)s") % {"date": letter_date(review.reviewed_on)}
    content = {
        "title": subject,
        "facts": [
            [_("Direviu oleh"), review.reviewer_label],
            [_("Direviu pada"), moment(review.reviewed_at, review.agency)],
            [_("Katalog"), review.catalogue_version],
            [_("Dibandingkan dengan"), letter_date(earlier.reviewed_on) if earlier else "–"],
            *[[label, str(number)] for label, _tone, number in counted(review) if number],
        ],
        "note": review.note,
        "headings": [
            _("Jenis"), _("Butir"), _("Dasar"), _("Bukti terakhir"), _("Jatuh tempo"), _("Keadaan"), _("Sebelumnya"),
        ],
        "rows": rows,
    }  # fmt: skip
    head = letterhead_of(review.agency, number="", on=review.reviewed_on, subject=subject)
    return Paper("publishing/review", content, head, f"reviu-laman-{review.reviewed_on.isoformat()}.pdf")
