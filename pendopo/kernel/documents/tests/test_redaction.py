"""The mechanism through its real, confined process: finding words, hostile files, and a judge that is not bribed."""

from __future__ import annotations

import datetime as dt
import io
import json
import zlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
import typst
from pikepdf import Array, Dictionary, Name
from PIL import Image

from pendopo.kernel.documents import redaction
from pendopo.kernel.documents.redaction.__main__ import answer
from pendopo.kernel.documents.redaction.rules import Box
from pendopo.kernel.documents.redaction.wording import copy_words
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.documents.tests import samples
from pendopo.kernel.documents.tests.redaction_corpus import CORPUS, SECRET, asked, helvetica, page_of, saved, text_at

AT = dt.datetime(2026, 11, 18, 3, 30, tzinfo=dt.UTC)


def words(boxes: tuple[Box, ...], pages: int) -> dict[str, object]:
    reasons = ["Pasal 17 huruf h"] * len(boxes)
    return copy_words(agency_name="Dinas Contoh", boxes=boxes, reasons=reasons, pages=pages, at=AT)


def test_copy_is_made_and_proven_in_confined_processes() -> None:
    sample = CORPUS["plain text"](SECRET)
    told = words(sample.boxes, 1)
    copy = redaction.make_copy(sample.content, "pdf", sample.boxes, told)
    assert copy == redaction.make_copy(sample.content, "pdf", sample.boxes, told)
    assert redaction.page_sizes(sample.content, "pdf") == [(595.0, 842.0)]
    assert redaction.words_under(sample.content, "pdf", sample.boxes) == {SECRET.lower()}
    picture = Image.open(io.BytesIO(redaction.page_picture(sample.content, "pdf", 1, sample.boxes)))
    assert picture.size == (794, 1123)


def test_a_reason_that_no_font_draws_is_written_out() -> None:
    sample = CORPUS["plain text"](SECRET)
    reasons = ["Nama 1\u20e3 中 é"] * len(sample.boxes)
    told = copy_words(agency_name="Dinas", boxes=sample.boxes, reasons=reasons, pages=1, at=AT)
    assert str(told["own"]).endswith("Nama 1[U+20E3] [U+4E2D] é")
    assert redaction.make_copy(sample.content, "pdf", sample.boxes, told).startswith(b"%PDF")


# ------------------------------------------------------------------------------------------------------- finding


def typeset(code: str) -> bytes:
    return typst.compile(f"#set page(width: 400pt, height: 400pt, margin: 20pt)\n{code}".encode(), timestamp=0)


@pytest.mark.parametrize(
    ("code", "wanted", "places"),
    [
        ("Budi Santoso dan BUDI  SANTOSO", "budi santoso", 2),
        ("Budi \\ Santoso", "Budi Santoso", 2),  # one place that runs over two lines
        ("efisien, filsafat, fluida", "filsafat", 1),
        ("Nomor 0812-3456-7890.", "0812-3456-7890", 1),
        ("Tidak ada di sini", "Budi", 0),
        ("#rotate(90deg)[Budi Santoso]", "Budi Santoso", 1),
    ],
)
def test_text_is_found_wherever_it_stands(code: str, wanted: str, places: int) -> None:
    assert len(json.loads(asked("find", typeset(code), text=wanted))) == places


@pytest.mark.parametrize("name", ["plain text", "turned by 90", "turned by 180", "turned by 270", "cropped and turned",
                                  "paper that begins below zero"])  # fmt: skip
def test_found_places_cover_the_word_however_the_page_is_turned(name: str) -> None:
    sample = CORPUS[name](SECRET)
    told = json.loads(asked("find", sample.content, text=SECRET))
    found = [Box(page, *(Decimal(side) for side in sides), number=1, reason="17h") for page, *sides in told]
    assert len(found) == 1
    area = sample.boxes[0]
    assert area.x <= found[0].x
    assert area.y <= found[0].y
    assert found[0].x + found[0].width <= area.x + area.width
    assert found[0].y + found[0].height <= area.y + area.height
    with_word = asked("draw", sample.content, page=1, dpi=96, boxes=[found[0].as_json()])
    without = asked("draw", sample.content, page=1, dpi=96, boxes=[area.as_json()])
    # Painted over by the area as well, nothing but the area is left: no pixel of the word stands outside what was found.
    assert _ink(with_word, found[0]) == _ink(without, area)


