"""Steps with nothing to type, or only a reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from pendopo.kernel.tracking.forms.fields import PlainForm
from pendopo.kernel.workflow.views.plain import PlainSteps
from pendopo.modules.exemptions import actions
from pendopo.modules.exemptions.forms import steps as forms
from pendopo.modules.exemptions.views.steps import find_case, pages_of

_steps = PlainSteps(find_case, pages_of, "step")

# fmt: off
accept = _steps.view(
    "accept", "exemptions.test", PlainForm, lambda case, _note, by: actions.accept(exemption=case, by=by),
    said=_("Usul diterima. Catat bagian informasi dan dokumennya."),
)
send_back = _steps.view(
    "send_back", "exemptions.decide", forms.ReasonForm,
    lambda case, note, by: actions.send_back(exemption=case, note=note, by=by),
    said=_("Uji dikembalikan. Isian sebelumnya tetap tersimpan."),
)
drop = _steps.view(
    "drop", "exemptions.test", forms.ReasonForm, lambda case, note, by: actions.drop(exemption=case, note=note, by=by),
    said=_("Usul dihentikan."),
)
retest = _steps.view(
    "retest", "exemptions.test", forms.ReasonForm,
    lambda case, note, by: actions.retest(exemption=case, background=note, by=by),
    said=_("Uji ulang dimulai. Pengecualian ini tetap berlaku sampai ada hasilnya."),
)
open_up = _steps.view(
    "open", "exemptions.decide", forms.ReasonForm,
    lambda case, note, by: actions.open_up(exemption=case, reason=note, by=by),
    said=_("Informasi dinyatakan terbuka."),
)
cancel = _steps.view(
    "cancel", "exemptions.decide", forms.CancelForm,
    lambda case, note, by: actions.cancel(exemption=case, reason=note, by=by),
    said=_("Pembatalan tercatat. Informasi terbuka."),
)
