"""The pages of answers made public, and of what is counted before a request."""

from __future__ import annotations

from typing import Any

from tests.journeys.page import DESK, SETUP, Page
from tests.journeys.town import FULL


def said(name: str, state: str, who: str = "ppid", **more: Any) -> Page:
    """Return a page about the example's answer in a state of its procedure."""
    word = more.pop("word", state)
    return Page(f"disclosure:{name}", word, lambda town: town.answer_address(name, state), who, **more)


TOLD = f"{DESK}jawaban/"
ANSWERS: tuple[Page, ...] = (
    Page("disclosure:listed", "full", f"/{FULL}/jawaban/"),
    Page("disclosure:listed", "none found", f"/{FULL}/jawaban/?tahun=2001"),
    Page("disclosure:listed", "empty", "/sepi/jawaban/"),
    said("answer", "published", ""),
    Page("disclosure:finished", "full", f"/{FULL}/saran/terjawab/"),
    Page("disclosure:inbox", "full", TOLD, "ppid"),
    Page("disclosure:inbox", "drafts", f"{TOLD}?keadaan=draft", "atasan"),
    Page("disclosure:inbox", "empty", "/sepi/meja/jawaban/", "sepi"),
    Page("disclosure:begin", "full", lambda town: f"{TOLD}umumkan/{town.case('unpaid').pk}/", "ppid"),
    Page("disclosure:begin", "error", lambda town: f"{TOLD}umumkan/{town.case('unpaid').pk}/", "ppid", 422, "Simpan naskah",
         first=lambda page: page.locator("[name=title]").fill("")),
    said("detail", "draft"),
    said("detail", "published", "auditor"),
    said("write", "draft"),
    said("write", "published", status=409, word="wrong state"),
    said("publish", "draft"),
    said("propose", "draft"),
    said("send_back", "draft", status=409, word="wrong state"),
    said("drop", "draft"),
    said("correct", "published"),
    said("keep", "published", status=409, word="wrong state"),
    said("withdraw", "published"),
    said("withdraw", "published", status=422, send="Tarik", word="error"),
    Page("disclosure:arrange", "full", f"{SETUP}jawaban/", "admin"),
    Page("disclosure:without_request", "full", f"{DESK}tanpa-permohonan/", "ult"),
    Page("disclosure:without_request", "error", f"{DESK}tanpa-permohonan/?bulan=x", "auditor", 422),
    Page("disclosure:without_request", "empty", "/sepi/meja/tanpa-permohonan/", "sepi"),
)  # fmt: skip
