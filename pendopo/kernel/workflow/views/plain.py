"""Steps with nothing to type, or only a reason: a view out of what tells them apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.workflow.models import Case
from pendopo.kernel.workflow.views.steps import FORM_METHODS, CasePages, StepPage, step_page

C = TypeVar("C", bound=Case)


@dataclass(frozen=True, slots=True)
class PlainSteps(Generic[C]):
    """How the plain steps of one kind of case find it, its pages and its template; `view` makes one of them."""

    find: Callable[[AgencyRequest, Agency, UUID], C]
    pages: Callable[[AgencyRequest, C], CasePages]
    template: str

    def view(
        self,
        step: str,
        permission: str,
        form: type[Any],
        act: Callable[[C, str, Actor], object],
        *,
        said: Promise,
        then: str = "",
    ) -> Callable[..., HttpResponseBase]:
        """Return the view of one step: `act` takes the case, the text in the form's `note` if any, and who did it.

        `said` stands on the page that follows; `then` is the URL name of the case's page to go on to.
        """

        @require_http_methods(FORM_METHODS)
        @staff_door(permission)
        def view(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
            case = self.find(request, agency, pk)

            def done(filled: Any) -> str:
                act(case, filled.cleaned_data.get("note", ""), request.actor)
                return str(said)

            page = StepPage(self.template, form, done, step, reverse(then, args=[agency.slug, pk]) if then else "")
            return step_page(request, case, self.pages(request, case), page)

        return view
