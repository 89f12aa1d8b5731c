"""What the list of public information adds to the API."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.api.registry import Part, Topic, numbers_of
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.dip.models import Entry

PART: Final = Part(
    key="dip",
    routes="pendopo.modules.dip.api.routes.routes",
    topics=(
        Topic("entry.published", _("Entri DIP terbit"), ("dip.publish", "dip.publish_revision"), numbers_of(Entry)),
        Topic("entry.withdrawn", _("Entri DIP ditarik"), ("dip.withdraw",), numbers_of(Entry)),
    ),
)
