"""Every page in every state at three widths: accessible, within the screen, in both languages, without a complaint.

axe is no screen reader: it finds what a program can find. What people hear is checked by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.urls import get_resolver

from pendopo.kernel.search.tests.indexing import searchable

from tests.browser import WIDTHS, unpainted
from tests.databases import empty
from tests.guards.structure import walk
from tests.journeys.hours import OfficeServer
from tests.journeys.looking import AT_ONE_WIDTH, CHECKS, FIRST_LOOK, OFFERED, STANDS
from tests.journeys.pages import CITIZENS, PAGES, PUBLIC, WITHOUT_PAGE, Page
from tests.journeys.town import Town

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}
# axe looks at every letter through what may lie over it, which takes more time than all its other rules together. It does so
# where a letter stands as none did before; CONTRAST does what is left of it in every state and width.
WITHOUT_CONTRAST = RULES | {"rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}
# So it is with the size of targets, a quarter of what is left: LOOK judges it in every state and width, as a test holds.
OF_STATES = RULES | {"rules": {"target-size": {"enabled": False}, "color-contrast": {"enabled": False}}}
# A page's states differ in what they say, which is judged in Indonesian on the desk. axe on the telephone, and English, come
# where something stands as none did before; English also in the first state of each page.
FIRST_STATES = {page.name: page for page in reversed(PAGES)}
# These are for everybody, whatever their browser can.
WHOLE = frozenset([*PUBLIC, *CITIZENS])


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Keep what is written until the last test of this file, which only reads; then empty every table."""
    with django_db_blocker.unblock():
        yield
        empty()


@pytest.fixture(scope="module")
def town(transactional_db: None, _server: OfficeServer) -> Iterator[Town]:
    """Give the example town, built once for all processes that share the tests, with what is public to be found."""
    _server.hours.set(2026, 11, 18, 10, 30)
    found = Town(_server)
    found.build_once()
    # As in production; the sessions that the town hands out hold a second step.
    settings.PENDOPO_MFA = True
    try:
        with searchable() as index:
            index.bring_up_to_date()
            yield found
    finally:
        settings.PENDOPO_MFA = False


class Window:
    """A browser window that is kept for all pages, and what it complains about.

    One that looks has CHECKS in its pages, and paints nothing, which is a quarter of the work: styles and boxes are
    computed when they are asked for.
    """

    def __init__(self, chromium: Any, url: str, *, javascript: bool = True, looks: bool = False) -> None:
        # A worker behind a page asks on when that page is gone, and its answers would bring cookies that were taken away.
        self.context = chromium.new_context(
            base_url=url, java_script_enabled=javascript, locale="id-ID", service_workers="block"
        )
        if looks:
            self.context.add_init_script(CHECKS)
        self.url, self.looks = url, looks
        self.complaints: list[str] = []
        self._frames = set[tuple[str, str]]()
        self._ways = set[str]()
        self.page = unpainted(self.context) if looks else self.context.new_page()
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

    @property
    def until(self) -> str:
        """Return how far a page has to come by itself; where nothing is painted the rest comes when it is asked for."""
        return "domcontentloaded" if self.looks else "load"

    def open(self, address: str) -> Any:
        """Go to an address; return the answer when the page stands there whole."""
        answer = self.page.goto(address, wait_until=self.until)
        self.stand()
        return answer

    def stand(self) -> None:
        """Wait until the page stands there whole."""
        if self.looks:
            self.page.evaluate(STANDS)

    def unjudged(self, frame: str, width: str) -> str:
        """Return the part of a page that axe has yet to judge at a width: the page's own where it knows what lies around."""
        is_known = bool(frame) and (frame, width) in self._frames
        self._frames.add((frame, width))
        return "main" if is_known else ""

    def sees_more(self, ways: list[str]) -> bool:
        """Return whether a page has text or controls that stand, by all that stylesheets tell apart, as none did before."""
        more = not self._ways.issuperset(ways)
        self._ways.update(ways)
        return more

    def show(self, page: Page, town: Town) -> Any:
        """Open the page in its state; return it when the answer has the right status."""
        self.take_cookies(page.cookies_of(town))
        self.page.set_viewport_size({"width": 1280, "height": 900})
        answer = self.open(page.address(town))
        if page.first:
            page.first(self.page)
        if page.send:
            button = self.page.locator("main").get_by_role("button", name=page.send, exact=True)
            with self.page.expect_navigation(wait_until=self.until) as sent:
                button.press("Enter")
            answer = sent.value
            self.stand()
        assert answer.status == page.status, f"{self.page.url} answers {answer.status}"
        return self.page


@pytest.fixture(scope="module")
def window(chromium: Any, _server: OfficeServer) -> Iterator[Window]:
    opened = Window(chromium, _server.url, looks=True)
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
def test_page(page: Page, town: Town, window: Window, plain_window: Window) -> None:
    window.complaints.clear()
    shown = window.show(page, town)
    title, language, offered, frame, ways = shown.evaluate(FIRST_LOOK)
    is_new = window.sees_more(ways)
    complaints = wrong_in_frame(title, language, page)
    for name, (width, height) in WIDTHS.items():
        if name != "desk":
            shown.set_viewport_size({"width": width, "height": height})
        rules = rules_for(name, is_new=is_new)
        looked_at = [rules, window.unjudged(frame, name) if rules else ""]
        complaints += [f"{width} px: {each}" for each in shown.evaluate(AT_ONE_WIDTH, looked_at)]
    if not page.send and (is_new or page is FIRST_STATES[page.name]):
        complaints += in_english(window, page)
    assert "\n".join(complaints + window.complaints) == "", shown.url
    if page in WHOLE:
        # Without scripts it is the same page.
        assert offered
        assert plain_window.show(page, town).evaluate(OFFERED) == offered


