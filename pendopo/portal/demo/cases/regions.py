"""Requests to the provincial office (five-day week, WIB) and to the regency (six-day week, WIT)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pendopo.modules.information.rules.notice import NoticeText
from pendopo.modules.information.rules.request import HARDCOPY, LETTER, PHONE, PICK_UP, SOCIAL_MEDIA, VIEW, WALK_IN
from pendopo.portal.demo.cast import PROVINCE, REGENCY
from pendopo.portal.demo.script import Case

_FREE: Final = Decimal(0)
_DOWNLOAD: Final = "Berkas CSV, diunduh dari halaman lacak."
_QUALITY: Final = "complete@1 assign:mutu@1 take@2"

CASES: Final = (
    Case(
        PROVINCE,
        58,
        "09.00",
        "budi",
        "Hasil rapor pendidikan sekolah menengah di kabupaten kami dua tahun terakhir.",
        "Bahan rapat komite sekolah.",
        f"{_QUALITY} draft:grant@5 propose@5 issue@6 deliver@6",
        answer=NoticeText(
            "grant", material="Rapor pendidikan tingkat kabupaten dua tahun.", delivery=_DOWNLOAD, cost=_FREE
        ),
        files={"rapor-pendidikan.csv": "indikator,tahun_lalu,tahun_ini\nLiterasi,61.2,64.8\nNumerasi,54.9,58.1\n"},
    ),
    Case(
        PROVINCE,
        41,
        "10.30",
        "wali",
        "Petunjuk pengaduan pungutan di sekolah dan jumlah pengaduan tahun lalu.",
        "Dibagikan kepada wali murid.",
        f"{_QUALITY} draft:grant@3 propose@3 issue@4 deliver@4",
        channel=WALK_IN,
        obtain_way=VIEW,
        delivery_way=PICK_UP,
        answer=NoticeText(
            "grant",
            material="Petunjuk pengaduan dan tabel jumlah pengaduan.",
            delivery="Dilihat dan dicatat di meja layanan.",
            cost=_FREE,
        ),
    ),
    Case(
        PROVINCE,
        33,
        "14.20",
        "lia",
        "Nama guru yang sedang diperiksa karena pelanggaran disiplin.",
        "Liputan.",
        f"{_QUALITY} draft:refuse@6 propose@6 issue@8",
        answer=NoticeText(
            "refuse",
            reason="Pemeriksaan belum selesai dan nama yang diperiksa adalah rahasia pribadi. Jumlahnya menurut "
            "jenis pelanggaran dapat dimohonkan.",
            grounds=("17h", "17a"),
        ),
    ),
    Case(
        PROVINCE,
        20,
        "08.45",
        "nyoman",
        "Laporan pendampingan sekolah penggerak beserta catatan pendampingnya.",
        "Penelitian.",
        f"{_QUALITY} draft:partial@8 propose@8 issue@9 deliver@9",
        answer=NoticeText(
            "partial",
            reason="Catatan pendamping menyebut murid yang dapat dikenali.",
            grounds=("17h",),
            material="Laporan pendampingan 12 sekolah.",
            redaction="Nama dan keadaan keluarga murid dihitamkan.",
            delivery="Berkas PDF, diunduh dari halaman lacak.",
            cost=_FREE,
        ),
    ),
    Case(
        PROVINCE,
        9,
        "13.00",
        "dian",
        "Daftar pengembang perangkat ajar dan honorariumnya.",
        "Kajian tata kelola.",
        "complete@1 assign:umum@1 take@3 draft:grant@7 propose@8",
        answer=NoticeText(
            "grant", material="Daftar pengembang dan standar honorarium.", delivery=_DOWNLOAD, cost=_FREE
        ),
    ),
    Case(
        PROVINCE,
        3,
        "09.35",
        "budi",
        "Jadwal lokakarya kepala sekolah semester depan.",
        "Menyusun kalender sekolah.",
        "complete@1 assign:mutu@1",
    ),
    Case(
        PROVINCE,
        1,
        "15.40",
        "rina",
        "Jumlah sekolah yang belum memiliki akses internet menurut kecamatan.",
        "Bahan skripsi.",
    ),
    Case(
        REGENCY,
        64,
        "08.30",
        "wati",
        "Jumlah bidan dan perawat setiap puskesmas pembantu.",
        "Usulan penambahan tenaga di desa kami.",
        "complete@1 assign:puskesmas@1 take@2 draft:grant@6 propose@6 issue@7 deliver@8",
        answer=NoticeText("grant", material="Tabel tenaga kesehatan setiap puskesmas.", delivery=_DOWNLOAD, cost=_FREE),
        files={"tenaga-kesehatan.csv": "puskesmas,bidan,perawat\nPulau Satu,4,6\nPulau Dua,2,3\n"},
    ),
    Case(
        REGENCY,
        47,
        "09.20",
        "wali",
        "Daya tampung dan hasil penerimaan murid baru SMP negeri.",
        "Memastikan penerimaan berjalan adil.",
        "complete@1 assign:pendidikan@2 take@3 draft:grant@8 propose@8 issue@9 deliver@9",
        channel=LETTER,
        register_after=1,
        answer=NoticeText(
            "grant", material="Daya tampung dan hasil penerimaan menurut jalur.", delivery=_DOWNLOAD, cost=_FREE
        ),
    ),
    Case(
        REGENCY,
        39,
        "10.10",
        "yosef",
        "Rute dan tarif kapal perintis antarpulau.",
        "Rencana perjalanan rombongan.",
        "complete@1 draft:redirect/kab-ppid@3 issue@3",
        channel=PHONE,
        answer=NoticeText(
            "redirect",
            held_by="Kantor penyelenggara pelabuhan kelas III Kota Contoh.",
            reason="Kapal perintis diselenggarakan pemerintah pusat.",
        ),
    ),
    Case(
        REGENCY,
        29,
        "11.15",
        "eko",
        "Daftar izin pertambangan pasir di kabupaten ini.",
        "Menilai peluang usaha.",
        "complete@1 withdraw@3",
    ),
    Case(
        REGENCY,
        14,
        "08.05",
        "pantau",
        "Realisasi dana desa setiap desa dua tahun terakhir beserta laporan pertanggungjawabannya.",
        "Pemantauan anggaran publik oleh masyarakat.",
        "complete@1 assign:kominfo@1 take@2 extend:not_yet_held@9",
        channel=LETTER,
        register_after=1,
        note="Laporan 11 desa di pulau luar belum diterima dan sedang dikirim dengan kapal.",
    ),
    Case(
        REGENCY,
        9,
        "12.00",
        "wati",
        "Anggaran dan jadwal pembangunan puskesmas keliling laut.",
        "Rapat desa.",
        "complete@1 assign:puskesmas@1 take@3",
    ),
    Case(
        REGENCY,
        5,
        "13.30",
        "grace",
        "Dokumen rencana tata ruang kawasan pantai beserta petanya.",
        "Penelitian.",
        "complete@1 assign:kominfo@2",
        channel=SOCIAL_MEDIA,
        obtain_way=HARDCOPY,
        delivery_way=PICK_UP,
    ),
    Case(
        REGENCY,
        0,
        "08.15",
        "hasan",
        "Peraturan bupati tentang tarif air bersih dan perhitungannya.",
        "Pendampingan warga.",
    ),
)
