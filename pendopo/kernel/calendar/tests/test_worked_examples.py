"""Every worked example through the pure function, the API and the command: one answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from pendopo.kernel.calendar.console import due_command
from pendopo.kernel.calendar.queries import work_calendar
from pendopo.kernel.calendar.rules import parse_received
from pendopo.lib.deadlines import rule

SCOPES = {"full": "full", "public": "national"}
ROWS = json.loads((Path(__file__).parent / "deadlines.json").read_text(encoding="utf-8"))
EXAMPLES = [pytest.param(row, id=f"no-{row['no']}") for row in ROWS]

pytestmark = pytest.mark.usefixtures("seeded")


def question(example: dict) -> dict[str, str]:
    """Return the parameters of the calculator; words after the date of receipt only explain it."""
    return {
        "rule": example["rule"].removesuffix("(complete)"),
        "received": example["received"].split(" ")[0],
        "week": str(len(example["week"])),
        "calendar": SCOPES[example["calendar"]],
    }


def gist(answer: dict) -> tuple:
    skipped = [{"date": day["date"], "name": day["name"]} for day in answer["skipped"]]
    return answer["start_on"], answer["due_on"], answer["n"], len(answer["counted"]), skipped


def expected(example: dict) -> tuple:
    return example["t0"], example["due"], example["n"], example["n"], example["skipped"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_pure_function(example: dict):
    asked = question(example)
    calendar = work_calendar(week=int(asked["week"]), scope=asked["calendar"])
    computed = calendar.explain(parse_received(example["t0"]), rule(asked["rule"]).n)
    skipped = [{"date": day.date.isoformat(), "name": day.name} for day in computed.skipped]
    assert (
        computed.start_on.isoformat(),
        computed.due_on.isoformat(),
        rule(asked["rule"]).n,
        len(computed.counted),
        skipped,
    ) == expected(example)


@pytest.mark.parametrize("example", EXAMPLES)
def test_api(example: dict, client: Client):
    response = client.get("/api/v1/due-date", question(example))
    assert response.status_code == 200
    assert gist(response.json()) == expected(example)


@pytest.mark.parametrize("example", EXAMPLES)
def test_command_says_the_same_as_the_api(example: dict, client: Client):
    asked = question(example)
    options = ["--week", asked["week"], "--calendar", asked["calendar"], "--json"]
    result = CliRunner().invoke(due_command, [asked["rule"], asked["received"], *options])
    assert result.exit_code == 0, result.output
    assert json.loads(result.output) == client.get("/api/v1/due-date", asked).json()
    assert gist(json.loads(result.output)) == expected(example)
