"""Ways in which a PDF can write a word."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name

from pendopo.kernel.documents.redaction.rules import Box
from pendopo.kernel.documents.tests.redaction_corpus.making import (
    OTHER,
    PUBLIC,
    SECRET,
    Sample,
    box,
    helvetica,
    over,
    page_of,
    sample,
    saved,
    text_at,
)


@sample("ligatures")
def _ligatures(secret: str) -> Sample:
    code = f"""#set page(width: 595pt, height: 842pt, margin: 0pt)
#place(dx: 100pt, dy: 128pt, text(size: 14pt)[efisien {secret} filsafat fluida])
#place(dx: 100pt, dy: 400pt)[Bagian ini terbuka.]"""
    content = typst.compile(code.encode(), timestamp=0)
    return Sample(content, (over((90, 690, 560, 725)),))


@sample("type 3 font")
def _type3(secret: str) -> Sample:
    made = pikepdf.new()
    # Each letter is a drawing of its own; its width tells it apart.
    letters = sorted(set(SECRET + OTHER))
    glyphs = {
        f"/g{ord(sign)}": made.make_stream(f"500 0 d0 0 0 {100 + ord(sign) * 4} 600 re f".encode()) for sign in letters
    }
    font = Dictionary(
        Type=Name("/Font"), Subtype=Name("/Type3"), FontBBox=Array([0, 0, 700, 700]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), CharProcs=Dictionary(glyphs),
        Encoding=Dictionary(Differences=Array([part for sign in letters for part in (ord(sign), Name(f"/g{ord(sign)}"))])),
        FirstChar=0, LastChar=127, Widths=Array([500] * 128), ToUnicode=made.make_stream(to_unicode({s: s for s in letters})),
    )  # fmt: skip
    page_of(made, text_at(secret), fonts=Dictionary(F1=made.make_indirect(font)))
    return Sample(saved(made), (over(),))


def to_unicode(table: Mapping[str, str]) -> bytes:
    rows = "\n".join(f"<{ord(one):02x}> <{other.encode('utf-16-be').hex()}>" for one, other in table.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(table)} beginbfchar\n{rows}\nendbfchar\nendcmap end end"
    ).encode()


@sample("right to left")
def _right_to_left(secret: str) -> Sample:
    made = pikepdf.new()
    font = helvetica()
    font.ToUnicode = made.make_stream(
        to_unicode({sign: chr(0x0627 + number % 20) for number, sign in enumerate(secret)})
    )
    page_of(made, text_at(secret), fonts=Dictionary(F1=made.make_indirect(font)))
    return Sample(saved(made), (over(),))


@sample("two bytes a letter")
def _two_bytes(secret: str) -> Sample:
    content = typst.compile(
        f"#set page(width: 595pt, height: 842pt, margin: 0pt)\n#place(dx: 100pt, dy: 128pt)[{secret}]".encode(),
        timestamp=0,
    )
    return Sample(content, (over(),))


@sample("invisible text")
def _invisible(secret: str) -> Sample:
    made = pikepdf.new()
    page_of(made, text_at(secret, 100, 200, more="3 Tr") + PUBLIC)
    return Sample(saved(made), (over(),))


@sample("white text")
def _white(secret: str) -> Sample:
    made = pikepdf.new()
    page_of(made, b"1 1 1 rg " + text_at(secret, 100, 200) + b"0 0 0 rg " + PUBLIC)
    return Sample(saved(made), (over(),))


@sample("text that clips")
def _clipping(secret: str) -> Sample:
    made = pikepdf.new()
    page_of(made, b"q " + text_at(secret, more="7 Tr") + b"0.5 g 0 600 600 200 re f Q " + PUBLIC)
    return Sample(saved(made), (over(),))


@sample("already under a black rectangle")
def _fake(secret: str) -> Sample:
    made = pikepdf.new()
    page_of(made, text_at(secret) + b"0 g 90 690 330 30 re f " + PUBLIC)
    return Sample(saved(made), (over(),))


@sample("word partly under the box")
def _partly(secret: str) -> Sample:
    made = pikepdf.new()
    page_of(made, text_at(secret, 300 - 11 * 9) + text_at("umum", 330))
    return Sample(saved(made), (over((150, 690, 328, 720)),))


@sample("box across lines")
def _lines(secret: str) -> Sample:
    made = pikepdf.new()
    page_of(made, b"".join(text_at(f"{secret} {line}", 100, 700 - 16 * line) for line in range(4)) + PUBLIC)
    return Sample(saved(made), (over((90, 640, 420, 720)),))


@sample("boxes at the edges")
def _edges(secret: str) -> Sample:
    made = pikepdf.new()
    page_of(made, text_at(secret, 0, 1, 12) + text_at(secret, 500, 830, 12) + PUBLIC)
    boxes = (box(0, 0.97, 0.3, 1), Box(1, Decimal(80), Decimal(0), Decimal(20), Decimal(4), number=2, reason="17h"))
    return Sample(saved(made), boxes)


@sample("drawn twice by a form")
def _forms(secret: str) -> Sample:
    made = pikepdf.new()
    form = made.make_stream(text_at(secret, 0, 0))
    form.update(Dictionary(Type=Name("/XObject"), Subtype=Name("/Form"), BBox=Array([0, -5, 300, 20]),
                           Resources=Dictionary(Font=Dictionary(F1=helvetica()))))  # fmt: skip
    page = page_of(made, b"q 1 0 0 1 100 700 cm /X0 Do Q q 1 0 0 1 100 500 cm /X0 Do Q " + PUBLIC)
    page.Resources.XObject = Dictionary(X0=form)
    return Sample(saved(made), (over(), over((90, 490, 420, 520))))


@sample("comment in the drawing")
def _comment(secret: str) -> Sample:
    made = pikepdf.new()
    page_of(made, text_at(secret) + f"% {secret}\n".encode() + PUBLIC)
    return Sample(saved(made), (over(),))
