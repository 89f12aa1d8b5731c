"""Pertanyaan hukum: where the law leaves more than one reading, what may be chosen, and what is chosen where nobody does.

The one table behind the page "Bacaan hukum" of administration and docs/pengaturan.md. A question with a `field` is a setting
of the agency and acts where `acts` says; one without is decided for everybody, and `answer` says how. Words are msgids.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pendopo.lib.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Question:
    """One ambiguity. `options` maps the stored value to its words, the default first; `default` is that value.

    `page` is the URL name of a module's own settings where more of it is chosen. `confidence` says how the readings are
    known: A from the law itself, B from derived texts, C to be checked, D not found.
    """

    code: str
    question: str
    law: str
    confidence: Literal["A", "B", "C", "D"]
    acts: str
    field: str = ""
    options: Mapping[str | int, str] = dataclasses.field(default_factory=dict)
    answer: str = ""
    page: str = ""

    @property
    def is_setting(self) -> bool:
        """Return whether an agency may choose."""
        return bool(self.field)

    @property
    def default(self) -> str | int:
        """Return the stored value that holds until an agency chooses; raises StopIteration for a fixed decision."""
        return next(iter(self.options))


QUESTIONS: Final = (
    Question(
        "A1",
        _("Sepuluh hari kerja dihitung sejak permohonan diterima, atau sejak dinyatakan lengkap?"),
        _("UU 14/2008 Pasal 22 ayat (7) menyebut sejak diterima; penerapan PerKI 1/2021 sejak dinyatakan lengkap."),
        "B",
        _("Kedua tenggat berjalan dan ditampilkan; pilihan menentukan kapan jawaban disebut terlambat dan dilaporkan."),
        "notice_basis",
        {"complete": _("Sejak dinyatakan lengkap"), "receipt": _("Sejak diterima")},
    ),
    Question(
        "A2",
        _("Apa akibatnya bila kelengkapan tidak diperiksa sampai batas waktu?"),
        _("PerKI 1/2021 memberi 3 hari untuk memeriksa dan tidak menyebut akibatnya."),
        "D",
        _("Pekerja latar menyatakan lengkap pada saat batas waktunya, atau membiarkannya menunggu petugas."),
        "missed_check",
        {"complete": _("Dianggap lengkap"), "wait": _("Menunggu petugas")},
    ),
    Question(
        "A2b",
        _("Apa akibatnya bila pemohon tidak melengkapi sampai batas waktu?"),
        _("KPU menulis “tidak dapat diproses”; PerKI 1/2021 yang terbaca tidak menyebut akibatnya."),
        "B",
        _("Pekerja latar menutup permohonan (tetap dalam register), atau membiarkannya menunggu petugas."),
        "missed_repair",
        {"close": _("Ditutup, tetap tercatat"), "wait": _("Menunggu petugas")},
    ),
    Question(
        "A3",
        _("Bolehkah permohonan diajukan secara lisan?"),
        _("UU 14/2008 Pasal 22 ayat (1) membolehkan; PerKI 1/2021 tampaknya meminta tertulis."),
        "A",
        _("Pendaftaran oleh petugas."),
        answer=_("Boleh. Petugas menuliskannya, dan pemohon menerima tanda terimanya."),
    ),
    Question(
        "A4",
        _("Apakah hari kejadian ikut dihitung?"),
        _("Tidak diatur; praktiknya tidak dihitung."),
        "C",
        _("Semua tenggat."),
        answer=_("Tidak dihitung."),
    ),
    Question(
        "A5",
        _("Kapan permohonan yang masuk di luar jam layanan atau pada hari libur dianggap diterima?"),
        _("UU 14/2008 tidak mengatur jam; KPU memakai hari kerja berikutnya untuk aktivasi akun."),
        "B",
        _("Hari pertama semua tenggat yang mulai dari penerimaan; berlaku bagi permohonan berikutnya."),
        "receipt_policy",
        {"as_is": _("Tanggal itu juga"), "next_working_day": _("Hari kerja berikutnya")},
    ),
    Question(
        "A6",
        _("Tiga puluh hari kerja Atasan PPID sejak keberatan diterima atau sejak dicatat?"),
        _("UU 14/2008 Pasal 36 ayat (2) dan formulir menyebut keduanya."),
        "B",
        _("Tenggat tanggapan atas keberatan."),
        answer=_("Sejak diterima, yang lebih awal; keberatan dicatat pada hari yang sama."),
    ),
    Question(
        "A7",
        _("Bagaimana keberatan yang diajukan lewat 30 hari kerja?"),
        _("UU 14/2008 Pasal 36 ayat (1) menyebut batasnya, tidak akibatnya."),
        "A",
        _("Pendaftaran keberatan."),
        answer=_("Diterima dan ditandai terlambat; manusia yang memutuskan."),
    ),
    Question(
        "A8",
        _("Bila permohonan tidak dijawab, kapan masa keberatan mulai?"),
        _("Tidak diatur: hari jatuh tempo, atau hari pertama terlambat."),
        "C",
        _("Halaman lacak dan masa pengajuan keberatan."),
        answer=_("Pada hari jatuh tempo, yang lebih awal."),
    ),
    Question(
        "A9",
        _("Perpanjangan dihitung dari akhir jangka waktu atau dari tanggal suratnya?"),
        _("UU 14/2008 Pasal 22 ayat (8): paling lambat 7 hari kerja berikutnya."),
        "B",
        _("Langkah perpanjangan."),
        answer=_("Dari akhir jangka waktu, dan hanya sampai saat itu; satu kali."),
    ),
    Question(
        "A10",
        _("Apakah cuti bersama dihitung sebagai hari kerja?"),
        _("UU 14/2008 menyebut hari kerja; cuti bersama ASN ditetapkan dengan Keputusan Presiden."),
        "B",
        _("Semua tenggat dalam hari kerja."),
        "calendar_scope",
        {"full": _("Tidak dihitung"), "national": _("Dihitung; hanya libur nasional dilewati")},
    ),
    Question(
        "A11",
        _("Berapa hari kerja dalam seminggu?"),
        _("Ditetapkan instansi; libur daerah dengan keputusan sendiri."),
        "C",
        _("Semua tenggat dalam hari kerja."),
        "week_days",
        {5: _("5 hari: Senin–Jumat"), 6: _("6 hari: Senin–Sabtu")},
    ),
    Question(
        "A12",
        _("Tenggat Komisi Informasi dihitung dari mana?"),
        _("UU 14/2008 Pasal 38: permohonan diterima, registrasi, atau awal mediasi."),
        "B",
        _("Sengketa yang diikuti."),
        answer=_("Dari permohonan diterima, sebagai keterangan saja; Komisi Informasi yang menentukan."),
    ),
    Question(
        "A13",
        _("Apakah menunggu pembayaran menghentikan tenggat?"),
        _("Tidak diatur."),
        "C",
        _("Penyerahan informasi."),
        answer=_("Tidak; penyerahan menunggu pembayaran, tenggat pemberitahuan tidak."),
    ),
    Question(
        "A14",
        _("Bagaimana nilai keterbukaan pada batas kategori dibulatkan?"),
        _("PerKI 1/2022; pembulatannya tidak terbaca."),
        "D",
        _("Penilaian mandiri."),
        answer=_("Dua angka di belakang koma, setengah ke atas; batas termasuk kategori di atasnya."),
    ),
    Question(
        "A15",
        _("Siapa menyetujui penetapan informasi yang dikecualikan?"),
        _("PP 61/2010 dan Peraturan BPIP 1/2023 Pasal 20: PPID dengan persetujuan pimpinan."),
        "B",
        _("Uji konsekuensi."),
        answer=_("Bawaan: PPID menetapkan setelah pimpinan menyetujui. Rantainya diatur pada halaman pengecualian."),
        page="exemptions:arrange",
    ),
    Question(
        "A16",
        _("Tiga kali 24 jam pemberitahuan kegagalan pelindungan data dihitung dari mana?"),
        _("UU 27/2022 Pasal 46; mulainya tidak terbaca."),
        "D",
        _("Kalkulator tenggat."),
        answer=_("Dari saat diketahui, yang lebih awal."),
    ),
    Question(
        "A17",
        _("Identitas apa yang diperlukan?"),
        _("Permendesa PDT 12/2025 Pasal 31: NIK, atau nomor pengesahan badan hukum."),
        "B",
        _("Formulir permohonan."),
        answer=_("NIK atau identitas lain; badan hukum dengan nomor pengesahan."),
    ),
    Question(
        "A18",
        _("Wajibkah tujuan penggunaan informasi diisi?"),
        _("UU 14/2008 Pasal 4 ayat (3): permintaan disertai alasan."),
        "B",
        _("Formulir permohonan."),
        answer=_("Wajib diisi, tidak pernah dinilai."),
    ),
    Question(
        "A19",
        _("Kolom register menurut peraturan yang mana?"),
        _("Lampiran PerKI 1/2010 terbaca; lampiran PerKI 1/2021 tidak."),
        "B",
        _("Register permohonan dan keberatan."),
        answer=_("Kolom PerKI 1/2010, yang paling lengkap."),
    ),
    Question(
        "A20",
        _("Berapa biaya salinan?"),
        _("PerKI 1/2010 Pasal 27: ditetapkan pimpinan setelah mendengar masyarakat."),
        "A",
        _("Pemberitahuan tertulis."),
        answer=_("Salinan elektronik gratis; biaya cetak ditulis pada pemberitahuan."),
    ),
    Question(
        "A21",
        _("Seberapa sering Daftar Informasi Publik diperbarui?"),
        _("UU 14/2008 Pasal 9 ayat (3): informasi berkala paling lambat 6 bulan sekali."),
        "B",
        _("Kalkulator tenggat."),
        answer=_("Saat berubah, dan ditinjau tiap 6 bulan."),
    ),
    Question(
        "A22",
        _("Siapa memegang tenggat bila permohonan diteruskan ke unit?"),
        _("Badan publik tetap satu; tidak ada tenggat baru bagi unit."),
        "B",
        _("Tenggat permohonan dan permintaan bahan ke unit."),
        answer=_("Tenggat instansi tetap. Kalender unit hanya berlaku bagi tenggat internal unit itu."),
    ),
    Question(
        "A23",
        _("Bila salah alamat, diteruskan atau dirujuk?"),
        _("UU 14/2008 Pasal 22 ayat (7) huruf b: memberi tahu badan publik yang menguasai."),
        "A",
        _("Keputusan “dirujuk”."),
        answer=_("Dirujuk lewat pemberitahuan; identitas pemohon tidak diteruskan."),
    ),
    Question(
        "A24",
        _("Bagaimana permohonan yang berulang?"),
        _("Tidak diatur dalam naskah yang terbaca."),
        "D",
        _("Pendaftaran."),
        answer=_("Tidak pernah ditolak otomatis; petugas melihat permohonan serupa."),
    ),
    Question(
        "A25",
        _("Berapa bobot tiap tahap penilaian keterbukaan?"),
        _("PerKI 1/2022; bobotnya tidak terbaca."),
        "D",
        _("Penilaian mandiri."),
        answer=_("Mengikuti instrumen tiap tahun sebagai data, bukan angka tetap."),
    ),
    Question(
        "A26",
        _("Sumber hari libur mana yang didahulukan?"),
        _("Bagi ASN, Keputusan Presiden menjadi dasar; SKB memuat daftarnya."),
        "B",
        _("Kalender."),
        answer=_("Keputusan unit atau instansi, lalu SKB dan Keppres yang dimuat, lalu paket bawaan."),
    ),
    Question(
        "R1",
        _("Aturan tenggat mana yang berlaku bagi instansi ini?"),
        _("UU 14/2008 berlaku umum; pemilu, desa, dan pengadilan mempunyai peraturan sendiri."),
        "B",
        _("Permohonan berikutnya; satu permohonan dapat memakai aturan informasi pemilu."),
        "regime",
        {
            "general": _("Umum"),
            "election": _("Informasi pemilu dan pemilihan"),
            "village": _("Desa"),
            "court": _("Pengadilan"),
        },
    ),
)


def settings() -> tuple[Question, ...]:
    """Return the questions that an agency answers."""
    return tuple(each for each in QUESTIONS if each.is_setting)


def decisions() -> tuple[Question, ...]:
    """Return the questions that are decided for everybody."""
    return tuple(each for each in QUESTIONS if not each.is_setting)
