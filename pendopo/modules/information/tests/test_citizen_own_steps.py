"""What one may do with the own request: complete it when asked, withdraw it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents import actions as documents
from pendopo.kernel.documents.models import Document
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.tracking.actions import keep_files
from pendopo.kernel.workflow.models import Move
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.citizen_cases import (
    OFFICER,
    RECEIVED,
    answer,
    inspected,
    make_agency,
    make_inquiry,
    officer,
    open_own,
    path,
    small_pdf,
    upload,
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


# ------------------------------------------------------------------------------------------------------- completing


def incomplete(case: tuple[Inquiry, str], *items: str, note: str = "Mohon diperjelas.") -> None:
    inquiry = case[0]
    with after(1):
        actions.declare_incomplete(inquiry=inquiry, items=list(items), note=note, by=officer(inquiry.agency))


def complete(client: Client, agency: Agency, values: dict[str, Any], days: int = 2) -> Any:
    with after(days):
        return client.post(path(agency, "lacak/lengkapi/"), values)


def test_what_is_missing_stands_on_top_with_its_date(mine: Client, agency: Agency, case: tuple[Inquiry, str]) -> None:
    incomplete(case, "identity", "subject")
    response = see(mine, agency, 2)
    assert response.context["missing"] == [
        "Salinan identitas (KTP atau identitas lain yang sah)",
        "Rincian informasi yang lebih jelas",
    ]
    page = response.content.decode()
    assert "Mohon diperjelas." in page
    assert "Paling lambat <strong>Jumat, 7 Agustus 2026</strong>." in page
    current = [step for step in response.context["steps"] if step["state"] == "current"]
    assert [(step["when"], step["label"]) for step in current] == [
        ("paling lambat Jumat, 7 Agustus 2026", "menunggu Anda")
    ]


@pytest.mark.parametrize(
    ("items", "fields"),
    [
        (("identity",), ["addition", "nik", "other_id", "files"]),
        (("authority",), ["addition", "on_behalf_of", "files"]),
        (("deed",), ["addition", "decree_number", "files"]),
        (("address",), ["addition", "address", "phone", "email"]),
        (("subject", "purpose"), ["addition", "purpose"]),
    ],
)
def test_only_what_was_asked_for_can_be_corrected(
    mine: Client, agency: Agency, case: tuple[Inquiry, str], items: tuple[str, ...], fields: list[str]
) -> None:
    incomplete(case, *items)
    form = mine.get(path(agency, "lacak/lengkapi/")).context["form"]
    assert list(form.fields) == fields
    assert form["addition"].field.required == (items == ("subject", "purpose"))


def test_completing_corrects_adds_and_keeps_files(mine: Client, agency: Agency, case: tuple[Inquiry, str]) -> None:
    incomplete(case, "identity", "address", "subject")
    typed = {
        "addition": "Khusus triwulan I.",
        "nik": "3304 0112 0190 0002",
        "other_id": "",
        "address": "Jl. Baru 2",
        "phone": "0812 1111 2222",
        "email": "",
        "files": [upload("ktp.pdf", small_pdf())],
    }
    response = complete(mine, agency, typed)
    assert (response.status_code, response["Location"]) == (303, path(agency, "lacak/permohonan/"))
    inquiry = Inquiry.objects.select_related("contact").get()
    contact = inquiry.contact
    assert (inquiry.state, inquiry.details) == ("registered", "Laporan keuangan 2025\n\nKhusus triwulan I.")
    assert (contact.nik, contact.address, contact.phone) == ("3304011201900002", "Jl. Baru 2", "081211112222")
    assert Document.objects.get().subject_id == inquiry.pk
    page = see(mine, agency, 2).content.decode()
    assert "Terima kasih. Permohonan Anda sudah dilengkapi dan diperiksa kembali." in page


def test_a_purpose_told_later_stands_where_the_register_reads_it(
    mine: Client, agency: Agency, case: tuple[Inquiry, str]
) -> None:
    """Column 8 of the register, which the desk may leave empty at first (question A18)."""
    Inquiry.objects.update(purpose="")
    incomplete(case, "purpose")
    assert complete(mine, agency, {"addition": "", "purpose": "Skripsi."}).status_code == 303
    inquiry = Inquiry.objects.get()
    assert (inquiry.purpose, inquiry.details) == ("Skripsi.", "Laporan keuangan 2025")


@pytest.mark.parametrize(
    ("items", "typed", "errors"),
    [
        (
            ("identity",),
            {},
            {"__all__": ["Belum ada yang dilengkapi. Isi paling sedikit satu kolom atau pilih berkas."]},
        ),
        (("subject",), {"addition": " "}, {"addition": ["Tulis keterangan yang diminta."]}),
        (
            ("purpose",),
            {"addition": "x"},
            {"purpose": ["Tulis tujuan penggunaan informasi, satu kalimat saja cukup."]},
        ),
        (
            ("address",),
            {"address": "", "phone": "", "email": ""},
            {
                "address": ["Tulis alamat lengkap agar surat jawaban dapat dikirim."],
                "phone": ["Tulis nomor telepon atau alamat surel, salah satu saja cukup."],
            },
        ),
        (
            ("identity",),
            {"nik": "1"},
            {"nik": ["NIK terdiri atas 16 angka, yang tertulis 1 angka. Periksa lagi pada KTP Anda."]},
        ),
    ],
)
def test_every_fault_of_completing_is_named(
    mine: Client,
    agency: Agency,
    case: tuple[Inquiry, str],
    items: tuple[str, ...],
    typed: dict[str, str],
    errors: dict[str, list[str]],
) -> None:
    incomplete(case, *items)
    response = complete(mine, agency, typed)
    assert response.status_code == 422
    assert response.context["form"].errors == errors
    assert Inquiry.objects.get().state == "awaiting_repair"


def test_a_good_file_survives_an_error_while_completing(
    mine: Client, agency: Agency, case: tuple[Inquiry, str]
) -> None:
    incomplete(case, "identity")
    both = {"nik": "1", "files": [upload("ktp.pdf", small_pdf()), upload("kosong.pdf", b"")]}
    response = complete(mine, agency, both)
    assert response.status_code == 422
    assert [kept.name for kept in response.context["form"].kept] == ["ktp.pdf"]
    assert Document.objects.get().subject_type == "inquiry_draft"
    assert complete(mine, agency, {"nik": ""}).status_code == 303
    document = Document.objects.get()
    assert (document.subject_type, document.subject_id) == ("inquiry", case[0].pk)


def test_too_many_files_while_completing(mine: Client, agency: Agency, case: tuple[Inquiry, str]) -> None:
    incomplete(case, "identity")
    many = [upload(f"{n}.pdf", small_pdf()) for n in range(6)]
    response = complete(mine, agency, {"files": many})
    sentence = "Paling banyak 5 berkas. Hapus sebagian, atau gabungkan menjadi satu PDF."
    assert response.context["form"].errors == {"files": [sentence]}


def test_completing_what_is_not_waiting_any_more_says_so(
    mine: Client, agency: Agency, case: tuple[Inquiry, str]
) -> None:
    incomplete(case, "subject")
    assert complete(mine, agency, {"addition": "Triwulan I"}).status_code == 303
    again = complete(mine, agency, {"addition": "Triwulan I"}, days=3)
    assert again.status_code == 409
    page = again.content.decode()
    assert "Keadaan permohonan sudah berubah" in page
    assert "Diterima dan terdaftar" in page
    assert "sejak 5 Agustus 2026 pukul 10.00 WIB." in page
    assert Inquiry.objects.get().details.count("Triwulan I") == 1


def test_what_was_typed_after_the_half_hour_is_given_back(agency: Agency, case: tuple[Inquiry, str]) -> None:
    incomplete(case, "subject")
    response = complete(Client(), agency, {"addition": "Panjang <sekali>"})
    assert response.status_code == 403
    assert "Panjang &lt;sekali&gt;</textarea>" in response.content.decode()


# ------------------------------------------------------------------------------------------------------ withdrawing


def test_withdrawing_asks_first_and_keeps_the_reason(mine: Client, agency: Agency, case: tuple[Inquiry, str]) -> None:
    asked = mine.get(path(agency, "lacak/cabut/"))
    assert "Cabut permohonan ini?" in asked.content.decode()
    assert Inquiry.objects.get().state == "registered"
    response = mine.post(path(agency, "lacak/cabut/"), {"reason": "Sudah dapat."})
    assert (response.status_code, response["Location"]) == (303, path(agency, "lacak/permohonan/"))
    assert Inquiry.objects.get().state == "withdrawn"
    assert Move.objects.get(step="withdraw").note == "Sudah dapat."
    assert "Permohonan Anda sudah dicabut." in mine.get(path(agency, "lacak/permohonan/")).content.decode()


def test_a_reason_that_cannot_be_kept_is_refused(mine: Client, agency: Agency) -> None:
    response = mine.post(path(agency, "lacak/cabut/"), {"reason": "x\x00"})
    assert response.status_code == 422
    assert Inquiry.objects.get().state == "registered"


@pytest.mark.parametrize("method", ["get", "post"])
def test_withdrawing_what_was_answered_meanwhile_shows_the_new_state(
    mine: Client, agency: Agency, case: tuple[Inquiry, str], method: str
) -> None:
    answer(case[0], decision="refuse", grounds=("17h",), reason="Rahasia.", cost=None)
    response = getattr(mine, method)(path(agency, "lacak/cabut/"), {"reason": "x"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Ditolak" in page
    assert OFFICER not in page


def test_a_file_that_is_one_too_many_for_the_request_is_refused_in_words(
    mine: Client, agency: Agency, case: tuple[Inquiry, str]
) -> None:
    incomplete(case, "identity")
    for n in range(10):
        documents.store(
            agency=agency,
            subject_type="inquiry",
            subject_id=case[0].pk,
            purpose="identity",
            upload=inspected(f"{n}.pdf"),
            by=CITIZEN,
        )
    response = complete(mine, agency, {"files": [upload("ktp.pdf", small_pdf())]})
    assert response.status_code == 422
    sentence = "Paling banyak 10 berkas. Hapus sebagian, atau gabungkan menjadi satu PDF."
    assert response.context["form"].errors == {"files": [sentence]}


def test_too_many_files_kept_from_earlier_tries_are_refused_in_words(
    mine: Client, agency: Agency, case: tuple[Inquiry, str]
) -> None:
    incomplete(case, "identity")
    form_open = mine.get(path(agency, "lacak/lengkapi/"))
    assert form_open.context["form"].kept == []
    keep_files(
        agency=agency, kind="inquiry", holder=case[0].pk, uploads=[inspected(f"{n}.pdf") for n in range(4)], by=CITIZEN
    )
    more = [upload(f"{n}.pdf", small_pdf()) for n in range(2)]
    response = complete(mine, agency, {"files": more})
    sentence = "Paling banyak 1 berkas. Hapus sebagian, atau gabungkan menjadi satu PDF."
    assert response.context["form"].errors == {"files": [sentence]}
