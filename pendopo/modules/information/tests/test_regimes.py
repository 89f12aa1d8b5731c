"""Which set of periods holds: the agency's, or one request's; and whose days count for internal deadlines."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.calendar.actions import amend_day
from pendopo.kernel.calendar.models import Clock, ClockEvent
from pendopo.kernel.calendar.queries import explain_clock
from pendopo.kernel.tracking.actions import new_token
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.lib.deadlines import all_regimes, regime
from pendopo.modules.information import actions
from pendopo.modules.information.actions.regimes import choices
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.queries.inquiries import month_figures
from pendopo.modules.information.queries.letters import extension_letter
from pendopo.modules.information.tests.office import (
    GRANTING,
    MONDAY,
    PERSON,
    TUESDAY,
    WEDNESDAY,
    WIB,
    WISH,
    Office,
    fresh,
    in_process,
    look,
    make_office,
    registered,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


def due(inquiry: Inquiry, **wanted: str) -> dict[str, tuple[str, str]]:
    """Return label → (rule, due date) of the request's running clocks."""
    found = Clock.objects.for_agency(inquiry.agency).filter(subject_id=inquiry.pk, state="running", **wanted)
    return {each.label: (each.rule, each.due_on.isoformat()) for each in found}


def test_what_is_known_of_each_regime() -> None:
    told = {code: (each.verified, each.per_case, dict(each.replaces)) for code, each in all_regimes().items()}
    assert told == {
        "general": (True, False, {}),
        "election": (False, True, {"notice": "pemilu_notice", "extension": "pemilu_extension"}),
        "village": (False, False, {}),
        "court": (False, False, {}),
    }
    assert all(each.note and each.source and each.legal_basis for each in all_regimes().values())


def test_an_agency_s_regime_holds_for_its_requests(office: Office) -> None:
    office.agency.regime = "election"
    office.agency.save()
    inquiry = registered(office)
    assert inquiry.regime == "election"
    assert due(inquiry) == {
        "completeness_check": ("completeness_check", "2026-08-06"),
        "notice_receipt": ("pemilu_notice", "2026-08-06"),
    }
    home = Client().get(f"/{office.agency.slug}/").content.decode()
    assert "Paling lambat 3 hari kerja." in home
    assert "Dapat diperpanjang satu kali 2 hari kerja" in home


def test_one_request_under_another_regime(office: Office) -> None:
    inquiry = in_process(office)
    assert due(inquiry) == {"notice_receipt": ("notice", "2026-08-18"), "notice_complete": ("notice", "2026-08-19")}
    with clock.frozen(WEDNESDAY):
        actions.set_regime(inquiry=inquiry, regime="election", reason="Tahapan pemilu", by=office.front)
    inquiry = fresh(inquiry)
    assert due(inquiry) == {
        "notice_receipt": ("pemilu_notice", "2026-08-06"),
        "notice_complete": ("pemilu_notice", "2026-08-07"),
    }
    stopped = Clock.objects.filter(subject_id=inquiry.pk, state="stopped", label__startswith="notice")
    assert {each.stop_reason for each in stopped} == {"Tahapan pemilu"}
    with clock.frozen(WEDNESDAY):
        letter = extension_letter(inquiry, reason="not_yet_held", note="Dikumpulkan.", by=office.ppid)
        actions.extend(inquiry=inquiry, reason="not_yet_held", note="Dikumpulkan.", by=office.ppid, letter=b"%PDF-1.4")
    assert "diperpanjang 2 (dua) hari kerja" in str(letter.content["opening"])
    assert "Pasal 12" in str(letter.content["opening"])
    assert due(inquiry) == {
        "notice_receipt": ("pemilu_notice", "2026-08-10"),
        "notice_complete": ("pemilu_notice", "2026-08-11"),
    }


def test_a_replaced_deadline_makes_nobody_late(office: Office) -> None:
    office.agency.regime = "election"
    office.agency.save()
    inquiry = in_process(office)
    office.agency.regime = "general"
    office.agency.save()
    with clock.frozen(WEDNESDAY):
        actions.set_regime(inquiry=fresh(inquiry), regime="general", reason="Bukan informasi pemilu", by=office.front)
        actions.draft_notice(inquiry=inquiry, text=GRANTING, by=office.back)
    with clock.frozen(dt.datetime(2026, 8, 13, 9, tzinfo=WIB)):
        actions.issue_notice(inquiry=inquiry, by=office.ppid)
    assert month_figures(office.agency, year=2026) == {"received": 1, "answered": 1, "in_time": 1}
    page = look(office, "ppid", "clocks", inquiry).content.decode()
    assert "Pemberitahuan tertulis, menurut aturan yang diganti" in page
    assert "Bukan informasi pemilu" in page


