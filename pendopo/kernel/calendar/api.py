"""GET /api/v1/due-date: the calculator for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from pendopo.kernel.calendar.forms import DueDateForm
from pendopo.kernel.people.doors import open_door
from pendopo.kernel.people.readings import TOO_MANY, wait_before_reading
from pendopo.lib.text import gettext_noop as _

_READABLE = {"ensure_ascii": False}


def _asked(name: str, description: str, example: str = "", *, required: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {"in": "query", "name": name, "required": required, "description": description}
    return found | {"schema": {"type": "string"}} | ({"example": example} if example else {})


_ERRORS: Final = {
    "type": "object",
    "required": ["errors"],
    "properties": {"errors": {"type": "array", "items": {"type": "object"}}},
}
# The address in the description of the API (OpenAPI path items); it is older than the API's other operations.
DESCRIBED: Final[Mapping[str, Any]] = {
    "due-date": {
        "get": {
            "operationId": "api_due_date",
            "summary": _("Hitung tenggat"),
            "description": _("Kapan suatu tenggat jatuh, dengan tiap hari yang dihitung dan yang dilewati."),
            "tags": [_("Kalkulator")],
            "parameters": [
                _asked("rule", _("Kode tenggat."), "notice", required=True),
                _asked(
                    "received", _("Saat peristiwa yang memulai jangka waktu."), "2026-08-03T10:00+07:00", required=True
                ),
                _asked("regime", _("Aturan bagi badan publik atau jenis informasi tertentu."), "general"),
                _asked("timezone", _("Nama zona waktu IANA."), "Asia/Jakarta"),
                _asked("week", _("Hari kerja seminggu: 5 atau 6."), "5"),
                _asked("receipt", _("Penerimaan di luar jam kerja: as_is atau next_working_day."), "as_is"),
                _asked("closes", _("Jam tutup layanan."), "16:00"),
                _asked("calendar", _("Hari libur: full atau national."), "full"),
            ],
            "responses": {
                "200": {"description": "OK", "content": {"application/json": {"schema": {"type": "object"}}}},
                "422": {
                    "description": "Unprocessable Entity",
                    "content": {"application/json": {"schema": _ERRORS}},
                },
                "429": {
                    "description": "Too Many Requests",
                    "headers": {"Retry-After": {"schema": {"type": "integer"}}},
                    "content": {"application/json": {"schema": _ERRORS}},
                },
            },
        }
    }
}


@open_door
@require_safe
def due_date(request: HttpRequest) -> JsonResponse:
    """Answer when a rule is due, every day listed; 422 with the parameters at fault and their remedy, 429 too often."""
    if wait := wait_before_reading(request):
        errors = [{"parameter": "", "message": gettext(TOO_MANY)}]
        late = {"Retry-After": str(wait)}
        return JsonResponse({"errors": errors}, status=429, headers=late, json_dumps_params=_READABLE)
    form = DueDateForm(request.GET)
    answer = form.answer()
    if answer is None:
        return JsonResponse({"errors": form.error_list()}, status=422, json_dumps_params=_READABLE)
    return JsonResponse(answer.as_json(), json_dumps_params=_READABLE)
