"""What a request must hold, the procedure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pendopo.lib import deadlines
from pendopo.modules.information.rules import notice, procedure, request
from pendopo.modules.information.rules.request import Requester, missing_identity

PERSON = Requester("person", "Sri", "Jl. Merdeka 1", nik="3304011201900001", phone="0812")
GROUP = replace(PERSON, kind="group", on_behalf_of="Forum Warga")
ENTITY = Requester("legal_entity", "Yayasan", "Jl. Merdeka 2", decree_number="AHU-1", email="y@contoh.example")


@pytest.mark.parametrize("whole", [PERSON, GROUP, ENTITY, replace(PERSON, nik="", other_id="Paspor A1")])
def test_whole_identities(whole: Requester) -> None:
    assert missing_identity(whole) == {}


@pytest.mark.parametrize(
    ("requester", "missing"),
    [
        (replace(PERSON, name="  "), {"name"}),
        (replace(PERSON, address=""), {"address"}),
        (replace(PERSON, phone=""), {"phone"}),
        (replace(PERSON, phone="", email="sri@contoh.example"), set()),
        (replace(PERSON, nik=""), {"nik"}),
        (replace(GROUP, on_behalf_of=""), {"on_behalf_of"}),
        (replace(GROUP, nik="", other_id="Paspor"), set()),
        (replace(ENTITY, decree_number=""), {"decree_number"}),
        (replace(ENTITY, nik="3304011201900001", decree_number=""), {"decree_number"}),
        (Requester("person", "", ""), {"name", "address", "phone", "nik"}),
        (Requester("group", "", ""), {"name", "address", "phone", "nik", "on_behalf_of"}),
        (Requester("legal_entity", "", ""), {"name", "address", "phone", "decree_number"}),
    ],
)
def test_what_identities_lack(requester: Requester, missing: set[str]) -> None:
    found = missing_identity(requester)
    assert set(found) == missing
    assert all(sentence.endswith(".") for sentence in found.values())


def test_channels_of_the_desk_are_all_but_the_web() -> None:
    assert set(request.STAFF_CHANNELS) == set(request.CHANNELS) - {request.WEB}


def test_one_round_of_repair() -> None:
    assert request.REPAIR_ROUNDS == 1


P = procedure.PROCEDURE


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("registered", ["declare_complete", "declare_incomplete", "set_regime", "note", "withdraw"]),
        ("awaiting_repair", ["repair", "close_incomplete", "set_regime", "note", "withdraw"]),
        (
            "in_process",
            "assign take ask_unit supply set_regime note extend draft propose send_back grant refuse declare_not_held redirect withdraw".split(),
        ),
        (
            "extended",
            "assign take ask_unit supply note draft propose send_back grant refuse declare_not_held redirect withdraw".split(),
        ),
        ("granted", ["note", "record_payment", "deliver", "withdraw"]),
        *(
            (state, [])
            for state in ("completed", "refused", "not_held", "redirected", "withdrawn", "closed_incomplete")
        ),
    ],
)
def test_steps_of_each_state(state: str, steps: list[str]) -> None:
    assert [step.name for step in P.steps_from(state)] == steps


def test_open_states() -> None:
    assert P.open_states == ("registered", "awaiting_repair", "in_process", "extended", "granted")


def test_only_the_ppid_decides() -> None:
    deciding = {"extend", "send_back", "grant", "refuse", "declare_not_held", "redirect"}
    assert {step.name for step in P.steps if step.actors == {"ppid"}} == deciding


def test_what_citizen_and_system_do() -> None:
    assert {step.name for step in P.steps if "citizen" in step.actors} == {"register", "repair", "withdraw"}
    assert {step.name for step in P.steps if "system" in step.actors} == {
        "declare_complete", "close_incomplete", "import",
    }  # fmt: skip


def test_deadlines_of_steps_are_rules() -> None:
    named = {step.deadline for step in P.steps} - {""}
    assert named == {"completeness_check", "completeness_fix", "notice"}
    assert named <= set(deadlines.all_rules())


def test_every_decision_has_its_step() -> None:
    assert procedure.ISSUING_STEP == {
        notice.GRANT: "grant",
        notice.PARTIAL: "grant",
        notice.REFUSE: "refuse",
        notice.NOT_HELD: "declare_not_held",
        notice.REDIRECT: "redirect",
    }


@pytest.mark.parametrize(
    ("code", "n", "basis"),
    [
        ("completeness_check", 3, "PerKI 1/2021 (sebagaimana diterapkan BPS dan KPU)"),
        ("completeness_fix", 3, "PerKI 1/2021 (sebagaimana diterapkan BPS dan KPU)"),
        ("notice", 10, "UU 14/2008 Pasal 22 ayat (7)"),
        ("extension", 7, "UU 14/2008 Pasal 22 ayat (8)"),
        ("objection_window", 30, "UU 14/2008 Pasal 36 ayat (1)"),
    ],
)
def test_statutory_periods(code: str, n: int, basis: str) -> None:
    rule = deadlines.rule(code)
    assert (rule.n, rule.unit, rule.legal_basis) == (n, "working_days", basis)
