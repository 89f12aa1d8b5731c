"""The confined process of redaction: an order as a line of JSON and then a file on the input.

On the output: the refusal (or an empty object) as a line of JSON, and then what was ordered. Argument: memory limit.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, Final

from pendopo.kernel.documents.confined import limit_memory
from pendopo.kernel.documents.redaction import burning, pages
from pendopo.kernel.documents.redaction.recheck import check_copy
from pendopo.kernel.documents.redaction.rules import Box
from pendopo.kernel.documents.rules import FileRefused

# What `warm.py` reads beforehand.
READS_WITH: Final = ("typst",)

Order = Mapping[str, Any]


def _boxes(order: Order) -> list[Box]:
    return [Box.from_json(told) for told in order["boxes"]]


def _png(picture: Any) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", compress_level=3)
    return out.getvalue()


def measure(content: bytes, order: Order) -> bytes:
    """Return the pages' widths and heights in points."""
    with pages.opened(content, order["extension"]) as document:
        return json.dumps(_sizes(document)).encode()


def _sizes(document: Any) -> list[tuple[float, float]]:
    sizes = []
    for number in range(1, len(document) + 1):
        page = pages.page_of(document, number)
        sizes.append(page.get_size())
        page.close()
    return sizes


def draw(content: bytes, order: Order) -> bytes:
    """Return one page as PNG, with the ordered boxes burnt in."""
    with pages.opened(content, order["extension"]) as document:
        return _png(burning.redacted_page(document, order["page"], _boxes(order), order["dpi"]))


def find(content: bytes, order: Order) -> bytes:
    """Return the places of a text: page, x, y, width, height."""
    found = []
    with pages.opened(content, order["extension"]) as document:
        for number in range(1, len(document) + 1):
            page = pages.page_of(document, number)
            places = pages.places_of(pages.letters_of(page), order["text"])
            found += [[number, *(str(round(side, 3)) for side in place)] for place in places]
            page.close()
    return json.dumps(found).encode()


def hidden(content: bytes, order: Order) -> bytes:
    """Return the words that stand under the ordered boxes."""
    with pages.opened(content, order["extension"]) as document:
        return json.dumps(sorted(_words_under(document, _boxes(order)))).encode()


def _words_under(document: Any, boxes: list[Box]) -> set[str]:
    found: set[str] = set()
    for number in sorted({box.page for box in boxes}):
        page = pages.page_of(document, number)
        found |= pages.words_under(pages.letters_of(page), [box for box in boxes if box.page == number])
        page.close()
    return found


def copy(content: bytes, order: Order) -> bytes:
    """Return the redacted copy."""
    with pages.opened(content, order["extension"]) as document:
        return burning.make_copy(document, _boxes(order), order["words"])


def recheck(content: bytes, order: Order) -> bytes:
    """Return nothing when the copy, which stands behind the source, is proven empty under its boxes."""
    source, made = content[: order["source_size"]], content[order["source_size"] :]
    boxes = _boxes(order)
    with pages.opened(source, order["extension"]) as document:
        sizes, secrets = _sizes(document), _words_under(document, boxes)
    check_copy(made, sizes=sizes, boxes=boxes, secrets=secrets, own=order["own"])
    return b""


TASKS: Mapping[str, Callable[[bytes, Order], bytes]] = {
    task.__name__: task for task in (measure, draw, find, hidden, copy, recheck)
}


def answer(payload: bytes) -> bytes:
    """Do what the payload's first line orders with the file behind it; anything unexpected is raised."""
    told, _, content = payload.partition(b"\n")
    order = json.loads(told)
    try:
        made = TASKS[order["task"]](content, order)
    except FileRefused as refused:
        refusal = {"code": refused.code, "template": refused.template, "params": refused.params}
        return json.dumps(refusal).encode() + b"\n"
    return b"{}\n" + made


if __name__ == "__main__":  # pragma: no cover - measured through answer()
    limit_memory(int(sys.argv[1]))
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
