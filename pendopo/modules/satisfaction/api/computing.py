"""POST /api/v1/skm/compute: the index of a table of answers, for programs."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from pendopo.kernel.operation.reading import writes_nothing
from pendopo.kernel.people.doors import open_door
from pendopo.kernel.people.readings import TOO_MANY, wait_before_reading
from pendopo.modules.satisfaction.forms.computing import ComputeForm, TooLarge, too_large
from pendopo.modules.satisfaction.rules.limits import COMPUTE_BYTES

_READABLE = {"ensure_ascii": False}


@csrf_exempt  # nothing is written, and a program has no form to take a token from
@open_door
@writes_nothing
@require_POST
def compute(request: HttpRequest) -> JsonResponse:
    """Answer index, grade, means per element and n; 422 with row and column of what is wrong, 413 for too many rows, 429."""
    if wait := wait_before_reading(request):
        refused = _refusal([{"parameter": "", "message": gettext(TOO_MANY)}], 429)
        refused.headers["Retry-After"] = str(wait)
        return refused
    if int(request.headers.get("Content-Length") or 0) > COMPUTE_BYTES:
        return _refusal([{"parameter": "rows", "message": too_large()}], 413)
    try:
        form = ComputeForm(request.body, request.content_type or "", request.GET.dict())
    except TooLarge as refused:
        return _refusal([{"parameter": "rows", "message": str(refused)}], 413)
    if form.figure is None:
        return _refusal(form.errors, 422)
    return JsonResponse(form.figure.as_json(), json_dumps_params=_READABLE)


def _refusal(errors: list[dict[str, object]], status: int) -> JsonResponse:
    return JsonResponse({"errors": errors}, status=status, json_dumps_params=_READABLE)
