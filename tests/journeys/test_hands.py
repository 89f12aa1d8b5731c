"""Hands that use no pointer and eyes that read another language: keyboard and the language switch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.information.models import Inquiry

from tests.browser import go_by, next_page
from tests.journeys import asking
from tests.journeys.asking import PURPOSE, QUESTION, RATNA
from tests.journeys.hours import Hours
from tests.journeys.people import Person

pytestmark = pytest.mark.browser

# Every place that Tab can reach, in the order of the page; one radio of a group stands for all.
REACHABLE = """() => {
  const seen = new Set();
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter((one) => one.checkVisibility() && !one.disabled)
    .filter((one) => one.type !== "radio" || (!seen.has(one.name) && seen.add(one.name)))
    .map((one) => one.type === "radio" ? one.name : one.id || one.textContent.trim());
}"""
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {
    name: one === document.body ? "" : one.type === "radio" ? one.name : one.id || one.textContent.trim(),
    ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def walk_through(page: Any) -> None:
    """Press Tab from the top of the page to its end: every place in order, each one seen."""
    expected = page.evaluate(REACHABLE)
    reached = []
    for _place in expected:
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        assert found["ring"] >= 2, f"{found['name']} shows no focus"
        assert found["inside"], f"{found['name']} is focused outside the screen"
        reached.append(found["name"])
    assert reached == expected


class Keys:
    """Somebody who types and presses Tab, Space, arrows and Enter, and nothing else."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def to(self, name: str) -> None:
        """Press Tab until the place with this id, radio name or text has the focus."""
        for _step in range(60):
            if self.page.evaluate(FOCUSED)["name"] == name:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {name!r}")

    def write(self, name: str, text: str) -> None:
        """Go there and type."""
        self.to(name)
        self.page.keyboard.type(text)

    def press(self, name: str, key: str = "Enter") -> None:
        """Go there and press the key; with Enter wait for the next page."""
        self.to(name)
        if key != "Enter":
            self.page.keyboard.press(key)
            return
        with next_page(self.page):
            self.page.keyboard.press(key)


def test_request_is_sent_with_the_keyboard_alone(office: Agency, person: Callable[..., Person], hours: Hours) -> None:
    citizen = person(path="/bpsdm/permohonan/baru/informasi/", width="phone")
    walk_through(citizen.page)
    keys = Keys(citizen.page)
    citizen.page.reload()
    keys.to("Langsung ke isi")
    citizen.page.keyboard.press("Enter")
    assert citizen.page.evaluate("document.activeElement.id") == "isi"
    keys.write("id_details", QUESTION)
    keys.press("Lanjutkan")
    # The skip link's "#isi" stays behind; the summary of what is wrong has the focus, and its first link leads into the box.
    assert citizen.page.url.endswith("/bpsdm/permohonan/baru/informasi/")
    citizen.page.locator(".p-errors:focus").wait_for()
    keys.press("Tulis tujuan penggunaan informasi, satu kalimat saja cukup.", "Tab")
    citizen.page.keyboard.press("Shift+Tab")
    citizen.page.keyboard.press("Enter")
    assert citizen.page.evaluate("document.activeElement.id") == "id_purpose"
    keys.write("id_purpose", PURPOSE)
    keys.press("Lanjutkan")

    walk_through(citizen.page)
    citizen.page.reload()
    keys.press("kind", "Space")
    for name in ("name", "nik", "address", "phone"):
        keys.write(f"id_{name}", getattr(RATNA, name))
    keys.press("Lanjutkan")
    walk_through(citizen.page)
    citizen.page.reload()
    keys.press("obtain_way", "Space")
    keys.press("delivery_way", "Space")
    keys.press("Lanjutkan")
    hours.pass_(minutes=5)
    walk_through(citizen.page)
    citizen.page.reload()
    keys.press("id_statement", "Space")
    keys.press("Kirim permohonan")
    number, _code = asking.receipt(citizen)
    assert [inquiry.number for inquiry in Inquiry.objects.all()] == [number]


def test_menu_opens_and_closes_with_the_keyboard(office: Agency, person: Callable[..., Person]) -> None:
    page = person(path="/bpsdm/", width="phone").page
    keys = Keys(page)
    keys.to("Menu")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "Ajukan permohonan"
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED)["name"] == "Menu"
    assert not page.get_by_role("link", name="Ajukan permohonan", exact=True).is_visible()


def test_language_is_switched_where_one_is(office: Agency, person: Callable[..., Person]) -> None:
    visitor = person(path="/bpsdm/informasi/?q=jalan", width="phone", javascript=False)
    titles = [visitor.page.title()]
    for language, words in (("en", "English"), ("id", "Bahasa Indonesia")):
        go_by(visitor.page.locator("footer").get_by_role("button", name=words))
        assert visitor.path == "/bpsdm/informasi/?q=jalan"
        assert visitor.page.locator("html").get_attribute("lang") == language
        titles.append(visitor.page.title())
    assert titles[0] == titles[2] != titles[1]


def test_officer_works_in_english(office: Agency, officer: Callable[[str], Person]) -> None:
    desk = officer("ult")
    go_by(desk.page.locator("footer").get_by_role("button", name="English"))
    assert desk.page.locator("html").get_attribute("lang") == "en"
    assert desk.page.locator("h1").inner_text() != "Permohonan"


def test_language_of_the_browser_is_not_asked(office: Agency, person: Callable[..., Person]) -> None:
    visitor = person(path="/bpsdm/lacak/", language="en-GB")
    assert visitor.page.locator("html").get_attribute("lang") == "id"
    assert visitor.page.locator("footer").get_by_role("button", name="English").is_visible()
