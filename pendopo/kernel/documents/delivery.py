"""Handing a document to a browser: always as a download that can run nothing."""

from __future__ import annotations

import logging
from urllib.parse import quote

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from pendopo.kernel.documents.models import Document, ScanState
from pendopo.kernel.documents.storage import private_files

POLICY = "sandbox; default-src 'none'"

_log = logging.getLogger(__name__)


def file_response(document: Document) -> HttpResponseBase:
    """Return the document as a streamed attachment with its own name (RFC 6266).

    The caller has decided that this person may see it. A file in quarantine, or infected, answers 409; a file that the
    store has lost answers 503 with the number to quote, and is logged as an error.
    """
    if document.scan_state == ScanState.INFECTED:
        return _refusal(
            document,
            409,
            _("Berkas ini mengandung virus dan tidak dapat dibuka"),
            _("Pemindai menemukan %(signature)s. Berkas ditahan. Minta pengirimnya membuat ulang berkas yang bersih.")
            % {"signature": document.scan_signature},
        )
    if not document.is_clean:
        return _refusal(
            document,
            409,
            _("Berkas ini belum selesai diperiksa"),
            _("Berkas dapat diunduh setelah pemeriksaan virus selesai. Coba lagi beberapa menit lagi."),
        )
    try:
        content = private_files().open(document.storage_name, "rb")
    except FileNotFoundError:
        _log.error("Document %s is missing in the store: %s", document.pk, document.storage_name)
        return _refusal(
            document,
            503,
            _("Berkas ini tercatat, tetapi tidak ditemukan di penyimpanan"),
            _("Hubungi instansi ini dan sebutkan nomor berkas di bawah. Petugas akan mengirimkannya kembali."),
        )
    response = FileResponse(content, as_attachment=True, filename=document.name, content_type=document.media_type)
    response["Content-Length"] = str(document.size)
    return _sealed(response)


def inline_pdf(content: bytes, name: str) -> HttpResponse:
    """Return a PDF that the browser shows beside the page, under a policy that lets it run nothing."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    _sealed(response)
    return response


def as_attachment(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """Return the response as a download called `name`, under the same policy; for files made for this answer alone."""
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return _sealed(response)


def _sealed(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    return response


def _refusal(document: Document, status: int, title: str, remedy: str) -> HttpResponse:
    context = {
        "status": status,
        "title": title,
        "remedy": remedy,
        "reference": str(document.pk),
        "agency": document.agency,
    }
    page = render_to_string("ui/error.html", context)
    response = HttpResponse(page, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
