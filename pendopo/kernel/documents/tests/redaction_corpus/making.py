"""How a file of the corpus is made, and the box over its secret."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from pendopo.kernel.documents.redaction.__main__ import answer
from pendopo.kernel.documents.redaction.rules import Box

PAPER = (595.0, 842.0)
AREA = (90.0, 690.0, 420.0, 720.0)
SECRET, OTHER = "RAHASIA7741", "XQWPZKV0298"


@dataclass(frozen=True)
class Sample:
    """A file with its boxes; `extension` as in its name."""

    content: bytes
    boxes: tuple[Box, ...]
    extension: str = "pdf"


Maker = Callable[[str], Sample]
CORPUS: dict[str, Maker] = {}


def asked(task: str, content: bytes, extension: str = "pdf", **order: object) -> bytes:
    """Return what the confined process would answer, asked without one: starting it takes longer than most tasks."""
    told = json.dumps({"task": task, "extension": extension, **order}, default=str).encode()
    said, _, made = answer(told + b"\n" + content).partition(b"\n")
    assert json.loads(said) == {}
    return made


def sample(name: str) -> Callable[[Maker], Maker]:
    def keep(maker: Maker) -> Maker:
        CORPUS[name] = maker
        return maker

    return keep


def box(left: float, top: float, right: float, bottom: float, page: int = 1, number: int = 1) -> Box:
    """Return a box from shares of the page as it is shown."""
    sides = [
        Decimal(round(side * 100, 3)).quantize(Decimal("0.001")) for side in (left, top, right - left, bottom - top)
    ]
    return Box(page, *sides, number=number, reason="17h")


def over(area: tuple[float, ...] = AREA, paper: tuple[float, float] = PAPER, turned: int = 0, page: int = 1) -> Box:
    """Return the box over an area of the paper when the page is shown turned clockwise by so many degrees."""
    left, right = area[0] / paper[0], area[2] / paper[0]
    low, high = area[1] / paper[1], area[3] / paper[1]
    shown = {
        0: (left, 1 - high, right, 1 - low),
        90: (low, left, high, right),
        180: (1 - right, low, 1 - left, high),
        270: (1 - high, 1 - right, 1 - low, 1 - left),
    }[turned]
    return box(*shown, page=page)


def text_at(words: str, x: float = 100, y: float = 700, size: float = 14, more: str = "") -> bytes:
    return f"BT /F1 {size} Tf {more} 1 0 0 1 {x} {y} Tm ({words}) Tj ET\n".encode("latin-1")


def helvetica() -> Dictionary:
    return Dictionary(Type=Name("/Font"), Subtype=Name("/Type1"), BaseFont=Name("/Helvetica"))


def page_of(made: pikepdf.Pdf, drawing: bytes, paper: tuple[float, float] = PAPER, fonts: Any = None) -> Any:
    made.add_blank_page(page_size=paper)
    page = made.pages[-1]
    page.Resources = Dictionary(Font=fonts or Dictionary(F1=helvetica()))
    page.Contents = made.make_stream(drawing)
    return page


PUBLIC = text_at("Bagian ini terbuka untuk umum.", 100, 400)


def saved(made: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    made.save(out, deterministic_id=not options.get("encryption"), **options)
    return out.getvalue()


def changed(secret: str, change: Callable[[pikepdf.Pdf, Any], None], *, drawn: bool = True, **options: Any) -> Sample:
    """Return a page with the secret drawn on it, and whatever `change` adds."""
    made = pikepdf.new()
    page = page_of(made, (text_at(secret) if drawn else b"") + PUBLIC)
    change(made, page)
    return Sample(saved(made, **options), (over(),))
