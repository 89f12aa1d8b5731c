"""Pemberitahuan tertulis: its decisions and seven contents (UU 14/2008 Pasal 22 ayat (7) huruf a–g)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pendopo.lib.article17 import letters_of
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.information.rules.grounds import GROUNDS

GRANT, PARTIAL, REFUSE, NOT_HELD, REDIRECT = "grant", "partial", "refuse", "not_held", "redirect"
DECISIONS: Final[Mapping[str, str]] = {
    GRANT: _("Dikabulkan seluruhnya"),
    PARTIAL: _("Dikabulkan sebagian"),
    REFUSE: _("Ditolak"),
    NOT_HELD: _("Tidak dikuasai"),
    REDIRECT: _("Dirujuk ke badan publik lain"),
}
GIVING: Final = frozenset({GRANT, PARTIAL})
WITHHOLDING: Final = frozenset({PARTIAL, REFUSE})
# What belongs to giving alone, with the value of nothing: a draft may still hold it after its decision was changed.
OF_GIVING: Final[Mapping[str, str | None]] = {
    "material": "",
    "redaction": "",
    "delivery": "",
    "cost": None,
    "payment": "",
}
_WITHOUT_INFORMATION: Final = frozenset({NOT_HELD, REDIRECT})

# Withholding is decided by two people (four eyes): the one who drafts is not the one who issues.
NEEDS_SECOND_PERSON: Final = WITHHOLDING

SEVEN_CONTENTS: Final[Mapping[str, str]] = {
    "a": _("Apakah informasi di bawah penguasaan badan publik"),
    "b": _("Badan publik yang menguasai, bila bukan badan ini dan diketahui"),
    "c": _("Diterima atau ditolak, dengan alasan Pasal 17"),
    "d": _("Materi informasi yang akan diberikan"),
    "e": _("Bagian yang dihitamkan, dengan alasan dan materinya"),
    "f": _("Alat penyampai dan format"),
    "g": _("Biaya dan cara pembayaran"),
}


# Which fields hold which of the seven contents; c stands on the decision, its grounds and its reason.
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "a": ("decision",),
    "b": ("held_by",),
    "c": ("decision", "grounds", "reason", "exemptions"),
    "d": ("material",),
    "e": ("redaction",),
    "f": ("delivery",),
    "g": ("cost", "payment"),
}
COMPLETE, MISSING, NOT_NEEDED = "complete", "missing", "not_needed"

# Content a and column 9 of the register: what a refusal by Pasal 6 ayat (3) huruf e rests on is not under control.
UNDOCUMENTED_GROUND: Final = "6e"
HELD, PARTLY_HELD, UNDOCUMENTED, ELSEWHERE = "held", "partly_held", "undocumented", "elsewhere"


def holding(decision: str, grounds: Collection[str], *, under_control: bool) -> str:
    """Return what content a says: HELD, PARTLY_HELD, UNDOCUMENTED or ELSEWHERE.

    >>> holding(REFUSE, ["6e"], under_control=True)
    'undocumented'
    """
    if not under_control:
        return ELSEWHERE
    if UNDOCUMENTED_GROUND not in grounds:
        return HELD
    return UNDOCUMENTED if decision == REFUSE and set(grounds) == {UNDOCUMENTED_GROUND} else PARTLY_HELD


@dataclass(frozen=True, slots=True)
class Citation:
    """An exemption (DIK) that a refusal rests on, as it was on the day of drafting: key, decree and letters.

    `decided_on` is an ISO date: a citation is kept with its notice as it was read.
    """

    id: str
    number: str
    decided_on: str
    title: str
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What a notice says; empty strings where a content does not apply. `cost` in rupiah, None when not stated."""

    decision: str
    held_by: str = ""
    reason: str = ""
    grounds: Collection[str] = ()
    material: str = ""
    redaction: str = ""
    delivery: str = ""
    cost: Decimal | None = None
    payment: str = ""
    citations: Collection[Citation] = ()


