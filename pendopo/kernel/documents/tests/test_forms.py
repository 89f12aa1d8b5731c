"""Upload fields refuse beside the field, name every refused file, and see names as they were sent."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from pendopo.kernel.documents import rules
from pendopo.kernel.documents.forms import DocumentField, MultipleDocumentField
from pendopo.kernel.documents.tests.samples import pdf, picture

PDF = pdf()


class OneForm(forms.Form):
    berkas = DocumentField(label="Berkas")


class ManyForm(forms.Form):
    berkas = MultipleDocumentField(label="Berkas", limit=3, required=False)


def files(*uploads: SimpleUploadedFile) -> MultiValueDict[str, Any]:
    return MultiValueDict({"berkas": list(uploads)})


def test_one_file_comes_out_inspected() -> None:
    form = OneForm({}, files(SimpleUploadedFile("KTP.pdf", PDF)))
    assert form.is_valid()
    assert form.cleaned_data["berkas"].content == PDF
    assert form.is_multipart()


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (None, "required"),
        (SimpleUploadedFile("a.pdf", b""), "empty"),
        (SimpleUploadedFile("a.pdf", b"MZ" + b"\x00" * 600), "wrong_type"),
        (SimpleUploadedFile("a.pdf", b"x" * (rules.MAX_FILE_BYTES + 1)), "too_large"),
        (SimpleUploadedFile("a\u202efdp.exe", PDF), "name_direction"),
        (SimpleUploadedFile("a.exe", PDF), "type_not_allowed"),
    ],
)
def test_one_file_is_refused_with_code_and_words(upload: SimpleUploadedFile | None, code: str) -> None:
    form = OneForm({}, files(upload) if upload else MultiValueDict())
    assert not form.is_valid()
    errors = form.errors.as_data()["berkas"]
    assert [error.code for error in errors] == [code]
    assert str(form.errors["berkas"][0]).endswith(".")


class OptionalForm(forms.Form):
    berkas = DocumentField(label="Berkas", required=False)


def test_optional_field_may_stay_empty() -> None:
    one = OptionalForm({}, MultiValueDict())
    assert one.is_valid()
    assert one.cleaned_data["berkas"] is None
    form = ManyForm({}, MultiValueDict())
    assert form.is_valid()
    assert form.cleaned_data["berkas"] == []


def test_many_files_name_each_refused_one() -> None:
    form = ManyForm(
        {},
        files(
            SimpleUploadedFile("baik.png", picture("PNG")),
            SimpleUploadedFile("kosong.pdf", b""),
            SimpleUploadedFile("100% palsu.pdf", b"MZ" + b"\x00" * 600),
        ),
    )
    assert not form.is_valid()
    assert [error.code for error in form.errors.as_data()["berkas"]] == ["empty", "wrong_type"]
    assert form.errors["berkas"] == [
        "kosong.pdf: Berkas ini kosong (0 bita). Buka berkas untuk memastikan isinya, lalu unggah lagi.",
        "100% palsu.pdf: Berkas ini berisi program komputer, bukan PDF. Unggah dokumen atau gambar yang Anda maksud.",
    ]


def test_too_many_files_are_refused_before_they_are_read() -> None:
    form = ManyForm({}, files(*(SimpleUploadedFile(f"{n}.exe", b"MZ") for n in range(4))))
    assert not form.is_valid()
    assert form.errors["berkas"] == ["Paling banyak 3 berkas. Hapus sebagian, atau gabungkan menjadi satu PDF."]


def test_field_tells_its_limits_and_narrows_the_chooser() -> None:
    shown = str(ManyForm()["berkas"])
    assert 'accept=".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.odt"' in shown
    assert " multiple" in shown
    expected = "PDF, JPG, PNG, Word (DOCX), Excel (XLSX), ODT, paling besar 10 MB tiap berkas, paling banyak 3 berkas."
    assert ManyForm()["berkas"].help_text == expected


def posted(file_name: bytes, content: bytes = PDF) -> HttpRequest:
    """Return a request as a browser would send it, with `file_name` untouched by any client library."""
    body = (
        b'--pemisah\r\nContent-Disposition: form-data; name="berkas"; filename="' + file_name + b'"\r\n'
        b"Content-Type: application/pdf\r\n\r\n" + content + b"\r\n--pemisah\r\n"
        b'Content-Disposition: form-data; name="catatan"\r\n\r\ntetap ada\r\n--pemisah--\r\n'
    )
    return RequestFactory().generic("POST", "/", body, content_type="multipart/form-data; boundary=pemisah")


@pytest.fixture
def own_handlers(settings: Any) -> None:
    settings.FILE_UPLOAD_HANDLERS = [
        "pendopo.kernel.documents.intake.NameKeepingHandler",
        "pendopo.kernel.documents.intake.SizeCapHandler",
        "django.core.files.uploadhandler.MemoryFileUploadHandler",
        "django.core.files.uploadhandler.TemporaryFileUploadHandler",
    ]


@pytest.mark.usefixtures("own_handlers")
@pytest.mark.parametrize(
    ("sent", "seen", "code"),
    [
        ("KTP Siti – é.pdf".encode(), "KTP Siti – é.pdf", None),
        (b"a\x00.pdf", "a␀.pdf", "name_control"),
        (b"a\x07.pdf", "a␇.pdf", "name_control"),
        ("a\u202efdp.exe".encode(), "a\u202efdp.exe", "name_direction"),
        (b"../../etc/a.pdf", "..∕..∕etc∕a.pdf", "name_path"),
        (b"C:\\\\dok\\\\a.pdf", "C:⧵dok⧵a.pdf", "name_path"),
        (b"con.pdf", "con.pdf", "name_reserved"),
        (b"a" * 300 + b".pdf", "a" * 251 + ".pdf", "name_long"),
    ],
)
def test_names_reach_the_form_as_sent(sent: bytes, seen: str, code: str | None) -> None:
    request = posted(sent)
    form = OneForm(request.POST, request.FILES)
    assert [upload.name for upload in request.FILES.values()] == [seen]
    assert request.POST["catatan"] == "tetap ada"
    assert form.is_valid() is (code is None)
    codes = [error.code for error in form.errors.as_data().get("berkas", [])]
    assert codes == ([code] if code else [])
    request.close()


@pytest.mark.usefixtures("own_handlers")
def test_no_more_than_the_limit_reaches_the_disk() -> None:
    request = posted(b"besar.pdf", PDF + b"\x00" * 20_000_000)
    (upload,) = request.FILES.values()
    assert rules.MAX_FILE_BYTES < upload.size <= rules.MAX_FILE_BYTES + 2 * 64 * 1024
    assert upload.seek(0, io.SEEK_END) == upload.size
    assert request.POST["catatan"] == "tetap ada"
    form = OneForm(request.POST, request.FILES)
    assert [error.code for error in form.errors.as_data()["berkas"]] == ["too_large"]
    request.close()
