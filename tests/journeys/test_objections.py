"""Objections from both ends: a refusal that the superior overturns and the PPID carries out; silence that ends at the commission."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.people.actors import CITIZEN, staff
from pendopo.kernel.people.models import User
from pendopo.kernel.tracking.actions import code_of, new_token
from pendopo.kernel.tracking.rules import shown
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules.notice import REFUSE, NoticeText
from pendopo.modules.information.rules.request import ONLINE, PERSON, SOFTCOPY, Requester, Wish
from pendopo.modules.objections.tasks import settle_silence

from tests.exempting import exemptions_for
from tests.journeys import asking
from tests.journeys.asking import PURPOSE, RATNA
from tests.journeys.hours import Hours
from tests.journeys.people import Person

pytestmark = pytest.mark.browser

People = Callable[..., Person]
STATEMENT = "Yang saya tulis benar, dan saya telah membaca pemberitahuan tentang data pribadi di atas."
REFUSAL = "a. Permohonan ditolak dengan alasan informasi dikecualikan"
SILENCE = "c. Permohonan tidak ditanggapi"
STORY = "Rekapitulasi nilai tanpa nama tidak menyangkut rahasia pribadi siapa pun."
ORDER = "Serahkan rekapitulasi nilai tanpa nama."
HANDED_OVER = b"angkatan,rata_rata\nXII,81\n"


def asked(office: Agency, hours: Hours) -> tuple[Inquiry, str]:
    """Register Ratna's request and declare it complete; return it with its code."""
    token = new_token()
    requester = Requester(PERSON, RATNA.name, RATNA.address, nik=RATNA.nik, phone=RATNA.phone, email=RATNA.email)
    wish = Wish("Nilai ujian semua peserta angkatan XII.", PURPOSE, SOFTCOPY, ONLINE)
    with clock.frozen(hours.now()):
        inquiry = actions.register(agency=office, wish=wish, requester=requester, token=token, by=CITIZEN)
        actions.declare_complete(inquiry=inquiry, by=staff(User.objects.get(username="ult"), office))
    return inquiry, shown(code_of(token))


def refuse(office: Agency, hours: Hours, inquiry: Inquiry) -> None:
    """Let one PPID draft the refusal and the other issue it."""
    ppid, second = (staff(User.objects.get(username=name), office) for name in ("ppid", "ppid2"))
    text = NoticeText(REFUSE, grounds=("17h",), reason="Nilai seseorang adalah rahasia pribadi.")
    with clock.frozen(hours.now()):
        cited = exemptions_for(office, text.grounds)
        actions.draft_notice(inquiry=inquiry, text=text, by=ppid, exemptions=cited)
        actions.issue_notice(inquiry=inquiry, by=second)


def objects(citizen: Person, inquiry: Inquiry, code: str, ground: str) -> tuple[str, str]:
    """Object from the own request's page; return number and code of the objection."""
    asking.track(citizen, inquiry.number, code)
    citizen.follow("Ajukan keberatan")
    citizen.reads("Ajukan keberatan")
    citizen.press("Mulai keberatan")
    citizen.reads("Alasan keberatan")
    citizen.press("Lanjutkan")
    citizen.is_told("Pilih paling sedikit satu alasan.")
    citizen.choose(ground)
    citizen.press("Lanjutkan")
    citizen.reads("Penjelasan keberatan")
    citizen.write("Ceritakan apa yang terjadi", STORY)
    citizen.choose("Saya sendiri")
    citizen.press("Lanjutkan")
    citizen.reads("Periksa, lalu kirim")
    citizen.sees(inquiry.number, ground, STORY)
    citizen.choose(STATEMENT)
    citizen.press("Kirim keberatan", twice=True)
    citizen.reads("Keberatan Anda terdaftar")
    number, own_code = citizen.page.locator(".p-receipt dd").all_inner_texts()
    assert re.fullmatch(r"PPID-KEB-2026-\d{6}", number)
    return number, own_code


