"""What satisfaction surveys add to the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pendopo.kernel.api.registry import Part, Topic, numbers_of
from pendopo.kernel.api.rules import Scope
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.satisfaction.models import Survey
from pendopo.modules.satisfaction.rules.procedure import SUBJECT_TYPE

ANSWER: Final = "survey:write"

_ROWS: Final[Mapping[str, Any]] = {
    "type": "object",
    "required": ["rows"],
    "properties": {
        "rows": {"type": "array", "minItems": 1, "items": {"type": "array", "items": {"type": ["integer", "null"]}}},
        "instrument": {"type": "string", "example": "permen14_2017"},
        "method": {"type": "string", "example": "exact"},
        "numbering": {"type": "string", "enum": ["questionnaire", "regulation"]},
        "blanks": {"type": "string"},
    },
}
_ERRORS: Final[Mapping[str, Any]] = {
    "description": "Errors",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["errors"],
                "properties": {"errors": {"type": "array", "items": {"type": "object"}}},
            }
        }
    },
}
# POST /api/v1/skm/compute in the description of the API; it is older than the API's other operations.
_COMPUTE: Final[Mapping[str, Any]] = {
    "post": {
        "operationId": "api_compute",
        "summary": _("Hitung indeks kepuasan"),
        "description": _("Indeks, mutu, dan rata-rata tiap unsur dari sebuah tabel jawaban; tidak ada yang disimpan."),
        "tags": [_("Kalkulator")],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ROWS}}},
        "responses": {
            "200": {"description": "OK", "content": {"application/json": {"schema": {"type": "object"}}}},
            "413": _ERRORS,
            "422": _ERRORS,
            "429": {**_ERRORS, "headers": {"Retry-After": {"schema": {"type": "integer"}}}},
        },
    }
}

PART: Final = Part(
    key="satisfaction",
    routes="pendopo.modules.satisfaction.api.routes.routes",
    scopes=(Scope(ANSWER, _("Mengirim jawaban survei")),),
    topics=(Topic("survey.published", _("Hasil survei diumumkan"), (f"{SUBJECT_TYPE}.publish",), numbers_of(Survey)),),
    described={"skm/compute": _COMPUTE},
)
