"""What published answers add to the API."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.api.registry import Part, Topic, numbers_of
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.disclosure.models import Answer
from pendopo.modules.disclosure.rules.procedure import SUBJECT_TYPE

PART: Final = Part(
    key="disclosure",
    routes="pendopo.modules.disclosure.api.routes.routes",
    topics=(Topic("answer.published", _("Jawaban diumumkan"), (f"{SUBJECT_TYPE}.publish",), numbers_of(Answer)),),
    feeds=((_("Umpan Atom jawaban"), "disclosure:feed"),),
)
