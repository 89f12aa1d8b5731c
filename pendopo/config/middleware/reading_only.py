"""While only reading is allowed, everything that would write is answered 503, with what was typed ready to be sent again.

Only requests that may write are looked at, so reading costs nothing more. A view that writes nothing although it is
asked by POST says so: `writes_nothing`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendopo.config.middleware.visitors import READING, language_of
from pendopo.kernel.api.problems import Problem, is_for_machines, problem_response
from pendopo.kernel.operation.queries import ReadOnly, read_only
from pendopo.lib.text import gettext_noop
from pendopo.ui.errors import error_page, to_copy
from pendopo.ui.formats import moment

ONLY_READING: Final = gettext_noop("Sistem sedang dirawat: untuk sementara hanya dapat dibaca. Coba lagi nanti.")
ONLY_READING_UNTIL: Final = gettext_noop(
    "Sistem sedang dirawat: hanya dapat dibaca sampai kira-kira %(when)s. Coba lagi sesudahnya."
)

# What the page "send again" may hold; files cannot be sent again by any page.
_REPLAYED_BYTES: Final = 100_000
_FORM_TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
# Such fields are never written into a page.
_SECRET: Final = ("password", "sandi", "code", "kode", "token", "otp", "credential")
_HARMLESS: Final = READING | {"OPTIONS", "TRACE"}
# Leaving must be possible on a lent telephone; choosing a language is kept in the browser alone.
ALLOWED: Final = frozenset({"logout", "language"})


class ReadingOnlyMiddleware:
    """Refuses writes while the installation is read-only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer `request`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Return the refusal where one is due; an address that does not exist stays 404."""
        if request.method in _HARMLESS or getattr(view, "writes_nothing", False):
            return None
        if request.resolver_match and request.resolver_match.view_name in ALLOWED:
            return None
        state = read_only()
        return refusal(request, state) if state.on else None


def refusal(request: HttpRequest, state: ReadOnly) -> HttpResponse:
    """Return the answer 503: a page that sends the same form again, or a problem (RFC 9457) for machines."""
    response = _for_machines(request, state) if is_for_machines(request) else _page(request, state)
    response.headers["Retry-After"] = str(state.retry_seconds)
    response.headers["Cache-Control"] = "no-store, private"
    # Refused on purpose: Django's log would call it an error.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _for_machines(request: HttpRequest, state: ReadOnly) -> HttpResponse:
    """Return the problem in the language that the program asks for."""
    if state.until is None:
        return problem_response(request, Problem("busy", ONLY_READING))
    when = state.until.isoformat(timespec="minutes")
    return problem_response(request, Problem("busy", ONLY_READING_UNTIL, params={"when": when}))


def _page(request: HttpRequest, state: ReadOnly) -> HttpResponse:
    with override(language_of(request)):
        when = _("sampai kira-kira %(when)s") % {"when": moment(state.until)} if state.until else _("sebentar")
        kept = typed(request)
        words = {
            "title": _("Sedang dirawat: untuk sementara hanya dapat dibaca"),
            "message": _("Sistem sedang dirawat %(when)s. Semua halaman tetap dapat dibaca.") % {"when": when},
            "remedy": _remedy(request, kept),
            "again": request.get_full_path(),
            "typed": kept,
            "texts": to_copy(value for _name, value in kept or []),
        }
        return HttpResponse(error_page(503, request=request, **words), status=503)


def _remedy(request: HttpRequest, kept: list[tuple[str, str]] | None) -> str:
    if not kept:
        return _("Kembali ke halaman sebelumnya; isiannya masih ada di sana. Kirim lagi setelah perawatan selesai.")
    if any(map(_is_secret, request.POST)):
        return _(
            "Isian Anda ada di halaman ini, kecuali sandi dan kode. Biarkan terbuka, dan kirim lagi setelah selesai."
        )
    if request.FILES:
        return _("Isian Anda ada di halaman ini, kecuali berkas. Biarkan terbuka, dan kirim lagi setelah selesai.")
    return _("Isian Anda ada di halaman ini. Biarkan terbuka, dan kirim lagi setelah perawatan selesai.")


def _is_secret(name: str) -> bool:
    return name != _FORM_TOKEN and any(word in name.lower() for word in _SECRET)


def typed(request: HttpRequest) -> list[tuple[str, str]] | None:
    """Return what was typed, for sending it again, without what must not stand in a page; None for too much or nothing.

    A form that comes without its password or code asks for it again, with everything else in its place.
    """
    if request.method != "POST" or request.content_type == "application/json":
        return None
    fields = [(name, value) for name, values in request.POST.lists() for value in values if not _is_secret(name)]
    if not any(value for name, value in fields if name != _FORM_TOKEN):
        return None
    return fields if sum(len(value) for _name, value in fields) <= _REPLAYED_BYTES else None
