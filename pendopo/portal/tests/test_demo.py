from __future__ import annotations

import datetime as dt

import pytest

from pendopo.kernel import clock
from pendopo.portal import demo
from pendopo.portal.demo.players import Company, play
from pendopo.portal.demo.script import BadScript, Case, Cue
from pendopo.portal.tests.test_demo_loaded import expect_every_state

# Five past midnight in Jakarta, on a Sunday: no office hour has passed yet, and it is no working day.
SUNDAY_AT_NIGHT = dt.datetime(2026, 11, 21, 17, 5, tzinfo=dt.UTC)


@pytest.mark.once  # Which day it is plays no part in the database; Wednesday is played on both, in test_demo_loaded.
def test_demo_plays_every_state_with_true_dates(seeded: None) -> None:
    told: list[tuple[int, int]] = []
    with clock.frozen(SUNDAY_AT_NIGHT):
        demo.load(progress=lambda done, total: told.append((done, total)))
    expect_every_state(SUNDAY_AT_NIGHT, told)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("complete@1", Cue("complete", "", "", 1)),
        ("draft:grant/ppid@12", Cue("draft", "grant", "ppid", 12)),
        ("issue/ppid2@8", Cue("issue", "", "ppid2", 8)),
    ],
)
def test_cues_are_read(text: str, cue: Cue) -> None:
    assert Cue.read(text) == cue


@pytest.mark.parametrize("text", ["complete", "complete@", "complete@x"])
def test_cue_without_a_day_is_refused(text: str) -> None:
    with pytest.raises(BadScript, match="does not end with @day"):
        Cue.read(text)


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ("dance@1", "No step 'dance'"),
        ("complete@1 assign:nowhere@1", "has no unit 'nowhere'"),
        ("incomplete@1", "names what is missing"),
    ],
)
def test_bad_scripts_are_refused(seeded: None, steps: str, words: str) -> None:
    from pendopo.portal.demo import players, stage

    case = Case("bpsdm", 3, "09.00", "rina", "Apa", "Untuk apa", steps)
    company = stage.set_up()
    inquiry = players.register(company, case, "token", None)
    *before, last = case.cues()
    for cue in before:
        play(company, case, cue, inquiry)
    with pytest.raises(BadScript, match=words):
        play(company, case, last, inquiry)


def test_company_without_the_role_is_refused() -> None:
    case = Case("bpsdm", 3, "09.00", "rina", "Apa", "Untuk apa")
    with pytest.raises(BadScript, match="has no officer with the role ppid"):
        Company({}, {}, {}).officer(case, "ppid")