def test_a_refusal_is_overturned_and_carried_out(
    office: Agency, person: People, officer: Callable[[str], Person], hours: Hours
) -> None:
    inquiry, code = asked(office, hours)
    hours.set(2026, 8, 5, 9)
    refuse(office, hours, inquiry)
    citizen = person(width="phone", javascript=False)
    number, own_code = objects(citizen, inquiry, code, REFUSAL)
    citizen.sees("Jumat, 18 September 2026")

    hours.set(2026, 8, 20, 9)
    superior = officer("atasan")
    superior.open("/bpsdm/meja/keberatan/")
    superior.follow(number)
    superior.sees(STORY, "Nilai seseorang adalah rahasia pribadi.", "sisa 20 hari kerja")
    assert RATNA.name not in superior.html
    superior.follow("Beri tanggapan")
    superior.press("Terbitkan tanggapan")
    superior.is_told("Pilih putusan.")
    superior.choose("Keberatan dikabulkan sebagian")
    superior.write("Perintah kepada PPID", ORDER)
    superior.press("Terbitkan tanggapan")
    superior.is_told("Tulis alasan. Undang-undang mewajibkan alasan tertulis bila putusan PPID dikukuhkan.")
    superior.write("Pertimbangan", "Nilai per orang tetap rahasia pribadi.")
    superior.press("Terbitkan tanggapan")
    superior.reads(number)
    superior.sees("Tanggapan terbit.", "belum dilaksanakan")

    ppid = officer("ppid")
    ppid.open("/bpsdm/meja/keberatan/")
    ppid.follow(number)
    ppid.follow("Laksanakan putusan")
    ppid.sees(ORDER)
    ppid.write("Yang diserahkan atau dilakukan", "Rekapitulasi diserahkan.")
    ppid.attach("Berkas untuk pemohon", "rekapitulasi.csv", HANDED_OVER, "text/csv")
    ppid.press("Laksanakan putusan")
    ppid.sees("Putusan dilaksanakan. Pemohon dan atasan PPID diberi tahu.")

    hours.set(2026, 8, 24, 19)
    asking.track(citizen, number, own_code)
    citizen.sees("Keberatan dikabulkan sebagian", ORDER, "Rekapitulasi diserahkan.")
    assert citizen.downloads("rekapitulasi.csv") == HANDED_OVER
    letter = asking.pdf_words(citizen.downloads(f"tanggapan-keberatan-{int(number[-6:])}-2026.pdf"))
    for part in (number, RATNA.name, ORDER, "Nilai per orang tetap rahasia pribadi.", "Komisi Informasi"):
        assert part in letter
    citizen.follow("Ya, saya puas")
    citizen.press("Ya, saya puas")
    citizen.sees("Terima kasih. Anda menyatakan puas dan keberatan ini selesai.")

    ppid.open("/bpsdm/meja/register/keberatan/")
    ppid.sees(number, RATNA.name, inquiry.number, "Keberatan dikabulkan sebagian", "Puas dengan tanggapan")
    assert verify(office).intact


def test_silence_twice(office: Agency, person: People, officer: Callable[[str], Person], hours: Hours) -> None:
    inquiry, code = asked(office, hours)
    citizen = person(width="phone", javascript=False)
    hours.set(2026, 8, 18, 19)
    asking.track(citizen, inquiry.number, code)
    citizen.open("/bpsdm/lacak/ajukan-keberatan/")
    citizen.sees("Belum ada alasan untuk berkeberatan", "mulai Rabu, 19 Agustus 2026")

    hours.set(2026, 8, 19, 8)
    number, own_code = objects(citizen, inquiry, code, SILENCE)
    # 30 working days after 19 August: 1 October 2026.
    citizen.sees("Kamis, 1 Oktober 2026")
    hours.set(2026, 10, 2, 8)
    with clock.frozen(hours.now()):
        assert settle_silence() == 1
    asking.track(citizen, number, own_code)
    citizen.sees("Tidak dijawab sampai batas waktu", "Rabu, 21 Oktober 2026")
    citizen.follow("Tidak, saya tidak puas")
    citizen.press("Catat, saya tidak puas")
    citizen.sees("Tercatat: Anda tidak puas.", "Rabu, 21 Oktober 2026")
    superior = officer("atasan")
    superior.open("/bpsdm/meja/keberatan/?keadaan=closed_all")
    superior.follow(number)
    superior.sees("Pemohon tidak puas")

    ppid = officer("ppid")
    ppid.open(f"/bpsdm/meja/sengketa/catat/?keberatan={number}")
    ppid.write("Komisi Informasi", "Komisi Informasi Provinsi Contoh")
    ppid.write("Tanggal permohonan sengketa diterima Komisi Informasi", "2026-10-02")
    ppid.press("Catat sengketa")
    ppid.sees("Diajukan ke Komisi Informasi", f"Keberatan {number}")
    dossier = f"berkas-sengketa-{number}"
    words = asking.pdf_words(ppid.downloads(f"{dossier}.pdf", "Satu berkas (PDF)"))
    for told in (inquiry.number, number, RATNA.name, "Tidak ada tanggapan sampai batas waktu"):
        assert told.replace(" ", "") in words.replace(" ", "")
    packed = zipfile.ZipFile(io.BytesIO(ppid.downloads(f"{dossier}.zip", "Semua berkas (ZIP)")))
    assert packed.namelist()[0] == f"{dossier}.pdf"
    assert packed.namelist()[-1] == "daftar.csv"
