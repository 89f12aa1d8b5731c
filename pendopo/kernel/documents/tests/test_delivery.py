"""A document reaches the browser as a download that can run nothing."""

from __future__ import annotations

import logging
from pathlib import Path
from urllib.parse import unquote
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse, HttpResponse

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents import delivery
from pendopo.kernel.documents.delivery import file_response
from pendopo.kernel.documents.tests.test_actions import PDF, keep


def test_attachment_with_its_name_under_a_sandbox(agency: Agency, subject: UUID) -> None:
    document = keep(agency, subject, upload=SimpleUploadedFile("Laporan “akhir” – é.pdf", PDF))
    response = file_response(document)
    assert isinstance(response, FileResponse)
    assert b"".join(response.streaming_content) == PDF
    response.close()
    assert (response.status_code, dict(response.headers)) == (
        200,
        {
            "Content-Type": "application/pdf",
            "Content-Length": str(len(PDF)),
            "Content-Disposition": (
                "attachment; filename*=utf-8''Laporan%20%E2%80%9Cakhir%E2%80%9D%20%E2%80%93%20%C3%A9.pdf"
            ),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


def test_lost_bytes_are_told_and_logged(
    agency: Agency, subject: UUID, store_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    document = keep(agency, subject)
    (store_folder / document.storage_name).unlink()
    with caplog.at_level(logging.ERROR):
        response = file_response(document)
    page = response.content.decode()  # type: ignore[attr-defined]
    assert response.status_code == 503
    assert "Berkas ini tercatat, tetapi tidak ditemukan di penyimpanan" in page
    assert str(document.pk) in page
    assert document.storage_name not in page
    assert [record.levelname for record in caplog.records if str(document.pk) in record.message] == ["ERROR"]


@pytest.mark.once
@pytest.mark.parametrize(
    "name", ['a.pdf"; x="', "a\r\nSet-Cookie: a=1.pdf", "a\x00.pdf", "é;filename=b.html", "\u202e.pdf"]
)
def test_no_name_becomes_a_header(name: str) -> None:
    for answer in (delivery.as_attachment(HttpResponse(), name), delivery.inline_pdf(b"%PDF", name)):
        kind, _, told = answer["Content-Disposition"].partition("; filename*=UTF-8''")
        assert kind in {"attachment", "inline"}
        assert unquote(told) == name
        assert not set(told) & set('";\r\n\0 ')


@pytest.mark.parametrize("state", ["quarantined", "infected"])
def test_unclean_files_stay_inside(agency: Agency, subject: UUID, state: str) -> None:
    document = keep(agency, subject)
    document.scan_state = state
    response = file_response(document)
    assert response.status_code == 409
    assert "%PDF" not in response.content.decode()  # type: ignore[attr-defined]
