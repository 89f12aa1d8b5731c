"""Periods, procedures, and how a text loses what tells of a person."""

from __future__ import annotations

import pytest

from pendopo.kernel.people import personal
from pendopo.kernel.people.personal import PersonalField
from pendopo.kernel.privacy.rules import destroying, incidents, periods, requests
from pendopo.kernel.privacy.rules.scrubbing import ERASED, parts_of, scrubbed, scrubbed_value
from pendopo.lib.deadlines import all_rules

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("", ["Siti"], ""),
        ("Saya minta laporan 2025 nomor PPID-2026-000001", [], "Saya minta laporan 2025 nomor PPID-2026-000001"),
        ("siti  AMINAH datang", ["Siti Aminah"], "[dihapus] datang"),
        ("Sitinurbaya bukan Siti", ["Siti"], "Sitinurbaya bukan [dihapus]"),
        ("NIK 3304.0112.0190.0001", [], "NIK [dihapus]"),
        ("hubungi 0812-3456-7890 atau +62 812 3456 7890", [], "hubungi [dihapus] atau [dihapus]"),
        ("telepon (021) 555 0100", ["0215550100"], "telepon ([dihapus]"),
        ("surel a.b@c.example!", [], "surel [dihapus]!"),
        ("Jalan Mawar 1, RT 2", ["Jalan Mawar 1", "Jalan Mawar 1, RT 2"], "[dihapus]"),
        ("anggaran Rp12.500.000.000 tahun 2025", [], "anggaran Rp12.500.000.000 tahun 2025"),
        ("ab", ["ab", ""], "ab"),
    ],
)
def test_scrubbing(text: str, words: list[str], left: str) -> None:
    assert scrubbed(text, words) == left


def test_scrubbing_reaches_into_lists_and_keeps_the_rest() -> None:
    found = {"nama": ["Siti", 5, None, {"x": "milik Siti"}]}
    assert scrubbed_value(found, ["Siti"]) == {"nama": [ERASED, 5, None, {"x": f"milik {ERASED}"}]}
    assert (parts_of("Siti binti Ali"), parts_of(" ")) == (["Siti binti Ali", "Siti"], [])


def test_levels_include_what_ends_before() -> None:
    table = {
        (level, period): periods.includes(level, period)
        for level in periods.LEVELS
        for period in (*periods.LEVELS, "own")
    }
    assert {pair for pair, yes in table.items() if yes} == {
        ("identity_file", "identity_file"), ("identity", "identity_file"), ("identity", "identity"),
        ("register", "identity_file"), ("register", "identity"), ("register", "register"),
    }  # fmt: skip
    # What nobody read in a law is a default with its mark, never more.
    assert {(each.days, each.mark) for each in periods.PERIODS.values()} == {(30, "D"), (365, "D"), (None, "N")}
    assert (personal.IDENTITY_FILE, personal.IDENTITY, personal.REGISTER) == periods.LEVELS


def test_where_a_field_belongs() -> None:
    told = [
        PersonalField("a", "p", "UU", None), PersonalField("a", "p", "UU", 365), PersonalField("a", "p", "UU", 7),
        PersonalField("a", "p", "UU", None, erase="own"), PersonalField("a", "p", "UU", None, period="identity"),
    ]  # fmt: skip
    assert [each.kept for each in told] == ["register", "identity", "own", "own", "identity"]


def test_every_right_has_its_clock() -> None:
    rules = all_rules()
    assert {(rules[right.rule].n, rules[right.rule].unit) for right in requests.RIGHTS.values()} == {(72, "hours")}
    assert (rules[incidents.RULE].n, rules[incidents.RULE].unit) == (72, "hours")
    assert [heading for _name, heading in incidents.CONTENTS] == [
        "Data pribadi yang terungkap", "Kapan dan bagaimana terungkap", "Upaya penanganan dan pemulihan",
    ]  # fmt: skip


def test_the_digest_of_a_list_tells_every_change() -> None:
    lines = [("A-1", "aa"), ("A-2", "bb")]
    changed = [lines[::-1], lines[:1], [("A-1", "aa"), ("A-2", "bc")]]
    assert len({destroying.list_digest(each) for each in (lines, *changed)}) == 4