def _ink(png: bytes, box: Box) -> int:
    """Return how many dark pixels there are outside a box."""
    picture = Image.open(io.BytesIO(png)).convert("L")
    picture.paste(255, tuple(side + part for side, part in zip(box.pixels(*picture.size), (0, 0, 1, 1), strict=True)))
    return sum(picture.histogram()[:128])


def test_scans_have_no_text_to_find() -> None:
    assert redaction.find_text(samples.picture("JPEG", (400, 300)), "jpg", "Budi") == []


# ------------------------------------------------------------------------------------------------------- hostile


def _bomb() -> bytes:
    """Return a PDF whose page unpacks to 150 MB of drawing."""
    made = pikepdf.new()
    page = page_of(made, b"")
    packer = zlib.compressobj(9)
    packed = b"".join([packer.compress(b"0 0 m 9 9 l S " * 70_000) for _ in range(150)]) + packer.flush()
    stream = made.make_stream(packed)
    stream.Filter = Name("/FlateDecode")
    page.Contents = stream
    return saved(made, compress_streams=False)


def _picture_bomb() -> bytes:
    made = pikepdf.new()
    page = page_of(made, b"q 595 0 0 842 0 0 cm /X Do Q")
    image = made.make_stream(zlib.compress(b"\x00" * 1_000))
    image.update(Dictionary(Type=Name("/XObject"), Subtype=Name("/Image"), Width=60_000, Height=60_000,
                            ColorSpace=Name("/DeviceRGB"), BitsPerComponent=8, Filter=Name("/FlateDecode")))  # fmt: skip
    page.Resources.XObject = Dictionary(X=image)
    return saved(made)


def _loop() -> bytes:
    made = pikepdf.new()
    page = page_of(made, b"/X Do")
    form = made.make_stream(b"/X Do /X Do")
    form.update(Dictionary(Type=Name("/XObject"), Subtype=Name("/Form"), BBox=Array([0, 0, 9, 9])))
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    page.Resources.XObject = Dictionary(X=form)
    return saved(made)


def _paper(width: float, height: float) -> bytes:
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    made.pages[0].MediaBox = Array([0, 0, width, height])
    return saved(made)


@pytest.mark.parametrize(
    ("content", "extension", "code"),
    [
        (lambda: samples.pdf(samples._pages(101)), "pdf", "too_long"),
        (lambda: samples.pdf(samples._pages(10_000)), "pdf", "too_long"),
        (lambda: samples.pdf(samples._pages(0)), "pdf", "unreadable"),
        (lambda: b"%PDF-1.7\nbukan pdf\n%%EOF\n", "pdf", "unreadable"),
        (lambda: samples.pdf()[:200], "pdf", "unreadable"),
        (lambda: samples.pdf(encryption=pikepdf.Encryption(user="a", owner="b")), "pdf", "unreadable"),
        (lambda: samples.picture("JPEG")[:100], "jpg", "unreadable"),
        (lambda: samples.png_header_only(40_000, 40_000), "png", "unreadable"),
        (lambda: _paper(14_400, 14_400), "pdf", "page_too_large"),
    ],
    ids=["101 pages", "10,000 pages", "no page", "no pdf", "cut", "locked", "cut jpg", "huge png", "huge paper"],
)
def test_hostile_files_are_refused_in_words(content: Callable[[], bytes], extension: str, code: str) -> None:
    box = Box(1, Decimal(1), Decimal(1), Decimal(5), Decimal(5), 1, "17h")
    with pytest.raises(FileRefused) as refused:
        redaction.make_copy(content(), extension, (box,), words((box,), 1))
    assert refused.value.code == code
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize("content", [_bomb, _picture_bomb, _loop])
def test_bombs_end_in_words_or_in_an_empty_page(content: Callable[[], bytes], monkeypatch: Any) -> None:
    monkeypatch.setattr(redaction, "SECONDS", 2.0)
    ended = ""
    try:
        redaction.page_picture(content(), "pdf", 1)
    except FileRefused as refused:
        ended = refused.code
    assert ended in {"", "unreadable"}


def test_page_that_is_not_there() -> None:
    with pytest.raises(FileRefused, match="Halaman 2 tidak ada"):
        redaction.page_picture(samples.pdf(), "pdf", 2)


# ------------------------------------------------------------------------------------------------------- the judge