def uncited_letters(notice: NoticeText) -> tuple[str, ...]:
    """Return the letters of Pasal 17 that the notice withholds by and that no cited exemption covers.

    Pasal 19 asks for a consequence test before; PerKI 1/2021 as agencies copy it, for its decree beside the notice.
    Grounds of Pasal 6 ayat (3) stand on the written reason alone.
    """
    if notice.decision not in WITHHOLDING:
        return ()
    covered = {letter for citation in notice.citations for letter in citation.letters}
    return tuple(letter for letter in letters_of(notice.grounds) if letter not in covered)


def _contradictions(notice: NoticeText) -> dict[str, str]:
    """Return field → sentence for what contradicts the decision, so that nobody knows which of the two was meant.

    Above all nothing is withheld under a decision that one person may issue alone. That information is not held or not
    documented yet (Pasal 6 ayat (3) huruf e) agrees with "not held".
    """
    wrong: dict[str, str] = {}
    if notice.decision == GRANT and notice.grounds:
        wrong["grounds"] = _(
            "“Dikabulkan seluruhnya” tidak memuat alasan penolakan. Hapus alasannya, atau ganti keputusan."
        )
    if notice.decision in _WITHOUT_INFORMATION and set(notice.grounds) - {UNDOCUMENTED_GROUND}:
        wrong["grounds"] = _("Alasan ini hanya untuk informasi yang dikuasai. Hapus alasannya, atau pilih “Ditolak”.")
    if notice.decision == GRANT and notice.redaction:
        wrong["redaction"] = _(
            "Penghitaman hanya untuk “Dikabulkan sebagian”. Kosongkan bagian ini, atau ganti keputusan."
        )
    return wrong


def missing_contents(notice: NoticeText) -> dict[str, str]:
    """Return field → sentence for every content of Pasal 22 ayat (7) that the decision demands and the notice lacks.

    What contradicts the decision is named as well: it has to be taken out first.
    """
    if notice.decision not in DECISIONS:
        return {"decision": _("Pilih keputusan.")}
    missing = _contradictions(notice)
    if notice.decision == REDIRECT and not notice.held_by:
        missing["held_by"] = _("Tulis badan publik yang menguasai informasi ini, dengan alamatnya bila diketahui.")
    if notice.decision in WITHHOLDING and not notice.grounds:
        missing["grounds"] = _("Pilih paling sedikit satu alasan Pasal 17 atau Pasal 6 ayat (3).")
    if set(notice.grounds) - set(GROUNDS):
        missing["grounds"] = _("Pilih alasan dari daftar.")
    if uncited_letters(notice):
        missing["exemptions"] = _("Pilih penetapan (DIK) yang berlaku untuk setiap huruf Pasal 17 yang dipakai.")
    if notice.decision != GRANT and not notice.reason:
        missing["reason"] = _("Tulis alasan dalam kalimat yang dapat dipahami pemohon.")
    if notice.decision in GIVING and not notice.material:
        missing["material"] = _("Tulis materi informasi yang diberikan.")
    if notice.decision == PARTIAL and not notice.redaction:
        missing["redaction"] = _("Tulis bagian yang dihitamkan dan materinya.")
    if notice.decision in GIVING and not notice.delivery:
        missing["delivery"] = _("Tulis cara penyampaian dan format informasi.")
    if notice.decision in GIVING and notice.cost is None:
        missing["cost"] = _("Tulis biaya; isi 0 bila tidak ada biaya.")
    if notice.decision in GIVING and notice.cost and not notice.payment:
        missing["payment"] = _("Tulis cara pembayaran.")
    return missing


def seven_contents(notice: NoticeText) -> dict[str, str]:
    """Return letter a–g → COMPLETE, MISSING or NOT_NEEDED: how far the notice holds what Pasal 22 ayat (7) demands."""
    missing = missing_contents(notice)
    found: dict[str, str] = {}
    for letter, fields in _FIELDS.items():
        if not missing.keys().isdisjoint(fields):
            found[letter] = MISSING
        elif any(getattr(notice, name, "") not in ("", None, (), []) for name in fields):
            found[letter] = COMPLETE
        else:
            found[letter] = NOT_NEEDED if notice.decision in DECISIONS else MISSING
    return found