def test_what_a_regime_refuses(office: Office) -> None:
    inquiry = registered(office)
    assert choices(office.agency) == ["general", "election"]
    for code in ("village", "mars"):
        with pytest.raises(ValueError, match=code):
            actions.set_regime(inquiry=inquiry, regime=code, reason="x", by=office.front)
    with pytest.raises(NotAllowed):
        actions.set_regime(inquiry=inquiry, regime="general", reason="x", by=office.front)
    with pytest.raises(NotAllowed):
        actions.set_regime(inquiry=inquiry, regime="election", reason="x", by=office.back)
    extended = in_process(office)
    with clock.frozen(WEDNESDAY):
        actions.extend(inquiry=extended, reason="not_yet_held", note="Dikumpulkan.", by=office.ppid)
        with pytest.raises(WrongState):
            actions.set_regime(inquiry=extended, regime="election", reason="x", by=office.front)
    assert regime("").code == "general"


def test_the_extension_names_its_letter(office: Office) -> None:
    inquiry = in_process(office)
    with clock.frozen(WEDNESDAY):
        actions.extend(
            inquiry=inquiry, reason="not_yet_held", note="Dikumpulkan.", by=office.ppid, letter=b"%PDF-1.4 x"
        )
    events = list(ClockEvent.objects.for_agency(office.agency).filter(kind="extended"))
    assert len(events) == 2
    assert {each.document_id is not None for each in events} == {True}
    page = look(office, "ppid", "clocks", inquiry).content.decode()
    assert office.page("file", inquiry, events[0].document_id) in page


@pytest.mark.parametrize(
    ("setting", "value", "state"),
    [
        ("missed_check", "complete", "in_process"),
        ("missed_check", "wait", "registered"),
        ("missed_repair", "close", "closed_incomplete"),
        ("missed_repair", "wait", "awaiting_repair"),
    ],
)
def test_what_silence_does_is_the_agency_s_choice(office: Office, setting: str, value: str, state: str) -> None:
    setattr(office.agency, setting, value)
    office.agency.save()
    inquiry = registered(office)
    if setting == "missed_repair":
        with clock.frozen(TUESDAY):
            actions.declare_incomplete(inquiry=inquiry, items=["identity"], note="Mohon KTP.", by=office.front)
    with clock.frozen(MONDAY + dt.timedelta(days=30)):
        actions.settle_overdue_checks()
    assert fresh(inquiry).state == state


def test_a_unit_s_own_days_move_internal_deadlines_and_never_the_law_s(office: Office) -> None:
    """Question A22: the case is the agency's, whatever unit it was handed to."""
    amend_day(
        agency=office.agency, unit=office.other_unit, on=dt.date(2026, 8, 7), is_working=False, reason="Hari jadi",
        decree="Kep 1/2026", by=office.ppid,
    )  # fmt: skip
    inquiry = in_process(office)
    with clock.frozen(dt.datetime(2026, 8, 5, 9, 0, tzinfo=WIB)):
        actions.assign(inquiry=inquiry, unit=office.other_unit, note="", by=office.front)
        material = actions.ask_unit(inquiry=inquiry, unit=office.other_unit, question="Berapa?", by=office.ppid)
        ours = actions.ask_unit(inquiry=inquiry, unit=office.unit, question="Berapa?", by=office.ppid)
    assert (material.due_on, ours.due_on) == (dt.date(2026, 8, 11), dt.date(2026, 8, 10))
    assert due(inquiry) == {"notice_receipt": ("notice", "2026-08-18"), "notice_complete": ("notice", "2026-08-19")}
    clocks = Clock.objects.for_agency(office.agency).filter(subject_id=inquiry.pk).select_related("agency", "unit")
    assert dt.date(2026, 8, 7) in {
        day.on for day in explain_clock(clocks.get(label="notice_receipt")).days if day.number
    }


def test_the_law_of_the_day_of_receipt_holds(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from pendopo.lib import deadlines

    old = deadlines.rule("notice")
    versions = (replace(old, valid_until=dt.date(2026, 8, 9)), replace(old, n=5, valid_from=dt.date(2026, 8, 10)))
    monkeypatch.setitem(deadlines._rules, "notice", versions)
    before = registered(office)
    with clock.frozen(dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB)):
        after = actions.register(
            agency=office.agency, wish=WISH, requester=PERSON, token=new_token(), by=office.front, channel="desk"
        )
        actions.declare_complete(inquiry=before, by=office.front)
    assert due(before) == {"notice_receipt": ("notice", "2026-08-18"), "notice_complete": ("notice", "2026-08-26")}
    assert due(after, label="notice_receipt") == {"notice_receipt": ("notice", "2026-08-18")}
    assert (before.period("notice").n, after.period("notice").n) == (10, 5)
