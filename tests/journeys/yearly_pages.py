"""The pages about disputes and of the yearly report."""

from __future__ import annotations

from typing import Any

from tests.journeys.page import DESK, Page, error
from tests.journeys.town import LONG


def dispute(name: str, send: str = "", **more: Any) -> Page:
    """Return the PPID's page about the dispute of the example; sent empty when `send` is given."""
    at, word = f"disputes:{name}", "error" if send else more.pop("word", "full")
    return Page(at, word, lambda town: town.dispute_address(at), "ppid", 422 if send else more.pop("status", 200), send)


def report(name: str, send: str = "", *args: str, **more: Any) -> Page:
    """Return the PPID's page about this year's report of the example; sent when `send` is given."""
    at, word = f"annual_reports:{name}", "error" if send else more.pop("word", "full")
    return Page(at, word, lambda town: town.report_address(at, *args), "ppid", more.pop("status", 200), send, **more)


YEARLY: tuple[Page, ...] = (
    Page("disputes:worklist", "full", f"{DESK}sengketa/", "atasan"),
    Page("disputes:worklist", "empty", "/sepi/meja/sengketa/", "sepi"),
    Page("disputes:record", "empty", f"{DESK}sengketa/catat/", "ppid"),
    error("disputes:record", f"{DESK}sengketa/catat/", "Catat sengketa", "ppid"),
    dispute("detail"),
    *(dispute(name, send) for name, send in (("mediate", "Catat mulai mediasi"), ("adjudicate", ""), ("lapse", "Catat gugur"))),
    *(dispute(name, send) for name, send in (("schedule", "Catat jadwal sidang"), ("note", "Tulis catatan"))),
    *(dispute(name, word="wrong state", status=409) for name in ("register", "agree", "order_test", "decide", "sue", "end")),
    Page("annual_reports:report_list", "full", f"{DESK}laporan-tahunan/", "ppid"),
    Page("annual_reports:report_list", "empty", "/sepi/meja/laporan-tahunan/", "sepi"),
    Page("annual_reports:start", "full", f"{DESK}laporan-tahunan/baru/", "ppid"),
    report("detail"),
    report("write", "", "pelaksanaan"),
    report("freeze"),
    report("propose", status=403, word="unfinished"),
    *(report(name, word="not this person", status=403) for name in ("send_back", "approve")),
    report("publish", word="wrong state", status=409),
    Page("reporting:figure", "full", lambda town: town.figure_address("received"), "ppid"),
    Page("reporting:figure", "empty", lambda town: town.figure_address("ground_17j"), "auditor"),
    Page("annual_reports:published", "full", f"/{LONG}/laporan-layanan/"),
    Page("annual_reports:published", "empty", "/sepi/laporan-layanan/"),
    Page("annual_reports:published_report", "full", f"/{LONG}/laporan-layanan/2025/"),
)  # fmt: skip
