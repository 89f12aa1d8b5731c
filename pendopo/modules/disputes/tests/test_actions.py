"""Following a dispute from the petition to its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError

from pendopo.kernel import events as kernel_events
from pendopo.kernel.agencies.models import RegisterCounter
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.reporting.period import of_year
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.modules.disputes import actions, rules
from pendopo.modules.disputes.models import Dispute, Session
from pendopo.modules.disputes.reports import DISPUTE_FACTS, DISPUTES
from pendopo.modules.disputes.tests.bench import (
    CARD,
    NOW,
    OBJECTION,
    PETITIONED,
    clocks,
    decided,
    make_office,
    recorded,
    registered,
)

from tests.staffed import Staffed

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
FUTURE = dt.date(2026, 11, 21)


@pytest.fixture
def office() -> Staffed:
    return make_office()


def test_a_petition_starts_the_commissions_clocks_from_its_receipt(office: Staffed) -> None:
    superior = office.actor("superior")
    case = recorded(office)
    assert (case.state, case.number, case.subject) == (rules.PETITIONED, "PPID-SKT-2026-000001", CARD.subject)
    assert clocks(case) == {
        "ki_register": ("running", dt.date(2026, 11, 5)),
        "ki_start": ("running", dt.date(2026, 11, 20)),
        "ki_finish": ("running", dt.date(2027, 4, 8)),
    }
    told = InboxItem.objects.get()
    assert (told.user, told.text % told.params) == (
        superior.user, "Sengketa PPID-SKT-2026-000001 diajukan ke Komisi Informasi.",
    )  # fmt: skip
    assert Entry.objects.get(action="dispute.record").details["late"] is False
    assert case.objection_id == OBJECTION


def test_a_petition_after_the_window_is_recorded_and_marked(office: Staffed) -> None:
    recorded(office, petitioned_on=dt.date(2026, 11, 11))
    assert Entry.objects.get(action="dispute.record").details["late"] is True


def test_no_petition_in_the_future_and_none_twice(office: Staffed) -> None:
    with pytest.raises(NotAllowed, match="belum tiba"):
        recorded(office, petitioned_on=FUTURE)
    recorded(office)
    with pytest.raises(NotAllowed, match="sudah dicatat"):
        recorded(office)
    assert recorded(office, about=replace(CARD, objection_id=UUID(int=78))).seq == 2


def test_a_number_given_already_is_not_taken_for_a_dispute_recorded_twice(office: Staffed) -> None:
    recorded(office)
    # As after restoring a counter from an older copy: the next number is the first one once more.
    RegisterCounter.objects.filter(agency=office.agency, register=rules.REGISTER).update(last=0)
    with pytest.raises(IntegrityError):
        recorded(office, about=replace(CARD, objection_id=UUID(int=78)))
    assert list(Dispute.objects.values_list("objection_id", "seq")) == [(OBJECTION, 1)]


def test_registration_mediation_and_agreement(office: Staffed) -> None:
    case = registered(office)
    assert (case.state, clocks(case)["ki_register"][0]) == (rules.REGISTERED, "stopped")
    # Found by the fuzzer: a year without a calendar.
    with pytest.raises(NotAllowed, match="memerlukan tahun 1900"):
        actions.mediate(dispute=case, started_on=dt.date(1900, 1, 1), by=office.ppid)
    assert Dispute.objects.get(pk=case.pk).state == rules.REGISTERED
    case = actions.mediate(dispute=case, started_on=dt.date(2026, 11, 9), by=office.ppid)
    assert (case.state, clocks(case)["mediation"]) == (rules.MEDIATION, ("running", dt.date(2026, 11, 27)))
    case = actions.agree(dispute=case, agreed_on=dt.date(2026, 11, 19), note="Diserahkan 1 Desember.", by=office.ppid)
    assert {label: state for label, (state, _due) in clocks(case).items()} == dict.fromkeys(
        ("ki_register", "ki_start", "ki_finish", "mediation"), "stopped"
    )
    case = actions.end(dispute=case, ended_on=NOW.date(), opens_information=True, note="", by=office.ppid)
    assert (case.state, case.opens_information) == (rules.ENDED, True)


def test_a_refusal_goes_to_adjudication_not_to_mediation(office: Staffed) -> None:
    case = registered(office, about=replace(CARD, grounds="a"))
    with pytest.raises(NotAllowed, match="bukan mediasi"):
        actions.mediate(dispute=case, started_on=PETITIONED + 3 * DAY, by=office.ppid)
    assert actions.adjudicate(dispute=case, note="", by=office.ppid).state == rules.ADJUDICATION


def test_a_decision_opens_fourteen_days_for_a_lawsuit(office: Staffed) -> None:
    case = decided(office)
    assert (case.state, clocks(case)["lawsuit"]) == (rules.DECIDED, ("running", dt.date(2026, 12, 7)))
    case = actions.sue(dispute=case, court="ptun", court_number="9/G/KI/2026", sued_on=NOW.date(), by=office.ppid)
    assert (case.state, clocks(case)["lawsuit"][0]) == (rules.IN_COURT, "stopped")
    case = actions.end(dispute=case, ended_on=NOW.date(), opens_information=False, note="Tetap.", by=office.ppid)
    assert case.state == rules.ENDED


def test_an_ordered_test_keeps_the_state(office: Staffed) -> None:
    case = actions.adjudicate(dispute=registered(office), note="", by=office.ppid)
    case = actions.order_test(dispute=case, until=FUTURE, note="Uji notulen.", by=office.ppid)
    assert (case.state, case.test_ordered_until) == (rules.ADJUDICATION, FUTURE)


def test_a_lapsed_dispute_lets_the_objection_be_disputed_again(office: Staffed) -> None:
    case = actions.lapse(dispute=recorded(office), lapse="absent", ended_on=NOW.date(), note="", by=office.ppid)
    assert (case.state, {state for state, _due in clocks(case).values()}) == (rules.LAPSED, {"stopped"})
    assert recorded(office).seq == 2


def test_sessions_and_notes(office: Staffed) -> None:
    case = recorded(office)
    actions.schedule(dispute=case, kind="preliminary", starts_at=NOW + 5 * DAY, place="Ruang 1", by=office.ppid)
    actions.note(dispute=case, note="Kuasa hukum ditunjuk.", by=office.ppid)
    assert list(Session.objects.values_list("kind", "place")) == [("preliminary", "Ruang 1")]


@pytest.mark.parametrize(
    "step",
    [
        lambda case, by: actions.register(dispute=case, register_number="1", registered_on=FUTURE, by=by),
        lambda case, by: actions.lapse(dispute=case, lapse="absent", ended_on=FUTURE, note="", by=by),
    ],
)
def test_nothing_is_recorded_before_it_happens(office: Staffed, step: Callable[..., Any]) -> None:
    with pytest.raises(NotAllowed, match="belum tiba"):
        step(recorded(office), office.ppid)


def test_wrong_state_and_wrong_person(office: Staffed) -> None:
    case = recorded(office)
    with pytest.raises(WrongState):
        actions.sue(dispute=case, court="ptun", court_number="1", sued_on=PETITIONED, by=office.ppid)
    with pytest.raises(NotAllowed):
        actions.register(dispute=case, register_number="1", registered_on=PETITIONED, by=office.actor("superior"))
    assert Dispute.objects.get().state == rules.PETITIONED


def test_register_and_facts_hold_the_dispute(office: Staffed) -> None:
    case = decided(office)
    cells = {
        str(column.key): column.value(row)
        for row in DISPUTES.rows(office.agency, of_year(2026), {})
        for column in DISPUTES.columns
    }
    assert {key: value for key, value in cells.items() if value} == {
        "number": "PPID-SKT-2026-000001",
        "petitioned": PETITIONED,
        "objection": "KEB-001",
        "inquiry": "REG-001",
        "subject": "Laporan keuangan 2025",
        "commission": "Komisi Informasi Pusat",
        "register": "012/XI/KIP-PS/2026",
        "decision": "7/PTSN/2026",
        "decided": dt.date(2026, 11, 16),
        "result": "Permohonan dikabulkan sebagian",
        "state": "Diputus",
    }
    (fact,) = DISPUTE_FACTS.facts(office.agency, of_year(2026), NOW)
    assert (fact.subject_id, fact.on, fact.marks) == (
        case.pk, PETITIONED, frozenset({"received", "running", "won_partly"}),
    )  # fmt: skip
    assert list(DISPUTE_FACTS.facts(office.agency, of_year(2025), NOW)) == []


def test_the_end_is_told(office: Staffed, django_capture_on_commit_callbacks: Any) -> None:
    from pendopo.modules.disputes.events import DisputeEnded

    heard: list[DisputeEnded] = []
    kernel_events.on(DisputeEnded, heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        case = actions.end(
            dispute=decided(office), ended_on=NOW.date(), opens_information=True, note="", by=office.ppid
        )
    assert heard == [DisputeEnded(office.agency.pk, case.pk, True)]
