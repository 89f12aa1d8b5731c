"""What the questionnaire's pages share: the language chosen in the address, and the page itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.doors import AgencyRequest
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.lib.keeping import Kept
from pendopo.modules.satisfaction.actions import BadAnswer
from pendopo.modules.satisfaction.forms.answering import KEY, AnswerForm
from pendopo.modules.satisfaction.models import Survey, SurveyedService
from pendopo.modules.satisfaction.queries.inviting import new_key
from pendopo.modules.satisfaction.rules import wording
from pendopo.ui.answers import SeeOther

LANGUAGE = "bahasa"
# Making fifteen fields takes longer than everything else on the page together.
_BLANK: Final = Kept[str](seconds=60)
# Stands in what is kept where each page has its own key.
_PLACE: Final = "tempat-kunci-lembar"


def language_of(request: HttpRequest) -> str:
    """Return the wording asked for in the address, else the one that goes with the site's language."""
    wanted = request.GET.get(LANGUAGE, "")
    if wanted in wording.LANGUAGES:
        return wanted
    return wording.ENGLISH if translation.get_language() == "en" else wording.OFFICIAL


def speaking(language: str) -> AbstractContextManager[None]:
    """Return the context in which a page in that wording is made."""
    return translation.override(wording.SPOKEN[language])


def switch(language: str) -> list[dict[str, Any]]:
    """Return the choices of wording for the page's switch."""
    return [
        {"label": label, "url": f"?{LANGUAGE}={name}", "lang": wording.SPOKEN[name], "current": name == language}
        for name, label in wording.LANGUAGES.items()
    ]


def questionnaire(
    request: AgencyRequest,
    survey: Survey,
    services: Sequence[SurveyedService],
    *,
    take: Callable[[AnswerForm], HttpResponse],
    template: str = "satisfaction/collect/answer.html",
    refused: Callable[[], str] = str,
    **extra: Any,
) -> HttpResponse:
    """Show the questionnaire about one of `services`, or let `take` record the valid one; what was ticked stays.

    `refused` may say why nothing is recorded now, for example because too many came from one address.
    """
    language = language_of(request)
    with speaking(language):
        context = {"survey": survey, "purpose": _(wording.PURPOSES[language]), "languages": switch(language), **extra}
        if request.method != "POST":
            return render(request, template, context | {"questions": _blank(survey, services, language)})
        shown, status = AnswerForm(request.POST, asked=services, language=language), 422
        if shown.is_valid():
            if said := refused():
                shown.add_error(None, said)
                status = 429
            else:
                try:
                    return take(shown)
                except BadAnswer as bad:
                    shown.add_error(f"u_{bad.field}" if f"u_{bad.field}" in shown.fields else None, _(bad.reason))
        return render(request, template, context | {"form": shown}, status=status)


def _blank(survey: Survey, services: Sequence[SurveyedService], language: str) -> SafeString:
    """Return the questions of a questionnaire that nobody has touched, with a key of its own; all but the key is kept."""

    def made() -> str:
        form = AnswerForm(initial={KEY: _PLACE}, asked=services, language=language)
        return render_to_string("satisfaction/collect/questions.html", {"form": form})

    chosen = tuple((each.service_id, each.service.name) for each in services) if len(services) > 1 else ()
    kept = _BLANK.get((survey.instrument_id, survey.numbering, language, chosen), made)
    return SafeString(kept.replace(_PLACE, new_key()))


def closed_page(request: AgencyRequest, title: str, reason: str, *, status: int) -> HttpResponse:
    """Say why nothing can be answered here, and where something can."""
    context = {"title": title, "reason": reason}
    return render(request, "satisfaction/collect/closed.html", context, status=status)


def refusal(request: AgencyRequest, denied: NotAllowed, *, status: int = 409) -> HttpResponse:
    """Say why this answer was not taken."""
    return closed_page(request, _("Jawaban tidak dapat diterima"), _(denied.reason), status=status)


def thanks(agency: Agency, language: str) -> SeeOther:
    """Return the way to the thank-you page, in the language of the questionnaire."""
    return SeeOther(f"{reverse('satisfaction:thanks', args=[agency.slug])}?{LANGUAGE}={language}")
