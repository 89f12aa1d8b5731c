"""The signed heads of an agency's audit trail, for everybody to keep a copy of."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.anchoring import public_key
from pendopo.kernel.audit.queries import anchors_of
from pendopo.kernel.people.doors import AgencyRequest, public_door
from pendopo.ui.caching import cacheable


@public_door
@require_safe
@cacheable(60)
def anchors(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List the signed heads, newest first, as lines of plain text that `pendopo audit verify` reads again."""
    lines = [
        f"# Jejak audit {agency.name}: tanggal, instansi, nomor catatan terakhir, sidiknya, tanda tangan Ed25519",
        f"# Kunci publik: {public_key()}",
        *(anchored.line for anchored in anchors_of(agency)),
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
