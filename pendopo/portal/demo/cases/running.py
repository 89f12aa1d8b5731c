"""Requests to the ministry's agency on which work is left: fresh, waiting, due today, late."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pendopo.modules.information.rules.notice import NoticeText
from pendopo.modules.information.rules.request import COURIER, EMAIL, HARDCOPY, PHONE, PICK_UP, WALK_IN
from pendopo.portal.demo.cast import MINISTRY
from pendopo.portal.demo.script import Case

_FREE: Final = Decimal(0)
_USUAL: Final = "complete@1 assign:teknis@1 take@2"

CASES: Final = (
    Case(
        MINISTRY,
        24,
        "09.05",
        "grace",
        "Gambar kerja gedung asrama Balai Pelatihan Wilayah IV dan laporan pemeriksaan strukturnya.",
        "Kajian ketahanan gempa bangunan pendidikan.",
        f"{_USUAL} draft:grant@7 propose@7 issue@8",
        obtain_way=HARDCOPY,
        delivery_way=PICK_UP,
        answer=NoticeText(
            "grant",
            material="Gambar kerja (24 lembar A1) dan laporan pemeriksaan struktur (61 halaman).",
            delivery="Salinan cetak, diambil di meja layanan.",
            cost=Decimal(745000),
            payment="Transfer ke rekening kas negara yang tertulis dalam surat, atau tunai di meja layanan.",
        ),
    ),
    Case(
        MINISTRY,
        22,
        "10.25",
        "koperasi",
        "Standar biaya pelatihan kerja sama dan contoh perjanjiannya.",
        "Menyusun anggaran pelatihan anggota.",
        "complete@1 assign:sekretariat@1 take@2 draft:grant@8 propose@8 issue@9 pay@12",
        obtain_way=HARDCOPY,
        delivery_way=COURIER,
        answer=NoticeText(
            "grant",
            material="Standar biaya dan contoh perjanjian kerja sama (47 halaman).",
            delivery="Salinan cetak, dikirim dengan kurir.",
            cost=Decimal(38000),
            payment="Transfer ke rekening kas negara yang tertulis dalam surat.",
        ),
    ),
    Case(
        MINISTRY,
        15,
        "11.00",
        "nyoman",
        "Data mentah survei kepuasan peserta pelatihan tahun lalu, tanpa nama.",
        "Penelitian mutu pelatihan pemerintah.",
        f"{_USUAL} extend:not_yet_decidable@9",
        note="Data mentah perlu dihilangkan identitasnya dahulu; statusnya sedang diuji.",
    ),
    Case(
        MINISTRY,
        13,
        "08.35",
        "ahmad",
        "Daftar penyedia alat peraga pelatihan lima tahun terakhir beserta nilai kontraknya.",
        "Mempelajari peluang usaha.",
        _USUAL,
    ),
    Case(
        MINISTRY,
        10,
        "09.25",
        "dian",
        "Kurikulum dan jadwal pelatihan tahun depan untuk calon pelatih.",
        "Menyesuaikan jadwal semester mahasiswa.",
        f"{_USUAL} draft:grant@8 propose@9",
        answer=NoticeText(
            "grant",
            material="Kurikulum pelatihan calon pelatih dan jadwal tahun depan.",
            delivery="Berkas CSV, diunduh dari halaman lacak.",
            cost=_FREE,
        ),
        files={
            "jadwal-calon-pelatih.csv": "angkatan,mulai,selesai,tempat\nI,Februari,Maret,Jakarta\nII,Mei,Juni,Ambon\n"
        },
    ),
    Case(
        MINISTRY,
        9,
        "13.15",
        "pantau",
        "Notulen rapat pimpinan tentang pemotongan anggaran pelatihan tahun depan.",
        "Pemantauan anggaran publik oleh masyarakat.",
        "complete@1 draft:refuse/ppid@7 propose/ppid@7",
        answer=NoticeText(
            "refuse",
            reason="Pembahasan anggaran tahun depan belum selesai; notulennya menurut sifatnya dirahasiakan sampai "
            "anggaran ditetapkan.",
            grounds=("17i",),
        ),
    ),
    Case(
        MINISTRY,
        8,
        "10.50",
        "grace",
        "Peta dan luas tanah semua balai pelatihan beserta status sertifikatnya.",
        "Penelitian tata ruang kota.",
        f"{_USUAL} ask:sekretariat@5",
        question="Mohon daftar aset tanah balai pelatihan dengan luas dan status sertifikat.",
    ),
    Case(
        MINISTRY,
        7,
        "15.20",
        "rina",
        "Jumlah pelatih perempuan menurut bidang keahlian dan jenjang.",
        "Bahan skripsi.",
        f"{_USUAL} draft:grant@4 propose@4 return@5",
        note="Mohon tambahkan tahun data dan sumbernya pada materi yang diberikan.",
        answer=NoticeText(
            "grant",
            material="Tabel jumlah pelatih menurut bidang, jenjang, dan jenis kelamin.",
            delivery="Berkas CSV, diunduh dari halaman lacak.",
            cost=_FREE,
        ),
    ),
    Case(
        MINISTRY,
        6,
        "09.40",
        "budi",
        "Modul pelatihan keselamatan kerja untuk sekolah menengah kejuruan.",
        "Bahan mengajar siswa kelas XI.",
        f"{_USUAL} draft:grant@4",
        answer=NoticeText("grant", material="Modul keselamatan kerja (86 halaman)."),
    ),
    Case(
        MINISTRY,
        5,
        "20.30",
        "eko",
        "Syarat, biaya, dan jadwal uji sertifikasi untuk tenaga ahli muda, dan hal-hal berikut.\n\n"
        "1. Berapa lama sejak pendaftaran sampai sertifikat terbit, menurut aturan dan menurut kenyataan dua tahun "
        "terakhir? Mohon angka setiap bulan, bukan hanya rata-ratanya, karena perusahaan kami harus menyusun jadwal "
        "penugasan tenaga ahli jauh hari sebelum lelang dibuka.\n"
        "2. Berapa peserta yang mengulang, dan pada mata uji apa mereka paling banyak tidak lulus?\n"
        "3. Apakah peserta dari luar Jawa dapat mengikuti uji di kota terdekat, dan berapa biaya tambahannya bila "
        "penguji yang datang? Kami mendengar keterangan yang berbeda dari tiga kantor yang berlainan, sehingga kami "
        "memerlukan keterangan tertulis yang dapat kami pegang.\n"
        "4. Bagaimana cara mengajukan banding atas hasil uji, kepada siapa, dan berapa banyak banding yang diterima?\n"
        "5. Apakah bahan uji tersedia untuk peserta tunarungu, misalnya dengan juru bahasa isyarat?\n\n"
        "Bila sebagian informasi ini sudah diumumkan, cukup tunjukkan tempatnya; selebihnya mohon diberikan dalam satu "
        "berkas agar mudah kami bagikan kepada 140 anggota asosiasi kami di 23 kabupaten dan kota.",
        "Menyusun panduan bagi anggota asosiasi tenaga ahli konstruksi.",
        "complete@1 assign:talenta@2",
    ),
    Case(
        MINISTRY,
        4,
        "08.50",
        "yosef",
        "Kuota peserta dari Papua Barat pada pelatihan tahun ini dan cara mendaftarnya.",
        "Disebarkan kepada pemuda kampung.",
        "complete@2",
        channel=PHONE,
    ),
    Case(
        MINISTRY,
        4,
        "14.05",
        "hasan",
        "Dokumen perjanjian kerja sama pelatihan dengan perusahaan asing.",
        "Kajian hukum.",
        "incomplete@2",
        missing=("authority",),
        note="Anda menulis mewakili klien. Mohon lampirkan surat kuasa dan salinan identitas pemberi kuasa.",
    ),
    Case(
        MINISTRY,
        3,
        "10.10",
        "forum",
        "Hasil akreditasi program pelatihan dan rekomendasi perbaikannya.",
        "Diskusi kampus.",
    ),
    Case(
        MINISTRY,
        2,
        "11.45",
        "tini",
        "Data alumni.",
        "Reuni.",
        "incomplete@1",
        channel=EMAIL,
        missing=("subject", "identity"),
        note="Mohon jelaskan alumni pelatihan apa dan tahun berapa, dan lampirkan salinan KTP.",
    ),
    Case(
        MINISTRY,
        1,
        "09.55",
        "lia",
        "Jumlah dan alasan pembatalan pelatihan dalam setahun terakhir, menurut balai.",
        "Liputan.",
    ),
    Case(
        MINISTRY,
        0,
        "08.10",
        "sutrisno",
        "Apakah ada pelatihan tukang batu di Magelang bulan depan, dan bagaimana cara mendaftarnya.",
        "Ingin ikut bersama tetangga.",
        channel=WALK_IN,
        obtain_way=HARDCOPY,
        delivery_way=PICK_UP,
        accommodation="writing",
        help_given="Formulir ditulis oleh petugas.",
    ),
    Case(
        MINISTRY,
        0,
        "08.25",
        "joko",
        "Daftar gedung Badan yang sudah dapat dilalui kursi roda dan yang memiliki jalur pemandu.",
        "Tulisan tentang akses layanan publik.",
        accommodation="audio",
    ),
)
