"""What is due is listed, agreed to, destroyed in batches and certified; what an objection or a person holds is left."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf
import pytest
from django.db import connection

from pendopo.kernel import clock
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.documents.actions import store_bytes
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.storage import private_files
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.people.models import Contact
from pendopo.kernel.privacy import tasks
from pendopo.kernel.privacy.actions import destroying, holding, settings
from pendopo.kernel.privacy.models import ChosenPeriod, Destruction, DestructionItem
from pendopo.kernel.privacy.queries.due import forecast
from pendopo.kernel.privacy.registry import case_kind
from pendopo.kernel.privacy.reports.certificate import certificate
from pendopo.kernel.privacy.rules import periods
from pendopo.kernel.privacy.rules.destroying import DONE_BEFORE, HELD
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.kernel.workflow.views.letters import Letter
from pendopo.modules.information.actions import withdraw
from pendopo.modules.information.tests.office import MONDAY, REFUSING, WIB, Office, issued, make_office, registered
from pendopo.modules.objections import actions as objecting

from tests.erasing.planted import FILED_AT, filed, planted

pytestmark = pytest.mark.django_db
# Issued and closed on Wednesday 5 August 2026, so that 365 days are over with 5 August 2027.
LAST_DAY = dt.datetime(2027, 8, 5, 23, 0, tzinfo=WIB)
NEXT_DAY = dt.datetime(2027, 8, 6, 1, 0, tzinfo=WIB)


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def counts(office: Office) -> dict[tuple[str, str], int]:
    return {
        (each.kept.period.code, each.kind.subject_type): each.count for each in forecast(office.agency) if each.count
    }


def test_a_period_ends_with_its_last_day(office: Office) -> None:
    issued(office, REFUSING)
    with clock.frozen(LAST_DAY):
        assert counts(office) == {}
        assert destroying.propose_due() == 0
    with clock.frozen(NEXT_DAY):
        assert counts(office) == {("identity", "inquiry"): 1}
        assert destroying.propose_due() == 1
        # What stands on a list is on no second one.
        assert (counts(office), destroying.propose_due()) == ({}, 0)
    item = DestructionItem.objects.get()
    assert (item.ended_on, item.due_on) == (dt.date(2026, 8, 5), dt.date(2027, 8, 5))
    assert InboxItem.objects.filter(text__startswith="Pemusnahan").count() == 1


def test_from_the_list_to_the_certificate(office: Office) -> None:
    for _ in range(3):
        issued(office, REFUSING)
    with clock.frozen(NEXT_DAY):
        destroying.propose_due()
        case = Destruction.objects.get()
        assert tasks.destroy_approved() == 0
        assert Contact.objects.exclude(address="").count() == 3
        destroying.approve(destruction=case, by=office.superior)
        assert tasks.destroy_approved() == 3
        assert tasks.destroy_approved() == 0
    case.refresh_from_db()
    assert (case.state, case.destroyed, case.approved_by_id, case.number) == (
        "done", 3, office.superior.user_pk, "PPID-BAP-2027-0001",
    )  # fmt: skip
    assert Contact.objects.exclude(address="").count() == 0
    assert Contact.objects.exclude(name="[dihapus]").count() == 3
    items = list(case.items.order_by("id"))
    assert case.digest == destroying.destroying.list_digest((each.number, each.digest) for each in items)
    assert len({each.digest for each in items}) == 1  # the same values, destroyed thrice
    assert case.certificate is not None
    with private_files().open(case.certificate.storage_name) as stored:
        assert len(pikepdf.Pdf.open(io.BytesIO(stored.read())).pages) == 1
    with pytest.raises(WrongState):
        destroying.approve(destruction=case, by=office.superior)
    assert verify(office.agency).intact


def test_of_two_workers_that_certify_a_list_one_does(office: Office) -> None:
    issued(office, REFUSING)

    def while_another_is_faster(case: Destruction, items: Sequence[DestructionItem]) -> Letter:
        destroying.destroy_approved(paper=certificate)
        return certificate(case, items)

    with clock.frozen(NEXT_DAY):
        destroying.propose_due()
        destroying.approve(destruction=Destruction.objects.get(), by=office.superior)
        assert destroying.destroy_approved(paper=while_another_is_faster) == 1
    case = Destruction.objects.get()
    assert (case.state, Document.objects.filter(subject_id=case.pk).count()) == ("done", 1)
    assert verify(office.agency).intact


def test_who_proposes_does_not_approve(office: Office) -> None:
    issued(office, REFUSING)
    kind = case_kind("inquiry")
    assert kind is not None
    with clock.frozen(NEXT_DAY):
        case = destroying.propose(agency=office.agency, kind=kind, period=periods.IDENTITY, by=office.ppid)
        with pytest.raises(NotAllowed, match="dua orang"):
            destroying.approve(destruction=case, by=office.ppid)
        destroying.refuse(destruction=case, note="Ada pemeriksaan.", by=office.ppid)
        assert counts(office) == {("identity", "inquiry"): 1}
        with pytest.raises(NotAllowed, match="belum ditetapkan"):
            destroying.propose(agency=office.agency, kind=kind, period=periods.REGISTER, by=office.ppid)
        again = destroying.propose(agency=office.agency, kind=kind, period=periods.IDENTITY, by=office.ppid)
        with pytest.raises(NotAllowed, match="Tidak ada"):
            destroying.propose(agency=office.agency, kind=kind, period=periods.IDENTITY, by=office.ppid)
        settings.arrange(
            agency=office.agency,
            four_eyes=False,
            views_bound=30,
            officer="",
            contact="",
            by=office.actor("agency_admin"),
        )
    assert again.four_eyes


def test_of_two_lists_made_at_once_the_second_finds_the_cases_taken(office: Office) -> None:
    issued(office, REFUSING)
    kind = case_kind("inquiry")
    assert kind is not None
    faster, taken = [office.second_ppid], []

    def let_the_faster_pass(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        # The counter is asked for: whoever held it has made their list by then.
        if "agencies_registercounter" in sql and faster:
            case = destroying.propose(agency=office.agency, kind=kind, period=periods.IDENTITY, by=faster.pop())
            taken.append((case.number, case.total))
        return execute(sql, values, many, context)

    with clock.frozen(NEXT_DAY):
        with connection.execute_wrapper(let_the_faster_pass), pytest.raises(NotAllowed, match="Tidak ada"):
            destroying.propose(agency=office.agency, kind=kind, period=periods.IDENTITY, by=office.ppid)
        assert taken == [("PPID-BAP-2027-0001", 1)]
        # Both stood in one transaction here, so that neither list is left, and no number is lost.
        assert Destruction.objects.count() == 0
        case = destroying.propose(agency=office.agency, kind=kind, period=periods.IDENTITY, by=office.ppid)
    assert (case.number, case.total) == ("PPID-BAP-2027-0001", 1)


def test_an_objection_filed_meanwhile_saves_the_data(office: Office) -> None:
    inquiry = issued(office, REFUSING)
    with clock.frozen(NEXT_DAY):
        destroying.propose_due()
        destroying.approve(destruction=Destruction.objects.get(), by=office.superior)
        objection = filed(office, inquiry)
        assert tasks.destroy_approved() == 1
        assert Contact.objects.get(pk=inquiry.contact_id).address
        assert DestructionItem.objects.get().reason == HELD
        assert Destruction.objects.get().destroyed == 0
        # It ends, and the period runs anew from there.
        objecting.withdraw(objection=objection, reason="Batal.", by=office.front)
        assert counts(office) == {}


def test_a_hold_keeps_until_it_is_lifted(office: Office) -> None:
    inquiry = issued(office, REFUSING)
    with clock.frozen(NEXT_DAY):
        held = holding.hold(
            agency=office.agency,
            subject_type="inquiry",
            subject_id=inquiry.pk,
            reason="Perkara pidana",
            restricts=False,
            by=office.ppid,
        )
        assert counts(office) == {}
        holding.lift(held=held, by=office.ppid)
        assert counts(office) == {("identity", "inquiry"): 1}


def test_pictures_of_identity_cards_go_after_the_check_without_approval(office: Office) -> None:
    found = planted(office)
    # Complete on 4 August; the default of 30 days is over with 3 September. The open objection keeps the rest.
    with clock.frozen(dt.datetime(2026, 9, 3, 23, 0, tzinfo=WIB)):
        assert counts(office) == {}
    with clock.frozen(dt.datetime(2026, 9, 4, 1, 0, tzinfo=WIB)):
        assert counts(office) == {("identity_file", "inquiry"): 1}
        assert destroying.propose_due() == 1
        assert tasks.destroy_approved() == 1
    assert found.inquiry.contact.address
    assert Destruction.objects.get().state == "done"
    assert found.office.agency.pk is not None
    from pendopo.kernel.documents.models import Document

    assert not Document.objects.filter(subject_type="inquiry", purpose="identity", removed_at__isnull=True).exists()


def test_an_agency_chooses_with_a_decree(office: Office) -> None:
    issued(office, REFUSING)
    admin = office.actor("agency_admin")
    with clock.frozen(MONDAY):
        settings.choose_period(
            agency=office.agency, period=periods.REGISTER, days=730, needs_approval=True, decree_number="JRA 7/2026",
            decree_on=dt.date(2026, 1, 5), by=admin,
        )  # fmt: skip
        settings.choose_period(
            agency=office.agency, period=periods.IDENTITY, days=None, needs_approval=True, decree_number="JRA 7/2026",
            decree_on=dt.date(2026, 1, 5), by=admin,
        )  # fmt: skip
        with pytest.raises(ValueError, match="decree"):
            settings.choose_period(
                agency=office.agency, period=periods.IDENTITY, days=9, needs_approval=True, decree_number=" ",
                decree_on=dt.date(2026, 1, 5), by=admin,
            )  # fmt: skip
    assert ChosenPeriod.objects.count() == 2
    with clock.frozen(NEXT_DAY):
        assert counts(office) == {}
        # Who keeps identities without an end keeps messages too, old as they are.
        kept = OutboxMessage.objects.update(state="sent", sent_at=MONDAY)
        assert (tasks.forget_messages(), OutboxMessage.objects.count(), kept > 0) == (0, kept, True)
    with clock.frozen(dt.datetime(2028, 8, 5, 1, 0, tzinfo=WIB)):
        assert counts(office) == {("register", "inquiry"): 1}
        destroying.propose_due()
        destroying.approve(destruction=Destruction.objects.get(), by=office.superior)
        assert tasks.destroy_approved() == 1
    assert Destruction.objects.get().basis == "JRA 7/2026"
    assert Contact.objects.get().name == "[dihapus]"


def test_what_was_erased_on_request_meanwhile_is_left(office: Office) -> None:
    inquiry = issued(office, REFUSING)
    with clock.frozen(NEXT_DAY):
        destroying.propose_due()
        case = destroying.approve(destruction=Destruction.objects.get(), by=office.superior)
        from pendopo.kernel.privacy.actions.erasing import erase

        erase(
            agency=office.agency,
            subject_type="inquiry",
            subject_id=inquiry.pk,
            level=periods.REGISTER,
            cause=("x", case.pk),
            by=office.ppid,
        )
        tasks.destroy_approved()
    assert DestructionItem.objects.get().reason == DONE_BEFORE


def test_a_case_that_is_gone_meanwhile_is_left(office: Office) -> None:
    inquiry = registered(office)
    with clock.frozen(MONDAY):
        store_bytes(
            agency=office.agency, subject_type="inquiry", subject_id=inquiry.pk, purpose="identity", name="ktp.png",
            content=b"x", by=office.front,
        )  # fmt: skip
        withdraw(inquiry=inquiry, reason="Batal.", by=office.front)
    with clock.frozen(MONDAY + dt.timedelta(days=31)):
        assert destroying.propose_due() == 1
        inquiry.delete()
        assert tasks.destroy_approved() == 1
    item = DestructionItem.objects.get()
    assert (item.state, item.reason, item.values, item.files) == ("left", DONE_BEFORE, 0, 0)
    assert Destruction.objects.get().destroyed == 0


def test_fifty_cases_cost_no_more_queries_to_forecast_than_three(
    office: Office, django_assert_max_num_queries: object
) -> None:
    for _ in range(4):
        issued(office, REFUSING)
    with clock.frozen(NEXT_DAY), django_assert_max_num_queries(40):  # type: ignore[operator]
        assert counts(office) == {("identity", "inquiry"): 4}
    assert FILED_AT > MONDAY
