"""What is written by each step, by whom it may be taken, and how an exemption ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models.signals import post_save
from django.utils import translation

from pendopo.kernel import clock, events
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.documents.models import Document
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.kernel.workflow.models import Move
from pendopo.modules.exemptions import actions
from pendopo.modules.exemptions import events as happened
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.exemptions.queries import exemptions as queries
from pendopo.modules.exemptions.rules.consequence import Analysis
from pendopo.modules.exemptions.tests.desk import (
    EXEMPTING,
    FOUND,
    LAWS,
    MONDAY,
    OPENING,
    STEPS,
    TODAY,
    UNTIL,
    WIB,
    Desk,
    exemption,
    fresh,
    make_desk,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def moved(case: Exemption) -> list[tuple[str, str]]:
    found = Move.objects.filter(subject_id=case.pk).order_by("id")
    return [(move.step, move.to_state) for move in found]


def told(case: Exemption, words: str) -> set[str]:
    return {item.user.name for item in InboxItem.objects.filter(subject_id=case.pk, text__contains=words)}


def test_from_proposal_into_force(desk: Desk) -> None:
    assert desk.head.user is not None
    case = exemption(desk, by=desk.back)
    assert moved(case) == [
        ("propose", "proposed"), ("accept", "identification"), ("identify", "analysis"), ("analyse", "testing"),
        ("test", "determination"), ("determine", "approval"), ("approve", "in_force"),
    ]  # fmt: skip
    assert (case.number, case.decree_number, case.decree_on, case.until) == (
        "UK-PPID-2026-0001", "UK-PPID-2026-0001/DIK", TODAY, UNTIL,
    )  # fmt: skip
    assert (case.proposed_by, case.tested_by, case.determined_by, case.approved_by) == (
        desk.back.user, desk.ppid.user, desk.ppid.user, desk.head.user,
    )  # fmt: skip
    assert case.agreements == [
        {"stage": "head", "user": str(desk.head.user.pk), "name": "Nama head", "at": "2026-08-03T03:00:00+00:00"}
    ]
    assert [document.name for document in Document.objects.filter(subject_id=case.pk).order_by("id")] == [
        "lembar-uji-dik-1-2026.pdf", "penetapan-dik-1-2026.pdf",
    ]  # fmt: skip
    assert set(Document.objects.values_list("visibility", flat=True)) == {"private"}
    assert told(case, "Pengecualian %(number)s berlaku") == {"Nama ppid", "Nama back"}
    assert told(case, "menunggu persetujuan") == {"Nama head"}


def test_the_trail_holds_no_words_of_the_test(desk: Desk) -> None:
    case = exemption(desk)
    written = str(list(Entry.objects.filter(subject_id=case.pk).values_list("details", flat=True)))
    for words in (FOUND.part, *FOUND.documents, EXEMPTING.if_opened, EXEMPTING.public_reason, case.background):
        assert words not in written


def test_numbers_follow_the_agency_s_own_template(desk: Desk) -> None:
    from pendopo.kernel.agencies.models import NumberTemplate

    NumberTemplate.objects.create(agency=desk.agency, register="exemption", template="UJI/{seq:02d}/{year}")
    assert exemption(desk, "proposed").number == "UJI/01/2026"


@pytest.mark.parametrize(
    ("state", "step", "who"),
    [
        *(("proposed", "accept", who) for who in ("back", "head", "auditor", "front", "admin")),
        *(("testing", "test", who) for who in ("back", "head", "auditor")),
        *(("determination", "determine", who) for who in ("back", "head", "auditor")),
        *(("approval", "agree", who) for who in ("back", "auditor", "ppid", "second_ppid")),
        *(("in_force", "retest", who) for who in ("back", "head")),
        *(("in_force", "open_up", who) for who in ("back", "auditor")),
        *(("in_force", "cancel", who) for who in ("back", "auditor")),
    ],
)
def test_the_wrong_person(desk: Desk, state: str, step: str, who: str) -> None:
    case, by = exemption(desk, state), getattr(desk, who)
    given: dict[str, Any] = {
        "accept": {}, "test": {"found": EXEMPTING}, "determine": {"place": "Jakarta"}, "agree": {},
        "retest": {"background": "Lagi."}, "open_up": {"reason": "x"}, "cancel": {"reason": "x"},
    }[step]  # fmt: skip
    with pytest.raises(NotAllowed):
        getattr(actions, step)(exemption=case, by=by, **given)
    assert fresh(case).state == state


@pytest.mark.parametrize("state", STEPS)
def test_the_wrong_state(desk: Desk, state: str) -> None:
    case = exemption(desk, state)
    right = dict(zip(STEPS, ("accept", "identify", "analyse", "test", "determine", "agree", "cancel"), strict=True))
    calls: dict[str, tuple[dict[str, Any], str]] = {
        "accept": ({}, "ppid"), "identify": ({"found": FOUND}, "ppid"), "analyse": ({"found": LAWS}, "ppid"),
        "test": ({"found": EXEMPTING}, "ppid"), "determine": ({"place": "Jakarta"}, "ppid"),
        "agree": ({}, "second_head"), "cancel": ({"reason": "x"}, "head"), "open_up": ({"reason": "x"}, "head"),
        "retest": ({"background": "x"}, "ppid"),
    }  # fmt: skip
    allowed = {right[state]} | ({"open_up", "retest"} if state == "in_force" else set())
    for step in set(calls) - allowed:
        given, who = calls[step]
        with pytest.raises(WrongState):
            getattr(actions, step)(exemption=case, by=getattr(desk, who), **given)
    assert fresh(case).state == state


def test_proposing_is_for_one_s_own_unit(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="unit Anda sendiri"):
        exemption(desk, "proposed", by=desk.other_back)
    with pytest.raises(ValueError, match="active unit"):
        exemption(desk, "proposed", unit=make_desk("lain").unit)
    assert exemption(desk, "proposed", by=desk.back).proposed_by == desk.back.user


def test_what_the_law_asks_is_asked_of_programs_too(desk: Desk) -> None:
    endless = replace(EXEMPTING, until=None, no_end_reason="Selamanya.")
    case = exemption(desk, "testing", laws=Analysis(("a",), ("KUHAP Pasal 50",)))
    for wrong in (endless, replace(EXEMPTING, until=TODAY), replace(EXEMPTING, until=dt.date(2056, 8, 4))):
        with clock.frozen(MONDAY), pytest.raises(actions.Incomplete) as refused:
            actions.test(exemption=case, found=wrong, by=desk.ppid)
        assert set(refused.value.problems) == {"until"}
    assert fresh(case).state == "testing"
    free = exemption(desk, weighing=endless)
    assert (free.until, free.no_end_reason, free.state) == (None, "Selamanya.", "in_force")


def test_a_period_that_ended_while_waiting_is_not_enforced(desk: Desk) -> None:
    case = exemption(desk, "approval", weighing=replace(EXEMPTING, until=TODAY + DAY))
    with clock.frozen(MONDAY + DAY), pytest.raises(actions.Incomplete):
        actions.agree(exemption=case, by=desk.head)
    assert fresh(case).state == "approval"


def test_who_tested_or_decided_never_agrees(desk: Desk) -> None:
    from pendopo.kernel.people.actors import staff
    from pendopo.kernel.people.models import Role, RoleGrant

    case = exemption(desk, "approval")
    RoleGrant.objects.create(user=desk.ppid.user, agency=desk.agency, role=Role.SUPERIOR)
    with pytest.raises(NotAllowed, match="menguji atau menetapkan"):
        actions.agree(exemption=case, by=staff(desk.ppid.user, desk.agency))
    stored = fresh(case)
    stored.state, stored.decree_number, stored.decree_on = "in_force", "1", TODAY
    stored.approved_by, stored.approved_at = stored.tested_by, MONDAY
    with pytest.raises(IntegrityError, match="approved_by_another"), transaction.atomic():
        stored.save()


def test_a_longer_chain(desk: Desk) -> None:
    actions.arrange(agency=desk.agency, chain="board_superior_head", reminder_months=[3], by=desk.admin)
    case = exemption(desk, "approval")
    third = desk.actor("superior", name="third_head")
    with clock.frozen(MONDAY):
        actions.agree(exemption=case, by=desk.second_ppid)
        with pytest.raises(NotAllowed):
            actions.agree(exemption=case, by=desk.second_ppid)
        actions.agree(exemption=case, by=desk.head)
        assert fresh(case).state == "approval"
        with pytest.raises(NotAllowed, match="tahap sebelumnya"):
            actions.agree(exemption=case, by=desk.head)
        actions.agree(exemption=case, by=third)
    assert [given["stage"] for given in fresh(case).agreements] == ["board", "superior", "head"]
    assert (fresh(case).state, fresh(case).approved_by) == ("in_force", third.user)


@pytest.mark.parametrize(("chain", "months"), [("ppid", [6]), ("head", [0]), ("head", [61])])
def test_arranging_refuses(desk: Desk, chain: str, months: list[int]) -> None:
    with pytest.raises(ValueError, match="CHAINS"):
        actions.arrange(agency=desk.agency, chain=chain, reminder_months=months, by=desk.admin)


def test_sending_back_keeps_what_was_written_and_takes_agreements_away(desk: Desk) -> None:
    actions.arrange(agency=desk.agency, chain="board_head", reminder_months=[], by=desk.admin)
    case = exemption(desk, "approval")
    actions.agree(exemption=case, by=desk.second_ppid)
    actions.send_back(exemption=case, note="Perjelas dokumennya.", by=desk.head)
    case = fresh(case)
    assert (case.state, case.agreements, case.part, case.laws) == ("identification", [], FOUND.part, list(LAWS.laws))
    assert told(case, "dikembalikan") == {"Nama ppid", "Nama second_ppid"}


def test_dropping(desk: Desk) -> None:
    case = exemption(desk, "analysis", by=desk.back)
    actions.drop(exemption=case, note="Sudah ada.", by=desk.ppid)
    assert (fresh(case).state, fresh(case).end_reason, fresh(case).ended_on) == ("dropped", "Sudah ada.", None)


def test_information_found_open(desk: Desk) -> None:
    case = exemption(desk, "testing")
    with clock.frozen(MONDAY):
        actions.test(exemption=case, found=OPENING, by=desk.ppid)
    case = fresh(case)
    assert (case.state, case.result, case.until, case.decree_number) == ("opened", "open", None, "")
    assert not queries.in_force(desk.agency, TODAY).exists()
    assert not queries.no_longer(desk.agency, TODAY).exists()


def retested(desk: Desk, old: Exemption, state: str) -> Exemption:
    at = MONDAY + 30 * DAY
    with clock.frozen(at):
        case = actions.retest(exemption=old, background="Ditinjau.", by=desk.ppid)
        actions.identify(exemption=case, found=FOUND, by=desk.ppid)
        actions.analyse(exemption=case, found=LAWS, by=desk.ppid)
        if state == "opened":
            actions.test(exemption=case, found=OPENING, by=desk.ppid)
        else:
            actions.test(exemption=case, found=EXEMPTING, by=desk.ppid)
            actions.determine(exemption=case, place="Jakarta", by=desk.ppid)
            actions.agree(exemption=case, by=desk.head)
    return fresh(case)


def test_a_new_test_replaces_the_old_exemption_on_its_day(desk: Desk) -> None:
    old = exemption(desk)
    new = retested(desk, old, "in_force")
    assert (new.state, new.replaces, new.part) == ("in_force", old, FOUND.part)
    assert (fresh(old).state, fresh(old).ended_on) == ("amended", TODAY + 30 * DAY)
    assert [each.pk for each in queries.in_force(desk.agency, TODAY + 29 * DAY)] == [old.pk]
    assert [each.pk for each in queries.in_force(desk.agency, TODAY + 30 * DAY)] == [new.pk]
    assert not queries.no_longer(desk.agency, TODAY + 30 * DAY).exists()


def test_a_new_test_may_open_what_was_exempt(desk: Desk) -> None:
    old = exemption(desk)
    retested(desk, old, "opened")
    assert (fresh(old).state, fresh(old).ended_on) == ("opened", TODAY + 30 * DAY)
    assert [each.pk for each in queries.no_longer(desk.agency, TODAY + 30 * DAY)] == [old.pk]


def test_one_new_test_at_a_time(desk: Desk) -> None:
    old = exemption(desk)
    case = actions.retest(exemption=old, background="Satu.", by=desk.ppid)
    with pytest.raises(NotAllowed, match="sudah berjalan"):
        actions.retest(exemption=old, background="Dua.", by=desk.ppid)
    actions.drop(exemption=case, note="Batal.", by=desk.ppid)
    actions.retest(exemption=old, background="Tiga.", by=desk.ppid)


def test_an_exemption_that_ended_meanwhile_is_not_ended_again(desk: Desk) -> None:
    old = exemption(desk)
    with clock.frozen(MONDAY + DAY):
        case = actions.retest(exemption=old, background="x", by=desk.ppid)
        actions.cancel(exemption=old, reason="Putusan 7/2026", by=desk.head)
        actions.identify(exemption=case, found=FOUND, by=desk.ppid)
        actions.analyse(exemption=case, found=LAWS, by=desk.ppid)
        actions.test(exemption=case, found=OPENING, by=desk.ppid)
    assert (fresh(old).state, fresh(case).state) == ("cancelled", "opened")


@pytest.mark.parametrize(("step", "state"), [("open_up", "opened"), ("cancel", "cancelled")])
def test_ending_by_a_person(desk: Desk, step: str, state: str, django_capture_on_commit_callbacks: Any) -> None:
    heard: list[object] = []
    events.on(happened.ExemptionEnded, heard.append)
    case = exemption(desk)
    try:
        with clock.frozen(MONDAY + 5 * DAY), django_capture_on_commit_callbacks(execute=True):
            getattr(actions, step)(exemption=case, reason="Putusan 7/2026", by=desk.head)
    finally:
        events._listeners[happened.ExemptionEnded].remove(heard.append)
    assert heard == [happened.ExemptionEnded(desk.agency.pk, case.pk, state)]
    case = fresh(case)
    assert (case.state, case.ended_on, case.end_reason) == (state, TODAY + 5 * DAY, "Putusan 7/2026")


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (dt.datetime(2028, 8, 3, 23, 59, tzinfo=WIB), "in_force"),
        (dt.datetime(2028, 8, 4, 0, 0, tzinfo=WIB), "expired"),
    ],
)
def test_it_ends_by_itself_after_its_last_day(desk: Desk, at: dt.datetime, state: str) -> None:
    case = exemption(desk, by=desk.back)
    with clock.frozen(at):
        assert actions.expire_run_out() == (state == "expired")
        assert actions.expire_run_out() == 0
    case = fresh(case)
    assert (case.state, case.ended_on) == (state, UNTIL + DAY if state == "expired" else None)
    if state == "expired":
        assert moved(case)[-1] == ("expire", "expired")
        assert told(case, "informasi terbuka") == {"Nama ppid", "Nama back"}


def test_the_agency_s_own_midnight_counts(desk: Desk) -> None:
    east = make_desk("timur", timezone="Asia/Jayapura")
    here, there = exemption(desk), exemption(east)
    with clock.frozen(dt.datetime(2028, 8, 3, 15, 30, tzinfo=dt.UTC)):
        assert actions.expire_run_out() == 1
    assert (fresh(here).state, fresh(there).state) == ("in_force", "expired")


def test_the_lists_need_no_job(desk: Desk) -> None:
    case = exemption(desk)
    assert [each.pk for each in queries.in_force(desk.agency, UNTIL)] == [case.pk]
    assert not queries.in_force(desk.agency, UNTIL + DAY).exists()
    assert [each.pk for each in queries.no_longer(desk.agency, UNTIL + DAY)] == [case.pk]
    assert not queries.in_force(desk.agency, TODAY - DAY).exists()


def test_reminders_come_once_for_each_month(desk: Desk) -> None:
    case = exemption(desk, by=desk.back)
    exemption(desk, "approval")
    told_on = []
    for day in (
        dt.date(2028, 2, 2),
        dt.date(2028, 2, 3),
        dt.date(2028, 2, 4),
        dt.date(2028, 7, 3),
        dt.date(2028, 8, 3),
    ):
        with clock.frozen(dt.datetime.combine(day, dt.time(9), tzinfo=WIB)):
            told_on.append(actions.remind_before_end())
    assert told_on == [0, 1, 0, 1, 0]
    items = InboxItem.objects.filter(subject_id=case.pk, text__contains="berakhir %(until)s")
    assert {(item.user.name, item.params["until"]) for item in items} == {
        ("Nama ppid", "2028-08-03"), ("Nama back", "2028-08-03"),
    }  # fmt: skip
    assert "berakhir 3 Agustus 2028." in items[0].sentence
    with translation.override("en"):
        assert "ends on 3 August 2028." in items[0].sentence
    assert items.count() == 4


def test_no_reminders_where_the_agency_wants_none(desk: Desk) -> None:
    exemption(desk)
    actions.arrange(agency=desk.agency, chain="head", reminder_months=[], by=desk.admin)
    with clock.frozen(dt.datetime(2028, 8, 2, 9, tzinfo=WIB)):
        assert actions.remind_before_end() == 0


@pytest.mark.parametrize("job", [actions.expire_run_out, actions.remind_before_end])
def test_what_ended_while_the_job_ran_is_left_alone(desk: Desk, job: Callable[[], int]) -> None:
    first, second = exemption(desk), exemption(desk)

    def cancel_second(instance: Exemption, **_more: object) -> None:
        if instance.pk == first.pk:
            actions.cancel(exemption=second, reason="Putusan 7/2026", by=desk.head)

    post_save.connect(cancel_second, sender=Exemption)
    try:
        with clock.frozen(dt.datetime(2028, 8, 4 if job is actions.expire_run_out else 3, 9, tzinfo=WIB)):
            assert job() == 1
    finally:
        post_save.disconnect(cancel_second, sender=Exemption)
    assert (fresh(second).state, fresh(second).reminded) == ("cancelled", [])
    assert not told(second, "berakhir")


def test_the_jobs_are_known() -> None:
    from pendopo.kernel.notifications.jobs import known_jobs

    mine = {name.rpartition(".")[2] for name in known_jobs() if name.startswith("pendopo.modules.exemptions")}
    assert mine == {"expire", "remind"}
