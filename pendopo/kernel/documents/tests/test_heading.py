"""The letterhead of an agency, and dates as letters write them."""

from __future__ import annotations

import datetime as dt

from django.utils import translation

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.letters.heading import letter_date, letterhead_of


def test_letterhead_of_an_agency(agency: Agency) -> None:
    agency.phone, agency.email, agency.address = "022 1234", "ppid@a.id", "Jalan A"
    with translation.override("en"):
        head = letterhead_of(agency, number="1/A", on=dt.date(2026, 8, 3), place="Sukamaju", subject="Hal")
    assert head == {
        "parent_name": "",
        "name": "Dinas Kominfo Sukamaju",
        "address": "Jalan A",
        "contacts": "Telepon 022 1234 · ppid@a.id",
        "colour": "#0a489f",
        "logo_svg": "",
        "place": "Sukamaju",
        "date": "3 Agustus 2026",
        "number": "1/A",
        "nature": "",
        "attachments": "",
        "subject": "Hal",
    }
    assert letter_date(dt.date(2026, 12, 31)) == "31 Desember 2026"
