"""Errors as problem details (RFC 9457): one kind a row, an Indonesian sentence, or an English one where it was asked for."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, override
from django.utils.translation.trans_real import parse_accept_lang_header

from pendopo.kernel.people.readings import TOO_MANY
from pendopo.kernel.tracking.answers import log_trouble
from pendopo.lib.text import gettext_noop as _
from pendopo.ui.errors import is_trouble, reference_of

log = logging.getLogger("pendopo.api")

MEDIA_TYPE: Final = "application/problem+json"
TROUBLE: Final = _(
    "Basis data atau penyimpanan sedang tidak dapat dipakai. Coba lagi sebentar lagi; ulangi kiriman dengan "
    "Idempotency-Key yang sama."
)
REPORT: Final = _("Kesalahan ada di pihak kami. Sebutkan rujukan %(reference)s bila melapor.")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, its title and what is usually said, both msgids."""

    status: int
    title: str
    detail: str


KINDS: Final[Mapping[str, Kind]] = {
    "malformed": Kind(400, _("Kiriman tidak terbaca"), _("Isi kiriman bukan JSON yang utuh. Periksa lalu kirim lagi.")),
    "key-missing": Kind(
        400,
        _("Kunci idempotensi belum ada"),
        _("Sertakan header Idempotency-Key: 8 sampai 64 karakter ASCII yang baru untuk tiap kiriman baru."),
    ),
    "token-missing": Kind(
        401, _("Kunci API belum ada"), _("Sertakan header Authorization: Bearer dengan kunci dari admin instansi.")
    ),
    "token-unknown": Kind(
        401, _("Kunci API tidak dikenal"), _("Kunci ini tidak ada di sini. Periksa salinannya, atau minta yang baru.")
    ),
    "token-expired": Kind(
        401, _("Kunci API kedaluwarsa"), _("Masa berlaku kunci ini sudah habis. Minta yang baru dari admin instansi.")
    ),
    "token-revoked": Kind(
        401, _("Kunci API dicabut"), _("Kunci ini sudah dicabut. Minta yang baru dari admin instansi.")
    ),
    "scope": Kind(
        403,
        _("Di luar cakupan kunci"),
        _("Kunci ini tidak mencakup operasi ini. Mintalah cakupannya dari admin instansi."),
    ),
    "refused": Kind(403, _("Tidak dapat dilakukan"), _("Tindakan ini tidak dapat dilakukan dengan kunci ini.")),
    "not-found": Kind(
        404, _("Tidak ada"), _("Alamat atau data ini tidak ada, atau bukan milik instansi yang dijangkau kunci ini.")
    ),
    "method": Kind(
        405, _("Metode tidak tersedia"), _("Alamat ini tidak mengenal metode HTTP itu. Lihat header Allow.")
    ),
    "wrong-state": Kind(409, _("Keadaan sudah berubah"), _("Dalam keadaannya sekarang, tindakan ini tidak mungkin.")),
    "too-large": Kind(413, _("Kiriman terlalu besar"), _("Bagi kiriman menjadi beberapa bagian, lalu kirim lagi.")),
    "media-type": Kind(415, _("Jenis isi tidak dikenal"), _("Kirim isi sebagai application/json.")),
    "invalid": Kind(422, _("Isian belum benar"), _("Perbaiki isian yang disebut dalam errors, lalu kirim lagi.")),
    "key-reused": Kind(
        422,
        _("Kunci idempotensi sudah dipakai"),
        _("Idempotency-Key ini sudah dipakai untuk kiriman lain. Pakai kunci baru untuk kiriman baru."),
    ),
    "too-many": Kind(429, _("Terlalu banyak permintaan"), TOO_MANY),
    "error": Kind(
        500, _("Terjadi gangguan pada sistem"), _("Kesalahan ada di pihak kami. Coba lagi beberapa menit lagi.")
    ),
    "busy": Kind(
        503, _("Layanan sedang tidak tersedia"), _("Sistem sedang dirawat atau sibuk. Coba lagi sebentar lagi.")
    ),
}


# Below these a program reads the answer: the API's own operations, and CKAN's of the installation and of each agency.
_OF_PROGRAMS: Final = re.compile(r"(?:/[^/]+)?/api/(?:v1|3)(?:/|$)")
# Whoever hears that the database or the disk has trouble may come again after so long.
_TROUBLE_SECONDS: Final = 30


class Problem(Exception):
    """A call ends with a problem of a kind; `detail` is a msgid that says more than the kind, filled with `params`.

    `errors` name what is wrong in the body (`pointer`, RFC 6901) or among the parameters (`parameter`), in sentences
    of the language that was asked for.
    """

    def __init__(
        self,
        kind: str,
        detail: str = "",
        *,
        params: Mapping[str, object] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind)
        self.kind, self.detail, self.params = kind, detail, dict(params or {})
        self.errors, self.headers = list(errors), dict(headers or {})


def language_of(request: HttpRequest) -> str:
    """Return the language a program asks for: English where Accept-Language prefers it to Indonesian, else Indonesian."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (short := code.partition("-")[0]) in dict(settings.LANGUAGES):
            return str(short)
    return str(settings.LANGUAGE_CODE)


def is_for_machines(request: HttpRequest) -> bool:
    """Tell whether a program reads the answer: at an address for programs, or where it has sent JSON as no form does."""
    return _OF_PROGRAMS.match(request.path_info) is not None or request.content_type == "application/json"


def type_of(kind: str) -> str:
    """Return the address that explains a kind of problem."""
    return f"{settings.PENDOPO_ADDRESS}/api/#{kind}"


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return a problem as it is sent, in the language that was asked for."""
    kind, language = KINDS[problem.kind], language_of(request)
    with override(language):
        said = gettext(problem.detail or kind.detail)
        body: dict[str, Any] = {
            "type": type_of(problem.kind),
            "title": gettext(kind.title),
            "status": kind.status,
            "detail": said % problem.params if problem.params else said,
            "instance": request.path,
        }
        if problem.errors:
            body["errors"] = problem.errors
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=kind.status, content_type=MEDIA_TYPE)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        response.headers[name] = value
    return response


def failure(request: HttpRequest, failed: BaseException | None) -> HttpResponse:
    """Return what is told of a failure of ours: 503 while the database or the disk refuses, else 500; both are logged.

    Called while the failure is being handled.
    """
    reference = reference_of(request)
    if is_trouble(failed):
        log_trouble(request)
        response = problem_response(request, Problem("busy", TROUBLE, headers={"Retry-After": str(_TROUBLE_SECONDS)}))
    else:
        # The trace is what somebody needs who repairs it; the address has no personal data.
        log.error("Call %s failed: %s %s", reference, request.method, request.path, exc_info=failed)
        response = problem_response(request, Problem("error", REPORT, params={"reference": reference}))
    # Once is enough.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Return the problem of a caller that has used up its calls and may come again after `seconds`."""
    response = problem_response(request, Problem("too-many", headers={"Retry-After": str(seconds)}))
    # Refused on purpose, and often: a line for each would be what the caller wants.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
