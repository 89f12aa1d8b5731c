"""What a PDF tells beside what it shows: text under black boxes, invisible text, notes, form fields, properties."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Dictionary
from PIL import Image

from pendopo.kernel.documents.redaction import pages
from pendopo.kernel.documents.redaction.pages import Letter
from pendopo.kernel.documents.redaction.scanning import patterns
from pendopo.kernel.documents.redaction.scanning.findings import Findings

_DPI: Final = 100
_MOST_PAGES: Final = 300
# A covered word shows one even colour; letters that are drawn differ from their paper by more than this.
_EVEN: Final = 12
_DARK: Final = 70
_AUTHOR_KEYS: Final = ("/Author", "/Creator", "/Manager", "/Company")
# Programs that write themselves into "creator" tell nobody's name.
_PROGRAMS: Final = re.compile(
    r"(?i)word|excel|office|typst|writer|calc|acrobat|scan|canon|epson|hp |pdf|chrom|mozilla|quartz|latex|canva|adobe|wps"
)


def scan_pdf(content: bytes, found: Findings) -> None:
    """Add what a PDF holds; raise FileRefused when its pages cannot be read."""
    with pages.opened(content, "pdf", most=_MOST_PAGES) as document:
        for number in range(1, len(document) + 1):
            page = pages.page_of(document, number)
            _scan_page(page, number, found)
            page.close()
    with pikepdf.open(BytesIO(content)) as told:
        _scan_parts(told, found)
    if content.count(b"%%EOF") > 1 and not content[:1024].count(b"/Linearized"):
        found.add(patterns.REVISION, "")


def _scan_page(page: Any, number: int, found: Findings) -> None:
    place = f"hal. {number}"
    letters = pages.letters_of(page)
    found.read("".join(letter.sign for letter in letters), place)
    if not letters:
        return
    picture = pages.drawn(page, number, _DPI).convert("L")
    for word in pages.split_words(letters):
        shade = even_shade(picture, word)
        if shade is not None:
            kind = patterns.COVERED_TEXT if shade < _DARK else patterns.HIDDEN_TEXT
            found.name(kind, place, "".join(letter.sign for letter in word))


def even_shade(picture: Image.Image, word: list[Letter]) -> int | None:
    """Return the one shade that is seen where a word stands, None when anything can be seen there or it has no place."""
    placed = [each for each in word if each.right > each.left and each.bottom > each.top]
    if not placed or not any(each.sign.isalnum() for each in word):
        return None
    wide, high = picture.size
    left = int(min(each.left for each in placed) * wide / 100)
    top = int(min(each.top for each in placed) * high / 100)
    right = int(max(each.right for each in placed) * wide / 100)
    bottom = int(max(each.bottom for each in placed) * high / 100)
    box = (max(left, 0), max(top, 0), min(right, wide), min(bottom, high))
    if box[2] - box[0] < 2 or box[3] - box[1] < 2:
        return None
    shades = picture.crop(box).tobytes()
    return min(shades) if max(shades) - min(shades) <= _EVEN else None


def _scan_parts(document: pikepdf.Pdf, found: Findings) -> None:
    for key in _AUTHOR_KEYS:
        value = str(document.docinfo.get(key, ""))
        if value and not _PROGRAMS.search(value):
            found.name(patterns.NAME, "keterangan berkas", value)
    _scan_xmp(document, found)
    if len(document.attachments):
        found.add(patterns.EMBEDDED, "")
    layers: Any = document.Root.get("/OCProperties", Dictionary())
    if len(layers.get("/D", Dictionary()).get("/OFF", [])):
        found.add(patterns.LAYER, "")
    for number, page in enumerate(document.pages, start=1):
        for note in page.obj.get("/Annots", []):
            _scan_note(note, f"hal. {number}", found)


def _scan_xmp(document: pikepdf.Pdf, found: Findings) -> None:
    if "/Metadata" not in document.Root:
        return
    text = document.Root.Metadata.read_bytes().decode("utf-8", "ignore")
    found.read(text, "keterangan berkas")
    for creator in re.findall(r"<dc:creator>(.*?)</dc:creator>", text, re.DOTALL):
        plain = re.sub(r"<[^>]*>", " ", creator)
        if not _PROGRAMS.search(plain):
            found.name(patterns.NAME, "keterangan berkas", plain)


def _scan_note(note: Any, place: str, found: Findings) -> None:
    if not isinstance(note, pikepdf.Dictionary):
        return
    kind = str(note.get("/Subtype", ""))
    text = str(note.get("/Contents", ""))
    if kind == "/Widget":
        found.read(str(note.get("/V", "")), place)
    elif kind not in {"/Link", "/Popup"} and text.strip():
        found.name(patterns.COMMENT, place, text)
        found.read(text, place)
    elif kind == "/FileAttachment":
        found.add(patterns.EMBEDDED, place)
