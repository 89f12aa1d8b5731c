"""What a redacted copy says by itself: title, the mark below every page, and the last page with a reason for each box.

Copies are Indonesian, as letters are, whatever the language of the officer's screen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from pendopo.kernel.documents.letters.characters import cleaned, only_sure
from pendopo.kernel.documents.redaction.rules import Box

TITLE: Final = "Salinan dengan bagian yang dihitamkan"
_WHAT: Final = (
    "Berkas ini salinan. Bagian yang dikecualikan dihitamkan dan tidak ada lagi di dalam berkas; bagian lain disajikan "
    "seperti aslinya. Nomor pada kotak merujuk ke daftar di bawah ini."
)
_HOW: Final = (
    "Setiap halaman berupa gambar, sehingga tulisannya tidak dapat dicari atau dibacakan perangkat. Mintalah bantuan "
    "petugas bila Anda memerlukan bentuk lain."
)
_LINES: Final = (_WHAT, _HOW)
_HEADINGS: Final = ("Kotak", "Halaman", "Alasan")


def page_mark(page: int, pages: int, boxes: Sequence[Box]) -> str:
    """Return the line below a page.

    >>> page_mark(2, 5, ())
    'SALINAN · Halaman 2 dari 5 · tidak ada bagian yang dihitamkan'
    """
    head = f"SALINAN · Halaman {page} dari {pages} · "
    numbers = [str(box.number) for box in boxes if box.page == page]
    if not numbers:
        return head + "tidak ada bagian yang dihitamkan"
    which = f"kotak {numbers[0]}" if len(numbers) == 1 else f"kotak {numbers[0]}–{numbers[-1]}".replace("–", "-")
    return f"{head}dihitamkan: {which}, alasan pada halaman terakhir"


def copy_words(
    *, agency_name: str, boxes: Sequence[Box], reasons: Sequence[str], pages: int, at: dt.datetime
) -> dict[str, object]:
    """Return the copy's words for `redaction.make_copy`; `reasons` stand in the order of `boxes`."""
    # What no font draws is written out, as in letters: a reason in other letters is no fault of the page.
    agency_name, *reasons = (only_sure(str(cleaned(text))) for text in (agency_name, *reasons))
    rows = [[str(box.number), str(box.page), reason] for box, reason in zip(boxes, reasons, strict=True)]
    return {
        "title": TITLE,
        "timestamp": int(at.timestamp()),
        "marks": [page_mark(page, pages, boxes) for page in range(1, pages + 1)],
        "alts": [_alt(page, pages, boxes) for page in range(1, pages + 1)],
        "lines": [*_LINES, agency_name],
        "headings": list(_HEADINGS),
        "rows": rows,
        "own": " ".join([TITLE, *_LINES, agency_name, *_HEADINGS, *(cell for row in rows for cell in row)]),
    }


def _alt(page: int, pages: int, boxes: Sequence[Box]) -> str:
    count = sum(box.page == page for box in boxes)
    words = f"{count} bagian dihitamkan" if count else "tidak ada bagian yang dihitamkan"
    return f"Gambar halaman {page} dari {pages}, {words}"
