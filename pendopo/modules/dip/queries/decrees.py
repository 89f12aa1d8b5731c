"""The yearly decree: the list as it stands, frozen lists of decrees, and what the letter says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, RegisterCounter
from pendopo.kernel.agencies.numbering import number_template
from pendopo.kernel.agencies.rules import DEFAULT_NUMBER_TEMPLATE
from pendopo.kernel.documents.letters.heading import letter_date, letterhead_of
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.documents.queries import documents_of
from pendopo.lib.numbering import write_number
from pendopo.modules.dip.models import Decree, DecreeItem, EntryVersion
from pendopo.modules.dip.rules import kinds, limits

HEADINGS: Final = (
    "No",
    "Ringkasan isi informasi",
    "Pejabat/unit yang menguasai",
    "Penanggung jawab pembuatan atau penerbitan",
    "Waktu dan tempat pembuatan",
    "Bentuk informasi",
    "Jangka waktu penyimpanan",
    "Klasifikasi",
)
SUBJECT_TYPE: Final = "dip_decree"
_TITLE: Final = "Pejabat Pengelola Informasi dan Dokumentasi"
_SUBJECT: Final = "Penetapan daftar informasi publik"
# Periodic, at once, at all times: backwards in the alphabet.
_ORDER: Final = ("-entry_class", "category", "title", "id")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a decree's list: the version and the name of its unit."""

    version: EntryVersion
    unit_name: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter ready to be rendered."""

    template: str
    content: dict[str, Any]
    letterhead: dict[str, Any]
    file_name: str


def standing(agency: Agency) -> list[Line]:
    """Return the list as it stands, in the order in which a decree prints it. One query."""
    found = EntryVersion.objects.for_agency(agency).filter(is_live=True).select_related("unit").order_by(*_ORDER)
    return [Line(each, each.unit.name if each.unit else "") for each in found]


def lines_of(decree: Decree) -> Iterator[Line]:
    """Yield the lines that a decree froze. One query."""
    found = DecreeItem.objects.for_agency(decree.agency).filter(decree=decree).select_related("version")
    for item in found.order_by("position").iterator(chunk_size=1000):
        yield Line(item.version, item.unit_name)


def cells(lines: Iterable[Line]) -> Iterator[list[str]]:
    """Yield the lines as text in the official columns, in Indonesian, whatever the reader's language."""
    with translation.override("id"):
        words = {code: _(text) for code, text in (*kinds.FORMS.items(), *kinds.CLASSES.items())}
    for number, line in enumerate(lines, start=1):
        version = line.version
        yield [
            str(number),
            f"{version.title}. {version.summary}",
            ", ".join(each for each in (version.holder, line.unit_name) if each),
            version.responsible,
            ", ".join(each for each in (version.made_when, version.made_where) if each),
            words[version.form],
            version.retention,
            words[version.entry_class],
        ]


def checksum(lines: Iterable[Line]) -> str:
    """Return the SHA-256 over the list's cells: two lists with one checksum say the same."""
    digest = hashlib.sha256()
    for row in cells(lines):
        digest.update("\x1f".join(row).encode() + b"\x1e")
    return digest.hexdigest()


def next_number(agency: Agency) -> str:
    """Return the number that the next decree gets, unless another comes first. Two queries."""
    today = clock.today(agency.timezone)
    counter = RegisterCounter.objects.for_agency(agency).filter(register=kinds.DECREE_REGISTER, year=today.year)
    last = counter.values_list("last", flat=True).first() or 0
    own = number_template(agency, kinds.DECREE_REGISTER)
    template = kinds.DECREE_TEMPLATE if own == DEFAULT_NUMBER_TEMPLATE else own
    return write_number(template, seq=last + 1, on=today, code=agency.code)


def letter(agency: Agency, lines: Sequence[Line], *, number: str, place: str, signer: str) -> Paper:
    """Return the decree's letter, with the list in it or, when that is long, with its checksum."""
    today = clock.today(agency.timezone)
    shown = lines if len(lines) <= limits.DECREE_TABLE_ROWS else []
    content: dict[str, Any] = {
        "year": str(today.year),
        "count": len(lines),
        "headings": list(HEADINGS),
        "rows": list(cells(shown)),
        "checksum": checksum(lines),
        "place": f"{place}, {letter_date(today)}",
        "signer": {
            "title": _TITLE,
            "name": signer,
            "note": "Ditetapkan secara elektronik. Nomor penetapan ini dapat dicocokkan pada laman daftar informasi publik.",
        },
    }
    head = letterhead_of(agency, number=number, on=today, place=place, subject=_SUBJECT)
    return Paper("dip/decree", content, head, f"sk-dip-{today.year}.pdf")


def decrees(agency: Agency, limit: int = limits.DECREES_SHOWN) -> list[Decree]:
    """Return the decrees, newest first. One query."""
    return list(Decree.objects.for_agency(agency).order_by("-decreed_on", "-id")[:limit])


def decree_of(agency: Agency, pk: UUID) -> Decree | None:
    """Return one decree, or None. One query."""
    found: Decree | None = Decree.objects.for_agency(agency).filter(pk=pk).first()
    return found


def letter_file(agency: Agency, pk: UUID) -> Document | None:
    """Return a decree's stored letter, or None. One query."""
    found = documents_of(agency, SUBJECT_TYPE, [pk], purposes=[Purpose.LETTER])[pk]
    return found[-1] if found else None


def last_place(agency: Agency) -> str:
    """Return where the last decree was set, to be offered again. One query."""
    found = Decree.objects.for_agency(agency).order_by("-decreed_on", "-id")
    return str(found.values_list("place", flat=True).first() or "")
