"""Full parse of a PDF: readable, not encrypted, nothing that runs, opens or carries something else."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import pikepdf

from pendopo.kernel.documents.rules import FileRefused, gettext_noop

_RUNNING_ACTIONS: Final = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute"}
)
_MAX_PAGES: Final = 2_000
# A PDF ends with %%EOF; writers may add blank lines or a few stray bytes after it.
_TAIL: Final = 2_048

_DAMAGED = gettext_noop(
    "PDF ini rusak atau terpotong. Buka di perangkat Anda, simpan atau cetak ulang sebagai PDF, lalu unggah lagi."
)
_ENCRYPTED = gettext_noop("PDF ini terkunci kata sandi. Simpan salinan tanpa kata sandi, lalu unggah lagi.")
_RUNS = gettext_noop(
    "PDF ini berisi perintah yang dapat berjalan sendiri (%(found)s). Cetak ulang sebagai PDF biasa, lalu unggah lagi."
)
_CARRIES = gettext_noop(
    "PDF ini membawa berkas lain di dalamnya. Unggah berkas itu tersendiri, dan PDF tanpa lampiran."
)
_TOO_LONG = gettext_noop("PDF ini lebih dari %(max)s halaman. Bagi menjadi beberapa berkas, lalu unggah lagi.")


def check_pdf(content: bytes) -> None:
    """Raise FileRefused `damaged`, `encrypted`, `active_content`, `embedded_file` or `bomb`; None when all is well."""
    if b"%%EOF" not in content[-_TAIL:]:
        raise FileRefused("damaged", _DAMAGED)
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise FileRefused("encrypted", _ENCRYPTED)
            _check_pages(pdf)
            for found in pdf.objects:
                _check_object(found, depth=0)
    except pikepdf.PasswordError as locked:
        raise FileRefused("encrypted", _ENCRYPTED) from locked
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError) as broken:
        raise FileRefused("damaged", _DAMAGED) from broken


def _check_pages(pdf: pikepdf.Pdf) -> None:
    pages = len(pdf.pages)
    if pages == 0:
        raise FileRefused("damaged", _DAMAGED)
    if pages > _MAX_PAGES:
        raise FileRefused("bomb", _TOO_LONG, {"max": str(_MAX_PAGES)})
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") == pikepdf.Name("/URI"):
        raise FileRefused("active_content", _RUNS, {"found": "membuka situs"})


def _check_object(found: object, depth: int) -> None:
    """Look at one object and the objects written inside it; indirect ones come by themselves."""
    if depth > 100:
        raise FileRefused("damaged", _DAMAGED)
    if isinstance(found, pikepdf.Array):
        for part in found:
            if not getattr(part, "is_indirect", False):
                _check_object(part, depth + 1)
        return
    if not isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    for key, value in found.items():
        if key == "/JavaScript" or (key == "/JS" and isinstance(value, pikepdf.String | pikepdf.Stream)):
            raise FileRefused("active_content", _RUNS, {"found": "JavaScript"})
        if key == "/EmbeddedFiles" or (key == "/Type" and value == pikepdf.Name("/EmbeddedFile")):
            raise FileRefused("embedded_file", _CARRIES)
        # A font may be called EF too; only a file specification has F or UF there.
        if key == "/EF" and isinstance(value, pikepdf.Dictionary) and ("/F" in value or "/UF" in value):
            raise FileRefused("embedded_file", _CARRIES)
        if key == "/S" and isinstance(value, pikepdf.Name) and str(value) in _RUNNING_ACTIONS:
            raise FileRefused("active_content", _RUNS, {"found": str(value).lstrip("/")})
        if not getattr(value, "is_indirect", False):
            _check_object(value, depth + 1)
