"""What a file may be (berkas): allow-list, limits, names; and the sentences that refuse it.

Limits follow OWASP ASVS 5.0 chapter V5 and Peraturan BSSN 4/2021 Pasal 27 ayat (11).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pendopo.lib.text import gettext_noop

MEGABYTE: Final = 1024 * 1024
MAX_FILE_BYTES: Final = 10 * MEGABYTE
MAX_FILES_PER_SUBJECT: Final = 10
MAX_NAME_LENGTH: Final = 120
MAX_PIXELS: Final = 25_000_000
MAX_ARCHIVE_ENTRIES: Final = 2_000
MAX_ARCHIVE_BYTES: Final = 200 * MEGABYTE
MAX_ARCHIVE_RATIO: Final = 100


class FileRefused(Exception):
    """A file is refused (berkas ditolak): `code` for programs, a sentence with the remedy for people.

    `template` is the untranslated sentence with named places for `params`.
    """

    def __init__(self, code: str, template: str, params: Mapping[str, str] | None = None) -> None:
        self.code = code
        self.template = template
        self.params = dict(params or {})
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """Return the sentence in Indonesian."""
        return self.template % self.params


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file on the allow-list: its extension, media type and the name people know it by."""

    extension: str
    media_type: str
    label: str


_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."
KINDS: Final[Mapping[str, Kind]] = {
    kind.extension: kind
    for kind in (
        Kind("pdf", "application/pdf", "PDF"),
        Kind("jpg", "image/jpeg", "JPG"),
        Kind("jpeg", "image/jpeg", "JPG"),
        Kind("png", "image/png", "PNG"),
        Kind("docx", _OPEN_XML + "wordprocessingml.document", "Word (DOCX)"),
        Kind("xlsx", _OPEN_XML + "spreadsheetml.sheet", "Excel (XLSX)"),
        Kind("odt", _OPEN_DOCUMENT + "text", "ODT"),
        Kind("ods", _OPEN_DOCUMENT + "spreadsheet", "ODS"),
        Kind("csv", "text/csv", "CSV"),
    )
}
ATTACHMENT_EXTENSIONS: Final = frozenset({"pdf", "jpg", "jpeg", "png", "docx", "xlsx", "odt"})
ANSWER_EXTENSIONS: Final = ATTACHMENT_EXTENSIONS | {"csv", "ods"}
EXTENSIONS_BY_PURPOSE: Final[Mapping[str, frozenset[str]]] = {
    "identity": ATTACHMENT_EXTENSIONS,
    "attachment": ATTACHMENT_EXTENSIONS,
    "answer": ANSWER_EXTENSIONS,
    "letter": frozenset({"pdf"}),
    "material": ANSWER_EXTENSIONS,
}

# Marks that turn the reading direction or hide: "gaji<RLO>fdp.exe" would read as "gajiexe.pdf".
_DIRECTION_MARKS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE_MARKS: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
# The upload handler puts a visible stand-in for what the multipart parser would silently drop (see intake.py).
CONTROL_PICTURES: Final = frozenset(chr(code) for code in range(0x2400, 0x2422))
SLASH_STAND_IN: Final = "\u2215"
BACKSLASH_STAND_IN: Final = "\u29f5"
_PATH_CHARACTERS: Final = frozenset(f"/\\:{SLASH_STAND_IN}{BACKSLASH_STAND_IN}")
_FORBIDDEN_ON_WINDOWS: Final = frozenset('<>"|?*')
_RESERVED_NAMES: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)

