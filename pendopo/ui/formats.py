"""Dates, times, numbers and sizes as people write them, in Indonesian and in English."""

from __future__ import annotations

import re
from datetime import date, datetime, time, tzinfo
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

Number = int | float | Decimal

_DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "id": [
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ],
    "en": [
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ],
}
_SHORT_MONTHS = {
    "id": ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}


def language() -> str:
    """Return ``en`` when English is active, else ``id``."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def zone_of(where: Any = None) -> tzinfo:
    """Return the zone of an agency (its ``timezone``), of a zone name or a tzinfo; without any the active zone."""
    found = getattr(where, "timezone", None) or where
    if isinstance(found, tzinfo):
        return found
    return ZoneInfo(str(found)) if found else timezone.get_current_timezone()


def _local_date(value: date, where: Any = None) -> date:
    """Return the calendar day of a date, or of a moment in its zone."""
    if isinstance(value, datetime):
        return value.astimezone(zone_of(where)).date() if timezone.is_aware(value) else value.date()
    return value


def long_date(value: date | None, where: Any = None) -> str:
    """Write a day in full: ``Senin, 3 Agustus 2026``; nothing for None."""
    if value is None or value == "":
        return ""
    day = _local_date(value, where)
    return f"{_DAYS[language()][day.weekday()]}, {medium_date(day)}"


def medium_date(value: date | None, where: Any = None) -> str:
    """Write a day without its name: ``3 Agustus 2026``; nothing for None."""
    if value is None or value == "":
        return ""
    day = _local_date(value, where)
    return f"{day.day} {_MONTHS[language()][day.month - 1]} {day.year}"


def short_date(value: date | None, where: Any = None) -> str:
    """Write a day briefly for tables: ``3 Agu 2026``; nothing for None."""
    if value is None or value == "":
        return ""
    day = _local_date(value, where)
    return f"{day.day} {_SHORT_MONTHS[language()][day.month - 1]} {day.year}"


def moment(value: datetime | None, where: Any = None) -> str:
    """Write a moment with its zone: ``3 Agustus 2026 pukul 10.00 WIB``; raises ValueError for a moment without zone."""
    if value is None or value == "":
        return ""
    if timezone.is_naive(value):
        raise ValueError("A moment needs a time zone: pass an aware datetime.")
    local = value.astimezone(zone_of(where))
    at = "at" if language() == "en" else "pukul"
    return f"{medium_date(local.date())} {at} {clock_time(local)} {zone_name(local)}"


def clock_time(value: time | datetime | None) -> str:
    """Write a time of day: ``08.00``, in English ``08:00``; nothing for None."""
    if value is None or value == "":
        return ""
    return f"{value:%H:%M}" if language() == "en" else f"{value:%H.%M}"


def zone_name(value: datetime) -> str:
    """Return WIB, WITA or WIT, elsewhere the zone's own short name."""
    name = value.tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name


def _decimal(value: Any) -> Decimal:
    try:
        return value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is not a number.") from error


def number_text(value: Number | str | None, decimals: int | None = None) -> str:
    """Write a number with the language's separators: ``1.234,5``; ``decimals`` rounds half up; nothing for None."""
    if value is None or value == "":
        return ""
    exact = _decimal(value)
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}"
    if language() == "id":
        text = text.translate({ord(","): ".", ord("."): ","})
    return text.replace("-", "\u2212")


def percent(ratio: Number | str | None, decimals: int = 0) -> str:
    """Write a ratio as a share: 0.961 with one decimal → ``96,1%``; nothing for None."""
    return "" if ratio is None or ratio == "" else f"{number_text(_decimal(ratio) * 100, decimals)}%"


def rupiah(value: Number | str | None) -> str:
    """Write an amount of money: ``Rp1.500.000``; sen only when there are any; nothing for None."""
    if value is None or value == "":
        return ""
    exact = _decimal(value)
    whole = exact == exact.to_integral_value()
    sign = "\u2212" if exact < 0 else ""
    return f"{sign}Rp{number_text(abs(exact), 0 if whole else 2)}"


def file_size(size: int | str | None) -> str:
    """Write a size in bytes: ``820 B``, ``412 KB``, ``1,2 MB`` (1 KB is 1,024 bytes); nothing for None."""
    if size is None or size == "":
        return ""
    amount, unit = Decimal(int(size)), "B"
    for larger in ("KB", "MB", "GB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    decimals = 1 if unit in {"MB", "GB"} and amount < 100 else 0
    return f"{number_text(amount, decimals)} {unit}"


# "dan" joins articles, paragraphs and letters; inside the name of a law or an office it stays.
_CITED = re.compile(
    r"\b(Pasal|ayat|huruf|angka|Lampiran|sebagaimana diterapkan)\b|(?<= )dan(?= (?:[a-z]\b|\(|\d|Pasal\b))"
)


def citation(basis: str) -> str:
    """Write an Indonesian legal citation for the reader; names of laws and offices stay as they are.

    ``UU 14/2008 Pasal 22 ayat (7) huruf c dan d`` becomes ``UU 14/2008 Article 22 paragraph (7) letter c and d``.
    """
    words = {
        "Pasal": _("Pasal"),
        "ayat": _("ayat"),
        "huruf": _("huruf"),
        "angka": _("angka"),
        "Lampiran": _("Lampiran"),
        "sebagaimana diterapkan": _("sebagaimana diterapkan"),
        "dan": _("dan"),
    }
    return _CITED.sub(lambda found: words[found[0]], str(basis))
