"""Full parse of a zip-based office file (DOCX, XLSX, ODT, ODS): no bomb, no tricks with paths, no macros."""

from __future__ import annotations

import re
import stat
import struct
import xml.etree.ElementTree as ET
import zipfile
import zlib
from io import BytesIO
from typing import Final

from pendopo.kernel.documents.rules import (
    MAX_ARCHIVE_BYTES,
    MAX_ARCHIVE_ENTRIES,
    MAX_ARCHIVE_RATIO,
    FileRefused,
    Kind,
)
from pendopo.lib.text import gettext_noop

_MAIN_TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_CHUNK: Final = 256 * 1024
_MAX_MANIFEST: Final = 4 * 1024 * 1024
_MACRO_NAMES: Final = frozenset({"vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin"})
_MACRO_TYPES: Final = ("macroenabled", "vbaproject", "macrosheet", "activex")
_MACRO_FOLDERS: Final = ("basic/", "scripts/", "xl/macrosheets/", "word/activex/", "xl/activex/")
_NESTED_ENDINGS: Final = (
    ".zip",
    ".jar",
    ".rar",
    ".7z",
    ".gz",
    ".docx",
    ".docm",
    ".xlsx",
    ".xlsm",
    ".pptx",
    ".odt",
    ".ods",
)
# Archives, programs, and the old format of Office in which objects and programs are packed.
_NESTED_BEGINNINGS: Final = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0")
_END_RECORD: Final = b"PK\x05\x06"
# What is looked for in every XML part, piece by piece; nothing of it is longer than the overlap.
_OVERLAP: Final = 512
# No office program writes a document type; entities are only good for bombs and for reading other people's files.
_ENTITIES: Final = re.compile(
    b"|".join(rb"\x00?".join(re.escape(bytes([sign])) for sign in word) for word in (b"<!ENTITY", b"<!DOCTYPE"))
)
_DYNAMIC_EXCHANGE: Final = re.compile(rb"(?<![A-Za-z])DDEAUTO(?![A-Za-z])|vnd\.sun\.star\.script:")
# In OpenDocument: a picture or section that is fetched when the file is opened (also from a Windows share).
_FETCHED: Final = re.compile(
    rb"<(?:draw:image|draw:object|draw:object-ole|draw:plugin|draw:applet|draw:floating-frame|text:section-source|"
    rb"table:table-source)\b[^<>]{0,300}xlink:href=[\"'](?:[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\)"
)

_DAMAGED = gettext_noop(
    "Berkas %(label)s ini rusak atau terpotong. Buka di perangkat Anda, simpan ulang, lalu unggah lagi."
)
_WRONG_TYPE = gettext_noop(
    "Isi berkas ini bukan %(label)s. Buka berkas aslinya, simpan sebagai %(label)s, lalu unggah lagi."
)
_ENCRYPTED = gettext_noop("Berkas ini terkunci kata sandi. Simpan salinan tanpa kata sandi, lalu unggah lagi.")
_BOMB = gettext_noop(
    "Isi berkas ini terlalu besar setelah dibuka. Kurangi isinya atau simpan sebagai PDF, lalu unggah lagi."
)
_UNSAFE = gettext_noop("Susunan berkas ini tidak wajar. Buka di aplikasi perkantoran, simpan ulang, lalu unggah lagi.")
_NESTED = gettext_noop(
    "Berkas ini membawa berkas lain di dalamnya. Simpan sebagai PDF, atau unggah berkas itu tersendiri."
)
_MACRO = gettext_noop(
    "Berkas ini berisi makro. Simpan sebagai %(label)s tanpa makro atau sebagai PDF, lalu unggah lagi."
)
_OUTSIDE = gettext_noop("Berkas ini mengambil isi dari luar saat dibuka. Simpan sebagai PDF, lalu unggah lagi.")


def check_office(content: bytes, kind: Kind) -> None:
    """Raise FileRefused unless `content` is a whole and harmless office file of `kind`.

    Codes: `damaged`, `encrypted`, `bomb`, `unsafe_archive`, `nested`, `macro`, `outside_content`, `wrong_type`.
    """
    label = {"label": kind.label}
    # Nothing may stand before or behind the archive: that is how one file is made to look like two.
    end = content.rfind(_END_RECORD)
    if end < 0 or len(content) < end + 22:
        raise FileRefused("damaged", _DAMAGED, label)
    if end + 22 + struct.unpack_from("<H", content, end + 20)[0] != len(content):
        raise FileRefused("unsafe_archive", _UNSAFE)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_entries(archive, len(content), kind)
            _read_all(archive, kind)
            if kind.extension in _MAIN_TYPES:
                _check_open_xml(archive, kind)
            else:
                _check_open_document(archive, kind)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, UnicodeDecodeError, ET.ParseError) as broken:
        raise FileRefused("damaged", _DAMAGED, label) from broken
    except (NotImplementedError, KeyError) as odd:
        raise FileRefused("wrong_type", _WRONG_TYPE, label) from odd


