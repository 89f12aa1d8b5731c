"""Every page in every state at three widths: accessible, within the screen, in both languages, without a complaint.

axe is no screen reader: it finds what a program can find. What people hear is checked by hand.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.core.management import call_command
from django.urls import get_resolver

from pendopo.kernel.search.tests.indexing import searchable

from tests.browser import WIDTHS
from tests.guards.structure import walk
from tests.journeys.hours import OfficeServer
from tests.journeys.pages import CITIZENS, PAGES, PUBLIC, WITHOUT_PAGE, Page
from tests.journeys.town import Town

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}
# axe looks at every letter through what may lie over it, which takes more time than all its other rules together. It does so
# once on each page; CONTRAST does what is left of it in every state and width: the same words in other colours.
WITHOUT_CONTRAST = RULES | {"rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}
CONTRAST = """() => {
  const number = (colour) => { const [r, g, b, a = 1] = colour.match(/[0-9.]+/g).map(Number); return [r, g, b, a]; };
  const over = (top, below) => [0, 1, 2].map((n) => top[n] * top[3] + below[n] * (1 - top[3]));
  const light = (rgb) => rgb.map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);
  const grounds = new Map([[null, [255, 255, 255]]]);
  const ground = (one) => {
    if (!grounds.has(one)) {
      const style = getComputedStyle(one), below = ground(one.parentElement);
      const painted = style.backgroundImage !== "none" || below === undefined;
      grounds.set(one, painted ? undefined : over(number(style.backgroundColor), below));
    }
    return grounds.get(one);
  };
  const complaints = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), seen = new Set();
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || seen.has(one) || one.closest("[disabled], [aria-disabled=true], script, style")) continue;
    seen.add(one);
    if (!one.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const below = ground(one);
    if (below === undefined) continue;
    const style = getComputedStyle(one), size = parseFloat(style.fontSize);
    const two = [light(over(number(style.color), below)), light(below)].sort((a, b) => b - a);
    const ratio = (two[0] + 0.05) / (two[1] + 0.05);
    const wanted = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    if (ratio < wanted) complaints.push(`contrast ${ratio.toFixed(2)} of "${one.innerText.trim().slice(0, 40)}"`);
  }
  return complaints;
}"""
# A page's states differ in what they say, which the desk's width judges in full; on the telephone one of them is enough.
FIRST_STATES = {page.name: page for page in reversed(PAGES)}
# What the two telephones can differ in: no rule of the stylesheets begins between their widths, as a test holds.
SIZES = {
    "runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]},
    "resultTypes": ["violations"],
}
AXE = """async (rules) => (await axe.run(rules)).violations.map((found) =>
  `${found.id} (${found.impact}): ${found.help}: ` +
  found.nodes.slice(0, 5).map((node) => node.target.join(" ")).join("; "))"""
# What axe does not look for. Links within a sentence may be as small as the letters (WCAG 2.5.8).
LOOK = """() => {
  const complaints = [], root = document.documentElement, say = (words) => complaints.push(words);
  const name = (one) => one.tagName.toLowerCase() + (one.id ? "#" + one.id : "." + one.className) + " " +
    (one.innerText || one.value || "").trim().slice(0, 40);
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll("body *")].filter((one) =>
      one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest(".p-scroll"));
    say(`is ${root.scrollWidth - root.clientWidth} px too wide: ${wide.slice(0, 3).map(name).join("; ")}`);
  }
  if (document.querySelectorAll("h1").length !== 1) say("has not exactly one h1");
  for (const one of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (!one.checkVisibility() || style.display === "inline" || box.right < 0 || one.matches(".p-skip")) continue;
    if (box.width < 23.9 || box.height < 23.9) say(`target ${name(one)} is ${box.width} × ${box.height}`);
  }
  return complaints;
}"""


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Keep what is written until the last test of this file, which only reads; then empty every table."""
    with django_db_blocker.unblock():
        yield
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)


@pytest.fixture(scope="module")
def town(transactional_db: None, _server: OfficeServer) -> Iterator[Town]:
    """Give the example town, built once for all processes that share the tests, with what is public to be found."""
    _server.hours.set(2026, 11, 18, 10, 30)
    found = Town(_server)
    found.build_once(Path(os.environ["PENDOPO_TEST_FOLDER"]))
    # As in production; the sessions that the town hands out hold a second step.
    settings.PENDOPO_MFA = True
    try:
        with searchable() as index:
            index.bring_up_to_date()
            yield found
    finally:
        settings.PENDOPO_MFA = False


