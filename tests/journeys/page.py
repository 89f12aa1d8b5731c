"""A page in one state, and the words with which the list of pages is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.journeys.town import FULL, Town

Cookies = Callable[[Town], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page in one state. `name` is its URL name; `send` is the button pressed with the form as it is."""

    name: str
    state: str
    path: str | Callable[[Town], str]
    who: str = ""
    status: int = 200
    send: str = ""
    first: Callable[[Any], object] | None = None
    cookies: Cookies | None = None

    def __str__(self) -> str:
        return f"{self.name.removeprefix('information:')}-{self.state}".replace(" ", "_")

    def address(self, town: Town) -> str:
        """Return where the page is."""
        return self.path if isinstance(self.path, str) else self.path(town)

    def cookies_of(self, town: Town) -> dict[str, str]:
        """Return the cookies it is opened with."""
        return (town.login(self.who) if self.who else {}) | (self.cookies(town) if self.cookies else {})


def error(name: str, path: str | Callable[[Town], str], send: str, who: str = "", **more: Any) -> Page:
    """Return the page of a form that was sent with something wrong."""
    return Page(name, "error", path, who, more.pop("status", 422), send, **more)


def case(name: str, word: str, who: str, **more: Any) -> Page:
    """Return an officer's page about a case of the town."""
    url_name = f"information:{name}"
    return Page(url_name, more.pop("state", word), lambda town: town.address(url_name, word), who, **more)


def step(name: str, word: str, who: str, send: str) -> tuple[Page, Page]:
    """Return the page of a step, fresh and sent empty."""
    return case(name, word, who), case(name, word, who, state="error", status=422, send=send)


def letter(name: str, state: str, *, status: int = 200, send: str = "") -> Page:
    """Return an officer's page about a letter whose signature is in `state`; sent empty when `send` is given."""
    words = f"{state} error" if send else f"{state} wrong state" if status == 409 else state
    at = f"signing:{name}"
    return Page(at, words, lambda town: town.letter_address(at, state), "ppid", 422 if send else status, send)


def own(name: str, word: str, path: str, **more: Any) -> Page:
    """Return a citizen's page about the own request."""
    url_name = f"{more.pop('module', 'information')}:{name}"
    return Page(url_name, more.pop("state", word), path, cookies=lambda town: town.tracked(word), **more)


def answered(*pages: str, **about: str) -> Cookies:
    """Return the cookies of a citizen in the middle of asking."""
    return lambda town: town.draft(*pages, **about)


def forget(*names: str) -> Callable[[Any], object]:
    """Return what makes the browser lose cookies while a page is open."""
    return lambda page: [page.context.clear_cookies(name=name) for name in names]


def written(**boxes: str) -> Callable[[Any], object]:
    """Return what writes into boxes of the form."""
    return lambda page: [page.locator(f"main [name={name}]").fill(text) for name, text in boxes.items()]


def decree(row: str) -> Callable[[Any], object]:
    """Return what fills in a decree on days off whose file holds one row."""

    def fill(page: Any) -> None:
        written(decree="SKB Contoh 1/2027", decree_on="2026-11-01")(page)
        page.get_by_text("Hanya tambahan atau perubahan").dispatch_event("click")
        file = {"name": "skb.csv", "mimeType": "text/csv", "buffer": f"tanggal;nama;jenis\r\n{row}\r\n".encode()}
        page.locator("main [name=file]").set_input_files(file)

    return fill


def unfolded(words: str) -> Callable[[Any], object]:
    """Return what opens a folded part of the page."""
    return lambda page: page.locator("main summary", has_text=words).press("Enter")


ASK, OWN, DESK = f"/{FULL}/permohonan/baru/", f"/{FULL}/lacak/", f"/{FULL}/meja/"
SETUP = f"{DESK}pengaturan/"
