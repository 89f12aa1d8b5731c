"""The six parts of the report and what must be told before it is proposed."""

from __future__ import annotations

import datetime as dt

import pytest

from pendopo.modules.annual_reports import rules

NEEDED = [
    "policy", "facilities", "staff", "budget", "obstacles_external", "obstacles_internal", "recommendations", "follow_up",
]  # fmt: skip


def test_six_parts_with_their_sources() -> None:
    assert {part.key: part.sources for part in rules.PARTS} == {
        "kebijakan": (),
        "pelaksanaan": (),
        "rincian": ("permohonan", "dik"),
        "sengketa": ("keberatan", "sengketa"),
        "kendala": (),
        "rekomendasi": (),
    }


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        ({}, NEEDED),
        ({"policy": "  \n", "budget": "Rp1"}, [key for key in NEEDED if key != "budget"]),
        (dict.fromkeys(NEEDED, "Ada."), []),
        ({**dict.fromkeys(NEEDED, "Ada."), "service_note": ""}, []),
    ],
)
def test_missing_passages(texts: dict[str, str], missing: list[str]) -> None:
    assert [passage.key for passage in rules.missing_passages(texts)] == missing


@pytest.mark.parametrize(
    ("cut_off_on", "final"),
    [(dt.date(2025, 12, 31), False), (dt.date(2026, 1, 1), True), (dt.date(2024, 3, 1), False)],
)
def test_figures_are_final_when_the_year_is_over(cut_off_on: dt.date, final: bool) -> None:
    assert rules.is_final_figure(2025, cut_off_on) is final
