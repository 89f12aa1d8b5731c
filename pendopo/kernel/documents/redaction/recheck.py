"""The copy is judged by others than those who made it: two readers of PDF must find nothing of what was blackened.

1. pdfium, the reader that many browsers use: no character on any page of pictures, on the last page only our own words.
2. pikepdf, another reader: every object of the file is one of a short list, pages hold one picture and no text, and in
   no unpacked stream, string or name stands a word from under a box.
3. The pages are drawn again: every pixel of a box is black.

Runs in a confined process of its own. Raises FileRefused `not_proven`, which says which proof failed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from io import BytesIO
from typing import Any, Final

import pikepdf
import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from pendopo.kernel.documents.redaction import burning, rules
from pendopo.kernel.documents.redaction.rules import Box
from pendopo.kernel.documents.rules import FileRefused

# Darker than this counts as black: pictures are compressed, and black comes out as nearly black.
DARK: Final = 48
# So much of a box's edge may blend with what is beside it when the picture is compressed.
_EDGE: Final = 2
# So far a white digit shimmers around itself after compression.
_BLUR: Final = 8

# What a copy's root may hold; each is written by our own typesetter and tells nothing of the original.
_ROOT_KEYS: Final = frozenset(
    {
        "/Type", "/Pages", "/Metadata", "/MarkInfo", "/StructTreeRoot", "/Lang", "/ViewerPreferences", "/OutputIntents",
        "/Outlines", "/PageLabels", "/PageMode", "/Extensions", "/Version",
    }
)  # fmt: skip
_PAGE_KEYS: Final = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/StructParents", "/Tabs", "/Group", "/CropBox"}
)
_FORBIDDEN_ANYWHERE: Final = frozenset(
    {
        "/Annots", "/AcroForm", "/XFA", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/JavaScript", "/JS", "/OCProperties",
        "/OCG", "/OC", "/Thumb", "/AA", "/OpenAction", "/PieceInfo", "/Launch", "/URI", "/Collection",
    }
)  # fmt: skip
_PICTURE_ONLY: Final = frozenset(
    {"q", "Q", "cm", "Do", "BDC", "BMC", "EMC", "gs", "cs", "CS", "re", "W", "n", "w", "i"}
)


def check_copy(
    copy: bytes, *, sizes: Sequence[tuple[float, float]], boxes: Sequence[Box], secrets: Collection[str], own: str
) -> None:
    """Raise FileRefused unless the copy is proven empty under its boxes.

    `sizes` are width and height of the source's pages in points, `secrets` the words that stand under boxes there,
    `own` is all that the copy says by itself.
    """
    _check_with_pdfium(copy, sizes, boxes, own)
    _check_with_pikepdf(copy, len(sizes), {word for word in secrets if word not in rules.folded(own)})


def _failed(what: str) -> FileRefused:
    return FileRefused("not_proven", rules.NOT_PROVEN, {"what": what})


def _check_with_pdfium(copy: bytes, sizes: Sequence[tuple[float, float]], boxes: Sequence[Box], own: str) -> None:
    document = pdfium.PdfDocument(copy)
    try:
        if len(document) <= len(sizes):
            raise _failed("jumlah halaman")
        said = ""
        for index in range(len(document)):
            page = document[index]
            text = page.get_textpage().get_text_range()
            if index >= len(sizes):
                said += text
            elif text.strip("\r\n\t \x00\ufeff"):
                raise _failed(f"tulisan pada halaman {index + 1}")
            else:
                _check_pixels(page, sizes[index], [box for box in boxes if box.page == index + 1])
            page.close()
        if _bare(said) != _bare(own):
            raise _failed("tulisan pada halaman daftar")
    finally:
        document.close()


def _bare(text: str) -> str:
    """Return the letters and digits alone: readers differ in blanks and in how they mend words at line ends."""
    return re.sub(r"[\W_]+", "", rules.folded(text))


def _check_pixels(page: Any, size: tuple[float, float], boxes: Sequence[Box]) -> None:
    if not boxes:
        return
    picture = page_pixels(page, size)
    for box in boxes:
        left, top, right, bottom = box.pixels(*picture.size)
        part = picture.crop((left + _EDGE, top + _EDGE, right - _EDGE + 1, bottom - _EDGE + 1))
        if 0 in part.size:
            continue
        place = burning.label_place(picture, box)
        if place:
            part.paste(0, (0, 0, place[2] - left + _BLUR, place[3] - top + _BLUR))
        if max(part.tobytes()) > DARK:
            raise _failed(f"kotak {box.number} tidak hitam")


def page_pixels(page: Any, size: tuple[float, float]) -> Image.Image:
    """Return the picture that a page of a copy holds, in greys, without the strip of our own below it.

    `size` is width and height of the page it stands for, in points.
    """
    held = list(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,)))
    if len(held) != 1:
        raise _failed("jumlah gambar")
    picture: Image.Image = held[0].get_bitmap().to_pil().convert("L")
    whole_width, whole_height = page.get_size()
    height = round(picture.height * (size[1] / size[0]) * (whole_width / whole_height))
    return picture.crop((0, 0, picture.width, height))


def _check_with_pikepdf(copy: bytes, source_pages: int, secrets: Collection[str]) -> None:
    if copy.count(b"%%EOF") != 1:
        raise _failed("riwayat perubahan")
    with pikepdf.open(BytesIO(copy)) as document:
        if unknown := set(document.Root.keys()) - _ROOT_KEYS:
            raise _failed(f"bagian berkas {sorted(unknown)[0]}")
        for number, page in enumerate(document.pages, start=1):
            if unknown := set(page.obj.keys()) - _PAGE_KEYS:
                raise _failed(f"bagian halaman {sorted(unknown)[0]}")
            if number <= source_pages:
                _check_picture_page(page, number)
        for found in document.objects:
            _check_object(found, secrets)
        _check_words(str(document.trailer.get("/Info", "")), secrets)


def _check_picture_page(page: Any, number: int) -> None:
    """Raise unless the page draws pictures and nothing else."""
    if "/Font" in page.obj.get("/Resources", {}):
        raise _failed(f"huruf pada halaman {number}")
    for instruction in pikepdf.parse_content_stream(page):
        if str(instruction.operator) not in _PICTURE_ONLY:
            raise _failed(f"perintah {instruction.operator} pada halaman {number}")
    for name, drawn in page.obj.get("/Resources", {}).get("/XObject", {}).items():
        if drawn.get("/Subtype") != "/Image":
            raise _failed(f"gambar {name} pada halaman {number}")


def _check_object(found: object, secrets: Collection[str]) -> None:
    keys = set(found.keys()) if isinstance(found, pikepdf.Dictionary | pikepdf.Stream) else set()
    if bad := _FORBIDDEN_ANYWHERE & keys:
        raise _failed(f"isi {sorted(bad)[0]}")
    if isinstance(found, pikepdf.Stream):
        if found.get("/Subtype") == "/Image":
            return  # pixels, which were looked at above
        _check_bytes(found.read_bytes(), secrets)
    for text in _strings(found, 0):
        _check_words(text, secrets)


def _strings(found: object, depth: int) -> Iterator[str]:
    if isinstance(found, pikepdf.String):
        yield str(found)
        yield bytes(found).decode("latin-1")
    elif depth < 50 and isinstance(found, pikepdf.Array):
        for part in found:
            if not getattr(part, "is_indirect", False):
                yield from _strings(part, depth + 1)
    elif depth < 50 and isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        for part in found.values():
            if not getattr(part, "is_indirect", False):
                yield from _strings(part, depth + 1)


def _check_bytes(content: bytes, secrets: Collection[str]) -> None:
    """Look for the words in every way that a stream may write letters: one byte each, two bytes each, digits."""
    _check_words(content.decode("latin-1"), secrets)
    _check_words(content.decode("utf-8", "ignore"), secrets)
    _check_words(content.decode("utf-16-be", "ignore"), secrets)
    hexadecimal = b"".join(re.findall(rb"<([0-9A-Fa-f\s]+)>", content)).decode("ascii")
    plain = bytes.fromhex(re.sub(r"\s", "", hexadecimal)[: len(re.sub(r"\s", "", hexadecimal)) // 2 * 2])
    _check_words(plain.decode("latin-1"), secrets)
    _check_words(plain.decode("utf-16-be", "ignore"), secrets)


def _check_words(text: str, secrets: Collection[str]) -> None:
    lowered = rules.folded(text)
    # A short word may come about by chance in packed tables; whole it would still have been seen by the readers above.
    if any(word in lowered for word in secrets if len(word) >= 5):
        raise _failed("kata yang dihitamkan masih ada dalam berkas")
