"""New codes, the law's silence, and what the audit trail keeps of a requester."""

from __future__ import annotations

import datetime as dt

import pytest

from pendopo.kernel import clock
from pendopo.kernel.calendar.beyond import BeyondCalendar
from pendopo.kernel.people.actors import CITIZEN, SYSTEM, Actor
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.modules.information import actions
from pendopo.modules.information.actions import intake
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.rules import request
from pendopo.modules.information.tests.office import (
    WIB,
    Office,
    audited,
    awaiting,
    clocks,
    fresh,
    last_move,
    make_office,
    registered,
    tracked_inquiry,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


def test_reissue_code(office: Office) -> None:
    inquiry = registered(office)
    first = actions.reissue_code(inquiry=inquiry, by=office.front)
    second = actions.reissue_code(inquiry=inquiry, by=office.ppid)
    assert tracked_inquiry(office.agency, inquiry.number, first) is None
    assert tracked_inquiry(office.agency, inquiry.number, second) == inquiry
    assert audited(inquiry)[-2:] == ["inquiry.reissue_code"] * 2


@pytest.mark.parametrize("who", ["back", "superior", "auditor"])
def test_codes_are_given_at_the_desk_only(office: Office, who: str) -> None:
    with pytest.raises(NotAllowed, match="meja layanan"):
        actions.reissue_code(inquiry=registered(office), by=getattr(office, who))


@pytest.mark.parametrize("by", [CITIZEN, SYSTEM])
def test_nor_are_they_given_to_anybody_else(office: Office, by: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.reissue_code(inquiry=registered(office), by=by)


def test_the_law_s_silence(office: Office) -> None:
    unchecked, unrepaired = registered(office), awaiting(office)
    fresh_one = registered(office, at=dt.datetime(2026, 8, 7, 9, 0, tzinfo=WIB))
    with clock.frozen(dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB)):
        assert actions.settle_overdue_checks() == 2
        assert actions.settle_overdue_checks() == 0
    assert {each.pk: each.state for each in Inquiry.objects.all()} == {
        unchecked.pk: "in_process",
        unrepaired.pk: "closed_incomplete",
        fresh_one.pk: "registered",
    }
    # It counts as complete from the end of Thursday the 6th, not from when the worker came by.
    assert fresh(unchecked).complete_at == dt.datetime(2026, 8, 6, 23, 59, 59, tzinfo=WIB)
    assert clocks(unchecked)["notice_complete"][1] == dt.date(2026, 8, 21)
    assert last_move(unchecked).by_label == "Sistem"


def test_one_that_cannot_be_settled_does_not_keep_the_others(office: Office) -> None:
    """The last year of the calendar ends before the answer is due: the job says so, the other request is closed."""
    unchecked = registered(office, at=dt.datetime(2027, 12, 15, 9, 0, tzinfo=WIB))
    unrepaired = awaiting(office)
    with clock.frozen(dt.datetime(2027, 12, 27, 9, 0, tzinfo=WIB)):
        with pytest.raises(BeyondCalendar, match="memerlukan tahun 2028"):
            actions.settle_overdue_checks()
        assert [fresh(each).state for each in (unchecked, unrepaired)] == ["registered", "closed_incomplete"]
        with pytest.raises(BeyondCalendar):
            actions.settle_overdue_checks()


def test_an_officer_who_is_quicker_than_the_worker_wins(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from pendopo.modules.information.queries import overdue

    unchecked, unrepaired = registered(office), awaiting(office)
    late = dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB)
    with clock.frozen(late):
        checks, repairs = overdue.overdue_checks(limit=5), overdue.overdue_repairs(limit=5)
        actions.declare_complete(inquiry=unchecked, by=office.front)
        actions.repair(inquiry=unrepaired, addition="KTP", by=CITIZEN)
        # The worker has read its list before the officers acted.
        monkeypatch.setattr(overdue, "overdue_checks", lambda *, limit: checks)
        monkeypatch.setattr(overdue, "overdue_repairs", lambda *, limit: repairs)
        assert actions.settle_overdue_checks() == 0
    assert fresh(unchecked).complete_at == late


def test_digest_of_a_requester_tells_the_kind_of_identity_apart() -> None:
    def digest(**words: str) -> str:
        return intake.request_digest(request.Requester(**{"kind": "person", "name": "A", "address": "", **words}))

    digests = {digest(nik="1"), digest(nik="2"), digest(decree_number="3"), digest(other_id="4"), digest(nik="1")}
    assert len(digests) == 4
    assert all(each.startswith("digest:") for each in digests)
