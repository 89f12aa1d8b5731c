"""Drawing in a real Chromium: with the mouse, with two touches, and without scripts."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.browser import go_by, next_page

pytestmark = pytest.mark.browser


@pytest.fixture
def drawing(open_page: Any, site: Any) -> Any:
    """Return a function that opens the drawing page of a stored file as a PPID."""
    from pendopo.kernel.agencies.models import Agency
    from pendopo.kernel.documents import cases
    from pendopo.kernel.documents.tests.redaction_office import KIND, client_of, find, kept, person

    cases.register_case_files(KIND, find)
    agency = Agency.objects.create(slug="sukamaju", name="Dinas Kominfo Sukamaju", short_name="Kominfo")
    ppid = person(agency, "ppid")
    document = kept(agency, uuid4(), ppid, sample="many pages")

    def opened(**options: Any) -> Any:
        page = open_page(**options)
        # A page of a file is drawn by a process of its own, which takes its time on a busy machine.
        page.set_default_timeout(30_000)
        session = client_of(ppid).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
        page.goto(f"/sukamaju/meja/berkas/{document.pk}/hitamkan/")
        return page

    yield opened
    del cases._finders[KIND]


def boxes() -> list[tuple[int, int, int, int, int]]:
    from pendopo.kernel.documents.models import RedactionBox

    sides = RedactionBox.objects.values_list("page", "x", "y", "width", "height")
    return [(page, *(round(side) for side in rest)) for page, *rest in sides]


def test_box_is_drawn_with_the_mouse(drawing: Any, axe: Any) -> None:
    page = drawing(width="desk")
    page.select_option("[name=kotak-reason]", "17h")
    paper = page.locator("[data-draw]")
    paper.scroll_into_view_if_needed()
    place = paper.bounding_box()
    page.mouse.move(place["x"] + place["width"] * 0.2, place["y"] + place["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] * 0.5, place["y"] + place["height"] * 0.3)
    with next_page(page):
        page.mouse.up()
    assert boxes() == [(1, 20, 10, 30, 20)]
    assert page.locator("[data-draw] rect").count() == 1
    axe(page)
    # Without a reason nothing is sent: the reason is asked for first, with the place filled in.
    page.select_option("[name=kotak-reason]", "")
    place = paper.bounding_box()
    page.mouse.move(place["x"] + place["width"] * 0.6, place["y"] + place["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] * 0.7, place["y"] + place["height"] * 0.2)
    page.mouse.up()
    assert page.evaluate("document.activeElement.name") == "kotak-reason"
    assert round(float(page.input_value("[name=kotak-x]"))) == 60
    assert len(boxes()) == 1


def test_box_is_drawn_by_two_touches(drawing: Any) -> None:
    page = drawing(width="phone")
    page.select_option("[name=kotak-reason]", "17h")
    touch = """([x, y]) => {
      const paper = document.querySelector("[data-draw]"), box = paper.getBoundingClientRect();
      const at = {clientX: box.left + box.width * x, clientY: box.top + box.height * y};
      paper.dispatchEvent(new PointerEvent("click", {...at, pointerType: "touch", bubbles: true}));
    }"""
    page.evaluate(touch, [0.1, 0.2])
    with next_page(page):
        page.evaluate(touch, [0.4, 0.25])
    assert boxes() == [(1, 10, 20, 30, 5)]


def test_keyboard_and_no_scripts_are_enough(drawing: Any) -> None:
    page = drawing(width="desk", javascript=False)
    page.fill("[name=cari-text]", "rahasia7741")
    page.select_option("[name=cari-reason]", "17h")
    page.get_by_role("button", name="Hitamkan semua tempatnya").press("Enter")
    page.wait_for_url("**/hitamkan/")
    assert [page_number for page_number, *_rest in boxes()] == [1, 12]
    page.get_by_text("Tempat kotak dalam persen").click()
    for name, value in (("x", "10"), ("y", "50"), ("width", "20"), ("height", "5")):
        page.fill(f"[name=kotak-{name}]", value)
    go_by(page.get_by_role("button", name="Tambah kotak pada halaman 1"))
    assert (1, 10, 50, 20, 5) in boxes()
    go_by(page.get_by_role("link", name="Pratinjau hasil"))
    assert page.get_by_role("button", name="Buat salinan").is_visible()
