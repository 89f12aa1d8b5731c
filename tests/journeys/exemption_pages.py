"""The pages of exempt information and its consequence test."""

from __future__ import annotations

from typing import Any

from tests.journeys.page import DESK, SETUP, Page, error, written
from tests.journeys.town import FULL


def exempt(name: str, state: str, who: str, send: str = "", **more: Any) -> Page:
    """Return an officer's page about an exemption in a state of its procedure; with `send` after that button."""
    word = more.pop("word", f"{state} error" if send else state)
    address = lambda town: town.exemption_address(name, state)  # noqa: E731 - one word for a closure
    return Page(f"exemptions:{name}", word, address, who, 422 if send else more.pop("status", 200), send, **more)


EXEMPT = f"{DESK}pengecualian/"
EXEMPTIONS: tuple[Page, ...] = (
    Page("exemptions:listed", "full", f"/{FULL}/informasi-dikecualikan/"),
    Page("exemptions:listed", "ended", f"/{FULL}/informasi-dikecualikan/?daftar=berakhir"),
    Page("exemptions:listed", "empty", "/sepi/informasi-dikecualikan/"),
    Page("exemptions:inbox", "full", EXEMPT, "ppid"),
    Page("exemptions:inbox", "in force", f"{EXEMPT}?keadaan=in_force", "unit"),
    Page("exemptions:inbox", "none found", f"{EXEMPT}?kata=zebra", "atasan"),
    Page("exemptions:inbox", "empty", "/sepi/meja/pengecualian/", "sepi"),
    Page("exemptions:compare", "full", f"{EXEMPT}perbandingan/", "ppid"),
    Page("exemptions:compare", "error", f"{EXEMPT}perbandingan/?tahun=zwei", "auditor", 422),
    Page("exemptions:propose", "empty", f"{EXEMPT}usul/", "unit"),
    Page(
        "exemptions:propose", "from a request",
        lambda town: f"{EXEMPT}usul/?asal=inquiry&id={town.case('late').pk}", "ppid",
    ),
    error("exemptions:propose", f"{EXEMPT}usul/", "Ajukan usul", "unit"),
    exempt("detail", "in_force", "ppid"),
    exempt("detail", "approval", "atasan"),
    exempt("detail", "proposed", "unit2"),
    exempt("detail", "expired", "auditor"),
    exempt("accept", "proposed", "ppid"),
    exempt("identify", "testing", "ppid", status=409, word="wrong state"),
    exempt("analyse", "testing", "ppid", status=409, word="wrong state"),
    exempt("test", "testing", "ppid"),
    exempt("test", "testing", "ppid", "Simpan hasil uji"),
    exempt("determine", "approval", "ppid", status=409, word="wrong state"),
    exempt("agree", "approval", "atasan"),
    exempt("send_back", "approval", "atasan", "Kembalikan untuk diperbaiki"),
    exempt("drop", "proposed", "ppid", "Hentikan usul"),
    exempt("retest", "in_force", "ppid", "Uji ulang"),
    exempt("open_up", "in_force", "atasan", "Nyatakan terbuka"),
    exempt("cancel", "in_force", "ppid", "Catat pembatalan"),
    Page("exemptions:arrange", "full", f"{SETUP}pengecualian/", "admin"),
    error("exemptions:arrange", f"{SETUP}pengecualian/", "Simpan", "admin", first=written(months="nol")),
)  # fmt: skip
