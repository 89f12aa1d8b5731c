"""Every worked example through the pure function, the API and the command: one answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from pendopo.kernel.calendar.actions import touch_calendar
from pendopo.kernel.calendar.console import calendar_group, due_command
from pendopo.kernel.calendar.manual import Example, examples, manual
from pendopo.kernel.calendar.models import Holiday
from pendopo.kernel.calendar.queries import work_calendar
from pendopo.kernel.calendar.rules import parse_received
from pendopo.lib.deadlines import rule

MANUAL = Path(__file__).resolve().parents[4] / "docs" / "contoh-tenggat.md"
EXAMPLES = [pytest.param(each, id=f"no-{each.number}") for each in examples()]

pytestmark = pytest.mark.usefixtures("seeded")


def gist(answer: dict) -> tuple:
    skipped = [{"date": day["date"], "name": day["name"]} for day in answer["skipped"]]
    return answer["start_on"], answer["due_on"], answer["n"], len(answer["counted"]), skipped


def expected(example: Example) -> tuple:
    row = example.row
    return row["t0"], row["due"], row["n"], row["n"], row["skipped"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_pure_function(example: Example):
    asked = example.question()
    calendar = work_calendar(week=int(asked["week"]), scope=asked["calendar"])
    computed = calendar.explain(parse_received(example.row["t0"]), rule(asked["rule"]).n)
    skipped = [{"date": day.date.isoformat(), "name": day.name} for day in computed.skipped]
    assert (
        computed.start_on.isoformat(),
        computed.due_on.isoformat(),
        rule(asked["rule"]).n,
        len(computed.counted),
        skipped,
    ) == expected(example)


@pytest.mark.parametrize("example", EXAMPLES)
def test_api(example: Example, client: Client):
    response = client.get("/api/v1/due-date", example.question())
    assert response.status_code == 200
    assert gist(response.json()) == expected(example)


@pytest.mark.parametrize("example", EXAMPLES)
def test_command_says_the_same_as_the_api(example: Example, client: Client):
    asked = example.question()
    options = ["--week", asked["week"], "--calendar", asked["calendar"], "--json"]
    result = CliRunner().invoke(due_command, [asked["rule"], asked["received"], *options])
    assert result.exit_code == 0, result.output
    assert json.loads(result.output) == client.get("/api/v1/due-date", asked).json()
    assert gist(json.loads(result.output)) == expected(example)


def test_there_are_all_rows_of_the_reference():
    assert [each.number for each in examples()] == [1, 2, 4, 6, 8, 10, 12, 13, 15, 17, 19, 21, 22, 23, 26, 28, 30]


def test_the_manual_is_in_step():
    """When this fails: pendopo calendar examples > docs/contoh-tenggat.md."""
    result = CliRunner().invoke(calendar_group, ["examples"])
    assert result.exit_code == 0
    assert result.output == manual() == MANUAL.read_text(encoding="utf-8")


def test_an_installation_checks_the_examples_with_its_own_calendar():
    fine = CliRunner().invoke(calendar_group, ["examples", "--check"])
    assert (fine.exit_code, fine.output) == (0, "17 contoh dihitung, semuanya sama.\n")
    Holiday.objects.filter(on="2026-08-17").delete()
    touch_calendar()
    bad = CliRunner().invoke(calendar_group, ["examples", "--check"])
    assert bad.exit_code == 1
    assert "no. 1: 2026-08-17, dalam contoh 2026-08-18" in bad.output
