from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from pendopo.kernel import clock, events
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.people.actors import CITIZEN, SYSTEM, Actor
from pendopo.kernel.workflow.actions import NotAllowed, WrongState, advance, check, lock, new_case, open_case
from pendopo.kernel.workflow.models import Move
from pendopo.kernel.workflow.queries import moves_of
from pendopo.kernel.workflow.tests.loans import NOON, PROCEDURE, BookReturned, Loan, new_loan

LATER = NOON + dt.timedelta(hours=2)

pytestmark = pytest.mark.usefixtures("table")


@pytest.fixture
def loan(agency: Agency) -> Loan:
    case = new_loan(agency)
    with clock.frozen(NOON):
        open_case(case, PROCEDURE, "lend", by=CITIZEN, public_note="Terima kasih.", details={"channel": "web"})
    return case


def row(move: Move) -> dict[str, Any]:
    names = "subject_type subject_id step from_state to_state at user by_label note public_note details".split()
    return {name: getattr(move, name) for name in names}


@pytest.mark.parametrize(("timezone", "year"), [("Asia/Jakarta", 2026), ("Asia/Jayapura", 2027)])
def test_a_new_case_takes_its_number_in_the_year_of_the_agency(agency: Agency, timezone: str, year: int) -> None:
    agency.timezone = timezone
    at = dt.datetime(2026, 12, 31, 16, tzinfo=dt.UTC)
    template = "{seq}/{year}"
    with transaction.atomic():
        first, second = (
            new_case(Loan, PROCEDURE, "loans", agency=agency, at=at, template=template, title=title) for title in "ab"
        )
        open_case(second, PROCEDURE, "lend", by=CITIZEN)
    assert [(case.number, case.year, case.seq) for case in (first, second)] == [
        (f"1/{year}", year, 1), (f"2/{year}", year, 2),
    ]  # fmt: skip
    stored = Loan.objects.for_agency(agency).get()
    assert (stored.title, stored.procedure_version, stored.state, stored.state_since_at) == ("b", "1", "lent", at)


def test_case_opens_with_its_first_move_and_audit_entry(agency: Agency, loan: Loan) -> None:
    stored = Loan.objects.for_agency(agency).get()
    assert (stored.pk, stored.state, stored.title, str(stored)) == (loan.pk, "lent", "Kamus", "L-1")
    (move,) = moves_of(loan)
    assert row(move) == {
        "subject_type": "loan",
        "subject_id": loan.pk,
        "step": "lend",
        "from_state": "",
        "to_state": "lent",
        "at": NOON,
        "user": None,
        "by_label": "Pemohon",
        "note": "",
        "public_note": "Terima kasih.",
        "details": {"channel": "web"},
    }
    entry = Entry.objects.get()
    assert (entry.action, entry.subject_type, entry.subject_id) == ("loan.lend", "loan", loan.pk)
    assert (entry.actor, entry.details) == ("Pemohon", {"from": "", "to": "lent", "channel": "web"})


def test_case_opens_for_those_who_may_only(agency: Agency) -> None:
    auditor = Actor(kind="staff", label="x", roles=frozenset({"auditor"}))
    for nobody in (SYSTEM, auditor):
        with pytest.raises(NotAllowed) as refused:
            open_case(new_loan(agency), PROCEDURE, "lend", by=nobody)
        assert refused.value.reason == "Peran Anda tidak mencakup langkah ini."
    assert not Loan.objects.exists()
    assert not Move.objects.exists()


def test_step_moves_the_case_and_leaves_its_traces(agency: Agency, loan: Loan, officer: Actor) -> None:
    with clock.frozen(LATER):
        move = advance(
            loan, PROCEDURE, "return", by=officer, changes={"title": "Kamus Besar"}, note="Sampul rusak",
            public_note="Buku kembali", details={"damaged": True},
        )  # fmt: skip
    stored = Loan.objects.get()
    assert (stored.state, stored.state_since_at, stored.title) == ("back", LATER, "Kamus Besar")
    assert (loan.state, loan.state_since_at, loan.title) == ("back", LATER, "Kamus Besar")
    assert row(move) == row(moves_of(loan)[1]) == {
        "subject_type": "loan",
        "subject_id": loan.pk,
        "step": "return",
        "from_state": "lent",
        "to_state": "back",
        "at": LATER,
        "user": officer.user,
        "by_label": "Rina",
        "note": "Sampul rusak",
        "public_note": "Buku kembali",
        "details": {"damaged": True},
    }  # fmt: skip
    entry = Entry.objects.order_by("seq").last()
    assert entry is not None
    assert (entry.action, entry.user) == ("loan.return", officer.user)
    assert entry.details == {"from": "lent", "to": "back", "damaged": True}
    assert verify(agency).intact


@pytest.mark.parametrize("step", ["remark", "renew"])
def test_step_that_stays_touches_no_state(loan: Loan, officer: Actor, step: str) -> None:
    with clock.frozen(LATER):
        move = advance(loan, PROCEDURE, step, by=officer)
    stored = Loan.objects.get()
    assert (stored.state, stored.state_since_at) == ("lent", NOON)
    assert (move.from_state, move.to_state, move.details) == ("lent", "lent", {})


def test_step_that_stays_may_change_fields(loan: Loan, officer: Actor) -> None:
    advance(loan, PROCEDURE, "remark", by=officer, changes={"title": "Atlas"})
    stored = Loan.objects.get()
    assert (stored.title, stored.state, stored.state_since_at) == ("Atlas", "lent", NOON)


