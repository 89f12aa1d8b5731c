"""Invented Indonesian documents for the benchmark of search: the same ones on every machine, made in batches.

Words follow Zipf's law over a vocabulary of roots, affixed forms and the words of this field, so that a few words stand in
a third of all documents and most in a handful, as in real registers.
"""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from uuid import UUID

import numpy as np

from pendopo.kernel.search.registry import Entry, Searchable
from pendopo.kernel.search.rules import STOP_WORDS
from pendopo.kernel.search.stems import stem

SEED = 14_2008
BATCH = 500
WORDS = 100_000
AGENCIES = [UUID(int=1_000_000_000 + number) for number in range(500)]
KINDS = ("answer", "dip", "notice")
CLASSES = ("berkala", "serta-merta", "setiap-saat")
FORMATS = ("pdf", "xlsx", "csv", "docx", "cetak")
UNITS = [f"Bidang {number}" for number in range(1, 41)]
YEARS = [str(year) for year in range(2010, 2027)]

# What registers of public information are full of, the commonest first.
FIELD = """
yang dan di untuk pada dengan tentang dalam informasi publik daerah laporan kegiatan anggaran pelaksanaan tahun program dokumen
pelayanan masyarakat kabupaten pemerintah pengadaan keuangan dinas kinerja rencana pembangunan realisasi data peraturan keputusan
pengelolaan kota provinsi badan desa bupati penyelenggaraan barang jasa pendidikan kesehatan belanja pendapatan pegawai kerja
standar prosedur permohonan keberatan sengketa pengecualian uji konsekuensi penetapan daftar berkala serta merta setiap saat
jabatan pejabat pengumuman hasil evaluasi survei kepuasan indeks perizinan izin usaha investasi kependudukan statistik lingkungan
hidup pekerjaan umum jalan jembatan irigasi pertanian perikanan perhubungan pariwisata kebudayaan sosial bantuan hibah bencana
penanggulangan kecamatan kelurahan aset inventaris tender kontrak lelang penyedia pengawasan pemeriksaan audit temuan tindak
lanjut rekomendasi pengaduan aspirasi musyawarah perencanaan strategis renstra renja lkpd lppd lakip rkpd apbd perubahan perda
pajak retribusi tarif puskesmas sekolah guru siswa beasiswa dana operasional rumah sakit vaksinasi gizi stunting kemiskinan
""".split()
_FORMS = ("{}", "di{}kan", "ke{}an", "{}nya", "ber{}", "pe{}an", "di{}", "ter{}", "{}an", "{}kan")


@cache
def vocabulary() -> list[str]:
    """Return the words, the commonest first: those of the field, then roots and forms of roots, shuffled."""
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    known = {root for root in StemmerFactory().get_words() if root.isascii() and root.isalpha()}
    roots = sorted(root for root in known if len(root) > 2)
    forms = [form.format(root) for root in roots for form in _FORMS[:4]]
    random.Random(SEED).shuffle(forms)
    return list(dict.fromkeys([*FIELD, *forms]))[:WORDS]


@cache
def _ladder() -> np.ndarray:
    weights = 1.0 / np.arange(1, len(vocabulary()) + 1) ** 0.95
    return np.cumsum(weights) / weights.sum()


@cache
def _words() -> np.ndarray:
    return np.array(vocabulary(), dtype=object)


def batch(number: int) -> list[Entry]:
    """Return the entries of one batch."""
    rng = np.random.default_rng((SEED, number))
    lengths = rng.integers(36, 64, size=BATCH)
    drawn = _words()[np.searchsorted(_ladder(), rng.random(int(lengths.sum())))]
    faces = rng.random((BATCH, 6))
    days = rng.integers(0, 365 * 16, size=BATCH)
    entries, start = [], 0
    for place, length in enumerate(lengths):
        words = drawn[start : start + length]
        start += length
        entries.append(_entry(number * BATCH + place, words, faces[place], int(days[place])))
    return entries


def _entry(number: int, words: np.ndarray, face: np.ndarray, day: int) -> Entry:
    def one(values: Sequence[str], share: float) -> list[str]:
        # Squared: the first values are the commonest.
        return [values[int(share * share * len(values))]]

    on = dt.date(2010, 6, 1) + dt.timedelta(days=day)
    return Entry(
        kind=kind_of(number // BATCH),
        id=UUID(int=number + 1),
        agency_id=AGENCIES[int(face[1] * len(AGENCIES))],
        title=" ".join(words[:9]).capitalize(),
        text=" ".join(words[9:]),
        url=f"/instansi/informasi/{number}/",
        on=on,
        facets={
            "class": one(CLASSES, face[2]),
            "unit": one(UNITS, face[3]),
            "year": [str(on.year)],
            "format": one(FORMATS, face[4]),
        },
    )


def kind_of(number: int) -> str:
    """Return the kind of a batch: of ten batches six are of the list, three answers, one notices."""
    return KINDS[(1, 1, 1, 1, 1, 1, 0, 0, 0, 2)[number % 10]]


def searchables(count: int) -> list[Searchable]:
    """Return the three kinds, which together hold the first `count` entries, for the program's own way of building."""
    return [_searchable(kind, count) for kind in KINDS]


def _searchable(kind: str, count: int) -> Searchable:
    mine = [number for number in range(count // BATCH) if kind_of(number) == kind]

    def every(after: UUID | None, limit: int) -> list[UUID]:
        if limit != BATCH:
            raise ValueError("Batches of the corpus and of the program are the same, so that none is made twice.")
        place = bisect_right(mine, (after.int - 1) // BATCH) if after else 0
        start = mine[place] * BATCH if place < len(mine) else count
        return [UUID(int=number + 1) for number in range(start, min(start + BATCH, count))] if start < count else []

    def load(ids: Sequence[UUID]) -> list[Entry]:
        wanted = set(ids)
        numbers = sorted({(pk.int - 1) // BATCH for pk in ids})
        return [entry for number in numbers for entry in batch(number) if entry.id in wanted]

    return Searchable(kind=kind, label=kind, load=load, every=every, count=lambda: len(mine) * BATCH)


# ------------------------------------------------------------------------------------------------------- questions
def rare_questions(count: int, most: int) -> list[str]:
    """Return questions of one to three words that stand together in some document and are none of the common ones."""
    rng = random.Random(SEED)
    common = set(vocabulary()[:2_000])
    asked: list[str] = []
    while len(asked) < most:
        entry = rng.choice(batch(rng.randrange(count // BATCH)))
        words = [word for word in dict.fromkeys(entry.text.split()) if word not in common and len(word) > 3]
        wanted = rng.randint(1, 3)
        if len(words) >= wanted:
            asked.append(" ".join(rng.sample(words, wanted)))
    return asked


def common_questions() -> list[str]:
    """Return the ten commonest words that say something, and the ten commonest pairs."""
    by_root = {stem(word): word for word in reversed(FIELD) if word not in STOP_WORDS}
    different = [word for word in FIELD if by_root.get(stem(word)) == word][:11]
    return different[:10] + [f"{one} {other}" for one, other in pairwise(different)]
