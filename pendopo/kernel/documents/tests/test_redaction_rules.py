from __future__ import annotations

from decimal import Decimal

import pytest

from pendopo.kernel.documents.redaction import rules
from pendopo.kernel.documents.redaction.rules import Box
from pendopo.kernel.documents.redaction.wording import copy_words, page_mark
from pendopo.kernel.documents.rules import FileRefused


@pytest.mark.parametrize(
    ("place", "pixels"),
    [
        (("10", "10", "20", "20"), (99, 199, 300, 600)),
        (("0", "0", "100", "100"), (0, 0, 999, 1999)),
        # A box always covers every pixel it touches, and one more on each side.
        (("10.05", "10.01", "0.2", "0.2"), (99, 199, 103, 205)),
        (("99.9", "99.9", "0.1", "0.1"), (998, 1997, 999, 1999)),
    ],
)
def test_box_covers_every_pixel_it_touches(place: tuple[str, ...], pixels: tuple[int, ...]) -> None:
    assert Box(1, *(Decimal(side) for side in place)).pixels(1000, 2000) == pixels


def test_box_survives_json() -> None:
    box = Box(3, Decimal("1.5"), Decimal("2.25"), Decimal("10.001"), Decimal("4"), number=7, reason="17h")
    assert Box.from_json(box.as_json()) == box


@pytest.mark.parametrize(
    ("drawn", "kept"),
    [
        (("10", "10", "5", "5"), ("10", "10", "5", "5")),
        (("-5", "-5", "10", "10"), ("0", "0", "5", "5")),
        (("95", "95", "10", "10"), ("95", "95", "5", "5")),
        (("120", "5", "5", "5"), ("120", "5", "0", "5")),
    ],
)
def test_boxes_end_at_the_page(drawn: tuple[str, ...], kept: tuple[str, ...]) -> None:
    assert rules.within_page(*(Decimal(side) for side in drawn)) == tuple(Decimal(side) for side in kept)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ﬁnal ﬂuida", "final fluida"), ("  BUDI\n Santoso ", "budi santoso"), ("Straße", "strasse"), ("ＮＩＫ", "nik")],
)
def test_text_is_compared_without_its_form(text: str, folded: str) -> None:
    assert rules.folded(text) == folded


def test_words_shorter_than_three_signs_tell_nothing() -> None:
    assert rules.words_of("Di Jl. Mawar no. 12, budi@contoh.id, 0812-345") == {"mawar", "budi@contoh.id", "0812-345"}


@pytest.mark.parametrize(
    ("width", "height", "dpi", "scale"),
    [
        (595, 842, 200, 200 / 72),
        (595, 842, 150, 150 / 72),
        # A0 gets fewer dots than wished, and never less than 72 an inch.
        (2384, 3370, 200, 2.231),
        (30, 20, 150, 200 / 30),
        (0.5, 0.5, 150, 200.0),
    ],
)
def test_scale(width: float, height: float, dpi: int, scale: float) -> None:
    assert rules.scale_for(width, height, dpi, 1) == pytest.approx(scale, abs=0.001)


@pytest.mark.parametrize(("width", "height"), [(14_400, 14_400), (6_400, 6_400), (1, 40_000)])
def test_paper_beyond_reason_is_refused(width: float, height: float) -> None:
    with pytest.raises(FileRefused) as refused:
        rules.scale_for(width, height, 150, 4)
    assert (refused.value.code, refused.value.params) == ("page_too_large", {"page": "4"})


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("gaji.pdf", "gaji (dihitamkan).pdf"),
        ("foto ktp.JPG", "foto ktp (dihitamkan).pdf"),
        ("x" * 116 + ".pdf", "x" * 103 + " (dihitamkan).pdf"),
    ],
)
def test_name_of_the_copy(name: str, copy: str) -> None:
    assert rules.copy_name(name) == copy
    assert len(copy) <= 120


@pytest.mark.parametrize("name", ["Surat Budi.pdf", "surat_budi_2026.pdf", "surat-BUDI.pdf"])
def test_name_that_tells_what_is_hidden_is_refused(name: str) -> None:
    with pytest.raises(FileRefused, match="budi") as refused:
        rules.check_copy_name(name, {"budi", "9901014502900077"})
    assert refused.value.code == "name_tells"


def test_name_that_tells_nothing_passes() -> None:
    rules.check_copy_name("surat perjanjian (dihitamkan).pdf", {"budi"})


def _box(page: int, number: int) -> Box:
    return Box(page, Decimal(1), Decimal(1), Decimal(1), Decimal(1), number, "17h")


@pytest.mark.parametrize(
    ("boxes", "mark"),
    [
        ((), "SALINAN · Halaman 1 dari 2 · tidak ada bagian yang dihitamkan"),
        ((_box(1, 1),), "SALINAN · Halaman 1 dari 2 · dihitamkan: kotak 1, alasan pada halaman terakhir"),
        (
            (_box(1, 1), _box(1, 2), _box(2, 3)),
            "SALINAN · Halaman 1 dari 2 · dihitamkan: kotak 1-2, alasan pada halaman terakhir",
        ),
    ],
)
def test_mark_below_a_page(boxes: tuple[Box, ...], mark: str) -> None:
    assert page_mark(1, 2, boxes) == mark


def test_last_page_gives_a_reason_for_each_box() -> None:
    import datetime as dt

    boxes = (_box(1, 1), _box(2, 2))
    words = copy_words(
        agency_name="Dinas", boxes=boxes, reasons=["A", "B"], pages=2, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    )
    assert words["rows"] == [["1", "1", "A"], ["2", "2", "B"]]
    assert words["alts"] == [
        "Gambar halaman 1 dari 2, 1 bagian dihitamkan",
        "Gambar halaman 2 dari 2, 1 bagian dihitamkan",
    ]
