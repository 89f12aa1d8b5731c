"""The page that lists every reading of the law that may be chosen, and every one that is decided."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies import questions as table
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.queries import regime_words
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.lib.deadlines import all_regimes
from pendopo.portal.administration.permissions import MANAGE


@staff_door(MANAGE)
@require_safe
def questions(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show each question with the agency's choice, its default and its ground; then what is decided for everybody."""
    context = {
        "settings": [_row(agency, each) for each in table.settings()],
        "decisions": table.decisions(),
        "regimes": [{"title": regime_words(each), "regime": each} for each in all_regimes().values()],
    }
    return render(request, "administration/questions.html", context)


def _row(agency: Agency, question: table.Question) -> dict[str, Any]:
    chosen = getattr(agency, question.field)
    return {
        "question": question,
        "chosen": _(question.options[chosen]),
        "is_default": chosen == question.default,
        "default": _(question.options[question.default]),
        "others": [_(words) for value, words in question.options.items() if value != chosen],
    }
