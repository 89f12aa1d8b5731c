"""Pages as people see them: opened, drawn, and their words with the place where each stands.

Runs in the confined process only: a PDF library written in C reads foreign bytes here.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import pypdfium2 as pdfium
from PIL import Image, ImageOps
from pypdfium2 import raw

from pendopo.kernel.documents.redaction import rules
from pendopo.kernel.documents.redaction.rules import Box
from pendopo.kernel.documents.rules import FileRefused

# Fine enough to place a letter on the largest page.
_GRID: Final = 1_000_000
_A4_LONG_INCHES: Final = 11.69
# A letter's own box leaves out accents, italics and the width of a pen: added around a found word, in its height.
_MARGIN: Final = Decimal("0.18")
# Letters on one line differ in height, never in more than this share of it.
_SAME_LINE: Final = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Letter:
    """One character on a page: its place from the upper left corner, in per cent."""

    sign: str
    left: Decimal
    top: Decimal
    right: Decimal
    bottom: Decimal

    def is_under(self, box: Box) -> bool:
        """Say whether any part of the letter lies under the box."""
        across = self.left < box.x + box.width and self.right > box.x
        return across and self.top < box.y + box.height and self.bottom > box.y


@contextmanager
def opened(content: bytes, extension: str, *, most: int = rules.MAX_PAGES) -> Iterator[Any]:
    """Open a PDF, or a picture as a PDF of one page; raise FileRefused when that cannot be done within the limits."""
    if extension != "pdf":
        content = picture_as_pdf(content)
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as broken:
        raise FileRefused("unreadable", rules.UNREADABLE) from broken
    try:
        if len(document) > most:
            raise FileRefused("too_long", rules.TOO_LONG, {"max": str(most)})
        # Without this a filled-in form is drawn empty.
        document.init_forms()
        yield document
    finally:
        document.close()


def picture_as_pdf(content: bytes) -> bytes:
    """Return a picture, turned as its camera says, as a PDF of one page that is at most as long as A4."""
    out = BytesIO()
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            turned = ImageOps.exif_transpose(picture)
            if turned.mode in {"RGBA", "LA", "P", "PA"} or "transparency" in turned.info:
                turned = _on_white(turned)
            dots = max(max(turned.size) / _A4_LONG_INCHES, float(rules.LOWEST_DPI))
            turned.convert("RGB").save(out, "PDF", resolution=dots, quality=95)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as broken:
        raise FileRefused("unreadable", rules.UNREADABLE) from broken
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the picture on white paper: what is transparent may still hold colours that nobody sees."""
    clear = picture.convert("RGBA")
    paper = Image.new("RGBA", clear.size, "white")
    paper.alpha_composite(clear)
    return paper


def page_of(document: Any, number: int) -> Any:
    """Return a page by its number from 1; raise FileRefused `not_a_page` or `unreadable`."""
    if not 1 <= number <= len(document):
        raise FileRefused("not_a_page", rules.NOT_A_PAGE, {"page": str(number)})
    try:
        return document[number - 1]
    except pdfium.PdfiumError as broken:
        raise FileRefused("unreadable", rules.UNREADABLE) from broken


def drawn(page: Any, number: int, dpi: int) -> Image.Image:
    """Return the page as a picture in colours or, where it has none, in greys."""
    width, height = page.get_size()
    scale = rules.scale_for(width, height, dpi, number)
    try:
        bitmap = page.render(scale=scale, draw_annots=True, may_draw_forms=True, rev_byteorder=True)
    except (pdfium.PdfiumError, MemoryError) as broken:
        raise FileRefused("unreadable", rules.UNREADABLE) from broken
    picture: Image.Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    return picture.convert("L") if is_grey(picture) else picture


