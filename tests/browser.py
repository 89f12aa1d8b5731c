"""A real Chromium for tests marked `browser`: fixtures `site`, `chromium`, `open_page` and `axe`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

# The three widths of the accessibility promise: desk, phone, smallest phone.
WIDTHS = {"desk": (1280, 900), "phone": (390, 844), "small": (320, 640)}

# Without these Chromium asks the network for updates and the like at every start.
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # A page takes over the frame of the one before it, which is told all that Playwright wants of it: else that is said
    # anew for each page, and costs a third of opening it.
    "--enable-features=RenderDocument:level/crashed-frame",
    # A page lives for a second: to make its scripts, axe above all, faster for later costs more than it saves; what was
    # compiled of them is kept for the next page.
    "--js-flags=--no-opt --no-maglev --no-flush-bytecode --single-threaded-gc --min-semi-space-size=32",
]

AXE_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


def chromium_path() -> str | None:
    """Return the program that PENDOPO_CHROMIUM names, else the machine's Chromium or Chrome, None without any."""
    named = os.environ.get("PENDOPO_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    # The same engine without the parts that only a person at a screen needs starts and runs with a tenth less.
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    return None


class LocalServer:
    """Pendopo on a free port of this machine, with its middleware and static files as in production."""

    def __init__(self) -> None:
        from django.test.testcases import LiveServerThread

        handler: Any = lambda application: application  # noqa: E731 - Django wants a class and calls it alike
        self.thread = LiveServerThread("localhost", static_handler=handler)
        self.thread.daemon = True
        self.thread.start()
        self.thread.is_ready.wait()
        if self.thread.error:
            raise self.thread.error
        self.url = f"http://localhost:{self.thread.port}"

    def __str__(self) -> str:
        return self.url

    def __add__(self, path: object) -> str:
        return f"{self.url}{path}"


@pytest.fixture(scope="session")
def _server() -> Iterator[LocalServer]:
    server = LocalServer()
    yield server
    server.thread.terminate()
    server.thread.join()


@pytest.fixture
def site(transactional_db: None, _server: LocalServer) -> LocalServer:
    """Run the site for one test; it sees the rows that the test commits, and they are gone afterwards."""
    return _server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Start one Chromium per worker; without one on the machine its tests are skipped, and say so."""
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium, or set PENDOPO_CHROMIUM)")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; Django then refuses the ORM although nothing here is async.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = [*FLAGS, "--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(chromium: Any, site: LocalServer) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a fresh visitor's page.

    `open_page(path="", width="phone", javascript=True, language="id-ID")`: width is a key of WIDTHS or a number of CSS
    pixels. Any error that the page reports, and any request that leaves this machine, fails the test.
    """
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_(path: str = "", *, width: str | int = "phone", javascript: bool = True, language: str = "id-ID") -> Any:
        size = WIDTHS[width] if isinstance(width, str) else (width, 800)
        context = chromium.new_context(
            base_url=site.url,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            locale=language,
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("request", lambda request: _note_foreign(request.url, site.url, complaints))
        page.on("console", lambda message: _note_refused(message, complaints))
        if path:
            page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def unpainted(context: Any) -> Any:
    """Return a new page of which no frame is ever drawn, where the engine can do so; any other one else.

    No animation frame comes in it: for looking at trees, styles and boxes, not for using a page.
    """
    painted = context.new_page()
    own = context.new_cdp_session(painted).send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    wanted = {"url": "about:blank", "browserContextId": own, "enableBeginFrameControl": True}
    with context.expect_page() as opened:
        context.browser.new_browser_cdp_session().send("Target.createTarget", wanted)
    painted.close()
    return opened.value


def go_by(control: Any) -> None:
    """Press a button or link that leads to another page, and come back when that page stands there whole.

    A click alone returns as soon as the answer begins: what is asked of the page then depends on the machine's hurry.
    """
    with next_page(control.page):
        control.click()


def next_page(page: Any) -> Any:
    """Return a context that ends when another page has come and stands there whole.

    A navigation in Playwright's sense may be a changed entry of the history alone, as forms with errors make one.
    """
    return page.expect_event("load")


def _note_foreign(url: str, own: str, complaints: list[str]) -> None:
    if not url.startswith((own, "data:", "blob:", "about:")):
        complaints.append(f"the page asked for {url}")


def _note_refused(message: Any, complaints: list[str]) -> None:
    if "Content Security Policy" in message.text:
        complaints.append(message.text)


@pytest.fixture
def axe() -> Callable[[Any], None]:
    """Return a function that fails with words when axe finds a WCAG 2.2 A or AA violation on a page.

    A page that was judged before, at another width, has its contrast judged as the journeys do: axe takes longer for that
    than for all its other rules together.
    """
    from axe_playwright_python.base import AXE_SCRIPT

    from tests.journeys.looking import AXE, CONTRAST

    def check(page: Any) -> None:
        # Only the sentences leave the browser: the full report of a page weighs megabytes.
        if page.evaluate("() => Boolean(window.axe)"):
            rules = AXE_RULES | {"rules": {"color-contrast": {"enabled": False}}}
            found = page.evaluate(AXE, rules) + page.evaluate(CONTRAST)
        else:
            page.evaluate(AXE_SCRIPT)
            found = page.evaluate(AXE, AXE_RULES)
        assert found == [], f"{page.url} at {page.viewport_size['width']} px"

    return check