@pytest.fixture(scope="module")
def honest() -> tuple[bytes, bytes, tuple[Box, ...], dict[str, object]]:
    """Return a source, its copy, the boxes and the copy's own words."""
    made = pikepdf.new()
    page_of(made, text_at(SECRET) + text_at("Rahasianya tujuh", 100, 660))
    source = saved(made)
    boxes = (CORPUS["plain text"](SECRET).boxes[0], Box(1, Decimal(15), Decimal(19), Decimal(60), Decimal(4), 2, "17h"))
    told = words(boxes, 1)
    return source, asked("copy", source, boxes=[box.as_json() for box in boxes], words=told), boxes, told


def judged(source: bytes, copy: bytes, boxes: tuple[Box, ...], told: dict[str, object]) -> str:
    placed = [box.as_json() for box in boxes]
    order = {"task": "recheck", "extension": "pdf", "boxes": placed, "source_size": len(source), "own": told["own"]}
    said = json.loads(answer(json.dumps(order, default=str).encode() + b"\n" + source + copy).partition(b"\n")[0])
    return str(said["params"]["what"]) if said else ""


def test_honest_copy_passes(honest: Any) -> None:
    assert judged(*honest) == ""


def _altered(copy: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    with pikepdf.open(io.BytesIO(copy)) as document:
        change(document)
        return saved(document)


def _draw_text(document: pikepdf.Pdf, words: str = "apa saja") -> None:
    page = document.pages[0]
    page.obj.Resources.Font = Dictionary(F1=document.make_indirect(helvetica()))
    page.contents_add(document.make_stream(text_at(words, more="3 Tr")))


def _note(document: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name("/Annot"), Subtype=Name("/Text"), Rect=Array([0, 0, 9, 9]), Contents="x")
    document.pages[0].obj.Annots = Array([document.make_indirect(note)])


def _form(document: pikepdf.Pdf) -> None:
    form = document.make_stream(b"0 0 m")
    form.update(Dictionary(Type=Name("/XObject"), Subtype=Name("/Form"), BBox=Array([0, 0, 9, 9])))
    document.pages[0].obj.Resources.XObject.F0 = form


def _info(document: pikepdf.Pdf) -> None:
    document.docinfo["/Subject"] = SECRET


def _stream(document: pikepdf.Pdf) -> None:
    document.Root.MarkInfo.Other = document.make_stream(SECRET.encode("utf-16-be"))


def _hexadecimal(document: pikepdf.Pdf) -> None:
    document.Root.MarkInfo.Other = document.make_stream(b"<" + SECRET.encode().hex().encode() + b">")


def _script(document: pikepdf.Pdf) -> None:
    document.Root.MarkInfo.Other = document.make_indirect(Dictionary(S=Name("/JavaScript"), JS="1"))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (_draw_text, "tulisan pada halaman 1"),
        (_note, "bagian halaman /Annots"),
        (_form, "gambar /F0 pada halaman 1"),
        (_info, "kata yang dihitamkan"),
        (_stream, "kata yang dihitamkan"),
        (_hexadecimal, "kata yang dihitamkan"),
        (_script, "isi /JS"),
        (lambda document: document.Root.__setattr__("AcroForm", Dictionary()), "bagian berkas /AcroForm"),
        (lambda document: document.Root.__setattr__("Names", Dictionary()), "bagian berkas /Names"),
        (lambda document: document.pages[0].obj.__setattr__("Thumb", document.make_stream(b"x")), "/Thumb"),
        (lambda document: document.pages.__delitem__(0), "jumlah halaman"),
        (lambda document: document.add_blank_page(), ""),
    ],
)  # fmt: skip
def test_dishonest_copies_are_found_out(honest: Any, change: Callable[[pikepdf.Pdf], object], what: str) -> None:
    source, copy, boxes, told = honest
    said = judged(source, _altered(copy, change), boxes, told)
    assert what in said
    assert (said == "") == (what == "")


def test_copy_with_another_text_on_its_list_is_found_out(honest: Any) -> None:
    source, copy, boxes, told = honest
    assert judged(source, copy, boxes, {"own": str(told["own"]) + " lagi"}) == "tulisan pada halaman daftar"


def test_copy_with_a_forgotten_box_is_found_out(honest: Any) -> None:
    source, copy, boxes, told = honest
    more = (*boxes, Box(1, Decimal(10), Decimal(50), Decimal(20), Decimal(5), 3, "17h"))
    assert judged(source, copy, more, told) == "kotak 3 tidak hitam"


def test_the_source_is_no_copy_and_an_older_revision_is_found_out(honest: Any) -> None:
    source, copy, boxes, told = honest
    assert judged(source, source, boxes, told) == "jumlah halaman"
    assert judged(source, copy + b"\n%%EOF\n", boxes, told) == "riwayat perubahan"
