"""The public check page of a signed letter: anybody with the code, no login, no script, nothing stored."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Signature
from pendopo.kernel.documents.signing import rules
from pendopo.kernel.documents.signing.comparing import Comparison, compare
from pendopo.kernel.documents.signing.forms import CompareForm
from pendopo.kernel.documents.signing.queries import checked_letter
from pendopo.kernel.documents.signing.reading import FoundSignature
from pendopo.kernel.people.addresses import client_address
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.kernel.people.limits import count_try, exceeded
from pendopo.kernel.people.rules import Limit
from pendopo.ui.errors import error_response
from pendopo.ui.formats import medium_date, moment


@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: AgencyRequest, agency: Agency, code: str) -> HttpResponse:
    """Tell who signed which letter when, and compare a file with it."""
    signature = checked_letter(agency, code)
    if signature is None:
        raise Http404(
            _("Tidak ada surat dengan kode ini. Periksa alamatnya huruf demi huruf, atau pindai lagi kode QR-nya.")
        )
    if request.method != "POST":
        return _page(request, signature, CompareForm())
    limits = _limits(request, signature)
    if any(exceeded(key, limit) for key, limit in limits.items()):
        return _too_many(request, max(limit.seconds for limit in limits.values()))
    for key, limit in limits.items():
        count_try(key, limit)
    form = CompareForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, signature, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _page(request, signature, CompareForm(), compare(signature, form.cleaned_data["file"]))


def _limits(request: AgencyRequest, signature: Signature) -> dict[str, Limit]:
    """Return what is counted: comparisons of one visitor where the address is known, and of one letter."""
    counted = {f"letter-check:{signature.pk}": rules.CHECKS_PER_LETTER}
    if visitor := client_address(request):
        counted[f"letter-check-from:{visitor}"] = rules.CHECKS_PER_ADDRESS
    return counted


def _too_many(request: AgencyRequest, window: int) -> HttpResponse:
    left = window - int(clock.now().timestamp()) % window
    response = error_response(
        request,
        HTTPStatus.TOO_MANY_REQUESTS,
        message=_("Terlalu banyak berkas dibandingkan dari sini."),
        remedy=_("Coba lagi %(minutes)d menit lagi. Halaman surat tetap dapat dibuka.") % {"minutes": -(-left // 60)},
    )
    response["Retry-After"] = str(left)
    return response


def _page(
    request: AgencyRequest,
    signature: Signature,
    form: CompareForm,
    comparison: Comparison | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    tone, title, words = rules.VERDICTS[comparison.verdict] if comparison else ("", "", "")
    context = {
        "letter": signature,
        "form": form,
        "rows": _rows(signature),
        "verdict": {"tone": tone, "title": _(title), "words": _(words)} if comparison else None,
        "read": [_read_words(found) for found in comparison.found] if comparison else [],
        "compared_sha256": comparison.sha256 if comparison else "",
        "in_force": signature.state in rules.IN_FORCE,
    }
    response = render(request, "signing/check.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response


def _rows(signature: Signature) -> list[dict[str, Any]]:
    agency, signed = signature.agency, signature.signed
    rows = [
        (_("Nomor"), signature.number),
        (_("Hal"), signature.title),
        (_("Tanggal surat"), medium_date(signature.dated_on)),
        (_("Instansi"), agency.name),
        (_("Penanda tangan"), [signature.signer_name, signature.signer_title]),
        (_("Cara"), _way(signature)),
        (
            _("Ditandatangani") if signature.method == rules.SERVICE else _("Diunggah"),
            [moment(signature.signed_at, agency), _("menurut jam server instansi, tanpa otoritas penanda waktu")],
        ),
        (_("Sertifikat"), _certificate(signature)),
        (_("SHA-256 berkas"), signed.sha256 if signed else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _way(signature: Signature) -> list[str]:
    way = [str(signature.get_method_display())]
    if signature.method == rules.WET:
        way.append(_("Pindaian tidak membuktikan tanda tangannya; yang dapat dibandingkan hanya berkasnya."))
    if signature.is_test:
        way.append(_("Uji coba: dibuat dengan sertifikat uji, bukan tanda tangan elektronik tersertifikasi."))
    return way


def _certificate(signature: Signature) -> str:
    if not signature.certificate:
        return ""
    return _("%(name)s, diterbitkan %(issuer)s, berlaku sampai %(until)s") % {
        "name": signature.certificate,
        "issuer": signature.certificate_issuer,
        "until": medium_date(signature.certificate_until.date()) if signature.certificate_until else "–",
    }


def _read_words(found: FoundSignature) -> list[str]:
    """Return what the signature inside a file says, in sentences."""
    if not found.signer:
        return [_("Tanda tangan elektronik di dalam berkas tidak dapat dibaca.")]
    words = [_("Tanda tangan elektronik atas nama %(name)s.") % {"name": found.signer}]
    words.append(_("Isi yang ditandatangani utuh.") if found.intact else _("Isi yang ditandatangani sudah diubah."))
    if found.intact and not found.unchanged:
        words.append(_("Sesudah ditandatangani, berkas ditambah atau diubah."))
    if found.intact:
        words.append(_trust_words(found))
        words.append(_("Pencabutan sertifikat tidak diperiksa di halaman ini."))
    return words


def _trust_words(found: FoundSignature) -> str:
    if found.expired:
        until = medium_date(dt.datetime.fromisoformat(found.valid_until).date())
        return _(
            "Sertifikatnya berakhir %(until)s; karena waktunya tidak dibuktikan pihak ketiga, "
            "tanda tangan ini kini tidak dapat dipastikan."
        ) % {"until": until}
    if found.trusted:
        return _("Sertifikatnya diterbitkan %(issuer)s, yang dikenal instansi ini.") % {"issuer": found.issuer}
    return _("Sertifikatnya diterbitkan %(issuer)s, yang tidak dikenal instansi ini.") % {"issuer": found.issuer}
