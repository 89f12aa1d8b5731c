"""A day in a year that has no calendar: refused in words, wherever a step counts working days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.utils.translation import gettext

from pendopo.kernel.people.permissions import NotAllowed
from pendopo.lib.text import gettext_noop as _
from pendopo.lib.workdays import DateUnknown

SAID: Final = _(
    "Kalender hari kerja memuat tahun %(first)s sampai %(last)s, sedangkan hitungan ini memerlukan tahun %(year)s. "
    "Periksa tanggalnya. Bila benar, mintalah admin instansi atau administrator sistem memuat hari libur tahun itu di "
    "Pengaturan, Kalender."
)


class BeyondCalendar(NotAllowed):
    """Working days cannot be counted there; the reason names the years there are, the one that lacks, and who loads it.

    `params` fill the msgid SAID, for whoever speaks another language than the one in force.
    """

    def __init__(self, unknown: DateUnknown) -> None:
        lacking = unknown.on.year if unknown.on else unknown.last.year + 1
        self.params = {"first": unknown.first.year, "last": unknown.last.year, "year": lacking}
        super().__init__(gettext(SAID) % self.params)


@contextmanager
def within_calendar() -> Iterator[None]:
    """Turn DateUnknown into BeyondCalendar, which every page of a step and every form already tells in words."""
    try:
        yield
    except DateUnknown as unknown:
        raise BeyondCalendar(unknown) from None