def is_grey(picture: Image.Image) -> bool:
    """Say whether no pixel of the picture has a colour; grey pictures are a third of the size."""
    small = picture.resize((max(picture.width // 4, 1), max(picture.height // 4, 1)), Image.Resampling.BOX)
    red, green, blue = (band.tobytes() for band in small.split())
    return red == green == blue


def letters_of(page: Any) -> list[Letter]:
    """Return all characters of the page that the file tells, visible or not, in its own order."""
    text = page.get_textpage()
    try:
        count = text.count_chars()
        return [_letter(page, text, index) for index in range(max(count, 0))]
    finally:
        text.close()


def _letter(page: Any, text: Any, index: int) -> Letter:
    sign = chr(raw.FPDFText_GetUnicode(text, index) or 0xFFFD)
    try:
        left, bottom, right, top = text.get_charbox(index)
    except pdfium.PdfiumError:
        # A blank that the library put between words has no place of its own.
        return Letter(sign, Decimal(0), Decimal(0), Decimal(0), Decimal(0))
    corners = [_on_page(page, x, y) for x, y in ((left, bottom), (right, top))]
    across, down = sorted(x for x, _y in corners), sorted(y for _x, y in corners)
    return Letter(sign, across[0], down[0], across[1], down[1])


def _on_page(page: Any, x: float, y: float) -> tuple[Decimal, Decimal]:
    """Return a point of the file's own grid as per cent of the page as it is shown, turned and cropped."""
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return Decimal(across.value) * 100 / _GRID, Decimal(down.value) * 100 / _GRID


def words_under(letters: list[Letter], boxes: list[Box]) -> set[str]:
    """Return every word of which a letter lies under a box, as `rules.words_of` writes words."""
    found: set[str] = set()
    for word in split_words(letters):
        placed = [letter for letter in word if letter.right > letter.left or letter.bottom > letter.top]
        if any(letter.is_under(box) for letter in placed for box in boxes):
            found |= rules.words_of("".join(letter.sign for letter in word))
    return found


def split_words(letters: list[Letter]) -> Iterator[list[Letter]]:
    """Yield the letters word by word."""
    word: list[Letter] = []
    for letter in letters:
        if letter.sign.isspace():
            if word:
                yield word
            word = []
        else:
            word.append(letter)
    if word:
        yield word


def places_of(letters: list[Letter], wanted: str) -> list[tuple[Decimal, Decimal, Decimal, Decimal]]:
    """Return x, y, width, height of every place where `wanted` stands, one for each line it runs over.

    Capitals, ligatures, line breaks and the number of blanks make no difference.
    """
    text, owners = _folded_with_owners(letters)
    needle = rules.folded(wanted)
    found = []
    start = text.find(needle) if needle else -1
    while start >= 0:
        end = start + len(needle)
        owned = sorted({owners[index] for index in range(start, end)})
        found += [_around(line) for line in _lines([letters[index] for index in owned])]
        start = text.find(needle, end)
    return found


def _folded_with_owners(letters: list[Letter]) -> tuple[str, list[int]]:
    """Return the text as it is compared, and for each of its characters the letter it comes from."""
    signs: list[str] = []
    owners: list[int] = []
    for index, letter in enumerate(letters):
        if letter.sign.isspace():
            folded = "" if signs and signs[-1] == " " else " "
        elif letter.sign in "\u00ad\ufffe\u0002":
            folded = ""  # a hyphen that only the end of a line asked for
        else:
            folded = rules.folded(letter.sign)
        signs += folded
        owners += [index] * len(folded)
    return "".join(signs), owners


def _lines(letters: list[Letter]) -> Iterator[list[Letter]]:
    """Yield the letters line by line; turned text runs down, so the side along which it moves does not matter."""
    line: list[Letter] = []
    for letter in letters:
        if letter.right <= letter.left and letter.bottom <= letter.top:
            continue
        if line and not _beside(line[-1], letter):
            yield line
            line = []
        line.append(letter)
    if line:
        yield line


def _beside(one: Letter, other: Letter) -> bool:
    """Say whether two letters stand on the same line, across or down."""
    tall = max(one.bottom - one.top, other.bottom - other.top)
    wide = max(one.right - one.left, other.right - other.left)
    across = abs((one.top + one.bottom) - (other.top + other.bottom)) / 2 <= tall * _SAME_LINE
    down = abs((one.left + one.right) - (other.left + other.right)) / 2 <= wide * _SAME_LINE
    return across or down


def _around(letters: list[Letter]) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    left, top = min(each.left for each in letters), min(each.top for each in letters)
    right, bottom = max(each.right for each in letters), max(each.bottom for each in letters)
    margin = max(min(right - left, bottom - top) * _MARGIN, rules.SMALLEST_SIDE / 2)
    return rules.within_page(left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin)
