from __future__ import annotations

import datetime as dt

import pytest

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.workflow.models import Move
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules import request as rules
from pendopo.modules.information.rules.procedure import PROCEDURE
from pendopo.portal import demo
from pendopo.portal.demo.cases import CASES
from pendopo.portal.demo.players import Company, play
from pendopo.portal.demo.script import BadScript, Case, Cue

WEDNESDAY = dt.datetime(2026, 11, 18, 3, 30, tzinfo=dt.UTC)
SUNDAY = dt.datetime(2026, 11, 22, 3, 30, tzinfo=dt.UTC)
AT_NIGHT = dt.datetime(2026, 11, 17, 17, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(WEDNESDAY, id="wednesday"),
        # Which day it is plays no part in the database: the other two need not be played on both.
        pytest.param(SUNDAY, id="sunday", marks=pytest.mark.once),
        pytest.param(AT_NIGHT, id="after midnight", marks=pytest.mark.once),
    ],
)
def test_demo_plays_every_state_with_true_dates(seeded: None, now: dt.datetime) -> None:
    told: list[tuple[int, int]] = []
    with clock.frozen(now):
        demo.load(progress=lambda done, total: told.append((done, total)))
    assert told == [(n + 1, len(CASES)) for n in range(len(CASES))]
    inquiries = list(Inquiry.objects.select_related("agency", "contact").order_by("agency", "seq"))
    assert len(inquiries) == len(CASES) == 50
    assert {inquiry.state for inquiry in inquiries} == {state.name for state in PROCEDURE.states}
    assert {inquiry.channel for inquiry in inquiries} == set(rules.CHANNELS)
    assert {inquiry.contact.kind for inquiry in inquiries} == {"person", "group", "legal_entity"}
    for slug, number in {"bpsdm": 35, "bpmp": 7, "kab-contoh": 8}.items():
        own = [inquiry for inquiry in inquiries if inquiry.agency.slug == slug]
        assert [inquiry.seq for inquiry in own] == list(range(1, number + 1))
        registered = [inquiry.registered_at for inquiry in own]
        assert registered == sorted(registered)
        assert max(registered) <= now
    for agency in Agency.objects.all():
        moves = list(Move.objects.for_agency(agency).order_by("id").values_list("at", flat=True))
        assert moves == sorted(moves)
        assert moves[-1] <= now
        verdict = verify(agency)
        assert verdict.intact
        assert verdict.entries >= len(moves)


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
