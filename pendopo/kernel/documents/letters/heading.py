"""The letterhead of an agency (kop surat) and dates as letters write them."""

from __future__ import annotations

import datetime as dt

from django.utils import translation

from pendopo.kernel.agencies.models import Agency
from pendopo.ui.formats import medium_date


def letter_date(day: dt.date) -> str:
    """Return the date as Indonesian letters write it, whatever the reader's language.

    >>> letter_date(dt.date(2026, 8, 3))
    '3 Agustus 2026'
    """
    with translation.override("id"):
        return medium_date(day)


def letterhead_of(
    agency: Agency, *, number: str, on: dt.date, place: str = "", subject: str, nature: str = "", attachments: str = ""
) -> dict[str, object]:
    """Return the letterhead for render_letter: the agency's names and contacts, and this letter's reference block.

    `number`, `nature` (sifat), `attachments` (lampiran) and `subject` (hal) stand in the reference block; empty ones
    are left out. `on` is the letter's local date.
    """
    contacts = [f"Telepon {agency.phone}" if agency.phone else "", agency.email]
    return {
        "parent_name": agency.parent.name if agency.parent else "",
        "name": agency.name,
        "address": agency.address,
        "contacts": " · ".join(part for part in contacts if part),
        "colour": agency.colour_primary,
        "logo_svg": "",
        "place": place,
        "date": letter_date(on),
        "number": number,
        "nature": nature,
        "attachments": attachments,
        "subject": subject,
    }
