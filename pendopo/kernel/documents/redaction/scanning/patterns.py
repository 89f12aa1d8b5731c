"""What looks like personal data in a text, and how it is shown without telling it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pendopo.lib.text import gettext_noop as _

NIK: Final = "nik"
PHONE: Final = "phone"
EMAIL: Final = "email"
NAME: Final = "author"
HIDDEN_SHEET: Final = "hidden_sheet"
HIDDEN_ROWS: Final = "hidden_rows"
HIDDEN_TEXT: Final = "hidden_text"
COVERED_TEXT: Final = "covered_text"
COMMENT: Final = "comment"
CHANGES: Final = "tracked_changes"
EMBEDDED: Final = "embedded_file"
LAYER: Final = "hidden_layer"
REVISION: Final = "earlier_revision"
PLACE_TAKEN: Final = "place_taken"
UNREADABLE: Final = "unreadable"

# What each finding means, for people.
KINDS: Final = {
    NIK: _("Nomor Induk Kependudukan"),
    PHONE: _("Nomor telepon"),
    EMAIL: _("Alamat surel"),
    NAME: _("Nama pembuat dalam keterangan berkas"),
    HIDDEN_SHEET: _("Lembar tersembunyi"),
    HIDDEN_ROWS: _("Baris atau kolom tersembunyi"),
    HIDDEN_TEXT: _("Tulisan yang tidak terlihat, tetapi dapat disalin"),
    COVERED_TEXT: _("Tulisan di bawah kotak hitam yang masih dapat disalin"),
    COMMENT: _("Komentar atau catatan"),
    CHANGES: _("Lacak perubahan: tulisan yang dihapus masih tersimpan"),
    EMBEDDED: _("Berkas lain di dalamnya"),
    LAYER: _("Lapisan yang disembunyikan"),
    REVISION: _("Isi sebelum perubahan terakhir masih tersimpan"),
    PLACE_TAKEN: _("Tempat pengambilan gambar (GPS)"),
    UNREADABLE: _("Berkas tidak dapat diperiksa; periksa sendiri sebelum dibuka"),
}

# Province, regency, district: two digits each; birth date with 40 added to the day for women; four digits of a serial.
_NIK = re.compile(
    r"(?<!\d)(?<!\d[.,])([1-9]\d{5})[ .-]?"
    r"((?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d{2})[ .-]?(\d{4})(?!\d)"
)
# As people read it out and type it down.
_FOURS = re.compile(r"(?<!\d)(?<!\d[.,])\d{4}([ .-])\d{4}\1\d{4}\1\d{4}(?!\d)")
_PHONE = re.compile(
    r"(?<![\d.,/-])(?:\+?62[ -]?|0)(8\d{1,3}(?:[ .-]?\d{3,4}){2,3}|[2-9]\d{1,2}[ )-]{1,2}\d{5,8})(?!\d)"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_HIDDEN: Final = "•"


def personal_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield kind and masked sample of everything in `text` that looks like personal data.

    >>> list(personal_in("NIK 3174015502900077, telepon 0812-3456-7890"))
    [('nik', '3174••••••••••77'), ('phone', '08••••••••90')]
    """
    text = _FOURS.sub(lambda match: match[0].replace(match[1], ""), text)
    for match in _NIK.finditer(text):
        digits = "".join(match.groups())
        if len(set(digits)) > 2:
            yield NIK, digits[:4] + _HIDDEN * 10 + digits[-2:]
    rest = _NIK.sub(" ", text)
    for match in _PHONE.finditer(rest):
        digits = re.sub(r"\D", "", match.group())
        if 9 <= len(digits) <= 14:
            yield PHONE, digits[:2] + _HIDDEN * (len(digits) - 4) + digits[-2:]
    for match in _EMAIL.finditer(rest):
        name, _at, place = match.group().partition("@")
        yield EMAIL, f"{name[0]}{_HIDDEN * 4}@{place}"


def covered(text: str, mark: str) -> str:
    """Return the text with everything that `personal_in` would find in it replaced by `mark`, and rather more than less.

    >>> covered("NIK 3174-0155-0290-0077, telepon 0812-3456-7890, surel budi@contoh.id", "[…]")
    'NIK […], telepon […], surel […]'
    """
    for pattern in (_EMAIL, _FOURS, _NIK, _PHONE):
        text = pattern.sub(mark, text)
    return text


def masked(text: str) -> str:
    """Return the beginning of a text and how it goes on, no more than is needed to find it again.

    >>> masked("Budi Santoso")
    'Bu••••••'
    """
    plain = " ".join(text.split())
    return plain[:2] + _HIDDEN * min(max(len(plain) - 2, 0), 6)
