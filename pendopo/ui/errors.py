"""Pages for errors: plain words, what to do now, a reference; they need no database, session or template context."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, InternalError, NotSupportedError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

# No room on the disk, or a disk that fails or was made read-only.
_DISK_TROUBLE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS})

# PostgreSQL that has become a replica, or was told to take no writes; a statement planned before a migration changed its
# table, which the next transaction plans anew.
_PASSING_STATES: Final = frozenset({"25006", "0A000"})


def is_trouble(failure: BaseException | None) -> bool:
    """Tell whether a failure passes by itself or by the administrator's hand: the database is away, the disk is full."""
    if isinstance(failure, OSError):
        return failure.errno in _DISK_TROUBLE
    if isinstance(failure, InternalError | NotSupportedError):
        return getattr(failure.__cause__, "sqlstate", "") in _PASSING_STATES
    # What writes a workbook tells of a full disk in an error of its own, with the system's inside.
    inner = failure.args[0] if failure is not None and failure.args else None
    return isinstance(failure, InterfaceError | OperationalError) or (isinstance(inner, OSError) and is_trouble(inner))


# What took its writer a while, and is no choice, number or token.
_TEXT: Final = 20


def to_copy(values: Iterable[object]) -> str:
    """Return the texts among what was typed, for a page that gives them back to be copied; empty without any."""
    texts = [value for value in values if isinstance(value, str) and len(value) >= _TEXT and " " in value]
    return "\n\n".join(texts)


def _words(status: int) -> tuple[str, str, str]:
    """Return title, message and remedy of a status; an unknown one is told like 500."""
    retry = _("Coba lagi beberapa saat lagi. Isian yang sudah tersimpan tidak hilang.")
    known = {
        400: (
            _("Permintaan tidak dapat dibaca"),
            _("Data yang dikirim peramban tidak lengkap atau rusak."),
            _("Kembali ke halaman sebelumnya, muat ulang, lalu kirim sekali lagi."),
        ),
        403: (
            _("Anda tidak berwenang membuka halaman ini"),
            _("Halaman ini hanya untuk petugas dengan peran tertentu."),
            _("Masuk dengan akun yang berwenang, atau minta peran itu kepada admin instansi Anda."),
        ),
        404: (
            _("Halaman tidak ditemukan"),
            _("Alamatnya mungkin salah ketik, atau halamannya sudah dipindahkan."),
            _("Periksa alamatnya, atau mulai lagi dari beranda."),
        ),
        409: (
            _("Keadaan sudah berubah"),
            _("Orang lain telah mengubah data ini sejak Anda membukanya."),
            _("Buka lagi halamannya untuk melihat keadaan terbaru, lalu ulangi bila masih perlu."),
        ),
        413: (
            _("Kiriman terlalu besar"),
            _("Berkas atau isian yang dikirim melebihi batas."),
            _("Perkecil berkas atau bagi menjadi beberapa berkas, lalu kirim lagi."),
        ),
        429: (
            _("Terlalu banyak percobaan"),
            _("Untuk menjaga keamanan, percobaan dari alamat Anda dibatasi."),
            _("Tunggu beberapa menit, lalu coba lagi."),
        ),
        503: (_("Layanan sedang tidak tersedia"), _("Sistem sedang dirawat atau sangat sibuk."), retry),
    }
    return known.get(status, (_("Terjadi gangguan pada sistem"), _("Kesalahan ada pada kami, bukan pada Anda."), retry))


def error_page(status: int, *, request: HttpRequest | None = None, **words: Any) -> str:
    """Return the page of an error as HTML.

    ``words`` may replace ``title``, ``message`` and ``remedy``, and may give ``agency``, ``reference``, ``home_url``.
    """
    title, message, remedy = _words(status)
    defaults = {"title": title, "message": message, "remedy": remedy, "agency": None, "reference": "", "home_url": "/"}
    demo = getattr(settings, "PENDOPO_DEMO", False)
    # Rendered without a request on purpose: context processors ask the session, and the session asks the database.
    return render_to_string("ui/error.html", {**defaults, "demo": demo, "status": status, **words})


def error_response(request: HttpRequest, status: int, **words: Any) -> HttpResponse:
    """Return the response of an error; the agency is taken from ``request.agency`` when the door had found it."""
    words.setdefault("agency", getattr(request, "agency", None))
    return HttpResponse(error_page(status, request=request, **words), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400 (``handler400``), and 413 to more than a form of ours ever sends."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        remedy = _("Kembali ke halaman sebelumnya: isian Anda masih ada di peramban. Persingkat, lalu kirim lagi.")
        return error_response(request, 413, remedy=remedy)
    return error_response(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 (``handler403``)."""
    return error_response(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404 (``handler404``)."""
    return error_response(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 (``handler500``) with the reference that stands in the log."""
    return error_response(request, 500, agency=None, reference=reference_of(request))


def reference_of(request: HttpRequest) -> str:
    """Return under which reference the log knows a request; a new one where nobody has given it any."""
    return str(getattr(request, "reference", "")) or secrets.token_hex(4).upper()


def csrf_failure(request: HttpRequest, reason: str = "", *, texts: str = "") -> HttpResponse:
    """Answer 403 to a form without a valid token (``CSRF_FAILURE_VIEW``); `texts` is given back to be copied."""
    remedy = _("Kembali, muat ulang halaman, lalu kirim sekali lagi. Pastikan kuki diizinkan.")
    if texts:
        remedy = _(
            "Salin isian Anda, kembali, muat ulang halaman, tempelkan, lalu kirim lagi. Pastikan kuki diizinkan."
        )
    return error_response(
        request,
        403,
        title=_("Formulir sudah kedaluwarsa"),
        message=_("Halaman terlalu lama terbuka, atau kuki peramban dimatikan, sehingga kiriman belum dapat diterima."),
        remedy=remedy,
        texts=texts,
    )
