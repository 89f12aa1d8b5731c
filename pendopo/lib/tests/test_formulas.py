"""No text becomes a formula, however a spreadsheet cuts the file into cells."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.lib.formulas import guarded

SIGNS = "=+-@\t\r\n\x00＝＋－＠;,|\"' (!1a"
# A number, and a sign behind it after which nothing makes a formula of that.
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[\s,;\"].*)?", re.DOTALL)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Budi", "Budi"),
        ("=1+1", "'=1+1"),
        ("+62 812", "'+62 812"),
        ("-12,5", "-12,5"),
        ("-1-1", "'-1-1"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        (" =1", "' =1"),
        ("\t=1", "'\t'=1"),
        ("satu;=1+1", "satu;'=1+1"),
        ("satu; @A", "satu; '@A"),
        ("satu\n=1", "satu\n'=1"),
        ("satu;-12,5", "satu;-12,5"),
        ("daftar:\n- satu\n- dua", "daftar:\n- satu\n- dua"),
        ("x;- cmd|' /C calc'!A0", "x;'- cmd|' /C calc'!A0"),
        ("a = b; c - d", "a = b; c - d"),
        ("", ""),
    ],
)
def test_examples(text: str, shown: str) -> None:
    assert guarded(text) == shown


def is_formula(cell: str) -> bool:
    """Tell whether a spreadsheet would compute a cell; a number and a dash before a blank are none."""
    cell = cell.strip()
    if not cell.startswith(tuple("=+-@＝＋－＠")) or NUMBER.fullmatch(cell) or cell in "+-＋－":
        return False
    # Behind a comma stands the neighbour's text; where a comma is the decimal sign it ends any formula.
    return cell[0] in "=@＝＠" or not cell[1:2].isspace() or bool(set(cell.partition(",")[0]) & set("(|!"))


@given(st.lists(st.text(st.sampled_from(SIGNS)) | st.text(), min_size=1, max_size=4))
def test_no_cell_becomes_a_formula(cells: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out).writerow([guarded(cell.replace("\x00", "")) for cell in cells])
    written = out.getvalue()
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(written, newline=""), delimiter=separator):
            assert not [cell for cell in row if is_formula(cell)], (separator, written)


@given(st.text())
def test_what_is_no_formula_stays(text: str) -> None:
    assert guarded(text).replace("'", "") == text.replace("'", "")
