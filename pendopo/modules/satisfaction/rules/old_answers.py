"""Answers and results kept elsewhere: how columns are called in our template, LimeSurvey and Google Forms.

Columns of elements are U1, U2, … in the order of the questionnaire; which element that is, the survey's instrument says.
"""

from __future__ import annotations

import re
from typing import Final

from pendopo.kernel.imports.rules import (
    Column,
    Unreadable,
    block_of,
    choice_of,
    folded,
    line_of,
    read_day,
    read_whole,
    shown,
)
from pendopo.lib.text import clean_line
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.rules import limits, periods, traits
from pendopo.modules.satisfaction.rules.instruments import Element, Instrument, instrument

NUMBERING: Final = "questionnaire"
ELEMENTS: Final = 9 + limits.ADDED_ELEMENTS_MAX
_ASKED: Final = {element.numbers[NUMBERING]: element for element in instrument("permen14_2017").elements}
_FRACTION: Final = re.compile(r"\d+[.,]\d+")
_NUMBER: Final = re.compile(r"[+-]?\d+")


def mark_key(number: int) -> str:
    """Return the key of the column of U1, U2, …"""
    return f"u{number}"


def _names(number: int) -> tuple[str, ...]:
    found = [f"U {number}", f"Unsur {number}", f"Q{number}", f"Pertanyaan {number}", f"SKM U{number}", f"SKM Q{number}"]
    if element := _ASKED.get(number):
        # Google Forms heads a column with the question, LimeSurvey with the question, its code, or both.
        question = element.question.rstrip("?")
        found += [element.name, question, f"{number} {question}", f"U{number} {question}", f"U{number} {element.name}"]
    return tuple(found)


def element_of(definition: Instrument, number: int) -> Element | None:
    """Return the element that U1, U2, … of a file stands for, None beyond the last."""
    return next((each for each in definition.elements if each.numbers[NUMBERING] == number), None)


def read_mark(definition: Instrument, element: Element, text: str) -> int:
    """Return a value from 1 to the scale, given as digit or in the words of the answer; raise Unreadable."""
    cell, scale = clean_line(text), definition.scale
    if re.fullmatch(r"\d", cell) and 1 <= int(cell) <= scale:
        return int(cell)
    labels = [folded(label) for label in element.labels]
    if folded(cell) in labels:
        return labels.index(folded(cell)) + 1
    # "4 - Sangat sesuai", as forms write a value with its label.
    if (found := re.match(r"(\d)\s*[.):=-]\s*\D", cell)) and 1 <= int(found[1]) <= scale:
        return int(found[1])
    words: dict[str, str | int] = {"text": shown(text), "scale": scale}
    if _FRACTION.fullmatch(cell):
        raise Unreadable(_("Nilai “%(text)s” pecahan. Tulis bilangan bulat 1 sampai %(scale)s."), **words)
    if _NUMBER.fullmatch(cell):
        raise Unreadable(_("Nilai “%(text)s” di luar skala. Tulis 1 sampai %(scale)s."), **words)
    raise Unreadable(_("“%(text)s” bukan jawaban unsur ini. Tulis 1 sampai %(scale)s, atau kata jawabannya."), **words)


_GENDERS: Final = {
    "male": ("Laki-laki", "L", "Pria", "Laki laki", "Male"),
    "female": ("Perempuan", "P", "Wanita", "Female"),
}
_SCHOOLS: Final = {
    "sd": ("SD", "Sekolah dasar"),
    "smp": ("SMP", "SLTP"),
    "sma": ("SMA", "SLTA", "SMK", "SMA/SMK", "SMA/sederajat", "SLTA/sederajat"),
    "diploma": ("Diploma", "D1", "D2", "D3", "D4", "DI", "DII", "DIII", "DIV", "D-III", "D-IV", "D1-D3"),
    "s1": ("S1", "S-1", "Sarjana", "D4/S1", "S1/D4"),
    "s2": ("S2", "S-2", "Magister"),
    "s3": ("S3", "S-3", "Doktor"),
}
_JOBS: Final = {
    "pns": ("PNS", "ASN", "PNS/ASN", "PPPK"),
    "tni": ("TNI",),
    "polri": ("POLRI", "Polisi"),
    "private": ("Swasta", "Karyawan swasta", "Pegawai swasta"),
    "self_employed": ("Wirausaha", "Wiraswasta", "Wirausahawan"),
    "other": (
        "Lainnya",
        "Lain-lain",
        "Other",
        "Pelajar/mahasiswa",
        "Mahasiswa",
        "Pelajar",
        "Ibu rumah tangga",
        "Petani",
    ),
}
_DISABLED: Final = {
    "yes": ("Penyandang disabilitas", "Ya", "Disabilitas", "Yes"),
    "no": ("Bukan", "Tidak", "Non disabilitas", "Bukan penyandang disabilitas", "No"),
}
_AGES: Final = ((20, "under_20"), (30, "20s"), (40, "30s"), (50, "40s"), (60, "50s"), (121, "60_up"))
_age_words = choice_of({name: (label,) for name, label in traits.BY_KEY["age"].values.values()})


