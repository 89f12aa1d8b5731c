"""What the first bytes of a file say it is."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.documents.rules import FileRefused, Kind
from pendopo.lib.text import gettext_noop

_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"#!", "program"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"RIFF", "riff"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "rtf"),
)
_WORDS: Final = {
    "pdf": "PDF",
    "png": gettext_noop("gambar PNG"),
    "jpg": gettext_noop("gambar JPG"),
    "zip": gettext_noop("arsip ZIP"),
    "ole": gettext_noop("dokumen Office lama atau terkunci"),
    "program": gettext_noop("program komputer"),
    "gif": gettext_noop("gambar GIF"),
    "bmp": gettext_noop("gambar BMP"),
    "tiff": gettext_noop("gambar TIFF"),
    "riff": gettext_noop("gambar atau suara"),
    "rar": gettext_noop("arsip RAR"),
    "7z": gettext_noop("arsip 7z"),
    "gzip": gettext_noop("arsip GZIP"),
    "rtf": gettext_noop("dokumen RTF"),
    "markup": gettext_noop("halaman web atau gambar SVG"),
    "unknown": gettext_noop("jenis lain"),
}
EXPECTED: Final = {
    "pdf": "pdf", "jpg": "jpg", "jpeg": "jpg", "png": "png", "docx": "zip", "xlsx": "zip", "odt": "zip", "ods": "zip",
}  # fmt: skip

_WRONG_TYPE = gettext_noop(
    "Berkas ini bernama .%(extension)s, tetapi isinya %(found)s. "
    "Buka berkas aslinya, simpan sebagai %(label)s, lalu unggah lagi."
)
_PROGRAM = gettext_noop(
    "Berkas ini berisi program komputer, bukan %(label)s. Unggah dokumen atau gambar yang Anda maksud."
)
_LOCKED_OFFICE = gettext_noop(
    "Berkas ini terkunci kata sandi atau berformat Office lama. Buka berkas, hapus kata sandinya, "
    "simpan sebagai %(label)s, lalu unggah lagi."
)


def recognise(head: bytes) -> str:
    """Return a short word for what `head` (the first bytes, 512 are enough) begins."""
    for signature, word in _SIGNATURES:
        if head.startswith(signature):
            return word
    text = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<?php")):
        return "markup"
    return "unknown"


def check_signature(head: bytes, kind: Kind) -> None:
    """Raise FileRefused `wrong_type` (or `encrypted` for a locked Office file) when `head` does not begin a `kind`."""
    found = recognise(head)
    expected = EXPECTED.get(kind.extension, "unknown")
    if found == expected:
        return
    if found == "program":
        raise FileRefused("wrong_type", _PROGRAM, {"label": kind.label})
    if found == "ole" and expected == "zip":
        raise FileRefused("encrypted", _LOCKED_OFFICE, {"label": kind.label})
    params = {"extension": kind.extension, "found": _WORDS[found], "label": kind.label}
    raise FileRefused("wrong_type", _WRONG_TYPE, params)
