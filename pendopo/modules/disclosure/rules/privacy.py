"""Traces of a person in what is to be made public: found by a program, judged by a person.

What a program cannot find, such as a name that is nowhere on record, an officer must read for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pendopo.kernel.documents.redaction.scanning.patterns import EMAIL, KINDS, NIK, PHONE, masked, personal_in
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.disclosure.rules import limits

NAME: Final = "requester_name"
ADDRESS: Final = "requester_address"
NUMBER: Final = "case_number"
CONTACT: Final = "requester_contact"

TRACES: Final[Mapping[str, str]] = {
    NIK: KINDS[NIK],
    PHONE: KINDS[PHONE],
    EMAIL: KINDS[EMAIL],
    NAME: _("Nama pemohon atau pemberi kuasa"),
    ADDRESS: _("Alamat pemohon"),
    NUMBER: _("Nomor permohonan"),
    CONTACT: _("Nomor identitas, telepon, atau surel pemohon"),
}

# Titles and forms of business tell nobody.
_TITLES: Final = frozenset("bapak ibu sdr sdri drs dra haji hajah ltd tbk koperasi yayasan perkumpulan dan".split())
_DIGITS: Final = re.compile(r"\d(?:[ .()/-]{0,2}\d){6,}")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the requester and the request, to be looked for; never shown, never kept.

    `numbers` are NIK, telephone and other identity numbers; `codes` the numbers of the cases.
    """

    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that looks like a trace: the field it stands in, its kind, and how it begins.

    `key` names it with the line it stands in: another line is another trace, to be judged anew.
    """

    field: str
    kind: str
    sample: str
    key: str


def traces_in(texts: Mapping[str, str], known: Known) -> list[Trace]:
    """Return the traces in the texts of several fields, in their order, each once."""
    found: dict[str, Trace] = {}
    for field, text in texts.items():
        for line in text.splitlines():
            for kind, sample in _in_line(line, known):
                key = _key(field, kind, sample, line)
                found.setdefault(key, Trace(field, kind, sample, key))
    return list(found.values())


def _key(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]


def _in_line(line: str, known: Known) -> Iterator[tuple[str, str]]:
    yield from personal_in(line)
    words = _words(line)
    text = f" {' '.join(words)} "
    yield from ((NAME, masked(word)) for word in dict.fromkeys(words) if word in set(_name_words(known.names)))
    for address in known.addresses:
        if phrase := _shared_phrase(_words(address), text):
            yield ADDRESS, masked(phrase)
    for code in known.codes:
        if code and _squeezed(code) in _squeezed(line):
            yield NUMBER, masked(code)
    for email in known.emails:
        if email and email.casefold() in line.casefold():
            yield CONTACT, masked(email)
    wanted = {_national(number) for number in known.numbers if len(_national(number)) >= 6}
    for match in _DIGITS.finditer(line):
        if any(number in _national(match.group()) for number in wanted):
            yield CONTACT, masked(match.group())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _name_words(names: Iterable[str]) -> Iterator[str]:
    """Yield the words of names that can tell somebody; initials and titles cannot."""
    for name in names:
        yield from (word for word in _words(name) if len(word) >= limits.NAME_LETTERS and word not in _TITLES)


def _shared_phrase(words: list[str], text: str) -> str:
    """Return the first words in a row of an address that stand in `text`, empty when there are none."""
    least = min(limits.ADDRESS_WORDS, len(words))
    for start in range(len(words) - least + 1):
        phrase = " ".join(words[start : start + least])
        if least and len(phrase) >= limits.NAME_LETTERS and f" {phrase} " in text:
            return phrase
    return ""


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.casefold())


def _national(number: str) -> str:
    """Return the digits of a number, an Indonesian telephone number without its 0 or 62."""
    digits = re.sub(r"\D", "", number)
    return re.sub(r"^(?:62|0)(?=8)", "", digits)
