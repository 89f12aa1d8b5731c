"""Every worked example as a real case: registered at that instant, the step taken, and the date read off its clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

import pytest

from pendopo.kernel import clock
from pendopo.kernel.calendar.actions import (
    load_decree,
    pause,
    recompute_after_decrees,
    recompute_open_clocks,
    resume,
    touch_calendar,
)
from pendopo.kernel.calendar.manual import Example, examples
from pendopo.kernel.calendar.models import Clock, ClockEvent, Holiday
from pendopo.kernel.calendar.queries import explain_clock
from pendopo.kernel.calendar.rules import parse_received
from pendopo.kernel.calendar.seeding import seed_calendar
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.tracking.actions import new_token
from pendopo.modules.disputes import actions as disputes
from pendopo.modules.disputes.tests.bench import CARD
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests import office as desk
from pendopo.modules.objections import actions as objections
from pendopo.modules.objections.rules.objecting import REFUSED, Claim, Filing, Reply

pytestmark = pytest.mark.django_db

WIB = desk.WIB
EXAMPLES = [pytest.param(each, id=f"no-{each.number}") for each in examples()]
Flow = Callable[[desk.Office, dt.datetime], tuple[UUID, str]]


def moment(example: Example) -> dt.datetime:
    """Return the instant of the event; where the example names a day, ten o'clock in the agency's zone."""
    received = parse_received(example.received)
    if isinstance(received, dt.datetime):
        return received
    return dt.datetime.combine(received, dt.time(10), tzinfo=WIB)


def registered(office: desk.Office, at: dt.datetime) -> Inquiry:
    with clock.frozen(at):
        return actions.register(
            agency=office.agency, wish=desk.WISH, requester=desk.PERSON, token=new_token(), by=CITIZEN
        )


def asked(office: desk.Office, at: dt.datetime) -> tuple[UUID, str]:
    return registered(office, at).pk, "notice_receipt"


def checked(office: desk.Office, at: dt.datetime) -> tuple[UUID, str]:
    return registered(office, at).pk, "completeness_check"


def declared_complete(office: desk.Office, at: dt.datetime) -> tuple[UUID, str]:
    inquiry = registered(office, at - dt.timedelta(days=1))
    with clock.frozen(at):
        actions.declare_complete(inquiry=inquiry, by=office.front)
    return inquiry.pk, "notice_complete"


def extended(office: desk.Office, at: dt.datetime) -> tuple[UUID, str]:
    """The due date of example 1 is the event: its request is extended on that very day."""
    inquiry = registered(office, desk.MONDAY)
    with clock.frozen(desk.TUESDAY):
        actions.declare_complete(inquiry=inquiry, by=office.front)
    with clock.frozen(at):
        actions.extend(inquiry=inquiry, reason="not_yet_held", note="Dikumpulkan.", by=office.ppid)
    return inquiry.pk, "notice_receipt"


def objected(office: desk.Office, at: dt.datetime) -> tuple[UUID, str]:
    """A request is answered on the Friday before, not as it was asked; its requester objects at that instant."""
    inquiry = registered(office, at - dt.timedelta(days=14))
    with clock.frozen(at - dt.timedelta(days=13)):
        actions.declare_complete(inquiry=inquiry, by=office.front)
        actions.assign(inquiry=inquiry, unit=office.unit, note="", by=office.front)
        actions.draft_notice(inquiry=inquiry, text=desk.GRANTING, by=office.back)
    with clock.frozen(at - dt.timedelta(days=3)):
        actions.issue_notice(inquiry=inquiry, by=office.ppid)
    filing = Filing(Claim("d", "Yang diberikan bukan yang saya minta."), inquiry_id=inquiry.pk)
    with clock.frozen(at):
        found = objections.submit(agency=office.agency, filing=filing, token=new_token(), by=CITIZEN)
    return found.pk, "superior_reply"


def answered(office: desk.Office, at: dt.datetime) -> tuple[UUID, str]:
    from pendopo.modules.objections.models import Objection

    pk, _label = objected(office, dt.datetime(2026, 4, 13, 10, tzinfo=WIB))
    with clock.frozen(at):
        reply = Reply(REFUSED, reasons="Informasi memuat rahasia pribadi.")
        objections.answer(objection=Objection.objects.get(pk=pk), reply=reply, by=office.superior)
    return pk, "dispute_after_answer"


def petitioned(label: str) -> Flow:
    def flow(office: desk.Office, at: dt.datetime) -> tuple[UUID, str]:
        with clock.frozen(at):
            found = disputes.record(
                agency=office.agency, about=CARD, commission="Komisi Informasi Pusat", petitioned_on=at.date(),
                by=office.ppid,
            )  # fmt: skip
        return found.pk, label

    return flow


FLOWS: dict[str, Flow] = {
    "notice": asked,
    "notice(complete)": declared_complete,
    "extension": extended,
    "completeness_check": checked,
    "superior_reply": objected,
    "dispute_window": answered,
    "ki_start": petitioned("ki_start"),
    "ki_finish": petitioned("ki_finish"),
}


@pytest.fixture
def office() -> desk.Office:
    found = desk.make_office()
    seed_calendar(range(2023, 2028))
    return found


def settle(office: desk.Office, example: Example) -> None:
    """Give the agency the settings of the example."""
    office.agency.week_days, office.agency.calendar_scope = example.week, example.scope
    office.agency.save()


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_clock_of_a_real_case_says_what_the_example_says(office: desk.Office, example: Example) -> None:
    settle(office, example)
    pk, label = FLOWS[example.row["rule"]](office, moment(example))
    found = Clock.objects.select_related("agency", "unit").get(subject_id=pk, label=label)
    told = explain_clock(found)
    assert found.due_on is not None
    assert found.due_on.isoformat() == example.row["due"]
    named = [day.on.isoformat() for day in told.days if day.kind == "holiday"]
    if example.rule != "extension":
        assert found.start_on.isoformat() == example.row["t0"]
        assert (found.rule, found.n) == (example.rule, example.row["n"])
        assert [day.number for day in told.days if day.kind == "counted"][-1] == example.row["n"]
    expected = [day["date"] for day in example.row["skipped"]]
    assert [on for on in named if on >= example.row["t0"]] == expected


def test_every_rule_of_the_examples_has_a_flow() -> None:
    assert {each.row["rule"] for each in examples()} == set(FLOWS)


def test_the_joint_leave_of_18_august_2025_moves_an_open_request_and_says_why(office: desk.Office) -> None:
    """Example 23 as it happened: due on the 18th until the decree was amended, then on the 19th."""
    decree = "Perubahan SKB 3 Menteri 1017/2024, 2/2024, 2/2024 (Agustus 2025)"
    Holiday.objects.filter(on="2025-08-18").delete()
    touch_calendar()
    inquiry = registered(office, dt.datetime(2025, 8, 4, 10, tzinfo=WIB))
    found = Clock.objects.get(subject_id=inquiry.pk, label="notice_receipt")
    assert found.due_on == dt.date(2025, 8, 18)
    content = b"tanggal,nama,jenis\n2025-08-18,Cuti Bersama Hari Kemerdekaan,cuti bersama\n"
    with clock.frozen(dt.datetime(2025, 8, 7, 9, tzinfo=WIB)):
        load_decree(content=content, decree=decree, decree_on=dt.date(2025, 8, 7), complete=False, by=office.ppid)
        assert recompute_after_decrees() == 1
    found.refresh_from_db()
    assert found.due_on == dt.date(2025, 8, 19)
    event = ClockEvent.objects.get(clock=found, kind="recomputed")
    assert (event.old_due_on, event.new_due_on, event.reason) == (dt.date(2025, 8, 18), dt.date(2025, 8, 19), decree)
    page = desk.look(office, "ppid", "clocks", inquiry, at=dt.datetime(2025, 8, 8, 9, tzinfo=WIB)).content.decode()
    assert "jatuh tempo 18 Agustus 2025 → 19 Agustus 2025" in page
    assert decree in page


def test_a_pause_and_its_end_name_their_documents(office: desk.Office) -> None:
    inquiry = registered(office, desk.MONDAY)
    found = Clock.objects.get(subject_id=inquiry.pk, label="notice_receipt")
    letter, end = UUID(int=1), UUID(int=2)
    with clock.frozen(desk.TUESDAY):
        pause(clock=found, by=office.ppid, reason="Menunggu putusan", document_id=letter)
    with clock.frozen(desk.TUESDAY + dt.timedelta(days=2)):
        found = resume(clock=found, by=office.ppid, reason="Putusan diterima", document_id=end)
    assert found.due_on == dt.date(2026, 8, 20)
    events = ClockEvent.objects.filter(clock=found).order_by("id").values_list("kind", "document_id", "reason")
    assert list(events) == [
        ("started", None, ""), ("paused", letter, "Menunggu putusan"), ("resumed", end, "Putusan diterima"),
    ]  # fmt: skip
    assert recompute_open_clocks(by=office.ppid, reason="uji").moved == 0
