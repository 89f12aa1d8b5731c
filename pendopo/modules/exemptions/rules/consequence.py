"""Uji konsekuensi: what each step must hold (PerKI 1/2021 Pasal 49; UU 14/2008 Pasal 19 and 20; PP 61/2010)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pendopo.lib.article17 import KINDS
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.exemptions.rules import periods

SUBJECT_TYPE: Final = "exemption"
REGISTER: Final = "exemption"
# Numbers of tests look other than those of requests, so that nobody types one for the other.
NUMBER_TEMPLATE: Final = "UK-{code}-{year}-{seq:04d}"

# When the test is done (PerKI 1/2021 Pasal 49).
BEFORE_REQUEST, ON_REQUEST, IN_DISPUTE = "before_request", "on_request", "in_dispute"
TIMINGS: Final[Mapping[str, str]] = {
    BEFORE_REQUEST: _("Sebelum ada permohonan"),
    ON_REQUEST: _("Karena ada permohonan"),
    IN_DISPUTE: _("Dalam sengketa, atas perintah Majelis Komisioner"),
}

EXEMPT, OPEN = "exempt", "open"
RESULTS: Final[Mapping[str, str]] = {
    EXEMPT: _("Dikecualikan: kerugian bila dibuka lebih besar"),
    OPEN: _("Terbuka: kepentingan publik lebih besar"),
}

# Undang-undang only: a government regulation or a decree cannot make information secret.
_LAW: Final = re.compile(
    r"(undang-undang|uu|kitab undang-undang|kuhp|kuhap|kuh ?perdata|kuhd|perppu"
    r"|peraturan pemerintah pengganti undang-undang)\b",
    re.IGNORECASE,
)
_ARTICLE: Final = re.compile(r"\bpasal\s+\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field: a sentence with named places, and their values."""

    template: str
    params: Mapping[str, object]


Problems = dict[str, Problem]


def _say(template: str, **params: object) -> Problem:
    return Problem(template, params)


@dataclass(frozen=True, slots=True)
class Identification:
    """Which part of which documents (PerKI 1/2021 Pasal 49: identify the documents, record the information)."""

    part: str
    documents: Sequence[str]

    def problems(self) -> Problems:
        """Return field → problem."""
        found: Problems = {}
        if not self.part:
            found["part"] = _say(_("Tulis bagian informasi yang diusulkan dikecualikan."))
        if not self.documents:
            found["documents"] = _say(_("Tulis paling sedikit satu dokumen yang memuatnya."))
        return found


@dataclass(frozen=True, slots=True)
class Analysis:
    """The letters of Pasal 17 and the laws with their articles, one to a line."""

    letters: Sequence[str]
    laws: Sequence[str]

    def problems(self) -> Problems:
        """Return field → problem."""
        found: Problems = {}
        if not self.letters or set(self.letters) - set(KINDS):
            found["letters"] = _say(_("Pilih paling sedikit satu huruf Pasal 17 dari daftar."))
        if not self.laws:
            found["laws"] = _say(_("Tulis undang-undang dan pasalnya, satu baris untuk setiap undang-undang."))
        for line in self.laws:
            if not _LAW.match(line):
                found["laws"] = _say(
                    _("“%(line)s” bukan undang-undang. Pengecualian hanya dapat berdasar undang-undang."), line=line
                )
            elif not _ARTICLE.search(line):
                found["laws"] = _say(_("Sebutkan pasal pada “%(line)s”, misalnya Pasal 4 ayat (2)."), line=line)
        if "j" in self.letters and self.laws and all(_is_kip(line) for line in self.laws):
            found["laws"] = _say(_("Untuk huruf j, sebutkan undang-undang lain yang melarang pengungkapannya."))
        return found


def _is_kip(line: str) -> bool:
    return re.search(r"\b14\s*(/|tahun)\s*2008\b", line, re.IGNORECASE) is not None


_WEIGHED: Final[Mapping[str, str]] = {
    "if_opened": _("Tulis akibat bila informasi dibuka."),
    "if_closed": _("Tulis akibat bila informasi ditutup."),
    "public_interest": _("Tulis pertimbangan kepentingan publik."),
}


@dataclass(frozen=True, slots=True)
class Weighing:
    """The consequences on both sides, the public interest, and what follows: open, or exempt for how long and why."""

    result: str
    if_opened: str
    if_closed: str
    public_interest: str
    public_reason: str = ""
    until: dt.date | None = None
    no_end_reason: str = ""

    def problems(self, letters: Sequence[str], start: dt.date) -> Problems:
        """Return field → problem for a test of information under `letters` whose exemption would start on `start`."""
        found: Problems = {}
        if self.result not in RESULTS:
            found["result"] = _say(_("Pilih hasil uji."))
        found |= {name: _say(sentence) for name, sentence in _WEIGHED.items() if not getattr(self, name)}
        if self.result != EXEMPT:
            return found
        if not self.public_reason:
            found["public_reason"] = _say(_("Tulis alasan yang dimuat dalam surat penetapan."))
        return found | period_problems(letters, start, self.until, self.no_end_reason)


def period_problems(letters: Sequence[str], start: dt.date, until: dt.date | None, no_end_reason: str) -> Problems:
    """Return what is wrong with a period that starts on `start`.

    An end is needed for 17 a–f (Pasal 20); g–j may do without one, for a written reason.
    """
    if until is None:
        if periods.must_end(letters):
            return {"until": _say(_("Isi tanggal berakhir: pengecualian Pasal 17 huruf a–f tidak bersifat permanen."))}
        if not no_end_reason:
            return {"no_end_reason": _say(_("Tulis alasan tanpa tanggal berakhir, atau isi tanggalnya."))}
        return {}
    if until <= start:
        return {"until": _say(_("Tanggal berakhir harus sesudah %(start)s."), start=start)}
    latest = periods.latest_end(letters, start)
    if latest is not None and until > latest:
        return {
            "until": _say(
                _("Paling lambat %(latest)s: pengecualian Pasal 17 huruf a paling lama %(years)s tahun."),
                latest=latest,
                years=periods.LAW_ENFORCEMENT_YEARS,
            )
        }
    return {}
