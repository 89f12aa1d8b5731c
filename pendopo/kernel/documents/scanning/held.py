"""What a page says of a file that is held back (berkas ditahan): it is named, and there is nothing to press."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from pendopo.kernel.documents.models import Document, Purpose, ScanState


def held(document: Document, *, to_citizen: bool = False) -> dict[str, str]:
    """Return what takes the place of `url` and `note` in a line of a file list (tag `file_list`).

    Nothing for a clean file, so that a line is `{..., **held(document)}`.
    """
    if document.is_clean:
        return {}
    if document.scan_state == ScanState.INFECTED:
        note = _infected_note(document, to_citizen) % {"signature": document.scan_signature}
        return {"url": "", "tag": _("Mengandung virus"), "tone": "error", "note": note}
    note = _("Dapat dibuka setelah pemindaian virus selesai, biasanya dalam beberapa menit.")
    return {"url": "", "tag": _("Menunggu pemindaian"), "tone": "warn", "note": note}


def _infected_note(document: Document, to_citizen: bool) -> str:
    if to_citizen:
        return _("Ditahan: pemindai menemukan %(signature)s. Instansi diminta menggantinya dengan berkas yang bersih.")
    if came_from_citizen(document):
        return _(
            "Pemindai menemukan %(signature)s. Pengirimnya diberi tahu lewat surel bila alamatnya ada. "
            "Mintalah berkas yang bersih, lalu hapus yang ini."
        )
    return _("Pemindai menemukan %(signature)s. Buat ulang berkas yang bersih, lalu unggah lagi.")


def came_from_citizen(document: Document) -> bool:
    """Tell whether somebody without an account sent the file with their case."""
    return document.uploaded_by_id is None and document.purpose in {Purpose.IDENTITY, Purpose.ATTACHMENT}


def infected_names(documents: Iterable[Document]) -> list[str]:
    """Return the names of the files of a case that hold a virus and were not removed, for the notice on its page."""
    held_back = (each for each in documents if each.scan_state == ScanState.INFECTED and each.removed_at is None)
    return list(dict.fromkeys(each.name for each in held_back))
