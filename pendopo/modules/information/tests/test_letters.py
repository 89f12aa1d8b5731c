"""What the letters say: the seven contents, the right of objection with its date, Indonesian whatever the screen's language."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation
from pypdf import PdfReader

from pendopo.kernel import clock
from pendopo.kernel.calendar.actions import touch_calendar
from pendopo.kernel.calendar.models import CalendarYear, YearStatus
from pendopo.kernel.documents.letters import known_templates, render_letter
from pendopo.modules.information import actions
from pendopo.modules.information.queries import letters
from pendopo.modules.information.rules.notice import NOT_HELD, REDIRECT, REFUSE, NoticeText
from pendopo.modules.information.tests.office import (
    GRANTING,
    PAID,
    PARTLY,
    PERSON,
    REFUSING,
    TUESDAY,
    WIB,
    Office,
    drafted,
    fresh,
    in_process,
    issued,
    make_office,
    notice,
    registered,
)

pytestmark = pytest.mark.django_db

WEDNESDAY = dt.datetime(2026, 8, 5, 10, 0, tzinfo=WIB)
LAW = "Undang-Undang Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik"


@pytest.fixture
def office() -> Office:
    return make_office()


def notice_of(office: Office, text: NoticeText, **words: Any) -> letters.Letter:
    """Return the letter of a draft, as the PPID would issue it on Wednesday 5 August 2026."""
    inquiry = drafted(office, text)
    with clock.frozen(WEDNESDAY), translation.override("en"):
        return letters.notice_letter(fresh(inquiry), notice(inquiry), by=office.ppid, **words)


def contents(letter: letters.Letter) -> dict[str, str]:
    """Return the seven contents by their letter."""
    return {row[0]: row[2] for row in letter.content["contents"]}  # type: ignore[index, union-attr]


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF with its lines joined."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_grant(office: Office) -> None:
    letter = notice_of(office, GRANTING)
    assert contents(letter) == {
        "a": "Informasi yang diminta berada di bawah penguasaan Dinas Contoh.",
        "b": "Instansi ini.",
        "c": "Dikabulkan seluruhnya.",
        "d": "Laporan keuangan 2025",
        "e": "Tidak ada.",
        "f": "Berkas PDF",
        "g": "Tidak dikenakan biaya.",
    }
    assert letter.file_name == "pemberitahuan-1-2026.pdf"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PAID, {"g": "Rp15.000. Cara pembayaran: Kas daerah"}),
        (
            PARTLY,
            {
                "c": "Dikabulkan sebagian.\nAlasan: mengungkap rahasia pribadi (UU 14/2008 Pasal 17 huruf h).\n"
                "Berdasar penetapan informasi yang dikecualikan nomor UK-UJI-2026-0001/DIK tanggal 2 Januari 2026, "
                "terlampir.\nAda data pribadi.",
                "e": "NIK",
            },
        ),
        (
            replace(REFUSING, grounds=("17h", "17i", "6d")),
            {
                "c": "Ditolak.\nAlasan: mengungkap rahasia pribadi (UU 14/2008 Pasal 17 huruf h), memorandum atau surat antar "
                "atau intra badan publik yang menurut sifatnya dirahasiakan (UU 14/2008 Pasal 17 huruf i), dan berkaitan dengan "
                "rahasia jabatan (UU 14/2008 Pasal 6 ayat (3) huruf d).\n"
                "Berdasar penetapan informasi yang dikecualikan nomor UK-UJI-2026-0001/DIK tanggal 2 Januari 2026 dan "
                "penetapan informasi yang dikecualikan nomor UK-UJI-2026-0002/DIK tanggal 2 Januari 2026, terlampir.\n"
                "Memuat rahasia pribadi.",
                "d": "Tidak ada.",
                "g": "Tidak ada.",
            },
        ),
        (
            replace(REFUSING, grounds=("6e",)),
            {
                "a": "Informasi yang diminta belum dikuasai atau didokumentasikan oleh Dinas Contoh.",
                "b": "Tidak diketahui.",
            },
        ),
        (
            replace(PARTLY, grounds=("6e",)),
            {
                "a": "Informasi yang diminta sebagian berada di bawah penguasaan Dinas Contoh, sebagian belum dikuasai atau "
                "didokumentasikan.",
                "b": "Instansi ini.",
            },
        ),
        # What a decision of before would have given stands in the draft still.
        (
            replace(PAID, decision=REFUSE, grounds=("6d",), reason="Rahasia jabatan.", redaction="NIK"),
            dict.fromkeys("defg", "Tidak ada."),
        ),
        (
            NoticeText(NOT_HELD, reason="Tidak pernah dibuat."),
            {
                "a": "Informasi yang diminta tidak berada di bawah penguasaan Dinas Contoh.",
                "b": "Tidak diketahui.",
                "c": "Tidak dikuasai.\nTidak pernah dibuat.",
            },
        ),
        (
            NoticeText(REDIRECT, held_by="Dinas Kesehatan, Jl. Sehat 1", reason="Dikuasai dinas itu."),
            {"b": "Dinas Kesehatan, Jl. Sehat 1", "c": "Dirujuk ke badan publik lain.\nDikuasai dinas itu."},
        ),
    ],
)
def test_contents_of_each_decision(office: Office, text: NoticeText, said: dict[str, str]) -> None:
    found = contents(notice_of(office, text))
    assert {letter: found[letter] for letter in said} == said


def test_frame_of_the_notice(office: Office) -> None:
    letter = notice_of(office, GRANTING)
    head, content = letter.letterhead, letter.content
    assert (head["number"], head["date"], head["nature"], head["subject"]) == (
        "PPID-2026-000001/PT", "5 Agustus 2026", "Biasa", "Pemberitahuan tertulis permohonan informasi publik",
    )  # fmt: skip
    assert content["to"] == ["Sri Rahayu", "", "Jl. Merdeka 1"]
    assert content["opening"] == (
        "Menjawab permohonan informasi publik Saudara yang kami terima pada 3 Agustus 2026 dengan nomor pendaftaran "
        f"PPID-2026-000001, bersama ini kami sampaikan pemberitahuan tertulis sesuai dengan Pasal 22 ayat (7) {LAW} "
        "sebagai berikut."
    )
    assert content["signer"] == {
        "title": "Pejabat Pengelola Informasi dan Dokumentasi",
        "name": "Nama ppid",
        "note": "Diterbitkan secara elektronik pada 5 Agustus 2026 pukul 10.00 WIB. "
        "Nomor surat ini dapat dicocokkan di halaman lacak.",
    }
    assert content["draft"] is True


@pytest.mark.parametrize(("text", "attached"), [(GRANTING, ""), (PARTLY, "1 penetapan")])
def test_the_decrees_stand_among_the_attachments(office: Office, text: NoticeText, attached: str) -> None:
    assert notice_of(office, text).letterhead["attachments"] == attached


def test_a_draft_is_signed_by_nobody_but_the_ppid(office: Office) -> None:
    inquiry = drafted(office)
    for actor in (office.back, office.auditor):
        assert letters.notice_letter(fresh(inquiry), notice(inquiry), by=actor).content["signer"] == {
            "title": "Pejabat Pengelola Informasi dan Dokumentasi", "name": "", "note": "Konsep, belum diterbitkan.",
        }  # fmt: skip


def test_right_of_objection_with_its_date(office: Office) -> None:
    words = str(notice_of(office, REFUSING).content["objection"])
    for part in (
        "keberatan secara tertulis kepada Atasan Pejabat Pengelola Informasi dan Dokumentasi Dinas Contoh",
        "30 (tiga puluh) hari kerja",
        "sampai dengan 18 September 2026",
        f"Pasal 35 dan Pasal 36 ayat (1) {LAW}",
    ):
        assert part in words


def test_the_letter_s_date_of_objection_is_the_clock_s(office: Office) -> None:
    inquiry = issued(office)
    from pendopo.modules.information.tests.office import clocks

    with translation.override("id"):
        letter = letters.notice_letter(fresh(inquiry), notice(inquiry), by=office.auditor)
    assert clocks(inquiry)["objection_window"][1] == dt.date(2026, 9, 18)
    assert "18 September 2026" in str(letter.content["objection"])


def test_an_issued_letter_names_who_issued_it(office: Office) -> None:
    inquiry = issued(office)
    with clock.frozen(dt.datetime(2026, 9, 1, 9, 0, tzinfo=WIB)):
        letter = letters.notice_letter(fresh(inquiry), notice(inquiry), by=office.auditor, identity=False)
    signer = letter.content["signer"]
    assert isinstance(signer, dict)
    assert (signer["title"], signer["name"]) == ("Pejabat Pengelola Informasi dan Dokumentasi", "Nama ppid")
    assert (letter.letterhead["date"], letter.content["draft"]) == ("5 Agustus 2026", False)
    assert letter.content["to"] == ["(identitas pemohon tidak ditampilkan)"]


def test_receipt_after_hours_counts_from_the_next_working_day_where_the_agency_says_so() -> None:
    office = make_office("malam", receipt_policy="next_working_day")
    letter = letters.receipt_letter(registered(office, at=dt.datetime(2026, 8, 3, 20, 0, tzinfo=WIB)), by=office.front)
    # From Tuesday 4 August: ten working days end on Wednesday the 19th.
    assert "paling lambat 19 Agustus 2026" in str(letter.content["next"])


def test_dates_that_joint_leave_may_move_say_so() -> None:
    office = make_office()
    received = dt.datetime(2026, 12, 21, 10, 0, tzinfo=WIB)
    told = letters.next_dates(registered(office, at=received))
    assert len(told) == 3
    CalendarYear.objects.filter(year=2027).update(status=YearStatus.PROVISIONAL)
    touch_calendar()
    with clock.frozen(received):
        told = letters.next_dates(registered(office, at=received))
    assert told[2] == "Cuti bersama tahun 2027 belum ditetapkan; tanggal jatuh tempo masih sementara."


def test_extension(office: Office) -> None:
    inquiry = in_process(office)
    with clock.frozen(WEDNESDAY), translation.override("en"):
        letter = letters.extension_letter(fresh(inquiry), reason="not_yet_held", note="Dikumpulkan.", by=office.ppid)
    assert (letter.letterhead["number"], letter.file_name) == ("PPID-2026-000001/PP", "perpanjangan-1-2026.pdf")
    assert letter.content["reason"] == "Informasi belum dikuasai atau didokumentasikan."
    assert (
        "diperpanjang 7 (tujuh) hari kerja dari semula 19 Agustus 2026 menjadi paling lambat 31 Agustus 2026, sesuai "
        f"dengan Pasal 22 ayat (8) {LAW}."
    ) in str(letter.content["opening"])
    with clock.frozen(WEDNESDAY):
        actions.extend(inquiry=inquiry, reason="not_yet_held", note="x", by=office.ppid)
        # What the letter promised is what the clocks say.
        assert {each.old for each in letters.extended_dates(office.agency, inquiry)} == {
            dt.date(2026, 8, 28), dt.date(2026, 8, 31),
        }  # fmt: skip


def test_an_extension_without_a_running_clock_names_no_date(office: Office) -> None:
    letter = letters.extension_letter(fresh(issued(office)), reason="not_yet_decidable", note="x", by=office.ppid)
    assert "diperpanjang 7 (tujuh) hari kerja, sesuai" in str(letter.content["opening"])


def test_request_for_completion(office: Office) -> None:
    inquiry = registered(office, kind="group", on_behalf_of="Forum Warga")
    with clock.frozen(TUESDAY):
        letter = letters.completion_letter(fresh(inquiry), items=["identity"], note="Mohon KTP.", by=office.front)
    assert letter.letterhead["number"] == "PPID-2026-000001/KL"
    assert letter.content["to"] == ["Sri Rahayu", "(Forum Warga)", "Jl. Merdeka 1"]
    assert letter.content["items"] == ["Salinan identitas (KTP atau identitas lain yang sah)"]
    assert "3 (tiga) hari kerja sejak surat ini diterima, yaitu sampai dengan 7 Agustus 2026" in (
        str(letter.content["closing"])
    )
    signer = letter.content["signer"]
    assert isinstance(signer, dict)
    assert signer["title"] == "Petugas Layanan Informasi Publik"


def test_receipt(office: Office) -> None:
    letter = letters.receipt_letter(fresh(registered(office)), by=office.front, code="ABCDE-12345")
    facts = dict(letter.content["facts"])  # type: ignore[call-overload]
    assert (facts["Nomor pendaftaran"], facts["Kode lacak"], facts["Diterima"]) == (
        "PPID-2026-000001", "ABCDE-12345", "3 Agustus 2026 pukul 10.00 WIB",
    )  # fmt: skip
    check, answer, track = letter.content["next"]  # type: ignore[misc]
    assert check == "Kelengkapan permohonan diperiksa paling lambat 6 Agustus 2026 (3 (tiga) hari kerja)."
    assert answer == (
        "Pemberitahuan tertulis disampaikan paling lambat 18 Agustus 2026, yaitu 10 (sepuluh) hari kerja sejak permohonan "
        "diterima. Waktu itu dapat diperpanjang satu kali 7 (tujuh) hari kerja, paling lama sampai 28 Agustus 2026, dengan "
        "alasan tertulis."
    )
    assert track.endswith("di halaman lacak dengan nomor pendaftaran dan kode lacak.")


def test_days_that_have_no_word_are_written_as_figures() -> None:
    assert (letters._days(10), letters._days(11)) == ("10 (sepuluh) hari kerja", "11 hari kerja")


def test_templates_are_known() -> None:
    mine = {name for name in known_templates() if name.startswith("information/")}
    assert mine == {"information/completion", "information/extension", "information/notice", "information/receipt"}


HOSTILE = 'Data "#eval(1)" $x$ \\ * _ @ <b> [link] // /* 😀 \u202e terbalik'


def test_every_letter_compiles_with_hostile_and_long_text(office: Office) -> None:
    long_text = "\n\n".join([HOSTILE, "Kata " * 900, "x" * 300])
    text = replace(PARTLY, material=long_text, reason=long_text, delivery=HOSTILE)
    inquiry = in_process(office, details=long_text, name="Sri #strong[x] Rahayu", address="Jl. *Merdeka* 1")
    actions.draft_notice(inquiry=inquiry, text=text, by=office.back)
    inquiry = fresh(inquiry)
    made = [
        letters.notice_letter(inquiry, notice(inquiry), by=office.ppid),
        letters.extension_letter(inquiry, reason="not_yet_held", note=long_text, by=office.ppid),
        letters.completion_letter(inquiry, items=["identity", "subject"], note=HOSTILE, by=office.front),
        letters.receipt_letter(inquiry, by=office.front, code="ABCDE-12345"),
    ]
    for letter in made:
        text_found = text_of(render_letter(letter.template, letter.content, letterhead=letter.letterhead))
        assert "Sri #strong[x] Rahayu" in text_found
        assert "DINAS CONTOH" in text_found


def test_the_printed_notice_holds_everything(office: Office) -> None:
    letter = notice_of(office, PARTLY)
    found = text_of(render_letter(letter.template, letter.content, letterhead=letter.letterhead))
    for words in (
        "Nomor : PPID-2026-000001/PT", "Hal : Pemberitahuan tertulis permohonan informasi publik", "5 Agustus 2026",
        "Yth. Sri Rahayu", PERSON.address, "Laporan keuangan 2025", "Dikabulkan sebagian.", "Pasal 17 huruf h",
        "Ada data pribadi.", "Berkas PDF", "Tidak dikenakan biaya.", "18 September 2026",
        "Pejabat Pengelola Informasi dan Dokumentasi,", "Nama ppid", "Konsep, belum diterbitkan.",
    ):  # fmt: skip
        assert words in found
