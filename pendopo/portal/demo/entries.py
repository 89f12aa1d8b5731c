"""Published information of the example agencies: title, summary, class, unit and how many days ago it was published."""

from __future__ import annotations

from typing import Final

from pendopo.portal.demo.cast import MINISTRY, PROVINCE, REGENCY

ENTRIES: Final = (
    (
        MINISTRY,
        "Rencana kerja dan anggaran tahun berjalan",
        "periodic",
        "sekretariat",
        40,
        "Program, kegiatan, sasaran, pagu, dan sumber anggaran setiap unit kerja, beserta penanggung jawabnya.",
    ),
    (
        MINISTRY,
        "Laporan kinerja tahun lalu",
        "periodic",
        "sekretariat",
        120,
        "Capaian sasaran, realisasi anggaran, dan kendala, dengan perbandingan tiga tahun.",
    ),
    (
        MINISTRY,
        "Kalender pelatihan teknis",
        "any_time",
        "teknis",
        12,
        "Jadwal, tempat, syarat peserta, dan jumlah jam pelajaran setiap pelatihan teknis, termasuk pelatihan daring.",
    ),
    (
        MINISTRY,
        "Kurikulum pelatihan manajemen konstruksi",
        "any_time",
        "teknis",
        65,
        "Tujuan, mata pelajaran, jam pelajaran, dan cara penilaian. Bahan ajar berhak cipta tidak disertakan.",
    ),
    (
        MINISTRY,
        "Daftar informasi publik",
        "any_time",
        "sekretariat",
        25,
        "Semua informasi yang dikuasai badan ini, dengan unit penguasa, bentuk, dan jangka waktu penyimpanannya.",
    ),
    (
        MINISTRY,
        "Laporan layanan informasi publik tahun lalu",
        "periodic",
        "sekretariat",
        150,
        "Jumlah permohonan, waktu jawaban, yang dikabulkan dan ditolak, alasan penolakan, dan sengketa.",
    ),
    (
        MINISTRY,
        "Penutupan sementara Balai Pelatihan Wilayah IV karena banjir",
        "immediate",
        "teknis",
        5,
        "Pelatihan dipindahkan ke pembelajaran daring. Nomor darurat dan jalur evakuasi ada di dalam pengumuman.",
    ),
    (
        PROVINCE,
        "Rapor pendidikan provinsi: ringkasan untuk masyarakat",
        "periodic",
        "mutu",
        33,
        "Hasil asesmen nasional setiap kabupaten/kota dalam bahasa sederhana, dengan cara membacanya.",
    ),
    (
        PROVINCE,
        "Jadwal pendampingan sekolah penggerak",
        "any_time",
        "mutu",
        18,
        "Waktu, tempat, dan pendamping setiap lokakarya bagi kepala sekolah dan pengawas.",
    ),
    (
        PROVINCE,
        "Standar biaya penggandaan dokumen",
        "any_time",
        "umum",
        90,
        "Tarif fotokopi, cetak warna, dan pengiriman yang diganti pemohon salinan cetak.",
    ),
    (
        REGENCY,
        "Ringkasan APBD tahun berjalan",
        "periodic",
        "kominfo",
        50,
        "Pendapatan, belanja, dan pembiayaan daerah, beserta belanja setiap perangkat daerah.",
    ),
    (
        REGENCY,
        "Jadwal posyandu dan imunisasi setiap desa",
        "any_time",
        "puskesmas",
        9,
        "Hari, jam, dan tempat pelayanan setiap desa, termasuk layanan keliling ke pulau-pulau kecil.",
    ),
    (
        REGENCY,
        "Peringatan gelombang tinggi di penyeberangan antarpulau",
        "immediate",
        "kominfo",
        3,
        "Penyeberangan malam dihentikan sementara. Jadwal pengganti dan nomor darurat tersedia di pelabuhan.",
    ),
    (
        REGENCY,
        "Daya tampung sekolah dasar dan menengah pertama",
        "periodic",
        "pendidikan",
        70,
        "Jumlah kursi, rombongan belajar, dan ruang kelas setiap sekolah negeri.",
    ),
)
