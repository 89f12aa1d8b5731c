"""Loading a decree: the dry run row by row, the one transaction, and open cases that follow."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner

from pendopo.kernel.audit.models import Entry
from pendopo.kernel.calendar.actions import (
    WrongRows,
    load_decree,
    recompute_after_decrees,
    start_clock,
    withdraw_holiday,
)
from pendopo.kernel.calendar.console import calendar_group
from pendopo.kernel.calendar.models import CalendarYear, Clock, ClockEvent, DecreeLoad, Holiday
from pendopo.kernel.calendar.queries import calendar_book, dry_run, statuses
from pendopo.kernel.calendar.seeding import seed_calendar

pytestmark = pytest.mark.usefixtures("seeded", "noon")

DECREE, ON = "Perubahan SKB 3 Menteri (Agustus 2025)", date(2025, 8, 7)
ADDED = b"tanggal,nama,jenis\n2025-08-18,Cuti Bersama Hari Kemerdekaan Republik Indonesia,cuti bersama\n"


def rows(content: str, *, complete: bool = False, decree: str = DECREE) -> list[tuple]:
    run = dry_run(("tanggal,nama,jenis\n" + content).encode(), complete=complete, decree=decree)
    return [(row.status, row.on and row.on.isoformat(), row.what, row.moves) for row in run.rows]


def holiday(on: str) -> Holiday:
    return Holiday.objects.get(on=on)


def test_the_dry_run_says_of_each_row_what_it_is():
    same = holiday("2026-08-17")
    leave = holiday("2026-12-24")
    withdraw_holiday(holiday=holiday("2026-05-01"), decree="Uji", by=_by())
    content = (
        f"2026-08-17,{same.name},libur nasional\n17/08/2027,Proklamasi,libur nasional\n2026-08-18,Baru,cuti bersama\n"
        f"2026-12-24,{leave.name},libur nasional\n2026-05-01,{holiday('2026-05-01').name},libur\n"
        "2026-02-30,Salah,libur\n2050-01-01,Jauh,libur\n"
    )
    assert rows(content, decree=same.decree) == [
        ("equal", "2026-08-17", "", False),
        ("changed", "2027-08-17", f"nama: {same.name} → Proklamasi; dasar: – → {same.decree}", False),
        ("new", "2026-08-18", "", True),
        ("changed", "2026-12-24", "jenis: Cuti bersama → Libur nasional", True),
        ("changed", "2026-05-01", "berlaku lagi; dasar: Uji → SKB 3 Menteri 1497/2025, 2/2025, 5/2025", True),
        ("wrong", None, "Tanggal ini tidak ada. Tulis misalnya 2026-08-17 atau 17/08/2026.", False),
        ("wrong", "2050-01-01", "Kalender tahun 2050 belum dimuat.", False),
    ]  # fmt: skip


def test_an_announced_day_is_no_longer_estimated():
    eid = holiday("2027-03-10")
    assert (eid.estimated, eid.decree) == (True, "")
    what = f"tidak lagi perkiraan; dasar: – → {DECREE}"
    assert rows(f"2027-03-10,{eid.name},libur nasional\n") == [("changed", "2027-03-10", what, False)]


def test_a_complete_file_withdraws_what_is_not_in_it():
    kept = list(Holiday.objects.filter(on__year=2026).exclude(on="2026-12-24"))
    content = "".join(f"{day.on},{day.name},{day.get_kind_display()}\n" for day in kept)
    found = rows(content, complete=True, decree=kept[0].decree)
    assert [row for row in found if row[0] != "equal"] == [("withdrawn", "2026-12-24", "tidak ada dalam berkas", True)]
    assert [row for row in rows(content, decree=kept[0].decree) if row[0] != "equal"] == []


def test_two_feasts_on_one_date_and_their_order_in_the_file():
    first = holiday("2026-05-14")
    Holiday.objects.create(on=first.on, name="Kedua", kind="national", decree=DECREE)
    found = rows(f"2026-05-14,Kedua,libur\n2026-05-14,{first.name},libur\n")
    assert [row[0] for row in found] == ["equal", "changed"]


def test_loading_writes_all_or_nothing():
    before = list(Holiday.objects.values().order_by("pk"))
    with pytest.raises(WrongRows) as wrong:
        load_decree(content=ADDED + b"2025-02-30,Salah,libur\n", decree=DECREE, decree_on=ON, complete=False, by=_by())
    assert statuses(wrong.value.run.rows) == {"new": 0, "changed": 1, "equal": 0, "withdrawn": 0, "wrong": 1}
    assert (list(Holiday.objects.values().order_by("pk")), DecreeLoad.objects.count()) == (before, 0)
    with pytest.raises(ValueError, match="names its decree"):
        load_decree(content=ADDED, decree=" ", decree_on=ON, complete=False, by=_by())


def test_the_joint_leave_of_18_august_2025_moves_an_open_case_and_says_why(agency):
    """Example 23: until the decree was amended, a request of 4 August 2025 was due on the 18th."""
    Holiday.objects.filter(on="2025-08-18").delete()
    from pendopo.kernel.calendar.actions import touch_calendar

    touch_calendar()
    started = start_clock(
        agency=agency, subject_type="inquiry", subject_id=uuid4(), rule="notice", by=_by(),
        start_at=datetime(2025, 8, 4, 2, tzinfo=UTC),
    )  # fmt: skip
    assert started.due_on == date(2025, 8, 18)
    load, run = load_decree(content=ADDED, decree=DECREE, decree_on=ON, complete=False, by=_by(), agency=agency)
    assert statuses(run.rows) == {"new": 1, "changed": 0, "equal": 0, "withdrawn": 0, "wrong": 0}
    assert (load.since, load.recomputed_at, load.moved) == (date(2025, 8, 18), None, None)
    assert Clock.objects.get().due_on == date(2025, 8, 18)
    assert recompute_after_decrees() == 1
    assert recompute_after_decrees() == 0
    assert Clock.objects.get().due_on == date(2025, 8, 19)
    event = ClockEvent.objects.get(kind="recomputed")
    assert (event.old_due_on, event.new_due_on, event.reason) == (date(2025, 8, 18), date(2025, 8, 19), DECREE)
    load.refresh_from_db()
    assert (load.moved, load.recomputed_at is not None) == (1, True)
    entry = Entry.objects.get(action="calendar.load_decree")
    assert entry.details == {"decree": DECREE, "decree_on": "2025-08-07", "added": 1, "changed": 0, "withdrawn": 0}


def test_what_was_loaded_stays_when_the_package_is_seeded_again():
    load_decree(content=ADDED, decree=DECREE, decree_on=ON, complete=False, by=_by())
    stored = Holiday.objects.values().get(on="2025-08-18")
    seed_calendar()
    assert Holiday.objects.values().get(on="2025-08-18") == stored
    assert stored["edited"] is True


def test_a_complete_decree_makes_its_year_final():
    content = b"tanggal,nama,jenis\n2028-01-01,Tahun Baru,libur\n2028-12-26,Natal,cuti bersama\n"
    load, run = load_decree(content=content, decree="SKB 2028", decree_on=date(2027, 9, 1), complete=True, by=_by())
    year = CalendarYear.objects.get(pk=2028)
    assert (year.status, year.decree, year.edited) == ("final", "SKB 2028", True)
    live = Holiday.objects.filter(on__year=2028, withdrawn=False).values_list("on", "name", "kind", "estimated")
    assert list(live) == [
        (date(2028, 1, 1), "Tahun Baru", "national", False), (date(2028, 12, 26), "Natal", "joint_leave", False),
    ]  # fmt: skip
    assert 2028 not in calendar_book().provisional_years
    assert load.withdrawn == len(run.of("withdrawn")) > 10


def test_names_alone_move_no_deadline():
    same = holiday("2026-08-17")
    content = f"tanggal,nama,jenis\n{same.on},Proklamasi,libur\n".encode()
    load, _run = load_decree(content=content, decree=same.decree, decree_on=ON, complete=False, by=_by())
    assert (load.since, load.moved, load.recomputed_at) == (None, 0, load.loaded_at)


def test_the_command(tmp_path: Path):
    file = tmp_path / "skb.csv"
    file.write_bytes(b"\xef\xbb\xbf" + ADDED.replace(b",", b";").replace(b"2025-08-18", b"18/08/2026"))
    command = ["load", str(file), "--decree", "SKB Uji", "--on", "2026-08-01"]
    dry = CliRunner().invoke(calendar_group, [*command, "--dry-run"])
    assert dry.exit_code == 0, dry.output
    assert "new  2026-08-18  Cuti bersama  Cuti Bersama Hari Kemerdekaan Republik Indonesia" in dry.output
    assert "new 1, changed 0, equal 0, withdrawn 0, wrong 0" in dry.output
    assert DecreeLoad.objects.count() == 0
    done = CliRunner().invoke(calendar_group, command)
    assert done.exit_code == 0, done.output
    assert Holiday.objects.get(on="2026-08-18").decree == "SKB Uji"
    assert CliRunner().invoke(calendar_group, ["follow"]).output == "0 tenggat bergeser.\n"
    file.write_bytes(b"tanggal,nama,jenis\n2026-02-30,Salah,libur\n")
    wrong = CliRunner().invoke(calendar_group, command)
    assert (wrong.exit_code, "wrong 1" in wrong.output) == (1, True)
    file.write_bytes(b"PK\x03\x04")
    assert "berkas Excel" in CliRunner().invoke(calendar_group, command).output


def _by():
    from pendopo.kernel.people.actors import Actor

    return Actor(kind="staff", label="Admin")
