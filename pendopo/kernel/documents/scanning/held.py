"""What a page says of a file that is held back (berkas ditahan): it is named, and there is nothing to press."""

from __future__ import annotations

from django.utils.translation import gettext as _

from pendopo.kernel.documents.models import Document, ScanState


def held(document: Document) -> dict[str, str]:
    """Return what takes the place of `url` and `note` in a line of a file list (tag `file_list`).

    Nothing for a clean file, so that a line is `{..., **held(document)}`.
    """
    if document.is_clean:
        return {}
    if document.scan_state == ScanState.INFECTED:
        found = _("Pemindai menemukan %(signature)s. Buat ulang berkas yang bersih, lalu unggah lagi.")
        note = found % {"signature": document.scan_signature}
        return {"url": "", "tag": _("Mengandung virus"), "tone": "error", "note": note}
    note = _("Dapat dibuka setelah pemindaian virus selesai, biasanya dalam beberapa menit.")
    return {"url": "", "tag": _("Menunggu pemindaian"), "tone": "warn", "note": note}
