"""The pages of the list of public information."""

from __future__ import annotations

from typing import Any

from tests.journeys.page import DESK, Page, error
from tests.journeys.town import FULL

DIP = f"{DESK}dip/"


def entry(name: str, state: str, who: str = "ppid", send: str = "", **more: Any) -> Page:
    """Return an officer's page about an entry in a state of its procedure; with `send` after that button."""
    word = more.pop("word", f"{state} error" if send else state)
    address = lambda town: town.entry_desk_address(name, state)  # noqa: E731 - one word for a closure
    return Page(f"dip:{name}", word, address, who, 422 if send else more.pop("status", 200), send, **more)


# What everybody may open; it stands among the public pages.
LISTED: tuple[Page, ...] = (
    Page("dip:listed", "full", "/bpmp/informasi/?halaman=2"),
    Page("dip:listed", "narrowed", f"/{FULL}/informasi/?klasifikasi=periodic"),
    Page("dip:listed", "none found", f"/{FULL}/informasi/?q=zebra"),
    Page("dip:listed", "empty", "/sepi/informasi/"),
    Page("dip:decrees", "full", f"/{FULL}/informasi/penetapan/"),
    Page("dip:decrees", "empty", "/sepi/informasi/penetapan/"),
    Page("dip:entry", "full", lambda town: town.entry_address()),
    Page("dip:entry", "withdrawn", lambda town: town.entry_address("withdrawn"), status=410),
)  # fmt: skip
ENTRIES: tuple[Page, ...] = (
    Page("dip:inbox", "full", DIP, "ppid"),
    Page("dip:inbox", "published", f"{DIP}?keadaan=published", "unit"),
    Page("dip:inbox", "none found", f"{DIP}?kata=zebra", "atasan"),
    Page("dip:inbox", "empty", "/sepi/meja/dip/", "sepi"),
    Page("dip:write", "empty", f"{DIP}susun/", "unit"),
    error("dip:write", f"{DIP}susun/", "Simpan konsep", "unit"),
    Page("dip:decree", "full", f"{DIP}penetapan/", "ppid"),
    entry("detail", "published"),
    entry("detail", "draft"),
    entry("detail", "review", "unit2"),
    entry("detail", "withdrawn", "auditor"),
    Page("dip:version", "changed", lambda town: town.changed_version_address(), "ppid"),
    entry("edit", "draft"),
    entry("edit", "published", status=409, word="wrong state"),
    entry("submit", "draft"),
    entry("send_back", "review", "ppid", "Kembalikan untuk diperbaiki"),
    entry("publish", "review"),
    entry("drop", "draft", "ppid", "Hentikan konsep"),
    entry("revise", "published"),
    entry("confirm", "published"),
    entry("discard", "published", status=409, word="wrong state"),
    entry("withdraw", "published", "ppid", "Tarik dari DIP"),
)  # fmt: skip
