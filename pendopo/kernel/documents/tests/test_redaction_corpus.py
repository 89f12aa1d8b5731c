"""No secret survives: two files that differ in the secret alone become the same copy, byte for byte."""

from __future__ import annotations

import datetime as dt
import io
import json
import re

import pikepdf
import pypdfium2 as pdfium
import pytest
from pdfminer.high_level import extract_text

from pendopo.kernel.documents.redaction.recheck import DARK, page_pixels
from pendopo.kernel.documents.redaction.wording import copy_words
from pendopo.kernel.documents.tests.redaction_corpus import CORPUS, OTHER, SECRET, Sample, asked

from tests.archivable import against_archiving

AT = dt.datetime(2026, 11, 18, 3, 30, tzinfo=dt.UTC)


def copied(sample: Sample) -> bytes:
    """Return the copy, after the recheck has found nothing in it."""
    pages = len(json.loads(asked("measure", sample.content, sample.extension)))
    boxes = [box.as_json() for box in sample.boxes]
    words = copy_words(
        agency_name="Dinas Contoh", boxes=sample.boxes, reasons=["Pasal 17 huruf h"] * len(boxes), pages=pages, at=AT
    )
    copy = asked("copy", sample.content, sample.extension, boxes=boxes, words=words)
    size = len(sample.content)
    asked("recheck", sample.content + copy, sample.extension, boxes=boxes, source_size=size, own=words["own"])
    return copy


def everything_in(content: bytes) -> bytes:
    """Return all bytes of a PDF, every stream unpacked."""
    found = [content]
    with pikepdf.open(io.BytesIO(content)) as document:
        for each in document.objects:
            if isinstance(each, pikepdf.Stream):
                found.append(each.read_raw_bytes() if each.get("/Subtype") == "/Image" else each.read_bytes())
            found.append(repr(each).encode())
    return b"\n".join(found)


def test_corpus_is_large() -> None:
    assert len(CORPUS) >= 40


@pytest.mark.parametrize("name", CORPUS)
def test_nothing_is_left_under_a_box(name: str) -> None:
    one, other = CORPUS[name](SECRET), CORPUS[name](OTHER)
    assert one.content != other.content
    copy = copied(one)
    assert copy == copied(other)
    hidden = re.compile(
        b"|".join(
            [SECRET.encode(), SECRET.encode("utf-16-be"), SECRET.encode("utf-16-le"), SECRET.encode().hex().encode()]
        ),
        re.IGNORECASE,
    )
    assert not hidden.search(everything_in(copy))
    assert SECRET not in extract_text(io.BytesIO(copy))
    _check_what_pdfium_sees(one, copy)


def _check_what_pdfium_sees(sample: Sample, copy: bytes) -> None:
    sizes = json.loads(asked("measure", sample.content, sample.extension))
    document = pdfium.PdfDocument(copy)
    assert len(document) == len(sizes) + 1
    for index, size in enumerate(sizes):
        page = document[index]
        assert page.get_textpage().get_text_range() == ""
        picture = page_pixels(page, size)
        assert round(picture.width / picture.height, 2) == pytest.approx(size[0] / size[1], abs=0.02)
        for box in sample.boxes:
            if box.page == index + 1:
                left, top, right, bottom = box.pixels(*picture.size)
                # The lower half: no number stands there.
                part = picture.crop((left + 2, (top + bottom) // 2 + 1, right - 1, bottom - 1))
                assert 0 in part.size or max(part.tobytes()) <= DARK
    document.close()


@pytest.mark.parametrize("name", ["plain text", "turned by 90", "scan with hidden words", "photograph with exif"])
def test_what_is_open_stays_readable(name: str) -> None:
    sample = CORPUS[name](SECRET)
    document = pdfium.PdfDocument(copied(sample))
    size = json.loads(asked("measure", sample.content, sample.extension))[0]
    picture = page_pixels(document[0], size)
    assert picture.width * picture.height > 2_000_000
    black = sum(picture.histogram()[:60]) / (picture.width * picture.height)
    box = sample.boxes[0]
    assert float(box.width * box.height) / 10_000 < black
    document.close()


def test_every_copy_says_what_it_is() -> None:
    copy = copied(CORPUS["many pages"](SECRET))
    with pikepdf.open(io.BytesIO(copy)) as document:
        assert str(document.docinfo["/Title"]) == "Salinan dengan bagian yang dihitamkan"
        assert str(document.Root.Lang) == "id-ID"
        assert len(document.pages) == 13
    assert against_archiving(copy) == set()
    assert "Kotak" in extract_text(io.BytesIO(copy), page_numbers=[12])