def _check_entries(archive: zipfile.ZipFile, size: int, kind: Kind) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ARCHIVE_ENTRIES:
        raise FileRefused("bomb", _BOMB)
    total = sum(entry.file_size for entry in entries)
    if total > MAX_ARCHIVE_BYTES or total > size * MAX_ARCHIVE_RATIO:
        raise FileRefused("bomb", _BOMB)
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise FileRefused("unsafe_archive", _UNSAFE)
    for entry in entries:
        _check_entry(entry, kind)


def _check_entry(entry: zipfile.ZipInfo, kind: Kind) -> None:
    # orig_filename: zipfile cuts `filename` at a NUL, and that is one of the tricks.
    name = entry.orig_filename
    parts = re.split(r"[/\\]", name)
    if name.startswith(("/", "\\")) or ".." in parts or "\x00" in name or re.match(r"[A-Za-z]:", name):
        raise FileRefused("unsafe_archive", _UNSAFE)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise FileRefused("unsafe_archive", _UNSAFE)
    if entry.flag_bits & 0x1:
        raise FileRefused("encrypted", _ENCRYPTED)
    lowered = name.lower().replace("\\", "/")
    if lowered.rpartition("/")[2] in _MACRO_NAMES or lowered.startswith(_MACRO_FOLDERS):
        raise FileRefused("macro", _MACRO, {"label": kind.label})
    if lowered.endswith(_NESTED_ENDINGS):
        raise FileRefused("nested", _NESTED)


def _read_all(archive: zipfile.ZipFile, kind: Kind) -> None:
    """Unpack every entry in small pieces: checksums hold, sizes are as announced, nothing hides in it or runs."""
    for entry in archive.infolist():
        seen, tail = 0, b""
        is_xml = entry.filename.lower().endswith((".xml", ".rels"))
        with archive.open(entry) as part:
            while piece := part.read(_CHUNK):
                if seen == 0 and piece.startswith(_NESTED_BEGINNINGS):
                    raise FileRefused("nested", _NESTED)
                if is_xml:
                    _check_xml(tail + piece, kind)
                    tail = piece[-_OVERLAP:]
                seen += len(piece)
        if seen != entry.file_size:
            raise FileRefused("damaged", _DAMAGED, {"label": kind.label})


def _check_xml(piece: bytes, kind: Kind) -> None:
    if _ENTITIES.search(piece):
        raise FileRefused("unsafe_archive", _UNSAFE)
    if _DYNAMIC_EXCHANGE.search(piece):
        raise FileRefused("macro", _MACRO, {"label": kind.label})
    if _FETCHED.search(piece):
        raise FileRefused("outside_content", _OUTSIDE)


def _read_xml(archive: zipfile.ZipFile, name: str) -> ET.Element:
    with archive.open(name) as part:
        text = part.read(_MAX_MANIFEST + 1)
    if len(text) > _MAX_MANIFEST:
        raise FileRefused("bomb", _BOMB)
    if b"\x00" in text[:64]:
        raise FileRefused("unsafe_archive", _UNSAFE)
    return ET.fromstring(text)  # noqa: S314 - _read_all has seen that there is no document type and no entity


def _check_open_xml(archive: zipfile.ZipFile, kind: Kind) -> None:
    declared = [part.get("ContentType", "") for part in _read_xml(archive, "[Content_Types].xml")]
    if any(word in found.lower() for found in declared for word in _MACRO_TYPES):
        raise FileRefused("macro", _MACRO, {"label": kind.label})
    if _MAIN_TYPES[kind.extension] not in declared:
        raise FileRefused("wrong_type", _WRONG_TYPE, {"label": kind.label})
    for name in archive.namelist():
        if not name.lower().endswith(".rels"):
            continue
        for relation in _read_xml(archive, name):
            outside = relation.get("TargetMode", "").lower() == "external"
            if outside and not relation.get("Type", "").endswith("/hyperlink"):
                raise FileRefused("outside_content", _OUTSIDE)


def _check_open_document(archive: zipfile.ZipFile, kind: Kind) -> None:
    with archive.open("mimetype") as part:
        found = part.read(200).decode("ascii").strip()
    if found != kind.media_type:
        raise FileRefused("wrong_type", _WRONG_TYPE, {"label": kind.label})
    manifest = _read_xml(archive, "META-INF/manifest.xml")
    if any(part.tag.endswith("}encryption-data") for part in manifest.iter()):
        raise FileRefused("encrypted", _ENCRYPTED)
    archive.getinfo("content.xml")
