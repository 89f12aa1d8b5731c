"""The report: each item with what there is, the tests that prove it, and how they ended last; as XLSX or Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import xlsxwriter

from pendopo import __version__
from pendopo.config.evidence.catalogue import CATALOGUES, Item, items, source

COLUMNS: Final = (
    ("Butir", 12), ("Tingkat", 9), ("Pokok", 34), ("Bunyi", 20), ("Mekanisme", 50), ("Uji", 60), ("Hasil terakhir", 14),
    ("Tanggal", 12), ("Mengapa tidak atau belum seluruhnya terbukti", 50), ("Dokumen kebijakan (diisi instansi)", 34),
    ("Keyakinan", 12),
)  # fmt: skip
PASSED, FAILED, BLANK, NOT_APPLICABLE = "lulus", "GAGAL", "", "tidak berlaku"
PARTLY, DOCUMENT, AGENCY = "sebagian", "dokumen", "kebijakan instansi"


@dataclass(frozen=True, slots=True)
class Results:
    """How each test ended last ("passed", "failed", "skipped"), and on which day."""

    on: str
    tests: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> Results:
        """Read what `make evidence` or `make test` has written; raise OSError or ValueError when that is not there."""
        kept = json.loads(path.read_text(encoding="utf-8"))
        return cls(str(kept["on"]), dict(kept["tests"]))

    @classmethod
    def none(cls) -> Results:
        """Return results of nothing: every item stays blank."""
        return cls("", {})


def outcome(item: Item, results: Results) -> str:
    """Return how the proof of an item stands: failed when one test failed; passed, or a part of it, when all passed."""
    if item.not_applicable:
        return NOT_APPLICABLE
    if not item.tests:
        return DOCUMENT if item.document else AGENCY if item.agency else BLANK
    ended = [results.tests.get(test, "") for test in item.tests]
    if "failed" in ended:
        return FAILED
    if not all(each == "passed" for each in ended):
        return BLANK
    return PARTLY if item.reason else PASSED


def rows(name: str, results: Results) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each item."""
    for item in items(name):
        ended = outcome(item, results)
        on = results.on if ended in {PASSED, PARTLY, FAILED} else ""
        yield (
            item.key, item.level, item.topic, item.text, item.mechanism, "\n".join(item.tests), ended, on, item.why, "",
            item.confidence,
        )  # fmt: skip


def counts(name: str, results: Results) -> dict[str, int]:
    """Return how many items stand how."""
    found = dict.fromkeys((PASSED, PARTLY, FAILED, DOCUMENT, AGENCY, NOT_APPLICABLE, BLANK), 0)
    for item in items(name):
        found[outcome(item, results)] += 1
    return found


def write(name: str, results: Results, target: Path) -> None:
    """Write the report of a catalogue to `target`, as XLSX or, for a name that ends in .md, as Markdown."""
    if target.suffix == ".md":
        target.write_text(markdown(name, results), encoding="utf-8")
    else:
        _workbook(name, results, target)


def preface(name: str, results: Results) -> list[str]:
    """Return the lines above the table."""
    found = counts(name, results)
    run = f"Hasil uji tanggal {results.on}." if results.on else "Tanpa hasil uji: tidak ada yang dinyatakan terbukti."
    words = {PASSED: "terbukti", BLANK: "kosong"}
    told = ", ".join(f"{words.get(word, word)} {number}" for word, number in found.items())
    return [
        f"{CATALOGUES[name]}: pernyataan dari uji, Pendopo {__version__}",
        f"{run} {told}.",
        f"Sumber: {source(name)} Kosong berarti tidak ada uji yang membuktikannya, bukan berarti tidak dipenuhi.",
    ]


def markdown(name: str, results: Results) -> str:
    """Return the report as Markdown."""
    first, *others = preface(name, results)
    lines = [f"# {first}", "", *others, ""]
    lines += [_line(title for title, _width in COLUMNS), _line("---" for _ in COLUMNS)]
    lines += [_line(cell.replace("\n", "<br>").replace("|", "\\|") for cell in row) for row in rows(name, results)]
    return "\n".join(lines) + "\n"


def _line(cells: Iterator[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _workbook(name: str, results: Results, target: Path) -> None:
    # Text that begins like a formula stays text.
    with xlsxwriter.Workbook(str(target), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(name.upper())
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        lines = preface(name, results)
        for number, text in enumerate(lines):
            sheet.write_string(number, 0, text, bold if not number else None)
        head = len(lines) + 1
        for column, (title, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(head, column, title, bold)
        for number, row in enumerate(rows(name, results), start=head + 1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, wrapped)
        sheet.freeze_panes(head + 1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head)
