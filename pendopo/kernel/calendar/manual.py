"""The worked examples of deadlines (contoh tenggat): the rows of examples.json, as the manual prints them and as questions.

The same rows are put through the pure function, the API, the command and real cases by the tests.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from pendopo.lib.deadlines import rule
from pendopo.lib.text import enumerate_words
from pendopo.ui.formats import long_date

_SCOPES: Final = {"full": "full", "public": "national"}
_UNITS: Final = {"working_days": "hari kerja", "months": "bulan", "hours": "jam"}


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example: what is asked, and what the answer must be."""

    row: dict[str, Any]

    @property
    def number(self) -> int:
        """Return the number of the example in the reference."""
        return int(self.row["no"])

    @property
    def rule(self) -> str:
        """Return the code of the rule; "notice(complete)" is the notice counted from completeness."""
        return str(self.row["rule"]).removesuffix("(complete)")

    @property
    def received(self) -> str:
        """Return the event in ISO 8601; what stands behind it in the row only explains."""
        return str(self.row["received"]).split(" ")[0]

    @property
    def week(self) -> int:
        """Return the working days a week."""
        return len(self.row["week"])

    @property
    def scope(self) -> str:
        """Return which days off count: full, or national."""
        return _SCOPES[self.row["calendar"]]

    def question(self) -> dict[str, str]:
        """Return the parameters by which the calculator is asked."""
        return {"rule": self.rule, "received": self.received, "week": str(self.week), "calendar": self.scope}


@cache
def examples() -> tuple[Example, ...]:
    """Return all worked examples in the order of their numbers."""
    text = (Path(__file__).parent / "examples.json").read_text(encoding="utf-8")
    return tuple(Example(row) for row in json.loads(text))


def manual() -> str:
    """Return docs/contoh-tenggat.md."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# Contoh tenggat"
    yield ""
    yield "Dibuat oleh `pendopo calendar examples` dari data yang sama dengan yang diuji: setiap baris dihitung oleh"
    yield "kalkulator (halaman, API, perintah) dan oleh perkara sungguhan yang didaftarkan pada saat itu. Jangan disunting."
    yield ""
    yield "Hari kejadian tidak dihitung. Bila tidak disebut lain: 5 hari kerja, libur nasional dan cuti bersama dilewati, waktu"
    yield "penerimaan apa adanya. `pendopo calendar examples --check` menghitung semuanya dengan kalender instalasi Anda."
    yield ""
    yield "| no. | kasus | peristiwa | jangka waktu | jatuh tempo |"
    yield "|---|---|---|---|---|"
    for each in examples():
        row = each.row
        yield f"| {row['no']} | {row['title']} | {row['received']} | `{row['rule']}` {_period(each)} | **{row['due']}** |"
    for each in examples():
        yield from _section(each)
    yield ""


def _section(each: Example) -> Iterator[str]:
    row, period = each.row, rule(each.rule)
    yield ""
    yield f"## {row['no']}. {row['title']}"
    yield ""
    yield f"- Peristiwa: {row['received']} ({period.starts_at})"
    yield f"- Jangka waktu: {_period(each)}, {period.legal_basis} (keyakinan {period.confidence})"
    if each.week != 5 or each.scope != "full":
        week = "Senin–Sabtu" if each.week == 6 else "Senin–Jumat"
        days = (
            "hanya libur nasional dilewati" if each.scope == "national" else "libur nasional dan cuti bersama dilewati"
        )
        yield f"- Setelan instansi: {week}; {days}"
    yield f"- Hari kejadian: {_day(row['t0'])}"
    yield f"- Jatuh tempo: **{_day(row['due'])}**"
    if row["skipped"]:
        named = [f"{day['date']} {day['name']}" for day in row["skipped"]]
        yield f"- Libur yang dilewati: {enumerate_words(named)}"
    yield f"- Hitungan (tanggal/bulan = hari ke-): {row['count']}"
    if row["note"]:
        yield f"- Catatan: {row['note']}"


def _period(each: Example) -> str:
    return f"{each.row['n']} {_UNITS[rule(each.rule).unit]}"


def _day(iso: str) -> str:
    from datetime import date

    return long_date(date.fromisoformat(iso))
