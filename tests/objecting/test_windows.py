"""The last day of an objection that letter, page and clocks promise is the one by which the objection is judged."""

from __future__ import annotations

import datetime as dt

import pytest

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.queries import calendar_book, clocks_of
from pendopo.kernel.people.actors import CITIZEN
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.queries import letters
from pendopo.modules.information.rules.notice import NoticeText
from pendopo.modules.information.tests.office import (
    GRANTING,
    PAID,
    PARTLY,
    REFUSING,
    TUESDAY,
    WIB,
    Office,
    awaiting,
    clocks,
    drafted,
    fresh,
    issued,
    make_office,
    notice,
    registered,
)
from pendopo.modules.information.views.citizen.case_page import prospect
from pendopo.modules.objections.ports import inquiries
from pendopo.modules.objections.queries.possible import grounds_of

pytestmark = pytest.mark.django_db
EVENING = dt.datetime(2026, 8, 5, 16, 30, tzinfo=WIB)
# The 30 working days of Wednesday 5 August, and of Monday 28 September.
OF_THE_NOTICE, OF_HANDING_OVER = dt.date(2026, 9, 18), dt.date(2026, 11, 9)
HANDED_OVER = dt.datetime(2026, 9, 28, 9, 0, tzinfo=WIB)


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def promised(agency: Agency, inquiry: Inquiry) -> dt.date | None:
    """Return the last day of an objection that the citizen's page tells."""
    found = clocks_of(agency, "inquiry", [inquiry.pk])
    return prospect(fresh(inquiry), found, calendar_book().calendar(agency)).objection_until


def judged(agency: Agency, inquiry: Inquiry) -> dict[str, dt.date | None]:
    """Return ground → last day, for the grounds that are there now; b needs no request."""
    card = inquiries.get().card(agency, inquiry.pk)
    assert card is not None
    found = [line for line in grounds_of(agency, card) if line.found_at is not None]
    return {line.ground.letter: line.until for line in found if line.ground.letter != "b"}


@pytest.mark.parametrize("policy", ["as_is", "next_working_day"])
def test_a_notice_after_hours(policy: str) -> None:
    """Receipt after hours may move to the next working day (question A5); what the agency decides is no receipt."""
    office = make_office("sore", receipt_policy=policy)
    inquiry = drafted(office, REFUSING)
    with clock.frozen(EVENING):
        letter = letters.notice_letter(inquiry, notice(inquiry), by=office.ppid, issuing=True)
        actions.issue_notice(inquiry=inquiry, by=office.ppid)
        assert "sampai dengan 18 September 2026" in str(letter.content["objection"])
        assert promised(office.agency, inquiry) == OF_THE_NOTICE
        assert clocks(inquiry)["objection_window"][1] == OF_THE_NOTICE
        assert judged(office.agency, inquiry) == dict.fromkeys("ade", OF_THE_NOTICE)


def test_completeness_after_hours_gives_the_agency_no_day_more() -> None:
    office = make_office("sore", receipt_policy="next_working_day")
    declared, silent = registered(office), registered(office)
    with clock.frozen(TUESDAY.replace(hour=17)):
        actions.declare_complete(inquiry=declared, by=office.front)
    with clock.frozen(dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB)):
        actions.settle_overdue_checks()
    # Ten working days of Tuesday the 4th; and of Thursday the 6th, whose last second is the end of the check.
    assert clocks(declared)["notice_complete"][1] == dt.date(2026, 8, 19)
    assert clocks(silent)["notice_complete"][1] == dt.date(2026, 8, 21)
    # What reaches the agency after hours counts from the next working day, as it has chosen.
    late = registered(office, at=TUESDAY.replace(hour=17))
    assert clocks(late)["notice_receipt"][1] == dt.date(2026, 8, 20)


@pytest.mark.parametrize(
    ("text", "grounds", "windows", "told"),
    [
        # Nothing but what was handed over can be objected to: the earlier window is of no use any more.
        (GRANTING, "de", {"objection_window": "stopped", "objection_delivered": "running"}, OF_HANDING_OVER),
        (PAID, "de", {"objection_window": "running", "objection_delivered": "running"}, OF_HANDING_OVER),
        (PARTLY, "de", {"objection_window": "running", "objection_delivered": "running"}, OF_HANDING_OVER),
    ],
)
def test_what_is_handed_over_later_has_a_window_of_its_own(
    text: NoticeText, grounds: str, windows: dict[str, str], told: dt.date
) -> None:
    office = make_office()
    inquiry = issued(office, text)
    with clock.frozen(HANDED_OVER):
        if text.cost:
            actions.record_payment(inquiry=inquiry, note="Kuitansi 1", by=office.front)
        actions.deliver(inquiry=inquiry, note="Diambil.", by=office.front)
        assert promised(office.agency, inquiry) == told
        found = judged(office.agency, inquiry)
    assert {letter: found[letter] for letter in grounds} == dict.fromkeys(grounds, told)
    state = {label: state for label, (state, _due, _why) in clocks(inquiry).items() if label in windows}
    assert state == windows


def test_of_two_windows_the_earlier_is_told_while_it_lasts(office: Office) -> None:
    inquiry = issued(office, PARTLY)
    with clock.frozen(dt.datetime(2026, 8, 12, 9, 0, tzinfo=WIB)):
        actions.deliver(inquiry=inquiry, note="Diambil.", by=office.front)
        assert judged(office.agency, inquiry)["a"] == OF_THE_NOTICE == promised(office.agency, inquiry)


def test_handed_over_with_the_notice_there_is_one_window(office: Office) -> None:
    inquiry = issued(office)
    with clock.frozen(EVENING):
        actions.deliver(inquiry=inquiry, note="Diunduh.", by=office.front)
        assert promised(office.agency, inquiry) == OF_THE_NOTICE
    assert "objection_delivered" not in clocks(inquiry)


def test_who_was_not_served_for_want_of_papers_is_told_the_right_too(office: Office) -> None:
    inquiry = awaiting(office)
    with clock.frozen(dt.datetime(2026, 8, 10, 9, 0, tzinfo=WIB)):
        actions.settle_overdue_checks()
        assert promised(office.agency, inquiry) == dt.date(2026, 9, 23)
        assert judged(office.agency, inquiry) == {"e": dt.date(2026, 9, 23)}
    with clock.frozen(dt.datetime(2026, 9, 24, 9, 0, tzinfo=WIB)):
        assert promised(office.agency, inquiry) is None


def test_who_withdrew_is_promised_nothing(office: Office) -> None:
    inquiry = issued(office)
    with clock.frozen(EVENING):
        actions.withdraw(inquiry=inquiry, reason="", by=CITIZEN)
        assert promised(office.agency, inquiry) is None
        assert judged(office.agency, inquiry) == {}