_NAME_EMPTY = gettext_noop("Berkas ini tidak bernama. Beri nama berkas di perangkat Anda, lalu pilih lagi.")
_NAME_LONG = gettext_noop("Nama berkas lebih dari %(max)s karakter. Pendekkan nama berkas, lalu unggah lagi.")
_NAME_CONTROL = gettext_noop(
    "Nama berkas memuat karakter yang tidak terlihat. Ganti nama berkas dengan huruf dan angka biasa, lalu unggah lagi."
)
_NAME_DIRECTION = gettext_noop(
    "Nama berkas memuat tanda pembalik arah tulisan yang dapat menyamarkan jenis berkas. "
    "Ganti nama berkas dengan huruf dan angka biasa, lalu unggah lagi."
)
_NAME_PATH = gettext_noop(
    "Nama berkas memuat tanda folder (garis miring atau titik dua). "
    "Ganti nama berkas tanpa tanda itu, lalu unggah lagi."
)
_NAME_CHARACTER = gettext_noop(
    'Nama berkas memuat tanda < > " | ? atau *. Ganti nama berkas tanpa tanda itu, lalu unggah lagi.'
)
_NAME_RESERVED = gettext_noop(
    "Nama berkas “%(name)s” dipakai oleh sistem komputer dan tidak dapat disimpan. Beri nama lain, lalu unggah lagi."
)
_NAME_EDGE = gettext_noop(
    "Nama berkas tidak boleh berawal atau berakhir dengan titik atau spasi. Ganti nama berkas, lalu unggah lagi."
)
_TYPE_NOT_ALLOWED = gettext_noop(
    "Jenis berkas “%(found)s” tidak diterima. Simpan sebagai %(allowed)s, lalu unggah lagi."
)
_EMPTY = gettext_noop("Berkas ini kosong (0 bita). Buka berkas untuk memastikan isinya, lalu unggah lagi.")
_TOO_LARGE = gettext_noop(
    "Berkas ini lebih besar dari %(max)s MB. "
    "Perkecil berkas, misalnya dengan memindai pada mutu lebih rendah atau membaginya."
)
_TOO_MANY = gettext_noop("Paling banyak %(max)s berkas. Hapus sebagian, atau gabungkan menjadi satu PDF.")


def extension_of(name: str) -> str:
    """Return the extension of `name` in lower case without the dot, empty when there is none."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem else ""


def kinds_in_words(extensions: frozenset[str]) -> str:
    """Return the allowed kinds as people name them, in the order of the allow-list.

    >>> kinds_in_words(frozenset({"pdf", "jpg", "jpeg"}))
    'PDF, JPG'
    """
    return ", ".join(dict.fromkeys(kind.label for kind in KINDS.values() if kind.extension in extensions))


def check_name(name: str) -> None:
    """Raise FileRefused when `name` cannot be kept exactly as given; it is never cleaned behind the sender's back."""
    if not name.strip():
        raise FileRefused("name_empty", _NAME_EMPTY)
    if _DIRECTION_MARKS & set(name):
        raise FileRefused("name_direction", _NAME_DIRECTION)
    hidden = _INVISIBLE_MARKS | CONTROL_PICTURES
    if any(sign in hidden or unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} for sign in name):
        raise FileRefused("name_control", _NAME_CONTROL)
    if _PATH_CHARACTERS & set(name) or name in {".", ".."}:
        raise FileRefused("name_path", _NAME_PATH)
    if _FORBIDDEN_ON_WINDOWS & set(name):
        raise FileRefused("name_character", _NAME_CHARACTER)
    if name != name.strip(" .") or name.startswith("."):
        raise FileRefused("name_edge", _NAME_EDGE)
    if len(name) > MAX_NAME_LENGTH:
        raise FileRefused("name_long", _NAME_LONG, {"max": str(MAX_NAME_LENGTH)})
    if _RESERVED_NAMES.fullmatch(name.partition(".")[0].rstrip()):
        raise FileRefused("name_reserved", _NAME_RESERVED, {"name": name})


def check_extension(name: str, allowed: frozenset[str]) -> Kind:
    """Return the kind that the name promises; raise FileRefused when it is not among `allowed`."""
    extension = extension_of(name)
    if extension not in allowed or extension not in KINDS:
        found = f".{extension[:12]}" if extension else "tanpa akhiran"
        raise FileRefused("type_not_allowed", _TYPE_NOT_ALLOWED, {"found": found, "allowed": kinds_in_words(allowed)})
    return KINDS[extension]


def check_size(size: int) -> None:
    """Raise FileRefused for an empty file or one above the limit; `size` in bytes."""
    if size == 0:
        raise FileRefused("empty", _EMPTY)
    if size > MAX_FILE_BYTES:
        raise FileRefused("too_large", _TOO_LARGE, {"max": str(MAX_FILE_BYTES // MEGABYTE)})


def check_count(count: int, *, limit: int = MAX_FILES_PER_SUBJECT) -> None:
    """Raise FileRefused when a subject would hold more than `limit` files of one purpose."""
    if count > limit:
        raise FileRefused("too_many", _TOO_MANY, {"max": str(limit)})
