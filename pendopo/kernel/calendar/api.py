"""GET /api/v1/due-date: the calculator for programs."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from pendopo.kernel.calendar.forms import DueDateForm
from pendopo.kernel.people.doors import open_door

_READABLE = {"ensure_ascii": False}


@open_door
@require_safe
def due_date(request: HttpRequest) -> JsonResponse:
    """Answer when a rule is due, every day listed; 422 with the parameters at fault and their remedy."""
    form = DueDateForm(request.GET)
    answer = form.answer()
    if answer is None:
        return JsonResponse({"errors": form.error_list()}, status=422, json_dumps_params=_READABLE)
    return JsonResponse(answer.as_json(), json_dumps_params=_READABLE)
