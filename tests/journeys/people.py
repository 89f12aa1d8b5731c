"""Somebody at a browser: reads headings, writes into boxes by their labels, presses buttons, follows links."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.browser import go_by
from tests.journeys.hours import Hours


class Person:
    """One person at one browser. Everything is found as people find it: by label, by words, by role."""

    def __init__(self, page: Any, hours: Hours) -> None:
        self.page = page
        self.hours = hours
        self.status = 0
        page.on("response", self._note_status)

    def _note_status(self, response: Any) -> None:
        if response.request.is_navigation_request() and response.request.redirected_to is None:
            self.status = response.status

    @property
    def path(self) -> str:
        """Return the path of the page that is open."""
        return "/" + self.page.url.split("/", 3)[3]

    @property
    def html(self) -> str:
        """Return the page's source."""
        return str(self.page.content())

    @property
    def words(self) -> str:
        """Return what the page says, blanks as single spaces."""
        return " ".join(self.page.locator("main").inner_text().split())

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)

    def follow(self, words: str) -> None:
        """Press the first link with these words in the page's own part, and wait for what it leads to."""
        go_by(self.page.locator("main").get_by_role("link", name=words).first)

    def unfold(self, words: str) -> None:
        """Open what is folded under these words."""
        self.page.locator("main summary").filter(has_text=words).click()

    def press(self, words: str, *, twice: bool = False) -> None:
        """Press the button with these words, and wait for the answer; a minute goes by at the office."""
        self.hours.pass_(minutes=1)
        button = self.page.locator("main").get_by_role("button", name=words, exact=True)
        if twice:
            self._press_twice(button)
            return
        go_by(button)

    def _press_twice(self, button: Any) -> None:
        """Press twice as fast as a mouse can: the second press breaks off the way that the first one began."""
        before = self.page.url
        button.dblclick(no_wait_after=True)
        for _tick in range(200):
            if self.page.url != before:
                break
            self.page.wait_for_timeout(50)
        self.page.wait_for_load_state()

    def write(self, label: str, text: str) -> None:
        """Write into the box with this label."""
        box = self.box(label)
        self._uncover(box)
        box.fill(text)

    def box(self, label: str) -> Any:
        """Return the box with this label, with or without "(opsional)" behind it."""
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}(\s*\(.*\))?$"))

    def choose(self, *labels: str) -> None:
        """Tick radios or boxes with these labels."""
        for label in labels:
            choice = self.page.get_by_label(label, exact=True)
            self._uncover(choice)
            if not choice.is_checked():
                # People press the card that the label fills; so do we.
                self.page.locator(f"label[for={choice.get_attribute('id')}]").click()
            assert choice.is_checked(), f"{label!r} cannot be chosen"

    def pick(self, label: str, option: str) -> None:
        """Pick an option of a drop-down list."""
        box = self.box(label)
        self._uncover(box)
        box.select_option(label=option)

    def attach(self, label: str, name: str, content: bytes, media_type: str = "application/pdf") -> None:
        """Choose a file of one's own."""
        self.box(label).set_input_files({"name": name, "mimeType": media_type, "buffer": content})

    def _uncover(self, place: Any) -> None:
        """Open what the place is folded into."""
        for folded in place.locator("xpath=ancestor::details[not(@open)]").all():
            folded.locator("summary").first.click()

    def reads(self, heading: str) -> None:
        """Expect this main heading, and a title that begins like it or says that something is wrong."""
        found = " ".join(self.page.locator("h1").inner_text().split())
        assert found == heading, f"{self.path} says {found!r} and not {heading!r}:\n{self.words[:2000]}"

    def sees(self, *sentences: str) -> None:
        """Expect these words on the page."""
        missing = [sentence for sentence in sentences if sentence not in self.words]
        assert missing == [], f"{self.path} says:\n{self.words}"

    def is_told(self, *sentences: str) -> None:
        """Expect an answer 422 whose summary holds exactly these sentences, each leading to a field of the page."""
        assert self.status == 422, f"{self.path} answers {self.status}: {self.words[:500]}"
        assert self.page.title().startswith("Kesalahan: "), self.page.title()
        summary = self.page.locator(".p-errors li")
        assert summary.all_inner_texts() == list(sentences)
        for place in summary.get_by_role("link").all():
            target = self.page.locator(place.get_attribute("href"))
            assert target.count() == 1, f"{place.inner_text()!r} leads to {target.count()} fields"
            assert target.is_visible(), f"{place.inner_text()!r} leads to a field that is folded away"

    def downloads(self, name: str, words: str = "") -> bytes:
        """Press the link of a file, which has its name or other `words`, and return what arrives under its name."""
        with self.page.expect_download() as arriving:
            self.page.locator("main").get_by_role("link", name=words or name).first.click()
        assert arriving.value.suggested_filename == name
        return Path(arriving.value.path()).read_bytes()
