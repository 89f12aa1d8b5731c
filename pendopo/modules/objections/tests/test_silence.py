"""When nobody acts: the superior's 30 working days, the requester's 14, reminders, erasing."""

from __future__ import annotations

import datetime as dt

import pytest

from pendopo.kernel import clock
from pendopo.kernel.documents.models import Document
from pendopo.kernel.notifications.jobs import known_jobs
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.people.actors import CITIZEN
from pendopo.kernel.privacy.actions.erasing import erase
from pendopo.kernel.privacy.queries.due import due
from pendopo.kernel.privacy.queries.periods import kept_by
from pendopo.modules.objections import actions, reports
from pendopo.modules.objections.actions.retention import PERSONS
from pendopo.modules.objections.actions.silence import REMINDER
from pendopo.modules.objections.tests.office import (
    GRANT,
    PROXY,
    UPHOLD,
    WIB,
    Office,
    answered,
    clocks,
    filed,
    fresh,
    make_office,
    paper,
    unanswered,
)
from pendopo.modules.objections.views.citizen.summaries import dispute_until

pytestmark = pytest.mark.django_db


def at(day: int, month: int, hour: int = 6) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, 0, tzinfo=WIB)


def test_silence_opens_the_way_to_the_commission(office: Office) -> None:
    objection = filed(office)
    with clock.frozen(at(2, 6, 23)):
        assert actions.mark_unanswered() == 0
    with clock.frozen(at(5, 6)):
        assert actions.mark_unanswered() == 1
        assert actions.mark_unanswered() == 0
    # From the end of the 30 working days (2 June), not from the moment at which the job ran: 14 days end on 23 June.
    assert clocks(objection) == {
        "superior_reply": ("stopped", dt.date(2026, 6, 2)),
        "dispute_after_silence": ("running", dt.date(2026, 6, 23)),
    }
    assert fresh(objection).state == "unanswered"
    assert OutboxMessage.objects.filter(subject_id=objection.pk, subject__contains="tidak dijawab").count() == 1


def test_silence_counts_from_the_due_date_where_receipt_moves_to_the_next_working_day(requests: object) -> None:
    office = make_office(requests, "geser", receipt_policy="next_working_day")  # type: ignore[arg-type]
    objection = filed(office)
    with clock.frozen(at(3, 6)):
        actions.mark_unanswered()
    assert clocks(objection)["dispute_after_silence"] == ("running", dt.date(2026, 6, 23))


def test_a_late_answer_runs_beside_the_window_of_silence(office: Office) -> None:
    objection = unanswered(office)
    with clock.frozen(at(10, 6, 9)):
        actions.answer(objection=objection, reply=UPHOLD, by=office.superior)
        found = clocks(objection)
        assert found["dispute_after_silence"] == ("running", dt.date(2026, 6, 23))
        assert found["dispute_after_answer"] == ("running", dt.date(2026, 7, 1))
        from pendopo.kernel.calendar.queries import clocks_of

        # The requester is told the earlier date, which is safe in both readings.
        assert dispute_until(clocks_of(office.agency, "objection", [objection.pk])) == dt.date(2026, 6, 23)


def test_what_nobody_responds_to_is_closed_after_the_window(office: Office) -> None:
    upheld, silent, granted = answered(office), unanswered(office), answered(office, GRANT)
    with clock.frozen(at(22, 6, 23)):
        assert actions.close_ended() == 0
    with clock.frozen(at(23, 6)):
        assert actions.close_ended() == 1
    with clock.frozen(at(24, 6)):
        assert actions.close_ended() == 1
    assert [fresh(each).state for each in (upheld, silent, granted)] == ["closed", "closed", "answered"]
    with clock.frozen(at(25, 6)):
        # What was ordered keeps it open until it is carried out.
        actions.execute(objection=granted, note="Diserahkan.", by=office.ppid)
        assert actions.close_ended() == 1
    assert fresh(granted).state == "closed"


def test_the_register_keeps_the_silence_whatever_came_of_it(office: Office) -> None:
    """Column h, decision of the superior: nobody decided, also once the requester goes on or the window has ended."""
    contested, ended, withdrawn = unanswered(office), unanswered(office), filed(office)
    with clock.frozen(at(4, 6)):
        actions.contest(objection=contested, by=CITIZEN)
        actions.withdraw(objection=withdrawn, reason="", by=CITIZEN)
    with clock.frozen(at(24, 6)):
        actions.close_ended()
    decided = next(column for column in reports.COLUMNS if column.key == "decision")
    said = {each.pk: decided.value(fresh(each)) for each in (contested, ended, withdrawn, filed(office))}
    silence = "Tidak ditanggapi sampai batas waktu"
    assert list(said.values()) == [silence, silence, None, None]


def test_the_superior_is_reminded_three_days_and_one_before(office: Office) -> None:
    assert office.superior.user
    objection = filed(office)
    told = {}
    # 26 May, 29 May and 2 June are three working days in a row: 27, 28 May and 1 June are days off.
    for day, month in ((22, 5), (25, 5), (26, 5), (29, 5), (30, 5), (2, 6)):
        with clock.frozen(at(day, month)):
            told[day, month] = (actions.remind_before_due(), actions.remind_before_due())
    once, never = (1, 0), (0, 0)
    # The 30th is a Saturday: it was said on Friday.
    assert told == {(22, 5): never, (25, 5): once, (26, 5): never, (29, 5): once, (30, 5): never, (2, 6): never}
    assert InboxItem.objects.filter(subject_id=objection.pk, text=REMINDER, user=office.superior.user).exists()


def test_identities_are_erased_a_year_after_the_end(office: Office) -> None:
    objection = filed(office, proxy=PROXY)
    with clock.frozen(at(14, 4)):
        from pendopo.kernel.documents import actions as documents

        documents.store(
            agency=office.agency, subject_type="objection", subject_id=objection.pk, purpose="identity", upload=paper(),
            by=CITIZEN,
        )  # fmt: skip
        actions.withdraw(objection=objection, reason="Batal.", by=CITIZEN)
    with clock.frozen(at(14, 4) + dt.timedelta(days=364)):
        assert due(office.agency, PERSONS, kept_by(office.agency)["identity"]) == []
    with clock.frozen(at(14, 4) + dt.timedelta(days=366)):
        assert [each.subject_id for each in due(office.agency, PERSONS, kept_by(office.agency)["identity"])] == [
            objection.pk
        ]
        erase(
            agency=office.agency, subject_type="objection", subject_id=objection.pk, level="identity",
            cause=("test", objection.pk), by=office.ppid,
        )  # fmt: skip
        assert due(office.agency, PERSONS, kept_by(office.agency)["identity"]) == []
    erased = fresh(objection)
    assert (erased.contact.name, erased.contact.address, erased.contact.nik, erased.contact.email) == (
        "Sri Rahayu",
        "",
        "",
        "",
    )
    assert (erased.proxy_name, erased.proxy_address, erased.proxy_phone) == (PROXY.name, "", "")
    assert not Document.objects.filter(subject_id=objection.pk, removed_at__isnull=True).exists()


def test_jobs_of_the_worker() -> None:
    mine = {name.rpartition(".")[2]: every for name, every in known_jobs().items() if ".objections." in name}
    assert mine == {"settle_silence": 300, "remind_superior": 3600}
