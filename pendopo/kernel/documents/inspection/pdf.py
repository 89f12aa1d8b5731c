"""Full parse of a PDF: readable, not encrypted, nothing that runs, opens or carries something else."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import pikepdf

from pendopo.kernel.documents.rules import FileRefused
from pendopo.lib.text import gettext_noop

_RUNNING_ACTIONS: Final = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute"}
)
# What may be clicked, and must not happen by itself: it tells a stranger who opened the file, or opens another.
_LEADING_OUT: Final = frozenset({"/URI", "/GoToR", "/Thread"})
_PLAYED: Final = frozenset({"/RichMedia", "/3D", "/Movie", "/Sound"})
# Under which key which name is refused.
_NAMED: Final = {"/S": _RUNNING_ACTIONS, "/Subtype": _PLAYED}
_LONGEST_CHAIN: Final = 50
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
    _check_by_itself(pdf.Root.get("/OpenAction"))


def _check_by_itself(action: object) -> None:
    """Refuse an action that nobody clicked and that leads out of the file, also at the end of a chain of others."""
    for _ in range(_LONGEST_CHAIN):
        if not isinstance(action, pikepdf.Dictionary):
            return
        if str(action.get("/S", "")) in _LEADING_OUT:
            raise FileRefused("active_content", _RUNS, {"found": "membuka situs"})
        following = action.get("/Next")
        if isinstance(following, pikepdf.Array):
            for each in following:
                _check_by_itself(each)
            return
        action = following
    raise FileRefused("damaged", _DAMAGED)


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
        _check_carried(key, value)
        _check_running(key, value)
        if not getattr(value, "is_indirect", False):
            _check_object(value, depth + 1)


def _check_carried(key: str, value: object) -> None:
    if key == "/EmbeddedFiles" or (key == "/Type" and value == pikepdf.Name("/EmbeddedFile")):
        raise FileRefused("embedded_file", _CARRIES)
    # A font may be called EF too; only a file specification has F or UF there.
    if key == "/EF" and isinstance(value, pikepdf.Dictionary) and ("/F" in value or "/UF" in value):
        raise FileRefused("embedded_file", _CARRIES)


def _check_running(key: str, value: object) -> None:
    if key == "/JavaScript" or (key == "/JS" and isinstance(value, pikepdf.String | pikepdf.Stream)):
        raise FileRefused("active_content", _RUNS, {"found": "JavaScript"})
    if key == "/XFA":
        raise FileRefused("active_content", _RUNS, {"found": "XFA"})
    if isinstance(value, pikepdf.Name) and str(value) in _NAMED.get(key, ()):
        raise FileRefused("active_content", _RUNS, {"found": str(value).lstrip("/")})
    if key == "/AA" and isinstance(value, pikepdf.Dictionary):
        for action in value.values():
            _check_by_itself(action)
