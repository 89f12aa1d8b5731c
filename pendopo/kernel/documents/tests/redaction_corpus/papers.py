"""Papers of every size and turn."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array

from pendopo.kernel.documents.tests.redaction_corpus.making import (
    AREA,
    CORPUS,
    PUBLIC,
    Maker,
    Sample,
    box,
    changed,
    over,
    page_of,
    sample,
    saved,
    text_at,
)


@sample("plain text")
def plain(secret: str) -> Sample:
    return changed(secret, lambda _made, _page: None)


def _turned(degrees: int) -> Maker:
    def maker(secret: str) -> Sample:
        found = changed(secret, lambda _made, page: page.__setattr__("Rotate", degrees))
        return Sample(found.content, (over(turned=degrees),))

    return maker


for _degrees in (90, 180, 270):
    CORPUS[f"turned by {_degrees}"] = _turned(_degrees)


@sample("cropped page")
def _cropped(secret: str) -> Sample:
    found = changed(secret, lambda _made, page: page.__setattr__("CropBox", Array([60, 300, 500, 800])))
    area = (AREA[0] - 60, AREA[1] - 300, AREA[2] - 60, AREA[3] - 300)
    return Sample(found.content, (over(area, (440, 500)),))


@sample("cropped and turned")
def _cropped_turned(secret: str) -> Sample:
    def change(_made: pikepdf.Pdf, page: Any) -> None:
        page.CropBox, page.Rotate = Array([60, 300, 500, 800]), 90

    area = (AREA[0] - 60, AREA[1] - 300, AREA[2] - 60, AREA[3] - 300)
    return Sample(changed(secret, change).content, (over(area, (440, 500), 90),))


@sample("secret outside the crop")
def _outside(secret: str) -> Sample:
    def change(made: pikepdf.Pdf, page: Any) -> None:
        page.CropBox = Array([0, 0, 595, 600])

    found = changed(secret, change)
    return Sample(found.content, (box(0.1, 0.1, 0.2, 0.2),))


@sample("paper that begins below zero")
def _negative(secret: str) -> Sample:
    def change(made: pikepdf.Pdf, page: Any) -> None:
        page.MediaBox = Array([-100, -50, 495, 792])

    area = (AREA[0] + 100, AREA[1] + 50, AREA[2] + 100, AREA[3] + 50)
    return Sample(changed(secret, change).content, (over(area),))


@sample("landscape")
def _landscape(secret: str) -> Sample:
    made = pikepdf.new()
    page_of(made, text_at(secret, 100, 500) + PUBLIC, (842, 595))
    return Sample(saved(made), (over((90, 490, 420, 520), (842, 595)),))


@sample("huge paper")
def _huge(secret: str) -> Sample:
    made = pikepdf.new()
    page_of(made, text_at(secret, 1000, 3000, 60), (3370, 4768))
    return Sample(saved(made), (over((980, 2960, 2200, 3080), (3370, 4768)),))


@sample("tiny paper")
def _tiny(secret: str) -> Sample:
    made = pikepdf.new()
    page_of(made, text_at(secret, 2, 10, 2), (30, 20))
    return Sample(saved(made), (over((1, 8, 29, 14), (30, 20)),))


@sample("many pages")
def _many(secret: str) -> Sample:
    made = pikepdf.new()
    for number in range(12):
        page_of(made, text_at(secret) if number in {0, 11} else text_at(f"Halaman {number}"))
    return Sample(saved(made), (over(page=1), over(page=12)))
