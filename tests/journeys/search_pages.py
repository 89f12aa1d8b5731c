"""The pages of searching."""

from __future__ import annotations

from tests.journeys.page import Page
from tests.journeys.town import FULL

SEARCHES: tuple[Page, ...] = (
    Page("search:agency", "full", f"/{FULL}/cari/?q=pelatihan"),
    Page("search:agency", "narrowed", f"/{FULL}/cari/?q=pelatihn&klasifikasi=any_time"),
    Page("search:agency", "none found", f"/{FULL}/cari/?q=zebra"),
    Page("search:agency", "empty", "/sepi/cari/"),
    Page("search:everywhere", "full", "/cari/?q=laporan&halaman=2"),
    Page("search:everywhere", "empty", "/cari/"),
)
