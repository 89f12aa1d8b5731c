"""Numbers of legal registers (nomor register), written by a template."""

from __future__ import annotations

import re
import string
from datetime import date
from typing import Final

from pendopo.lib.text import gettext_noop as _

ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
FIELDS: Final = frozenset({"seq", "year", "month", "month_roman", "code"})
# Signs of a written number at most: the columns for numbers hold 80, and letters about the case add up to four ("/DIK").
NUMBER_MAX: Final = 76

_TEXT_FIELDS: Final = frozenset({"code", "month_roman"})
_LITERAL: Final = re.compile(r"[A-Z0-9./_-]*")
_DIGITS: Final = re.compile(r"(0[1-9]d)?")
# What a busy year makes of a template, in the month with the longest Roman number.
_GREATEST_SEQ: Final = 999_999
_LONGEST_MONTH: Final = date(2028, 8, 31)

_APART = _("Pisahkan setiap kolom dengan tanda, misalnya {seq:03d}/{year}.")

# Text before a field, name, format and conversion of the field; name None for text at the end.
_Piece = tuple[str, str | None, str | None, str | None]


class BadTemplate(ValueError):
    """The template cannot be used; `sentence` is a msgid with the remedy, filled from `params`."""

    def __init__(self, sentence: str, **params: object) -> None:
        super().__init__(sentence % params)
        self.sentence, self.params = sentence, params


def check_template(template: str, *, code: str) -> None:
    """Raise BadTemplate for a template whose numbers could be wrong, alike, too long or not found.

    Citizens type their number in any case, so it is looked up in capitals; two fields side by side could give two
    cases one number (1 and 12 beside 11 and 2).
    """
    pieces = _pieces(template)
    _check_fields({name for _text, name, _format, _conversion in pieces if name is not None})
    for place, (text, name, form, conversion) in enumerate(pieces):
        if not _LITERAL.fullmatch(text):
            raise BadTemplate(_("Pakai hanya huruf besar, angka, titik, garis miring, garis bawah, dan tanda hubung."))
        touches_before = place > 0 and (text[:1].isalnum() or not text)
        if touches_before or (name is not None and text[-1:].isalnum()):
            raise BadTemplate(_APART)
        if conversion or (form and (name in _TEXT_FIELDS or not _DIGITS.fullmatch(form))):
            raise BadTemplate(_("Banyaknya angka ditulis seperti {seq:03d}, paling banyak sembilan angka."))
    if len(write_number(template, seq=_GREATEST_SEQ, on=_LONGEST_MONTH, code=code)) > NUMBER_MAX:
        raise BadTemplate(_("Nomor menjadi lebih panjang dari %(most)s karakter. Pendekkan polanya."), most=NUMBER_MAX)


def _pieces(template: str) -> list[_Piece]:
    try:
        return list(string.Formatter().parse(template))
    except ValueError as error:
        sentence = _("Kurung kurawal pada pola tidak berpasangan. Tulis setiap kolom seperti {year}.")
        raise BadTemplate(sentence) from error


def _check_fields(named: set[str]) -> None:
    if unknown := named - FIELDS:
        raise BadTemplate(
            _("Pola tidak mengenal kolom %(unknown)s. Pakai hanya %(known)s."),
            unknown=", ".join(f"{{{name}}}" for name in sorted(unknown)),
            known=", ".join(f"{{{name}}}" for name in sorted(FIELDS)),
        )
    if not {"seq", "year"} <= named:
        raise BadTemplate(_("Pola harus memuat {seq} dan {year}, agar tidak ada nomor yang sama."))


def write_number(template: str, *, seq: int, on: date, code: str) -> str:
    """Return the register number for running number `seq` on the local date `on`.

    >>> write_number("{seq:03d}/PPID/{month_roman}/{year}", seq=7, on=date(2026, 8, 3), code="PPID")
    '007/PPID/VIII/2026'
    """
    return template.format(seq=seq, year=on.year, month=on.month, month_roman=ROMAN[on.month - 1], code=code)


def seq_in(template: str, number: str, *, year: int, code: str) -> int | None:
    """Return the running number with which the template would write `number` in `year`, None when it never would.

    >>> seq_in("{seq:03d}/PPID/{month_roman}/{year}", "007/PPID/VIII/2026", year=2026, code="PPID")
    7
    """
    for digits in dict.fromkeys(re.findall(r"\d{1,9}", number)):
        seq = int(digits)
        if seq and any(
            write_number(template, seq=seq, on=date(year, month, 1), code=code) == number for month in range(1, 13)
        ):
            return seq
    return None