class Window:
    """A browser window that is kept for all pages, and what it complains about."""

    def __init__(self, chromium: Any, url: str, *, javascript: bool = True) -> None:
        self.context = chromium.new_context(base_url=url, java_script_enabled=javascript, locale="id-ID")
        self.url = url
        self.complaints: list[str] = []
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._note)
        self.page.on("request", self._note_foreign)

    def _note(self, message: Any) -> None:
        # An answer such as 404 for the page itself is meant.
        meant = message.text.startswith("Failed to load resource") and message.location["url"] == self.page.url
        if message.type == "error" and not meant:
            self.complaints.append(message.text)

    def _note_foreign(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.complaints.append(f"asked for {request.url}")

    def take_cookies(self, cookies: dict[str, str]) -> None:
        """Have these cookies and no others."""
        self.context.clear_cookies()
        self.context.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in cookies.items()])

    def show(self, page: Page, town: Town) -> Any:
        """Open the page in its state; return it when the answer has the right status."""
        self.take_cookies(page.cookies_of(town))
        self.page.set_viewport_size({"width": 1280, "height": 900})
        answer = self.page.goto(page.address(town))
        if page.first:
            page.first(self.page)
        if page.send:
            button = self.page.locator("main").get_by_role("button", name=page.send, exact=True)
            with self.page.expect_navigation() as sent:
                button.click()
            answer = sent.value
        assert answer.status == page.status, f"{self.page.url} answers {answer.status}"
        return self.page


@pytest.fixture(scope="module")
def window(chromium: Any, _server: OfficeServer) -> Iterator[Window]:
    opened = Window(chromium, _server.url)
    yield opened
    opened.context.close()


@pytest.fixture(scope="module")
def plain_window(chromium: Any, _server: OfficeServer) -> Iterator[Window]:
    opened = Window(chromium, _server.url, javascript=False)
    yield opened
    opened.context.close()


def test_every_address_with_a_page_is_looked_at() -> None:
    addresses = {
        name for name, _route, _view in walk(get_resolver().url_patterns) if not name.startswith(("ui:", "api:"))
    }
    assert addresses - WITHOUT_PAGE == {page.name for page in PAGES} - {"error"}
    assert addresses >= WITHOUT_PAGE


def test_both_telephones_get_the_same_layout() -> None:
    steps = re.compile(r"@media[^{]*\((?:min|max)-width: *([0-9.]+)(rem|px)\)")
    sheets = [sheet.read_text() for sheet in settings.BASE_DIR.glob("**/static/**/*.css")]
    pixels = [float(size) * (16 if unit == "rem" else 1) for sheet in sheets for size, unit in steps.findall(sheet)]
    assert len(pixels) >= 10
    assert [each for each in pixels if WIDTHS["small"][0] <= each <= WIDTHS["phone"][0]] == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page(page: Page, town: Town, window: Window) -> None:
    window.complaints.clear()
    shown = window.show(page, town)
    complaints = words_of_frame(shown, page)
    shown.evaluate(AXE_SCRIPT)
    for name, (width, height) in WIDTHS.items():
        shown.set_viewport_size({"width": width, "height": height})
        found = shown.evaluate(AXE, rules_for(page, name)) + shown.evaluate(LOOK) + shown.evaluate(CONTRAST)
        complaints += [f"{width} px: {each}" for each in found]
    if not page.send:
        complaints += in_english(shown, page)
    assert "\n".join(complaints + window.complaints) == "", shown.url


def rules_for(page: Page, width: str) -> dict[str, object]:
    """Return what axe looks for on a page in a state at one of WIDTHS."""
    is_first = page is FIRST_STATES[page.name]
    if width == "desk":
        return RULES if is_first else WITHOUT_CONTRAST
    return WITHOUT_CONTRAST if width == "small" and is_first else SIZES


