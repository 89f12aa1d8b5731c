"""What somebody can do who searched in vain: ask for it."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.search.registry import NextStep


def _asking(agency: Agency, words: str) -> str:
    """Return where a request begins, with the words that were looked for."""
    page = reverse("information:start", args=[agency.slug])
    return f"{page}?{urlencode({'q': words})}" if words else page


ASK: Final = NextStep(
    label=_("Ajukan permohonan informasi"),
    text=_("Belum diumumkan? Mintalah kepada instansi ini: gratis dan tanpa akun."),
    url=_asking,
)