def rules_for(width: str, *, is_new: bool) -> dict[str, object] | None:
    """Return what axe looks for on a page in a state at one of WIDTHS; nothing where LOOK and CONTRAST see all that differs.

    `is_new` says that something stands there as it did on no page before.
    """
    if width == "desk":
        return RULES if is_new else OF_STATES
    return WITHOUT_CONTRAST if width == "small" and is_new else None


WORDS = ("kata " * 60).strip()


@pytest.mark.parametrize(
    ("body", "rule", "told"),
    [
        (
            "<a href='/' data-css='display: block; width: 20px; height: 20px'>x</a>" * 2,
            "target-size",
            "target a. x is 20 × 20",
        ),
        (
            "".join(
                f"<button data-css='position: absolute; left: {n * 20}px; width: 40px; height: 40px'>{n}</button>"
                for n in (0, 1)
            ),
            "target-size",
            "target button. 1 lies over button. 0",
        ),
        (
            f"<div data-css='width: 90px; overflow-x: auto'><p data-css='width: 300px'>{WORDS}</p></div>",
            "scrollable-region-focusable",
            f"div. {WORDS[:40]} scrolls and takes no focus",
        ),
        (
            f"<div data-css='height: 30px; overflow-y: scroll'><p data-css='height: 300px'>{WORDS}</p></div>",
            "scrollable-region-focusable",
            f"div. {WORDS[:40]} scrolls and takes no focus",
        ),
    ],
    ids=["small", "overlapping", "wide", "high"],
)
def test_what_axe_says_of_small_screens_is_seen(town: Town, window: Window, body: str, rule: str, told: str) -> None:
    """On telephones LOOK does the work of these two rules."""
    shown = window.show(FIRST_STATES["agency-home"], town)
    shown.evaluate(
        """(body) => { checks.prepare(); document.body.innerHTML = `<h1>x</h1>${body}`;
        for (const one of document.querySelectorAll("[data-css]")) one.style.cssText = one.dataset.css; }""",
        body,
    )
    alone = {"runOnly": {"type": "rule", "values": [rule]}, "resultTypes": ["violations"]}
    assert [each.split(" ")[0] for each in shown.evaluate("(rules) => checks.axe(rules)", alone)] == [rule]
    assert set(shown.evaluate("() => checks.look()")) == {told}


def test_weak_colours_are_found(town: Town, window: Window) -> None:
    shown = window.show(FIRST_STATES["agency-home"], town)
    assert shown.evaluate("() => checks.contrast()") == []
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
        found[way] = [each.removesuffix(' of "x"') for each in shown.evaluate("() => checks.contrast()")]
    assert found == ways
    shown.evaluate('() => { document.querySelector("p").style.cssText = "color: #949494; font-size: 24px" }')
    assert shown.evaluate("() => checks.contrast()") == []


def wrong_in_frame(title: str, language: str, page: Page) -> list[str]:
    """Return what is wrong with title and language."""
    wrong = [f"language is {language}"] if language != "id" else []
    if title.startswith("Kesalahan: ") != (page.status == 422):
        wrong.append(f"title is {title!r}")
    own_words = title.removeprefix("Kesalahan: ").rpartition(" – ")[0]
    return wrong if len(own_words) >= 4 else [*wrong, f"title is {title!r}"]


def in_english(window: Window, page: Page) -> list[str]:
    """Return what is wrong when the same page is read in English, on the smallest telephone."""
    shown = window.page
    shown.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": shown.url}])
    answer = window.open(shown.url)
    if answer.status != page.status:
        return [f"English: answers {answer.status}"]
    language, *found = shown.evaluate("() => [document.documentElement.lang, ...checks.look()]")
    wrong = [f"English: language is {language}"] if language != "en" else []
    return wrong + [f"English: {each}" for each in found]


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
        self.meter = meter

    def forget(self) -> None:
        """Make the window as one that was never anywhere: nothing is kept, on disk or in memory."""
        self.window.page.goto("about:blank")
        self.meter.send("Network.clearBrowserCache")
        for is_off in (True, False):
            self.meter.send("Network.setCacheDisabled", {"cacheDisabled": is_off})
        self.asked, self.weights = {}, {}

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


@pytest.fixture(scope="module")
def scales(chromium: Any, _server: OfficeServer) -> Iterator[Scales]:
    opened = Window(chromium, _server.url)
    yield Scales(opened)
    opened.context.close()


@pytest.mark.parametrize("page", LIGHT.values(), ids=str)
def test_public_page_is_light(page: Page, town: Town, scales: Scales) -> None:
    scales.forget()
    shown = scales.window.show(page, town)
    first, asked = scales.read()
    shown.goto(shown.url)
    again, _asked = scales.read()
    icon = shown.request.get(shown.locator("link[rel=icon]").get_attribute("href"))
    first += len(icon.body())
    assert (first <= FIRST, again <= AGAIN, len(asked) <= REQUESTS) == (True, True, True), (first, again, asked)
    # The stylesheet comes the first time only.
    assert first - len(icon.body()) > again
    assert ICON in icon.url