def test_step_saves_only_its_own_changes(loan: Loan, officer: Actor) -> None:
    Loan.objects.filter(pk=loan.pk).update(title="Atlas")
    advance(loan, PROCEDURE, "return", by=officer)
    assert Loan.objects.get().title == "Atlas"


@pytest.mark.parametrize(
    ("step", "by", "allowed"),
    [
        ("prolong", CITIZEN, True),
        ("prolong", SYSTEM, True),
        ("prolong", Actor(kind="staff", label="x", roles=frozenset({"ppid"})), False),
        ("return", CITIZEN, False),
        ("return", SYSTEM, False),
        ("return", Actor(kind="staff", label="x", roles=frozenset({"front_office"})), True),
        ("return", Actor(kind="staff", label="x", roles=frozenset({"auditor", "superior"})), False),
        ("return", Actor(kind="staff", label="x"), False),
        # A name of the procedure is no role: an account that holds it may still not pass as a citizen.
        ("prolong", Actor(kind="citizen", label="x", roles=frozenset({"ppid"})), True),
        ("return", Actor(kind="citizen", label="x", roles=frozenset({"ppid"})), False),
    ],
)
def test_who_may_take_a_step(loan: Loan, step: str, by: Actor, allowed: bool) -> None:
    if allowed:
        assert check(loan, PROCEDURE, step, by=by) is PROCEDURE.step(step)
        return
    with pytest.raises(NotAllowed):
        advance(loan, PROCEDURE, step, by=by)
    assert Loan.objects.get().state == "lent"
    assert moves_of(loan).count() == 1


def test_wrong_state_names_the_move_that_led_there(loan: Loan, officer: Actor) -> None:
    advance(loan, PROCEDURE, "return", by=officer)
    with pytest.raises(WrongState) as refused:
        advance(loan, PROCEDURE, "return", by=officer)
    last = moves_of(loan)[1]
    assert (refused.value.case, refused.value.step, refused.value.last) == (loan, PROCEDURE.step("return"), last)
    assert str(refused.value) == "return cannot be taken in state back"


def test_wrong_state_of_a_case_without_moves(agency: Agency, officer: Actor) -> None:
    case = new_loan(agency)
    case.state = "back"
    with pytest.raises(WrongState) as refused:
        check(case, PROCEDURE, "return", by=officer)
    assert refused.value.last is None


def test_role_is_asked_before_the_state(loan: Loan, officer: Actor) -> None:
    advance(loan, PROCEDURE, "return", by=officer)
    with pytest.raises(NotAllowed):
        check(loan, PROCEDURE, "return", by=CITIZEN)


def test_case_is_opened_by_its_opening_step_alone(loan: Loan, officer: Actor) -> None:
    with pytest.raises(WrongState):
        advance(loan, PROCEDURE, "lend", by=officer)
    with pytest.raises(KeyError):
        advance(loan, PROCEDURE, "burn", by=officer)


def test_lock_reads_the_case_as_it_is_now(agency: Agency, loan: Loan) -> None:
    Loan.objects.update(title="Atlas")
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as caught,
    ):
        fresh = lock(loan)
    assert (type(fresh), fresh.pk, fresh.title, loan.title) == (Loan, loan.pk, "Atlas", "Kamus")
    assert fresh.agency is loan.agency
    if connection.features.has_select_for_update:
        assert "FOR UPDATE" in caught.captured_queries[-1]["sql"]


def test_case_of_another_agency_cannot_be_locked(loan: Loan, other_agency: Agency) -> None:
    loan.agency = other_agency
    with transaction.atomic(), pytest.raises(Loan.DoesNotExist):
        lock(loan)


def test_step_that_fails_leaves_nothing(loan: Loan, officer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    from pendopo.kernel.workflow import actions

    def fail(**_values: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(actions, "record", fail)

    def take() -> None:
        with transaction.atomic():
            advance(loan, PROCEDURE, "return", by=officer)

    with pytest.raises(RuntimeError):
        take()
    assert Loan.objects.get().state == "lent"
    assert moves_of(loan).count() == 1


@pytest.mark.parametrize("opening", [True, False])
def test_event_is_told_after_the_commit(
    agency: Agency,
    officer: Actor,
    opening: bool,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.setattr(events, "_listeners", defaultdict(list))
    heard: list[object] = []
    events.on(BookReturned, heard.append)
    case = new_loan(agency)
    told = BookReturned(case.pk)
    with django_capture_on_commit_callbacks(execute=True):
        open_case(case, PROCEDURE, "lend", by=officer, event=told if opening else None)
        if not opening:
            advance(case, PROCEDURE, "return", by=officer, event=told)
        assert heard == []
    assert heard == [told]


def test_moves_of_one_case_oldest_first_in_one_query(
    agency: Agency, loan: Loan, officer: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    second = new_loan(agency, 2)
    open_case(second, PROCEDURE, "lend", by=officer)
    advance(loan, PROCEDURE, "remark", by=officer)
    advance(loan, PROCEDURE, "return", by=officer)
    with django_assert_num_queries(1):
        assert [(move.step, str(move.user or "")) for move in moves_of(loan)] == [
            ("lend", ""),
            ("remark", "Rina"),
            ("return", "Rina"),
        ]
    assert [move.step for move in moves_of(second)] == ["lend"]


def test_move_names_itself_for_the_console(loan: Loan, officer: Actor) -> None:
    assert str(advance(loan, PROCEDURE, "return", by=officer)) == "return: lent → back"
