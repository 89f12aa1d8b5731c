"""Exempt information of the example: in force before any request is refused, about to end, ended, and being tested."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from pendopo.kernel import clock
from pendopo.kernel.documents.letters import render_letter
from pendopo.modules.exemptions import actions
from pendopo.modules.exemptions.actions.deciding import decree_number
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.queries import papers
from pendopo.modules.exemptions.rules.consequence import EXEMPT, Analysis, Identification, Weighing
from pendopo.portal.demo.cast import MINISTRY, PROVINCE
from pendopo.portal.demo.players import Company

_ARCHIVES: Final = "UU 43/2009 Pasal 44 ayat (1)"
_PRIVACY: Final = "UU 27/2022 Pasal 4 ayat (2)"
_PEOPLE: Final = "Melekat pada orangnya, selama ia tidak menyetujui pembukaannya."


@dataclass(frozen=True, slots=True)
class Scene:
    """One exemption: who holds it, how far its test has come, and when (days ago; `until` in days from today)."""

    agency: str
    unit: str
    title: str
    part: str
    documents: tuple[str, ...]
    letters: str
    laws: tuple[str, ...]
    weighing: Weighing
    ago: int
    upto: int = 6
    until: int | None = None


def _weighed(harm: str, benefit: str, interest: str, reason: str, no_end_reason: str = "") -> Weighing:
    return Weighing(EXEMPT, harm, benefit, interest, reason, None, no_end_reason)


SCENES: Final = (
    Scene(
        MINISTRY, "teknis", "Data pribadi peserta dan penyedia pelatihan",
        "Nilai ujian, alamat, NIK, nomor rekening, dan tanda tangan.",
        ("Daftar nilai uji sertifikasi", "Kontrak pengadaan pelatihan", "Basis data peserta"), "h", (_PRIVACY,),
        _weighed(
            "Orang dapat ditipu atau dirugikan dalam mencari pekerjaan.",
            "Hak pribadi terlindungi; rekapitulasi tanpa nama tetap terbuka.",
            "Publik perlu mengetahui mutu pelatihan, dan itu terpenuhi dengan rekapitulasi.",
            "Membuka data ini mengungkap rahasia pribadi seseorang.", _PEOPLE,
        ),
        210,
    ),
    Scene(
        MINISTRY, "teknis", "Gambar dan berkas latihan berlisensi dalam bahan ajar", "Gambar bab 3 dan 5, berkas latihan.",
        ("Bahan ajar pemodelan informasi bangunan",), "b", ("UU 28/2014 Pasal 9 ayat (1)",),
        _weighed(
            "Pemegang hak cipta dirugikan dan kerja sama berakhir.", "Lisensi tetap berlaku; selebihnya bahan ajar terbuka.",
            "Kurikulum dan silabus cukup untuk menilai kesesuaian pelatihan.",
            "Pembukaan mengganggu perlindungan hak atas kekayaan intelektual.",
        ),
        205, until=900,
    ),
    Scene(
        MINISTRY, "sekretariat", "Nota dinas dan notulen rapat tentang keputusan yang belum ditetapkan",
        "Usul nama, angka, dan pendapat peserta rapat sebelum keputusan terbit.",
        ("Nota dinas mutasi", "Notulen rapat pimpinan"), "i", (_ARCHIVES,),
        _weighed(
            "Pendapat tidak lagi disampaikan dengan bebas sebelum keputusan.", "Keputusan dibahas dengan tenang.",
            "Keputusan dan alasannya diumumkan setelah ditetapkan.",
            "Memorandum antarpejabat menurut sifatnya dirahasiakan sampai keputusan ditetapkan.",
        ),
        200, until=25,
    ),
    Scene(
        MINISTRY, "talenta", "Naskah soal uji kompetensi yang masih dipakai", "Paket soal yang berlaku dan kuncinya.",
        ("Bank soal uji kompetensi",), "j", (_ARCHIVES,),
        _weighed(
            "Ujian kehilangan gunanya dan harus disusun ulang.", "Sertifikat tetap dapat dipercaya.",
            "Kisi-kisi dan soal lama terbuka bagi peserta.", "Soal yang masih dipakai kehilangan gunanya bila dibuka.",
        ),
        195, until=700,
    ),
    Scene(
        MINISTRY, "politeknik", "Denah ruang penyimpanan alat uji laboratorium", "Denah lantai dan jalur alarm.",
        ("Gambar teknis gedung C",), "a", (_ARCHIVES,),
        _weighed(
            "Penyelidikan pencurian alat terhambat.", "Penyelidikan selesai tanpa gangguan.",
            "Kerugian negara telah diumumkan; denahnya tidak menambah pengetahuan publik.",
            "Pembukaan menghambat penyelidikan yang sedang berjalan.",
        ),
        190, until=-12,
    ),
    Scene(
        MINISTRY, "sekretariat", "Rancangan pengamanan pusat data", "Topologi jaringan, alamat peladen, dan cadangannya.",
        ("Rencana keamanan informasi",), "c", (_ARCHIVES,),
        _weighed(
            "Pusat data dapat diserang.", "Layanan tetap aman.", "Publik cukup mengetahui anggaran dan mutu layanannya.",
            "Pembukaan membahayakan keamanan negara melalui layanan yang bergantung padanya.",
        ),
        9, upto=5, until=1400,
    ),
    Scene(
        MINISTRY, "teknis", "Identitas pelapor pelanggaran di balai pelatihan", "Nama, jabatan, dan kontak pelapor.",
        ("Berkas laporan pelanggaran",), "h", (_PRIVACY,),
        _weighed("Pelapor dibalas.", "Orang berani melapor.", "Jumlah dan tindak lanjut laporan tetap terbuka.", "-"),
        6, upto=3,
    ),
    Scene(
        MINISTRY, "talenta", "Hasil tes psikologi calon pelatih", "", (), "", (), _weighed("", "", "", ""), 2, upto=0,
    ),
    Scene(
        PROVINCE, "mutu", "Nama murid dan guru yang diperiksa atau didampingi", "Nama dan keadaan keluarga.",
        ("Laporan pendampingan sekolah", "Berkas pemeriksaan disiplin"), "ah", (_ARCHIVES, _PRIVACY),
        _weighed(
            "Anak dan orang yang diperiksa dirugikan; pemeriksaan terhambat.", "Pemeriksaan selesai dengan adil.",
            "Jumlah menurut jenis pelanggaran tetap terbuka.",
            "Pembukaan mengungkap rahasia pribadi dan menghambat pemeriksaan.",
        ),
        180, until=800,
    ),
)  # fmt: skip


class Tests:
    """The scenes in the order of time, played between the requests: what happens first is written first."""

    def __init__(self, company: Company) -> None:
        now = clock.now()
        todo: list[tuple[dt.datetime, Callable[[], object]]] = [
            (now - dt.timedelta(days=scene.ago), partial(_play, company, scene, now.date())) for scene in SCENES
        ]
        # The worker's two jobs: what was over by then, and what ends soon.
        todo += [(now - dt.timedelta(days=10), actions.expire_run_out), (now, actions.remind_before_end)]
        self._todo = sorted(todo, key=lambda each: each[0])

    def play_until(self, at: dt.datetime) -> None:
        """Play what happens up to `at`."""
        while self._todo and self._todo[0][0] <= at:
            when, play = self._todo.pop(0)
            with clock.frozen(when):
                play()


def _play(company: Company, scene: Scene, today: dt.date) -> None:
    prefix = "" if scene.agency == MINISTRY else "bpmp-"
    ppid, head = (company.actors[f"{prefix}{name}", scene.agency] for name in ("ppid", "atasan"))
    unit = company.actors[f"{prefix}unit{'2' if not prefix and scene.unit != 'teknis' else ''}", scene.agency]
    until = today + dt.timedelta(days=scene.until) if scene.until is not None else None
    weighing = Weighing(
        EXEMPT, scene.weighing.if_opened, scene.weighing.if_closed, scene.weighing.public_interest,
        scene.weighing.public_reason, until, scene.weighing.no_end_reason,
    )  # fmt: skip
    case = actions.propose(
        agency=company.agencies[scene.agency],
        unit=company.units[scene.agency, scene.unit],
        title=scene.title,
        background="Informasi ini pernah diminta, atau diperkirakan akan diminta.",
        by=unit,
    )
    steps: tuple[Callable[[], object], ...] = (
        lambda: actions.accept(exemption=case, by=ppid),
        lambda: actions.identify(exemption=case, found=Identification(scene.part, scene.documents), by=ppid),
        lambda: actions.analyse(exemption=case, found=Analysis(tuple(scene.letters), scene.laws), by=ppid),
        lambda: actions.test(exemption=case, found=weighing, by=ppid),
        lambda: actions.determine(exemption=case, place="Jakarta", by=ppid, sheet=_pdf(papers.sheet(_fresh(case)))),
        lambda: actions.agree(exemption=case, by=head, decree=_decree(case, head.label)),
    )
    for step in steps[: scene.upto]:
        step()


def _fresh(case: Exemption) -> Exemption:
    return (
        Exemption.objects.for_agency(case.agency).select_related("unit", "determined_by", "tested_by").get(pk=case.pk)
    )


def _decree(case: Exemption, approver: str) -> bytes:
    return _pdf(papers.decree(_fresh(case), number=decree_number(case), approver=approver))


def _pdf(paper: papers.Paper) -> bytes:
    return render_letter(paper.template, paper.content, letterhead=paper.letterhead)
