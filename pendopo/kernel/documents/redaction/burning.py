"""The copy (salinan): every page drawn anew as a picture, boxes burnt in, and nothing of the original file beside it.

All pages become pictures, not only those with boxes: then no text, layer, annotation, attachment, script, form field,
thumbnail or earlier revision of the original has a way into the copy. What is under a box is gone before the picture
is compressed. Runs in the confined process.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

from PIL import Image, ImageDraw, ImageFont

from pendopo.kernel.documents.redaction import pages, rules
from pendopo.kernel.documents.redaction.rules import Box
from pendopo.kernel.documents.rules import MAX_FILE_BYTES, MEGABYTE, FileRefused

TEMPLATE: Final = Path(__file__).parent / "typst" / "copy.typ"
BLACK: Final = 0
WHITE: Final = 255
# Room for the last page and the file's own tables.
_SPARE: Final = 200 * 1024
# Each grey → the nearest of sixteen at equal distances: a table, where choosing the best sixteen takes half a copy's time.
_SIXTEEN: Final = [round(grey / 17) * 17 for grey in range(256)]


def burn(picture: Image.Image, boxes: Sequence[Box]) -> None:
    """Paint the boxes black, each with its number in the corner where there is room for it."""
    pen = ImageDraw.Draw(picture)
    for box in boxes:
        pen.rectangle(box.pixels(*picture.size), fill=_ink(picture, BLACK))
    for box in boxes:
        place = label_place(picture, box)
        if place:
            left, top, _right, _bottom, size = place
            font = ImageFont.load_default(size=size)
            pen.text((left, top), str(box.number), fill=_ink(picture, WHITE), font=font, anchor="lt")


def label_place(picture: Image.Image, box: Box) -> tuple[int, int, int, int, int] | None:
    """Return left, top, right, bottom and letter size of a box's number; None where the box is too small for one."""
    left, top, right, bottom = box.pixels(*picture.size)
    size = max(picture.size) // 110
    wide, high = int(size * 0.7 * len(str(box.number))) + 4, size + 2
    if not box.number or size < 7 or right - left < wide + 4 or bottom - top < high + 2:
        return None
    return left + 3, top + 2, left + 3 + wide, top + 2 + high, size


def _ink(picture: Image.Image, shade: int) -> int | tuple[int, int, int]:
    return shade if picture.mode == "L" else (shade, shade, shade)


def with_mark(picture: Image.Image, words: str) -> Image.Image:
    """Return the picture with a strip below it that says what this page is; the page itself stays whole."""
    size = min(max(max(picture.size) // 110, 9), 40)
    font = ImageFont.load_default(size=size)
    # The default letters know Latin; whatever else is asked for must not stop the copy.
    lines = _wrapped(words.encode("latin-1", "replace").decode("latin-1"), font, picture.width - size)
    strip = int(size * 1.4 * len(lines)) + size
    made = Image.new(picture.mode, (picture.width, picture.height + strip), _ink(picture, WHITE))
    made.paste(picture)
    pen = ImageDraw.Draw(made)
    pen.line((0, picture.height, picture.width, picture.height), fill=_ink(picture, 90), width=max(size // 10, 1))
    for number, line in enumerate(lines):
        height = picture.height + size // 2 + int(number * size * 1.4)
        pen.text((size // 2, height), line, fill=_ink(picture, 40), font=font, anchor="lt")
    return made


def _wrapped(words: str, font: Any, width: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def redacted_page(document: Any, number: int, boxes: Sequence[Box], dpi: int) -> Image.Image:
    """Return one page as a picture with its boxes burnt in."""
    page = pages.page_of(document, number)
    try:
        picture = pages.drawn(page, number, dpi)
    finally:
        page.close()
    burn(picture, [box for box in boxes if box.page == number])
    return picture


def make_copy(document: Any, boxes: Sequence[Box], order: Mapping[str, Any]) -> bytes:
    """Return the copy as PDF/UA-1 and PDF/A-2a; raise FileRefused `copy_too_large`.

    `order` holds the words of the copy (title, marks, list), already in the agency's language, and the timestamp.
    """
    for level in rules.LEVELS:
        with TemporaryDirectory(prefix="pendopo-redaction-") as place:
            told = _draw_pages(document, boxes, order, Path(place), level=level)
            if told is None:
                continue
            made = _compiled(Path(place), {**order, "pages": told})
            if len(made) <= MAX_FILE_BYTES:
                return made
    raise FileRefused("copy_too_large", rules.COPY_TOO_LARGE, {"max": str(MAX_FILE_BYTES // MEGABYTE)})


def _draw_pages(
    document: Any, boxes: Sequence[Box], order: Mapping[str, Any], place: Path, *, level: tuple[int, int]
) -> list[dict[str, object]] | None:
    """Write a picture for every page; return what the template needs to know, None once they are too large."""
    dpi, quality = level
    told: list[dict[str, object]] = []
    total = 0
    for number in range(1, len(document) + 1):
        page = pages.page_of(document, number)
        width, height = page.get_size()
        page.close()
        picture = redacted_page(document, number, boxes, dpi)
        marked = with_mark(picture, order["marks"][number - 1])
        content, ending = compressed(marked, quality)
        total += len(content)
        if total > MAX_FILE_BYTES - _SPARE:
            return None
        name = f"page-{number}.{ending}"
        (place / name).write_bytes(content)
        told.append({
            "file": name,
            "width": width,
            "height": height * marked.height / picture.height,
            "alt": order["alts"][number - 1],
        })  # fmt: skip
    return told


def compressed(picture: Image.Image, quality: int) -> tuple[bytes, str]:
    """Return the picture as JPEG or, where that is smaller, as PNG in sixteen greys; with the ending of its name."""
    lossy = BytesIO()
    picture.save(lossy, "JPEG", quality=quality, subsampling=0, optimize=True)
    if picture.mode == "L":
        # A page of print needs few shades; a photograph grows too large this way, and stays JPEG.
        exact = BytesIO()
        picture.point(_SIXTEEN).save(exact, "PNG", compress_level=6)
        if len(exact.getvalue()) < len(lossy.getvalue()):
            return exact.getvalue(), "png"
    return lossy.getvalue(), "jpg"


def _compiled(place: Path, data: Mapping[str, Any]) -> bytes:
    import typst

    (place / "main.typ").write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    (place / "packages").mkdir()
    made: object = typst.compile(
        str(place / "main.typ"),
        root=str(place),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=data["timestamp"],
        package_path=str(place / "packages"),
        package_cache_path=str(place / "packages"),
    )
    return cast(bytes, made)
