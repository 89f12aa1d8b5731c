"""What objections add to the API: what webhooks tell of them."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.api.registry import Part, Topic, numbers_of
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.objections.models import Objection
from pendopo.modules.objections.rules.objecting import SUBJECT_TYPE

PART: Final = Part(
    key="objections",
    topics=(
        Topic("objection.received", _("Keberatan diterima"), (f"{SUBJECT_TYPE}.submit",), numbers_of(Objection)),
        Topic("objection.answered", _("Keberatan ditanggapi"), (f"{SUBJECT_TYPE}.answer",), numbers_of(Objection)),
    ),
)
