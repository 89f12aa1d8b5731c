"""Files of a citizen: kept beside the draft although the page has errors, refused in words, deleted when not sent."""

from __future__ import annotations

import datetime as dt
import errno
from typing import Any

import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.storage import private_files
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.people.limits import count_try
from pendopo.kernel.tracking.actions import draft_answers, holder_of, keep_files, sweep_files
from pendopo.kernel.tracking.drafting import FILES_PER_ADDRESS
from pendopo.modules.information.tests.citizen_cases import (
    REQUESTER,
    WISH,
    inspected,
    make_agency,
    path,
    small_pdf,
    upload,
)
from pendopo.modules.information.views.citizen.drafting import COOKIE

pytestmark = pytest.mark.django_db
Errors = dict[str, list[str]]
RENAME = "Ganti nama berkas dengan huruf dan angka biasa, lalu unggah lagi."


@pytest.fixture
def agency() -> Agency:
    return make_agency()


def page(agency: Agency, name: str) -> str:
    return path(agency, f"permohonan/baru/{name}/")


def errors_of(response: Any) -> Errors:
    assert response.status_code == 422, response.status_code
    return dict(response.context["form"].errors.items())


def answers_of(client: Client, agency: Agency) -> dict[str, Any]:
    return draft_answers(agency=agency, kind="inquiry", token=client.cookies[COOKIE].value)


@pytest.fixture
def asking(client: Client, agency: Agency) -> Client:
    client.post(page(agency, "informasi"), WISH)
    return client


def files_of(client: Client, agency: Agency) -> list[str]:
    return [each["name"] for each in answers_of(client, agency).get("files", [])]


def test_a_good_file_is_kept_although_the_page_has_errors(asking: Client, agency: Agency) -> None:
    response = asking.post(page(agency, "pemohon"), {"kind": "person", "files": [upload("ktp.pdf", small_pdf())]})
    assert response.status_code == 422
    assert "ktp.pdf" in response.content.decode()
    assert files_of(asking, agency) == ["ktp.pdf"]
    stored = Document.objects.get()
    token = asking.cookies[COOKIE].value
    assert (stored.subject_type, stored.subject_id, stored.visibility) == ("inquiry_draft", holder_of(token), "private")


def test_a_full_disk_is_no_error_and_loses_nothing_typed(
    asking: Client, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pendopo.kernel.documents.storage.os.fsync", no_room)
    typed = {"kind": "person", "name": "Sri Rahayu", "files": [upload("ktp.pdf", small_pdf())]}
    response = asking.post(page(agency, "pemohon"), typed)
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    shown = response.content.decode()
    assert '<input type="hidden" name="name" value="Sri Rahayu">' in shown
    assert "Berkas perlu Anda pilih lagi sesudahnya." in shown
    assert not Document.objects.exists()


def test_of_several_files_the_good_ones_are_kept(asking: Client, agency: Agency) -> None:
    chosen = [
        upload("ktp.pdf", small_pdf()),
        upload("virus.pdf", b"MZ\x90\x00" + b"\x00" * 60),
        upload("kosong.png", b""),
    ]
    response = asking.post(page(agency, "pemohon"), REQUESTER | {"files": chosen})
    assert errors_of(response) == {
        "files": [
            "virus.pdf: Berkas ini berisi program komputer, bukan PDF. Unggah dokumen atau gambar yang Anda maksud.",
            "kosong.png: Berkas ini kosong (0 bita). Buka berkas untuk memastikan isinya, lalu unggah lagi.",
        ]
    }
    assert files_of(asking, agency) == ["ktp.pdf"]
    assert 'value="Sri Rahayu"' in response.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "besar.pdf",
            b"%PDF-1.4" + b"0" * 20 * 1024 * 1024,
            "Berkas ini lebih besar dari 10 MB. Perkecil berkas, misalnya dengan memindai pada mutu lebih rendah atau membaginya.",
        ),
        (
            "gaji\u202efdp.exe",
            b"MZ",
            "Nama berkas memuat tanda pembalik arah tulisan yang dapat menyamarkan jenis berkas. " + RENAME,
        ),
        (
            "ktp.exe",
            b"MZ",
            "Jenis berkas “.exe” tidak diterima. Simpan sebagai PDF, JPG, PNG, Word (DOCX), Excel (XLSX), ODT, lalu unggah lagi.",
        ),
    ],
)
def test_a_hostile_file_is_refused_in_words(
    asking: Client, agency: Agency, name: str, content: bytes, sentence: str
) -> None:
    response = asking.post(page(agency, "pemohon"), REQUESTER | {"files": [upload(name, content)]})
    assert errors_of(response) == {"files": [f"{name}: {sentence}"]}
    assert not Document.objects.exists()


