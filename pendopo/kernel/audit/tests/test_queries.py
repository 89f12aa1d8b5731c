from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from django.db import connection
from django.utils import translation

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit import rules
from pendopo.kernel.audit.console import audit_group
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.audit.queries import Verdict, verify
from pendopo.kernel.audit.tests.chain import by_sql, write_entry

CHANGED = "isi catatan tidak cocok dengan sidik rantainya"
MISSING = "catatan ini hilang"
HEAD = "catatan terakhir hilang atau kepala rantai diubah"

# What somebody may do to the rows 1 … 5, and what is found: entries read until then, first bad number, reason.
TAMPERING: dict[str, tuple[list[str], int, int, str]] = {
    "action": (["UPDATE audit_entry SET action = 'x' WHERE seq = 3"], 3, 3, CHANGED),
    "actor": (["UPDATE audit_entry SET actor = 'x' WHERE seq = 1"], 1, 1, CHANGED),
    "time": (["UPDATE audit_entry SET at = '2026-08-03 05:00:00' WHERE seq = 5"], 5, 5, CHANGED),
    "subject": (["UPDATE audit_entry SET subject_type = 'x' WHERE seq = 2"], 2, 2, CHANGED),
    "details": (["UPDATE audit_entry SET details = '{}' WHERE seq = 4"], 4, 4, CHANGED),
    "hash": (["UPDATE audit_entry SET hash = 'x' WHERE seq = 4"], 4, 4, CHANGED),
    "deleted": (["DELETE FROM audit_entry WHERE seq = 3"], 2, 3, MISSING),
    "first deleted": (["DELETE FROM audit_entry WHERE seq = 1"], 0, 1, MISSING),
    "moved": (["UPDATE audit_entry SET seq = 9 WHERE seq = 5"], 4, 5, MISSING),
    "swapped": (
        [
            "UPDATE audit_entry SET seq = 0 WHERE seq = 2",
            "UPDATE audit_entry SET seq = 2 WHERE seq = 3",
            "UPDATE audit_entry SET seq = 3 WHERE seq = 0",
        ],
        2,
        2,
        CHANGED,
    ),
    "tail cut off": (["DELETE FROM audit_entry WHERE seq = 5"], 4, 5, HEAD),
    "all deleted": (["DELETE FROM audit_entry"], 0, 1, HEAD),
    "head changed": (["UPDATE audit_chain SET head = 'x'"], 5, 6, HEAD),
    "head counted on": (["UPDATE audit_chain SET seq = 6"], 5, 6, HEAD),
    "head deleted": (["DELETE FROM audit_chain"], 5, 5, "kepala rantai hilang"),
}


@pytest.fixture
def five(agency: Agency) -> Agency:
    for number in range(1, 6):
        write_entry(agency, number)
    return agency


def test_untouched_chain_holds(five: Agency, other_agency: Agency) -> None:
    steps: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pendopo.kernel.audit.queries._STEP", 2)
        assert verify(five, progress=steps.append) == Verdict(five, 5)
    assert steps == [2] * 3
    assert verify(other_agency) == Verdict(other_agency, 0)
    assert Verdict(five, 5).intact
    assert not Verdict(five, 5, 1, "x").intact


@pytest.mark.parametrize("name", TAMPERING)
def test_every_change_by_sql_is_found(five: Agency, unguarded: Callable[[], None], name: str) -> None:
    statements, read, bad, reason = TAMPERING[name]
    unguarded()
    for statement in statements:
        by_sql(statement)
    assert verify(five) == Verdict(five, read, bad, reason)


def test_entry_moved_to_another_agency_is_found_in_both(
    five: Agency, other_agency: Agency, unguarded: Callable[[], None]
) -> None:
    unguarded()
    Entry.objects.filter(seq=1).update(agency=other_agency)
    assert verify(five).bad_seq == 1
    assert verify(other_agency).bad_seq == 1


def test_console_names_the_first_bad_row(five: Agency, other_agency: Agency, unguarded: Callable[[], None]) -> None:
    write_entry(other_agency, 1)
    run = CliRunner().invoke
    whole = run(audit_group, ["verify"])
    assert (whole.exit_code, whole.stdout) == (0, "badan: utuh, 1 catatan\ndinas: utuh, 5 catatan\n")
    unguarded()
    by_sql("UPDATE audit_entry SET action = 'x' WHERE seq = 3")
    broken = run(audit_group, ["verify"])
    assert (broken.exit_code, broken.stdout) == (
        1,
        f"badan: utuh, 1 catatan\ndinas: RUSAK pada catatan ke-3: {CHANGED}\n",
    )
    one = run(audit_group, ["verify", "--agency", "badan"])
    assert (one.exit_code, one.stdout) == (0, "badan: utuh, 1 catatan\n")


def test_console_speaks_the_language_that_is_on(five: Agency, unguarded: Callable[[], None]) -> None:
    unguarded()
    by_sql("DELETE FROM audit_entry WHERE seq = 3")
    with translation.override("en"):
        broken = CliRunner().invoke(audit_group, ["verify"])
    assert (broken.exit_code, broken.stdout) == (1, "dinas: BROKEN at entry 3: this entry is missing\n")


def test_every_reason_has_english_words() -> None:
    with translation.override("en"):
        words = [translation.gettext(reason) for reason in rules.REASONS]
    assert (set(words) & set(rules.REASONS), len(set(words))) == (set(), 7)


@pytest.mark.django_db
def test_trail_can_be_read_by_action_and_by_day() -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "audit_entry").values()
    indexes = {tuple(zip(each["columns"], each["orders"], strict=True)) for each in found if each.get("orders")}
    assert {
        (("agency_id", "ASC"), ("action", "ASC"), ("seq", "DESC")),
        (("agency_id", "ASC"), ("at", "ASC")),
    } <= indexes


@pytest.mark.django_db
def test_console_refuses_an_unknown_agency() -> None:
    answer = CliRunner().invoke(audit_group, ["verify", "--agency", "tidak-ada"])
    assert answer.exit_code == 1
    assert "No agency has the slug tidak-ada." in answer.stderr
