"""How a letter's signature is told to the one it was written to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from pendopo.kernel.documents.models import Signature
from pendopo.kernel.documents.signing import rules


def signature_note(signature: Signature | None) -> str:
    """Return the words beside a letter in a list of files, for the requester."""
    if signature is None:
        return _("Surat resmi")
    if signature.state == rules.WITHDRAWN:
        return _("Surat resmi, dicabut")
    if signature.state != rules.SIGNED:
        return _("Surat resmi, belum ditandatangani secara elektronik")
    if signature.is_test:
        return _("Surat resmi, ditandatangani secara elektronik (uji coba)")
    if signature.method == rules.WET:
        return _("Surat resmi, bertanda tangan (pindaian)")
    return _("Surat resmi, ditandatangani secara elektronik")