def test_a_name_with_nul_is_refused_in_words(asking: Client, agency: Agency) -> None:
    parts = [
        f'--grenz\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in REQUESTER.items()
    ]
    file = '--grenz\r\nContent-Disposition: form-data; name="files"; filename="ktp\x00.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    body = "\r\n".join(parts).encode() + b"\r\n" + file.encode() + small_pdf() + b"\r\n--grenz--\r\n"
    response = asking.generic("POST", page(agency, "pemohon"), body, content_type="multipart/form-data; boundary=grenz")
    assert errors_of(response) == {
        "files": [
            "ktp␀.pdf: Nama berkas memuat karakter yang tidak terlihat. " + RENAME,
        ]
    }


def test_more_than_five_files_are_refused(asking: Client, agency: Agency) -> None:
    first = [upload(f"{n}.pdf", small_pdf(n)) for n in range(1, 4)]
    assert asking.post(page(agency, "pemohon"), REQUESTER | {"files": first}).status_code == 303
    more = [upload(f"{n}.pdf", small_pdf(n)) for n in range(4, 7)]
    response = asking.post(page(agency, "pemohon"), REQUESTER | {"files": more})
    assert errors_of(response) == {
        "files": ["Paling banyak 2 berkas. Hapus sebagian, atau gabungkan menjadi satu PDF."]
    }
    assert files_of(asking, agency) == ["1.pdf", "2.pdf", "3.pdf"]


def test_a_kept_file_can_be_deleted(asking: Client, agency: Agency) -> None:
    asking.post(
        page(agency, "pemohon"), REQUESTER | {"files": [upload("a.pdf", small_pdf()), upload("b.pdf", small_pdf(2))]}
    )
    gone, kept = Document.objects.order_by("id")
    response = asking.post(page(agency, "pemohon"), REQUESTER | {"remove": [str(gone.pk), "bukan-berkas"]})
    assert response.status_code == 303
    assert files_of(asking, agency) == ["b.pdf"]
    gone.refresh_from_db()
    assert (gone.removed_at is not None, kept.removed_at) == (True, None)


def test_files_of_strangers_cannot_be_deleted(asking: Client, agency: Agency) -> None:
    other = Client()
    other.post(page(agency, "informasi"), WISH)
    other.post(page(agency, "pemohon"), REQUESTER | {"files": [upload("a.pdf", small_pdf())]})
    theirs = Document.objects.get()
    asking.post(page(agency, "pemohon"), REQUESTER | {"remove": [str(theirs.pk)]})
    theirs.refresh_from_db()
    assert theirs.removed_at is None


def test_files_from_one_address_are_limited(asking: Client, agency: Agency) -> None:
    with clock.frozen(clock.now()):
        for _each in range(FILES_PER_ADDRESS.tries):
            count_try("draft-files:127.0.0.1", FILES_PER_ADDRESS)
        response = asking.post(page(agency, "pemohon"), REQUESTER | {"files": [upload("a.pdf", small_pdf())]})
    sentence = "Terlalu banyak berkas dari alamat jaringan Anda. Coba lagi satu jam lagi, atau kirim tanpa berkas."
    assert errors_of(response) == {"files": [sentence]}
    assert not Document.objects.exists()
    assert asking.post(page(agency, "pemohon"), REQUESTER).status_code == 303


def test_files_of_drafts_that_nobody_sent_are_deleted(
    asking: Client, agency: Agency, django_capture_on_commit_callbacks: Any
) -> None:
    asking.post(page(agency, "pemohon"), REQUESTER | {"files": [upload("a.pdf", small_pdf())]})
    kept = Document.objects.get()
    assert sweep_files() == 0
    with clock.frozen(clock.now() + dt.timedelta(days=7, seconds=5)), django_capture_on_commit_callbacks(execute=True):
        assert sweep_files() == 1
    kept.refresh_from_db()
    assert kept.removed_reason == "konsep tidak dikirim"
    assert not private_files().exists(kept.storage_name)


def test_files_that_came_meanwhile_from_another_tab_count_too(asking: Client, agency: Agency) -> None:
    holder = holder_of(asking.cookies[COOKIE].value)
    keep_files(
        agency=agency, kind="inquiry", holder=holder, uploads=[inspected(f"{n}.pdf") for n in range(10)], by=CITIZEN
    )
    response = asking.post(page(agency, "pemohon"), REQUESTER | {"files": [upload("a.pdf", small_pdf())]})
    sentence = "Paling banyak 10 berkas. Hapus sebagian, atau gabungkan menjadi satu PDF."
    assert errors_of(response) == {"files": [sentence]}
