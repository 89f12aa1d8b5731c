"""Steps with nothing to type, or only a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.modules.exemptions import actions
from pendopo.modules.exemptions.forms import steps as forms
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.views.steps import FORM_METHODS, StepPage, find_case, step_page

Act = Callable[[Exemption, str, Actor], object]


def _page(step: str, permission: str, form: type[Any], act: Act, said: Promise) -> Callable[..., Any]:
    """Return the view of one step: `act` takes the case, what was typed, and who did it."""

    @require_http_methods(FORM_METHODS)
    @staff_door(permission)
    def view(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
        exemption = find_case(request, agency, pk)

        def done(filled: Any) -> str:
            act(exemption, filled.cleaned_data.get("note", ""), request.actor)
            return str(said)

        return step_page(request, exemption, StepPage("step", step, form, done))

    return view


# fmt: off
accept = _page(
    "accept", "exemptions.test", PlainForm, lambda case, _note, by: actions.accept(exemption=case, by=by),
    _("Usul diterima. Catat bagian informasi dan dokumennya."),
)
send_back = _page(
    "send_back", "exemptions.decide", forms.ReasonForm,
    lambda case, note, by: actions.send_back(exemption=case, note=note, by=by),
    _("Uji dikembalikan. Isian sebelumnya tetap tersimpan."),
)
drop = _page(
    "drop", "exemptions.test", forms.ReasonForm, lambda case, note, by: actions.drop(exemption=case, note=note, by=by),
    _("Usul dihentikan."),
)
retest = _page(
    "retest", "exemptions.test", forms.ReasonForm,
    lambda case, note, by: actions.retest(exemption=case, background=note, by=by),
    _("Uji ulang dimulai. Pengecualian ini tetap berlaku sampai ada hasilnya."),
)
open_up = _page(
    "open", "exemptions.decide", forms.ReasonForm,
    lambda case, note, by: actions.open_up(exemption=case, reason=note, by=by),
    _("Informasi dinyatakan terbuka."),
)
cancel = _page(
    "cancel", "exemptions.decide", forms.CancelForm,
    lambda case, note, by: actions.cancel(exemption=case, reason=note, by=by),
    _("Pembatalan tercatat. Informasi terbuka."),
)