def read_age(text: str) -> str:
    """Return the band of an age in years, or of the band's own words; raise Unreadable."""
    plain = re.sub(r"\s*(?:tahun|thn|th)\.?$", "", clean_line(text), flags=re.IGNORECASE)
    if re.fullmatch(r"\d{1,3}", plain):
        found = next((band for below, band in _AGES if int(plain) < below), None)
        if found is None:
            raise Unreadable(_("“%(text)s” bukan usia. Tulis umur dalam tahun, misalnya 34."), text=shown(text))
        return found
    return _age_words(text)


TRAITS: Final = ("gender", "age", "education", "occupation", "disability")
SURVEY, SERVICE, COMMENT, DAY = "survey", "service", "comment", "day"

# fmt: off
ANSWERS: Final = (
    Column("number", _("Nomor responden"), line_of(60),
           ("No", "No.", "Nomor", "No resp", "No. Res", "Responden", "ID", "id. ID respons", "ID respons", "Response ID",
            "id. Response ID", "Timestamp", "Cap waktu", "Stempel waktu"), needed=True),
    *(Column(mark_key(number), f"U{number}", clean_line, _names(number))
      for number in range(1, ELEMENTS + 1)),
    Column(SURVEY, _("Nomor survei"), line_of(60), ("Survei", "Kode survei")),
    Column(SERVICE, _("Layanan"), line_of(limits.NAME_MAX),
           ("Jenis layanan", "Jenis layanan yang diterima", "Jenis pelayanan", "Nama layanan")),
    Column("gender", _("Jenis kelamin"), choice_of(_GENDERS), ("JK", "L/P", "Gender", "Kelamin")),
    Column("age", _("Usia"), read_age, ("Umur", "Usia (tahun)", "Umur (tahun)")),
    Column("education", _("Pendidikan"), choice_of(_SCHOOLS), ("Pendidikan terakhir",)),
    Column("occupation", _("Pekerjaan"), choice_of(_JOBS), ("Pekerjaan utama",)),
    Column("disability", _("Disabilitas"), choice_of(_DISABLED), ("Penyandang disabilitas",)),
    Column(DAY, _("Tanggal"), read_day,
           ("Tanggal survei", "Tanggal pengisian", "submitdate. Tanggal dikirim", "Tanggal dikirim", "Date submitted",
            "submitdate. Date submitted", "submitdate")),
    Column(COMMENT, _("Saran"), block_of(limits.COMMENT_MAX),
           ("Saran/masukan", "Saran dan masukan", "Kritik dan saran", "Masukan", "Komentar")),
)
# fmt: on

_INSTRUMENTS: Final = {
    "permen14_2017": ("PermenPANRB 14/2017", "Permen 14/2017", "SKM PermenPANRB 14/2017"),
    "kep25_2004": ("KEP/25/M.PAN/2/2004", "KEP 25/2004", "Kepmenpan 25/2004"),
}
_METHODS: Final = {
    "exact": ("Eksak", "1/9", "Hitungan eksak"),
    "weight_0_111": ("0,111", "0.111", "Bobot 0,111"),
    "weight_0_11": ("0,11", "0.11", "Bobot 0,11"),
    "nrr_3": ("NRR 3 desimal",),
    "nrr_2": ("NRR 2 desimal",),
}


def read_period(text: str) -> str:
    """Return the code of a period; raise Unreadable."""
    code = clean_line(text).upper()
    try:
        return periods.period(code).code
    except ValueError as wrong:
        example = _("“%(text)s” bukan periode. Tulis seperti 2024, 2024-S1, 2024-Q3, atau 2024-09.")
        raise Unreadable(example, text=shown(text)) from wrong


def read_index(text: str) -> str:
    """Return a converted value from 25 to 100 as decimal text; raise Unreadable."""
    plain = clean_line(text).replace(",", ".")
    if not re.fullmatch(r"\d{2,3}(?:\.\d{1,2})?", plain) or not 25 <= float(plain) <= 100:
        raise Unreadable(_("“%(text)s” bukan nilai IKM. Tulis 25 sampai 100, misalnya 82,50."), text=shown(text))
    return plain


# fmt: off
SUMS: Final = (
    Column("number", _("Nomor baris"), line_of(60), ("No", "No.", "Nomor"), needed=True),
    Column("period", _("Periode"), read_period, ("Periode survei", "Tahun"), needed=True),
    Column("unit", _("Unit"), line_of(limits.NAME_MAX), ("Unit kerja", "Unit layanan")),
    Column("instrument", _("Instrumen"), choice_of(_INSTRUMENTS), ("Dasar", "Metode survei")),
    Column("method", _("Cara hitung"), choice_of(_METHODS), ("Bobot",)),
    Column("n", _("Jumlah responden"), read_whole, ("Responden", "n")),
    *(Column(mark_key(number), f"U{number}", read_whole, (f"Jumlah U{number}", f"Jumlah nilai U{number}"))
      for number in range(1, ELEMENTS + 1)),
    Column("index", _("Nilai IKM"), read_index, ("IKM", "Indeks", "Nilai indeks")),
    Column("source", _("Sumber"), line_of(limits.NAME_MAX), ("Judul laporan", "Laporan"), needed=True),
)
# fmt: on
