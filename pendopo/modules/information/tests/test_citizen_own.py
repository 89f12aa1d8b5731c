"""The own request: what it tells in each state, whose eyes it spares, downloading."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Document
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.workflow.models import Move
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.citizen_cases import (
    NOTE,
    OFFICER,
    RECEIVED,
    answer,
    inspected,
    make_agency,
    make_inquiry,
    officer,
    open_own,
    path,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    return make_agency()


@pytest.fixture
def case(agency: Agency) -> tuple[Inquiry, str]:
    with clock.frozen(RECEIVED):
        return make_inquiry(agency)


@pytest.fixture
def mine(client: Client, agency: Agency, case: tuple[Inquiry, str]) -> Client:
    open_own(client, agency, *case)
    return client


def after(days: int) -> Any:
    return clock.frozen(RECEIVED + dt.timedelta(days=days))


def see(client: Client, agency: Agency, days: int = 0) -> Any:
    with after(days):
        response = client.get(path(agency, "lacak/permohonan/"))
    assert response.status_code == 200, response.status_code
    return response


def steps_of(response: Any) -> list[tuple[str, str, Any]]:
    return [(step["state"], step["title"], step.get("when", "")) for step in response.context["steps"]]


def rows_of(response: Any) -> list[tuple[str, Any]]:
    return [(row["label"], row["value"]) for row in response.context["notice_rows"]]


def files_of(response: Any) -> list[str]:
    return [row["name"] for row in response.context["files"]]


def read(response: Any) -> bytes:
    assert response.status_code == 200, response.status_code
    content = b"".join(response.streaming_content)
    response.close()
    return content


# ------------------------------------------------------------------------------------------------ what happens next


def test_a_new_request_tells_the_way_ahead(mine: Client, agency: Agency) -> None:
    response = see(mine, agency)
    assert steps_of(response) == [
        ("done", "Permohonan diterima dan diberi nomor pendaftaran.", RECEIVED),
        ("current", "Petugas memeriksa kelengkapan permohonan Anda.", "paling lambat Kamis, 6 Agustus 2026"),
        ("todo", "Pemberitahuan tertulis", "paling lambat Selasa, 18 Agustus 2026"),
        ("todo", "Informasi diserahkan, bila permohonan dikabulkan", ""),
    ]
    page = response.content.decode()
    assert "Paling lambat <strong>Selasa, 18 Agustus 2026</strong>, dihitung sejak permohonan diterima." in page
    assert "Mengapa ada dua tanggal?" not in page
    assert "Diterima dan terdaftar" in page


@pytest.mark.parametrize(
    ("basis", "sentences"),
    [
        (
            "complete",
            [
                "Paling lambat <strong>Jumat, 21 Agustus 2026</strong>, dihitung sejak permohonan dinyatakan lengkap.",
                "Bila dihitung sejak permohonan diterima: Selasa, 18 Agustus 2026.",
            ],
        ),
        (
            "receipt",
            [
                "Paling lambat <strong>Selasa, 18 Agustus 2026</strong>, dihitung sejak permohonan diterima.",
                "Bila dihitung sejak permohonan dinyatakan lengkap: Jumat, 21 Agustus 2026.",
            ],
        ),
    ],
)
def test_both_readings_of_the_ten_days_are_told(
    mine: Client, agency: Agency, case: tuple[Inquiry, str], basis: str, sentences: list[str]
) -> None:
    Agency.objects.update(notice_basis=basis)
    with after(3):
        actions.declare_complete(inquiry=case[0], by=officer(agency))
    page = see(mine, agency, 3).content.decode()
    assert [sentence in page for sentence in [*sentences, "Mengapa ada dua tanggal?"]] == [True, True, True]


def test_the_law_is_not_quoted_for_a_period_of_another_regulation(
    mine: Client, agency: Agency, case: tuple[Inquiry, str]
) -> None:
    with after(1):
        actions.declare_complete(inquiry=case[0], by=officer(agency))
        actions.set_regime(inquiry=case[0], regime="election", reason="Tahapan pemilu", by=officer(agency))
    page = see(mine, agency, 1).content.decode()
    assert ["Kamis, 6 Agustus 2026" in page, "Jumat, 7 Agustus 2026" in page, "Undang-undang menghitung" in page] == [
        True, True, False,
    ]  # fmt: skip


def test_the_same_day_is_told_once(mine: Client, agency: Agency, case: tuple[Inquiry, str]) -> None:
    with after(0):
        actions.declare_complete(inquiry=case[0], by=officer(agency))
    promised = see(mine, agency).context["promised"]
    assert [(due.on, due.since) for due in promised.answer] == [
        (dt.date(2026, 8, 18), "sejak permohonan dinyatakan lengkap")
    ]


def test_an_extension_tells_its_reason(mine: Client, agency: Agency, case: tuple[Inquiry, str]) -> None:
    with after(3):
        actions.declare_complete(inquiry=case[0], by=officer(agency))
        actions.extend(inquiry=case[0], reason="not_yet_held", note="Menunggu data kecamatan.", by=officer(agency))
    response = see(mine, agency, 4)
    assert response.context["extension"] == [
        "Informasi belum dikuasai atau didokumentasikan.",
        "Menunggu data kecamatan.",
    ]
    assert [due.on for due in response.context["promised"].answer] == [dt.date(2026, 9, 2), dt.date(2026, 8, 28)]


def test_lateness_is_told_with_the_right_to_object(mine: Client, agency: Agency, case: tuple[Inquiry, str]) -> None:
    with after(3):
        actions.declare_complete(inquiry=case[0], by=officer(agency))
    on_the_day, day_after = see(mine, agency, 18), see(mine, agency, 19)
    assert "Jawaban kami terlambat" not in on_the_day.content.decode()
    page = day_after.content.decode()
    assert "Jawaban seharusnya terbit paling lambat Jumat, 21 Agustus 2026." in page
    assert "keberatan kepada atasan PPID sampai <strong>Senin, 5 Oktober 2026</strong>" in page
    assert page.count("sudah lewat") == 2
    assert steps_of(day_after)[2] == ("current", "PPID menyiapkan pemberitahuan tertulis untuk Anda.", "")


def test_an_objection_that_is_too_late_is_not_offered(mine: Client, agency: Agency, case: tuple[Inquiry, str]) -> None:
    with after(3):
        actions.declare_complete(inquiry=case[0], by=officer(agency))
    promised = see(mine, agency, 100).context["promised"]
    assert (promised.late_since, promised.objection_until) == (dt.date(2026, 8, 21), None)


def test_the_receipt_reading_alone_does_not_call_it_late(
    mine: Client, agency: Agency, case: tuple[Inquiry, str]
) -> None:
    with after(3):
        actions.declare_complete(inquiry=case[0], by=officer(agency))
    response = see(mine, agency, 16)
    assert response.context["promised"].late_since is None
    assert response.content.decode().count("sudah lewat") == 1


# ------------------------------------------------------------------------------------------------------- the answer


def test_a_granted_request_shows_notice_files_and_objection(
    mine: Client, agency: Agency, case: tuple[Inquiry, str]
) -> None:
    with after(3):
        answer(case[0])
    response = see(mine, agency, 4)
    assert rows_of(response) == [
        ("Keputusan", "Dikabulkan seluruhnya"),
        ("Nomor surat", f"{case[0].number}/PT"),
        ("Tanggal", "6 Agustus 2026"),
        ("Penguasaan", "Dikuasai badan publik ini"),
        ("Informasi yang diberikan", "Laporan keuangan"),
        ("Cara penyampaian", "Diunduh"),
        ("Biaya", "Tidak ada biaya"),
    ]
    assert files_of(response) == ["jawaban.pdf", "pemberitahuan-1-2026.pdf"]
    assert response.context["promised"].objection_until == dt.date(2026, 9, 21)
    assert steps_of(response)[-1] == ("current", "PPID menyerahkan informasi dengan cara yang Anda pilih.", "")
    assert steps_of(response)[-2][1] == "Pemberitahuan tertulis terbit: permohonan dikabulkan."
    held = Document.objects.filter(name="jawaban.pdf")
    held.update(scan_state="quarantined")
    response = see(mine, agency, 4)
    assert files_of(response) == ["jawaban.pdf", "pemberitahuan-1-2026.pdf"]
    assert "Dapat dibuka setelah pemindaian virus selesai" in response.content.decode()
    assert mine.get(f"/{agency.slug}/lacak/berkas/{held.get().pk}/").status_code == 404


def test_a_refusal_shows_its_grounds_and_no_file_but_the_letter(
    mine: Client, agency: Agency, case: tuple[Inquiry, str]
) -> None:
    with after(3):
        answer(case[0], decision="refuse", grounds=("17h", "6c"), reason="Memuat data pribadi.", cost=None)
    response = see(mine, agency, 4)
    assert rows_of(response)[3:] == [
        ("Penguasaan", "Dikuasai badan publik ini"),
        (
            "Dasar penolakan",
            [
                "UU 14/2008 Pasal 17 huruf h: mengungkap rahasia pribadi",
                "UU 14/2008 Pasal 6 ayat (3) huruf c: berkaitan dengan hak pribadi",
            ],
        ),
        ("Alasan", "Memuat data pribadi."),
    ]
    assert files_of(response) == ["pemberitahuan-1-2026.pdf"]
    assert response.context["promised"].objection_until == dt.date(2026, 9, 21)


def test_a_grant_in_part_says_so(mine: Client, agency: Agency, case: tuple[Inquiry, str]) -> None:
    with after(3):
        answer(case[0], decision="partial", grounds=("17h",), reason="Data pribadi.", redaction="Kolom nama")
    response = see(mine, agency, 4)
    assert response.context["status"] == "Dikabulkan sebagian"
    assert steps_of(response)[-2][1] == "Pemberitahuan tertulis terbit: permohonan dikabulkan sebagian."
    assert ("Bagian yang dihitamkan", "Kolom nama") in rows_of(response)


def test_a_redirection_names_who_holds_it(mine: Client, agency: Agency, case: tuple[Inquiry, str]) -> None:
    with after(3):
        answer(case[0], decision="redirect", held_by="Dinas Perhubungan", reason="Bukan kewenangan kami.", cost=None)
    assert ("Badan publik yang menguasai", "Dinas Perhubungan") in rows_of(see(mine, agency, 4))


def test_a_cost_holds_the_files_back_until_it_is_paid(mine: Client, agency: Agency, case: tuple[Inquiry, str]) -> None:
    with after(3):
        answer(case[0], cost=Decimal(25000), payment="Transfer 123")
    response = see(mine, agency, 4)
    assert files_of(response) == ["pemberitahuan-1-2026.pdf"]
    # True of paper as well, and of a look on the spot.
    assert response.context["withheld"] == "Informasi diserahkan setelah biaya dibayar dan dicatat petugas."
    assert response.context["steps"][-1]["label"] == "menunggu Anda"
    assert rows_of(response)[-2:] == [("Biaya", "Rp25.000"), ("Cara pembayaran", "Transfer 123")]
    held = Document.objects.get(purpose="answer")
    assert mine.get(path(agency, f"lacak/berkas/{held.pk}/")).status_code == 404
    with after(5):
        actions.record_payment(inquiry=case[0], note="Kuitansi 7", by=officer(agency))
    paid = see(mine, agency, 5)
    assert paid.context["steps"][-1]["label"] == ""
    assert (files_of(paid), paid.context["withheld"]) == (["jawaban.pdf", "pemberitahuan-1-2026.pdf"], "")
    assert read(mine.get(path(agency, f"lacak/berkas/{held.pk}/"))) == b"isi"


def test_a_draft_of_the_notice_is_not_shown(mine: Client, agency: Agency, case: tuple[Inquiry, str]) -> None:
    from pendopo.modules.information.rules.notice import NoticeText

    with after(3):
        actions.declare_complete(inquiry=case[0], by=officer(agency))
        actions.assign(inquiry=case[0], unit=Unit.objects.get(agency=agency), note="", by=officer(agency))
        text = NoticeText(decision="refuse", reason="canary-konsep")
        actions.draft_notice(inquiry=case[0], text=text, by=officer(agency, "unit"), uploads=[inspected()])
    response = see(mine, agency, 4)
    assert (response.context["notice"], files_of(response)) == (None, [])
    assert "canary-konsep" not in response.content.decode()


def test_a_closed_request_tells_what_one_may_do(mine: Client, agency: Agency, case: tuple[Inquiry, str]) -> None:
    with after(1):
        actions.withdraw(inquiry=case[0], reason=NOTE, by=CITIZEN)
    response = see(mine, agency, 2)
    assert steps_of(response)[-1][:2] == ("done", "Permohonan dicabut oleh pemohon.")
    page = response.content.decode()
    assert "Permohonan ini sudah berakhir. Anda dapat mengajukan permohonan baru." in page
    assert "Cabut permohonan</a>" not in page


# ---------------------------------------------------------------------------------------------- what is not shown


def test_no_officer_no_note_and_nobody_else_is_on_the_page(
    mine: Client, agency: Agency, case: tuple[Inquiry, str]
) -> None:
    ppid, worker = officer(agency), officer(agency, "unit")
    with after(3):
        other, _code = make_inquiry(agency, name="Canary Pemohon Lain", details="canary-permohonan-lain")
        answer(other)
        answer(case[0])
        actions.add_note(inquiry=case[0], text=NOTE, by=ppid)
        documents.store(
            agency=agency,
            subject_type="inquiry",
            subject_id=case[0].pk,
            purpose="material",
            upload=inspected("canary-bahan.pdf"),
            by=worker,
        )
    page = see(mine, agency, 4).content.decode()
    hidden = [OFFICER, NOTE, "Bidang Data", "canary", "3304011201900001", str(other.number)]
    assert [word for word in hidden if word in page] == []


def test_questions_to_the_database_do_not_grow(client: Client, agency: Agency) -> None:
    def questions(moves: int) -> int:
        inquiry, code = make_inquiry(agency)
        answer(inquiry)
        for _each in range(moves):
            Move.objects.create(
                agency=agency,
                subject_type="inquiry",
                subject_id=inquiry.pk,
                step="assign",
                to_state="granted",
                at=clock.now(),
                by_label="x",
            )
            documents.store(
                agency=agency,
                subject_type="inquiry",
                subject_id=inquiry.pk,
                purpose="letter",
                upload=inspected(),
                visibility="requester",
                by=CITIZEN,
            )
        open_own(client, agency, inquiry, code)
        client.get(path(agency, "lacak/permohonan/"))
        with CaptureQueriesContext(connection) as asked:
            assert len(client.get(path(agency, "lacak/permohonan/")).context["files"]) == moves + 2
        return len(asked)

    assert (questions(1), questions(50)) == (7, 7)


# -------------------------------------------------------------------------------------------------------- the files


def test_a_file_comes_as_a_sealed_download(mine: Client, agency: Agency, case: tuple[Inquiry, str]) -> None:
    answer(case[0])
    letter = Document.objects.get(purpose="letter", subject_id=case[0].pk)
    response = mine.get(path(agency, f"lacak/berkas/{letter.pk}/"))
    assert read(response) == b"%PDF-surat"
    told = [response[name] for name in ("Content-Disposition", "Cache-Control", "Content-Security-Policy")]
    assert told == [
        'attachment; filename="pemberitahuan-1-2026.pdf"',
        "private, no-store",
        "sandbox; default-src 'none'",
    ]


def test_files_of_others_and_officers_do_not_exist_here(
    mine: Client, agency: Agency, case: tuple[Inquiry, str]
) -> None:
    other, _code = make_inquiry(agency)
    answer(other)
    theirs = Document.objects.filter(subject_id=other.pk)
    inner = documents.store(
        agency=agency,
        subject_type="inquiry",
        subject_id=case[0].pk,
        purpose="identity",
        upload=inspected(),
        by=officer(agency),
    )
    asked = [*theirs.values_list("pk", flat=True), inner.pk]
    assert [mine.get(path(agency, f"lacak/berkas/{pk}/")).status_code for pk in asked] == [404] * 3