def test_weak_colours_are_found(town: Town, window: Window) -> None:
    shown = window.show(FIRST_STATES["agency-home"], town)
    assert shown.evaluate(CONTRAST) == []
    shown.evaluate("""() => { document.body.innerHTML = '<div style="background: #fff"><p>x</p></div>'; }""")
    ways = {
        "#767676 on #fff": [],
        "#777 on #fff": ["contrast 4.48"],
        "#0000008c on #fff": [],
        "#00000080 on #fff": ["contrast 3.98"],
        "#fff on #00000080": ["contrast 3.98"],
        "#949494 on #fff": ["contrast 3.03"],
    }
    found = {}
    for way in ways:
        colour, below = way.split(" on ")
        shown.evaluate(
            """([colour, below]) => { document.querySelector("p").style.cssText =
            `color: ${colour}; background: ${below}; font-size: 16px`; }""",
            [colour, below],
        )
        found[way] = [each.removesuffix(' of "x"') for each in shown.evaluate(CONTRAST)]
    assert found == ways
    shown.evaluate('() => { document.querySelector("p").style.cssText = "color: #949494; font-size: 24px" }')
    assert shown.evaluate(CONTRAST) == []


def words_of_frame(shown: Any, page: Page) -> list[str]:
    """Return what is wrong with title and language."""
    title, language = shown.title(), shown.locator("html").get_attribute("lang")
    wrong = [f"language is {language}"] if language != "id" else []
    if title.startswith("Kesalahan: ") != (page.status == 422):
        wrong.append(f"title is {title!r}")
    own_words = title.removeprefix("Kesalahan: ").rpartition(" – ")[0]
    return wrong if len(own_words) >= 4 else [*wrong, f"title is {title!r}"]


def in_english(shown: Any, page: Page) -> list[str]:
    """Return what is wrong when the same page is read in English, on the smallest telephone."""
    shown.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": shown.url}])
    answer = shown.goto(shown.url)
    if answer.status != page.status:
        return [f"English: answers {answer.status}"]
    language = shown.locator("html").get_attribute("lang")
    wrong = [f"English: language is {language}"] if language != "en" else []
    return wrong + [f"English: {each}" for each in shown.evaluate(LOOK)]


@pytest.mark.parametrize("page", [*PUBLIC, *CITIZENS], ids=str)
def test_public_page_is_whole_without_scripts(page: Page, town: Town, window: Window, plain_window: Window) -> None:
    count = "a[href]:visible, button:visible, input:visible, select:visible, textarea:visible, summary:visible"
    seen = [
        [shown.locator("h1").inner_text(), *shown.locator(count).evaluate_all("all => all.map(one => one.innerText)")]
        for shown in (window.show(page, town), plain_window.show(page, town))
    ]
    assert seen[0] == seen[1]


# Bytes over the wire: the first visit with everything, later ones with what browsers keep.
FIRST, AGAIN, REQUESTS = 40_000, 15_000, 6
# One state of each page, the one with most on it.
LIGHT = {page.name: page for page in reversed([*PUBLIC, *CITIZENS]) if not page.send and page.name != "error"}


# The icon of the tab comes after everything else, when Chromium likes, and from its cache without a word that it came.
ICON = "/mark."


class Scales:
    """Weighs what a window fetches for its page, headers included, in bytes over the wire."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.asked: dict[str, str] = {}
        self.weights: dict[str, int] = {}
        meter = window.context.new_cdp_session(window.page)
        meter.on("Network.requestWillBeSent", self._note_request)
        meter.on("Network.loadingFinished", self._note_weight)
        meter.send("Network.enable")

    def _note_request(self, event: Any) -> None:
        url = event["request"]["url"]
        if not url.startswith("data:") and ICON not in url:
            self.asked[event["requestId"]] = event["request"]["url"]

    def _note_weight(self, event: Any) -> None:
        if event["requestId"] in self.asked:
            self.weights[event["requestId"]] = int(event["encodedDataLength"])

    def read(self) -> tuple[int, list[str]]:
        """Wait until everything has arrived; return the bytes and the addresses since the last reading."""
        for _tick in range(200):
            if self.asked.keys() == self.weights.keys():
                break
            self.window.page.wait_for_timeout(25)
        found = sum(self.weights.values()), list(self.asked.values())
        self.asked, self.weights = {}, {}
        return found


@pytest.mark.parametrize("page", LIGHT.values(), ids=str)
def test_public_page_is_light(page: Page, town: Town, chromium: Any) -> None:
    visitor = Window(chromium, town.url)
    try:
        scales = Scales(visitor)
        visitor.show(page, town)
        first, asked = scales.read()
        visitor.page.goto(visitor.page.url)
        again, _asked = scales.read()
        icon = visitor.page.request.get(visitor.page.locator("link[rel=icon]").get_attribute("href"))
        first += len(icon.body())
    finally:
        visitor.context.close()
    assert (first <= FIRST, again <= AGAIN, len(asked) <= REQUESTS) == (True, True, True), (first, again, asked)
    assert ICON in icon.url
