"""Alasan keberatan: the seven grounds of UU 14/2008 Pasal 35 ayat (1), when each is there, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pendopo.lib.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground: its letter, the words of the form, and what has to happen before it can be used."""

    letter: str
    text: str
    not_yet: str

    @property
    def article(self) -> str:
        """Return the article, in the words of a citation."""
        return f"UU 14/2008 Pasal 35 ayat (1) huruf {self.letter}"


GROUNDS: Final[Mapping[str, Ground]] = {
    ground.letter: ground
    for ground in (
        Ground(
            "a",
            _("Permohonan ditolak dengan alasan informasi dikecualikan"),
            _("Belum ada penolakan. Alasan ini dapat dipakai seketika permohonan ditolak."),
        ),
        Ground("b", _("Informasi berkala tidak disediakan"), ""),
        Ground(
            "c",
            _("Permohonan tidak ditanggapi"),
            _("Permohonan sudah ditanggapi. Bila tanggapannya tidak sesuai atau terlambat, pilih alasan lain."),
        ),
        Ground(
            "d",
            _("Permohonan ditanggapi tidak sebagaimana yang diminta"),
            _("Belum ada jawaban. Alasan ini dapat dipakai seketika pemberitahuan tertulis terbit."),
        ),
        Ground(
            "e",
            _("Permohonan tidak dipenuhi"),
            _("Belum ada keputusan. Alasan ini dapat dipakai seketika permohonan diputus atau ditutup."),
        ),
        Ground(
            "f",
            _("Biaya yang dikenakan tidak wajar"),
            _("Tidak ada biaya yang dikenakan sampai saat ini."),
        ),
        Ground(
            "g",
            _("Informasi disampaikan melebihi batas waktu"),
            _("Informasi belum disampaikan, atau disampaikan tepat waktu."),
        ),
    )
}
LETTERS: Final = "".join(GROUNDS)

# Periodic information must be there without being asked for: no request has to come before (Pasal 9).
WITHOUT_REQUEST: Final = "b"
# Pasal 35 ayat (2): all but a refusal may be settled amicably (musyawarah).
AMICABLE: Final = frozenset("bcdefg")

C_FROM: Final = _(
    "Jawaban belum jatuh tempo. Alasan ini dapat dipakai mulai %(date)s bila sampai saat itu belum dijawab."
)


def ordered(letters: str) -> str:
    """Return the letters once each, in the order of the law; raise ValueError for one that is no ground.

    >>> ordered("gda")
    'adg'
    """
    if unknown := set(letters) - set(LETTERS):
        raise ValueError(f"No grounds: {sorted(unknown)}")
    return "".join(letter for letter in LETTERS if letter in letters)


def may_be_settled(letters: str) -> bool:
    """Return whether an objection on these grounds may be settled amicably: at least one of them is of b–g."""
    return not AMICABLE.isdisjoint(letters)


@dataclass(frozen=True, slots=True)
class Standing:
    """A ground as it stands now: since when it is there (None: not yet), the last day, whether that is over.

    `possible_from` is the first day on which silence counts, for ground c that is not there yet.
    """

    ground: Ground
    found_at: dt.datetime | None
    until: dt.date | None = None
    is_late: bool = False
    possible_from: dt.date | None = None


def standings(
    found: Mapping[str, dt.datetime],
    *,
    now: dt.datetime,
    today: dt.date,
    last_day: Callable[[dt.datetime], dt.date],
    silent_from: dt.date | None,
) -> list[Standing]:
    """Return the seven grounds as they stand for one request.

    `found` says at which instant each was found, `last_day` turns that into the end of the 30 working days (Pasal 36
    ayat (1)), `silent_from` is the first day on which an unanswered request is late. A ground that lies in the future
    is not there yet. Ground b needs nothing before it and is found now.
    """
    lines = []
    for letter, ground in GROUNDS.items():
        at = found.get(letter)
        if letter == WITHOUT_REQUEST:
            at = at or now
        if at is None or at > now:
            lines.append(Standing(ground, None, possible_from=silent_from if letter == "c" else None))
            continue
        until = last_day(at)
        lines.append(Standing(ground, at, until, until < today))
    return lines


def late_letters(letters: str, lines: list[Standing]) -> str:
    """Return those of `letters` whose 30 working days are over: accepted and flagged (question A7)."""
    return "".join(line.ground.letter for line in lines if line.is_late and line.ground.letter in letters)
