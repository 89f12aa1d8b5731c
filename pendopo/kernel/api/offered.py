"""What the kernel itself adds to the API."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.api.registry import Part
from pendopo.kernel.api.rules import Scope
from pendopo.kernel.calendar.api import DESCRIBED
from pendopo.lib.text import gettext_noop as _

STATISTICS: Final = "statistics:read"

PART: Final = Part(
    key="agencies",
    routes="pendopo.kernel.api.operations.routes",
    scopes=(Scope(STATISTICS, _("Membaca angka layanan menurut periode")),),
    described=DESCRIBED,
)
