"""What duties of publication and urgent notices add to the API."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.api.registry import Part, Topic, numbers_of
from pendopo.kernel.api.rules import Scope
from pendopo.kernel.people.rules import AUDITOR
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.publishing.models import Notice
from pendopo.modules.publishing.rules.notices import SUBJECT_TYPE

DUTIES: Final = "duties:read"

PART: Final = Part(
    key="publishing",
    routes="pendopo.modules.publishing.api.routes.routes",
    feeds=((_("Umpan Atom peringatan"), "publishing:feed"),),
    scopes=(Scope(DUTIES, _("Membaca keadaan kewajiban mengumumkan"), frozenset({AUDITOR})),),
    topics=(
        Topic("notice.published", _("Peringatan diumumkan"), (f"{SUBJECT_TYPE}.announce",), numbers_of(Notice)),
        Topic("notice.updated", _("Peringatan diperbarui"), (f"{SUBJECT_TYPE}.update",), numbers_of(Notice)),
        Topic(
            "notice.ended",
            _("Peringatan berakhir"),
            (f"{SUBJECT_TYPE}.end", f"{SUBJECT_TYPE}.expire"),
            numbers_of(Notice),
        ),
    ),
)
