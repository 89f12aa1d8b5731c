"""Pasal 17 UU 14/2008: the ten kinds of information that may be exempt, by letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pendopo.lib.text import gettext_noop as _

# Short wording, confidence B: official pages of agencies quote the list, the text of the law stays to be compared.
KINDS: Final[Mapping[str, str]] = {
    "a": _("menghambat proses penegakan hukum"),
    "b": _("mengganggu perlindungan hak atas kekayaan intelektual dan persaingan usaha sehat"),
    "c": _("membahayakan pertahanan dan keamanan negara"),
    "d": _("mengungkapkan kekayaan alam Indonesia"),
    "e": _("merugikan ketahanan ekonomi nasional"),
    "f": _("merugikan kepentingan hubungan luar negeri"),
    "g": _("mengungkapkan isi akta autentik yang bersifat pribadi atau wasiat seseorang"),
    "h": _("mengungkap rahasia pribadi"),
    "i": _("memorandum atau surat antar atau intra badan publik yang menurut sifatnya dirahasiakan"),
    "j": _("informasi yang tidak boleh diungkapkan berdasarkan undang-undang"),
}


def article(letter: str) -> str:
    """Return how a letter is cited.

    >>> article("h")
    'UU 14/2008 Pasal 17 huruf h'
    """
    return f"UU 14/2008 Pasal 17 huruf {letter}"


def letters_of(grounds: Iterable[str]) -> tuple[str, ...]:
    """Return the letters among codes of grounds such as 17h and 6e.

    >>> letters_of(["17h", "6e", "17a"])
    ('h', 'a')
    """
    return tuple(code[2:] for code in grounds if code.startswith("17") and code[2:] in KINDS)
