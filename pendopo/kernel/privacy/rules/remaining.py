"""What an erasure takes and what it leaves (yang dihapus dan yang tetap): every part of a case, with why and by what.

One table for the preview, the page of the list, the certificate and the answer to the subject. What the register needs
need not be erased on request: UU 27/2022 Pasal 15, for whoever acts for the state in the public interest. How long an
agency's archives are kept, its schedule of archives says (Pasal 42–44); no number of it is known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pendopo.kernel.privacy.rules.periods import IDENTITY, IDENTITY_FILE, REGISTER, includes
from pendopo.lib.text import gettext_noop as _

CARDS, PAPERS, MESSAGES = "cards", "papers", "messages"
ANSWERS, MATERIALS, PUBLIC = "answers", "materials", "public"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a case. `goes` is the level with which it is erased, empty for what stays; `why` says why it is kept.

    `basis` is the rule it is kept by, `mark` how sure that is. `of_person`: only where the case names its person itself.
    """

    code: str
    title: str
    goes: str = ""
    why: str = ""
    basis: str = ""
    mark: str = ""
    of_person: bool = False


_UNTIL_REGISTER: Final = _("bagian register sampai masa simpan register berakhir")
_SCHEDULE: Final = "UU 27/2022 Pasal 42–44"
PARTS: Final[Mapping[str, Part]] = {
    part.code: part
    for part in (
        Part(CARDS, _("Salinan kartu identitas dan surat kuasa"), IDENTITY_FILE),
        Part(
            "identity", _("NIK, alamat, kontak, pekerjaan, dan kebutuhan khusus"), IDENTITY, of_person=True,
            why=_("diperlukan untuk menghubungi dan memeriksa sampai masa simpan identitas berakhir"), basis=_SCHEDULE, mark="D",
        ),
        Part(
            MESSAGES, _("Surel kepada pemohon dan baris kotak masuk tentang perkara"), IDENTITY,
            why=_("bukti pemberitahuan sampai masa simpan identitas berakhir"), basis=_SCHEDULE, mark="D",
        ),
        Part("name", _("Nama orang, juga dalam isi, catatan langkah, dan nama berkas"), REGISTER,
             why=_UNTIL_REGISTER, basis="UU 27/2022 Pasal 15; PerKI 1/2021", mark="B"),
        Part(PAPERS, _("Surat kepada pemohon dan lampirannya"), REGISTER, why=_UNTIL_REGISTER, basis=_SCHEDULE, mark="N"),
        Part("code", _("Kode lacak"), REGISTER, why=_("membuka halaman lacak sampai masa simpan register berakhir"),
             basis=_SCHEDULE, mark="D", of_person=True),
        Part("register", _("Baris register: nomor, tanggal, pokok yang diminta, keputusan, alasan, biaya"),
             why=_("register wajib ada pada badan publik, dan hak menghapus tidak berlaku baginya; tanpa pengenal orang"),
             basis="UU 27/2022 Pasal 15; PerKI 1/2021", mark="B"),
        Part("steps", _("Langkah dan hitungan tenggat"),
             why=_("bukti bahwa tenggat undang-undang dipatuhi; tanpa pengenal orang"), basis="UU 14/2008 Pasal 22", mark="A"),
        Part(ANSWERS, _("Berkas jawaban"),
             why=_("arsip tentang informasi yang diberikan, bukan tentang pemohon; isinya tidak diubah"),
             basis=_SCHEDULE, mark="D"),
        Part(MATERIALS, _("Bahan dari unit"),
             why=_("arsip unit yang menguasai informasi, bukan tentang pemohon; isinya tidak diubah"), basis=_SCHEDULE, mark="D"),
        Part(PUBLIC, _("Berkas yang sudah diumumkan"),
             why=_("sudah menjadi informasi publik; salinan yang dihitamkan terbukti tanpa pengenal"),
             basis="UU 14/2008 Pasal 9 dan 11", mark="A"),
        Part("figures", _("Angka laporan dan statistik"), why=_("tanpa nama; laporan yang sudah terbit tidak berubah"),
             basis="UU 14/2008 Pasal 12", mark="A"),
        Part("audit", _("Jejak audit"), why=_("hanya memuat sidik berkunci, dan membuktikan bahwa tidak ada yang diubah"),
             basis="UU 27/2022 Pasal 31", mark="A"),
        Part("ledger", _("Catatan penghapusan"),
             why=_("hanya memuat kunci perkara, agar cadangan lama yang dipulihkan dihapus lagi"),
             basis=_("rancangan"), mark="D"),
    )
}  # fmt: skip


def split(level: str, *, of_person: bool) -> tuple[list[Part], list[Part]]:
    """Return the parts that an erasure up to `level` takes, and those it leaves, in order.

    >>> [part.code for part in split("identity_file", of_person=False)[0]]
    ['cards']
    """
    parts = [part for part in PARTS.values() if of_person or not part.of_person]
    goes = [part for part in parts if part.goes and includes(level, part.goes)]
    return goes, [part for part in parts if part not in goes]
