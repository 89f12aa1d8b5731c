"""`pendopo due` and `pendopo calendar`: words for people, JSON for programs, exit codes for scripts."""

from __future__ import annotations

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from django.db import connection

from pendopo.kernel.calendar.actions import amend_holiday, start_clock
from pendopo.kernel.calendar.console import calendar_group, due_command
from pendopo.kernel.calendar.models import CalendarYear, Clock, ClockEvent, Holiday, HolidayKind
from pendopo.kernel.people.actors import SYSTEM
from pendopo.lib.ids import uuid7

WIB = ZoneInfo("Asia/Jakarta")


def due(*words: str):
    return CliRunner().invoke(due_command, words)


@pytest.mark.usefixtures("seeded")
def test_due_in_words():
    result = due("completeness_check", "2026-05-13")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "Pemeriksaan kelengkapan permohonan (completeness_check): 3 hari kerja",
        "Dasar: PerKI 1/2021 (sebagaimana diterapkan BPS dan KPU)",
        "Hari peristiwa (tidak dihitung): Rabu, 13 Mei 2026",
        "    1  Senin, 18 Mei 2026",
        "    2  Selasa, 19 Mei 2026",
        "    3  Rabu, 20 Mei 2026",
        "Libur yang dilewati:",
        "       Kamis, 14 Mei 2026: Kenaikan Yesus Kristus",
        "       Jumat, 15 Mei 2026: Cuti Bersama Kenaikan Yesus Kristus",
        "Jatuh tempo: 20 Mei 2026 pukul 23.59 WIB",
    ]


@pytest.mark.usefixtures("seeded")
def test_due_in_hours_with_a_note():
    result = due("pdp_breach", "2026-12-24", "--timezone", "WITA")
    assert result.output.splitlines()[-2:] == [
        "Jatuh tempo: 27 Desember 2026 pukul 00.00 WITA",
        "Catatan: Jam penerimaan tidak disebutkan; jangka waktu dihitung dari pukul 00.00 hari itu.",
    ]


@pytest.mark.usefixtures("seeded")
def test_due_takes_every_option():
    options = ["--timezone", "WIT", "--week", "6", "--receipt", "next_working_day", "--calendar", "national"]
    result = due("notice", "2026-05-08T14:30Z", *options, "--closes", "12:00", "--json")
    answer = json.loads(result.output)
    assert (answer["start_on"], answer["due_on"], answer["timezone"]) == ("2026-05-09", "2026-05-22", "Asia/Jayapura")
    assert (answer["week"], answer["receipt"], answer["calendar"]) == (6, "next_working_day", "national")


@pytest.mark.usefixtures("seeded")
def test_due_says_what_is_wrong_and_exits_with_2():
    result = due("notice", "besok", "--week", "7")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        (
            "received: “besok” bukan tanggal yang dapat dihitung. Tulis tahun 1946–2146, misalnya 2026-08-03 atau "
            "2026-08-03T10:00+07:00."
        ),
        "week: “7” bukan pilihan untuk week. Pilih: 5, 6.",
    ]
    result = due("notice", "2026-08-03", "--week", "7", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout) == {
        "errors": [{"parameter": "week", "message": "“7” bukan pilihan untuk week. Pilih: 5, 6."}]
    }


@pytest.mark.django_db
def test_due_without_a_calendar_says_how_to_load_it():
    CalendarYear.objects.all().delete()
    result = due("notice", "2026-08-03")
    assert (result.exit_code, result.stderr) == (
        2,
        "Kalender hari libur belum dimuat. Administrator memuatnya dengan: pendopo calendar seed\n",
    )


@pytest.mark.django_db
def test_due_without_tables_names_the_remedy():
    # A database that was never set up answers like this one, whose name for the table was taken away.
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE calendar_calendarstamp RENAME TO moved_away")
    result = due("notice", "2026-08-03")
    assert result.exit_code == 1
    assert "calendar_calendarstamp" in result.stderr
    assert "Run `pendopo setup` first, or check DATABASE_URL." in result.stderr


@pytest.mark.django_db
def test_seed():
    Holiday.objects.all().delete()
    CalendarYear.objects.all().delete()
    runner = CliRunner()
    first, second = (runner.invoke(calendar_group, ["seed"]).output for _ in range(2))
    assert first == "332 hari libur ditambahkan, 0 diperbaiki, 0 dihapus; 16 tahun diperbarui.\n"
    assert second == "0 hari libur ditambahkan, 0 diperbaiki, 0 dihapus; 0 tahun diperbarui.\n"


@pytest.mark.usefixtures("seeded")
def test_recompute(agency, officer):
    owner = {"agency": agency, "subject_type": "inquiry", "subject_id": uuid7(), "by": officer}
    clock = start_clock(rule="notice", start_at=datetime(2026, 8, 3, 10, tzinfo=WIB), **owner)
    amend_holiday(on=date(2026, 8, 13), name="Cuti", kind=HolidayKind.JOINT_LEAVE, decree="Keppres 5/2026", by=SYSTEM)
    runner = CliRunner()
    late = runner.invoke(calendar_group, ["recompute", "--reason", "Keppres 5/2026", "--since", "2026-09-01"])
    assert late.output == "0 tenggat diperiksa, 0 bergeser.\n"
    result = runner.invoke(calendar_group, ["recompute", "--reason", "Keppres 5/2026", "--since", "2026-08-13"])
    assert (result.exit_code, result.output) == (0, "1 tenggat diperiksa, 1 bergeser.\n")
    assert ClockEvent.objects.filter(kind="recomputed").values_list("by_label", "reason").get() == (
        "Sistem",
        "Keppres 5/2026",
    )
    Clock.objects.filter(pk=clock.pk).update(n=9000)
    result = runner.invoke(calendar_group, ["recompute", "--reason", "Uji"])
    assert result.exit_code == 1
    assert str(clock.pk) in result.output
    assert "1 tenggat jatuh di luar kalender" in result.output
