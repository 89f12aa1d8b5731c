"""The questionnaire in other words: English, and Indonesian that is easy to read. The official wording stands in the instrument.

By element key, for the questionnaire of PermenPANRB 14/2017; whatever an agency worded itself is shown as it worded it.
Only the words differ, never the values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.rules.instruments import Element, instrument

OFFICIAL, ENGLISH, EASY = "id", "en", "mudah"
# Address word → what the switch shows, in its own language.
LANGUAGES: Final[Mapping[str, str]] = {
    OFFICIAL: "Indonesia",
    EASY: "Bahasa mudah",
    ENGLISH: "English",
}
# What a screen reader should speak.
SPOKEN: Final[Mapping[str, str]] = {OFFICIAL: "id", EASY: "id", ENGLISH: "en"}


@dataclass(frozen=True, slots=True)
class Wording:
    """A question with its answers from 1 upwards."""

    question: str
    labels: tuple[str, ...]


_ENGLISH: Final[Mapping[str, Wording]] = {
    "persyaratan": Wording(
        "Did the requirements fit the service you asked for?",
        ("They did not fit", "They did not quite fit", "They fit", "They fit very well"),
    ),
    "prosedur": Wording(
        "How easy was the procedure at this office?", ("Not easy", "Not quite easy", "Easy", "Very easy")
    ),
    "waktu_penyelesaian": Wording(
        "How quick was the service?", ("Not quick", "Not quite quick", "Quick", "Very quick")
    ),
    "biaya_tarif": Wording(
        "How reasonable was the cost?", ("Very expensive", "Rather expensive", "Inexpensive", "Free of charge")
    ),
    "produk": Wording(
        "Did the result match what the service standard promises?",
        ("It did not match", "It did not quite match", "It matched", "It matched very well"),
    ),
    "kompetensi_pelaksana": Wording(
        "How competent were the staff?", ("Not competent", "Not quite competent", "Competent", "Very competent")
    ),
    "perilaku_pelaksana": Wording(
        "How polite and friendly were the staff?",
        ("Not polite and friendly", "Not quite polite and friendly", "Polite and friendly", "Very polite and friendly"),
    ),
    "sarana_prasarana": Wording("How good were the rooms and facilities?", ("Poor", "Fair", "Good", "Very good")),
    "penanganan_pengaduan": Wording(
        "How are complaints of visitors handled?",
        ("There is nothing", "There is something that does not work", "It works, but not well enough", "Well managed"),
    ),
}
_EASY: Final[Mapping[str, Wording]] = {
    "persyaratan": Wording(
        "Apakah syarat yang diminta cocok dengan layanan ini?",
        ("Tidak cocok", "Kurang cocok", "Cocok", "Sangat cocok"),
    ),
    "prosedur": Wording("Apakah langkah-langkahnya mudah?", ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah")),
    "waktu_penyelesaian": Wording(
        "Apakah layanan ini selesai dengan cepat?", ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat")
    ),
    "biaya_tarif": Wording("Berapa biayanya menurut Anda?", ("Sangat mahal", "Agak mahal", "Murah", "Gratis")),
    "produk": Wording(
        "Apakah hasilnya sesuai dengan yang dijanjikan?",
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ),
    "kompetensi_pelaksana": Wording(
        "Apakah petugas mampu membantu Anda?", ("Tidak mampu", "Kurang mampu", "Mampu", "Sangat mampu")
    ),
    "perilaku_pelaksana": Wording(
        "Apakah petugas sopan dan ramah?", ("Tidak sopan", "Kurang sopan", "Sopan dan ramah", "Sangat sopan dan ramah")
    ),
    "sarana_prasarana": Wording("Bagaimana ruang, alat, dan tempatnya?", ("Buruk", "Cukup", "Baik", "Sangat baik")),
    "penanganan_pengaduan": Wording(
        "Jika ada keluhan, apakah ditangani?",
        (
            "Tidak ada tempat mengeluh",
            "Ada, tetapi tidak jalan",
            "Ditangani, tetapi kurang baik",
            "Ditangani dengan baik",
        ),
    ),
}
_OTHERS: Final[Mapping[str, Mapping[str, Wording]]] = {ENGLISH: _ENGLISH, EASY: _EASY}

# What is said above the questions, by language; the page's other words are the interface's own.
_PURPOSE: Final = _(
    "Jawaban Anda dipakai untuk menghitung indeks kepuasan masyarakat dan memperbaiki pelayanan. Pengisian sukarela dan "
    "tanpa nama. Dengan mengirim, Anda setuju jawaban ini diolah untuk tujuan itu."
)
PURPOSES: Final[Mapping[str, str]] = {
    OFFICIAL: _PURPOSE,
    ENGLISH: _PURPOSE,
    EASY: _(
        "Jawaban Anda membantu kami melayani lebih baik. Anda tidak perlu menulis nama. Anda boleh tidak mengisi. Jika "
        "Anda menekan Kirim, kami boleh menghitung jawaban Anda."
    ),
}


def wording(element: Element, language: str, scale: int) -> Wording:
    """Return how an element is asked in a language: in its own words wherever these are not the questionnaire's of 2017."""
    own = Wording(element.question, tuple(element.label(value) for value in range(1, scale + 1)))
    other = _OTHERS.get(language, {}).get(element.key)
    if other is None:
        return own
    known = instrument("permen14_2017")
    first = known.element(element.key)
    return other if own == Wording(first.question, first.labels) else own
