"""What is refused, what is left alone, and what goes on after something failed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner

from pendopo.kernel import clock
from pendopo.kernel.documents.models import Document
from pendopo.kernel.notifications import actions as notifications
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.people.models import Contact
from pendopo.kernel.people.personal import digest
from pendopo.kernel.privacy import tasks
from pendopo.kernel.privacy.actions import destroying, holding, incidents, requests, settings, views
from pendopo.kernel.privacy.actions.erasing import NothingToErase, erase, replay
from pendopo.kernel.privacy.actions.mail import forget_mail
from pendopo.kernel.privacy.console import privacy_group
from pendopo.kernel.privacy.models import Affected, Destruction, Erasure, Hold, Incident, SubjectRequest
from pendopo.kernel.privacy.queries.incidents import touched
from pendopo.kernel.privacy.queries.people import PersonCase, find_numbered
from pendopo.kernel.privacy.registry import CaseKind, add_case_kind, case_kind
from pendopo.kernel.privacy.reports.paper import Paper
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.modules.disputes import actions as disputes
from pendopo.modules.disputes.models import Dispute
from pendopo.modules.disputes.tests.bench import CARD
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.tests.office import MONDAY, PERSON, REFUSING, WIB, Office, issued, make_office
from pendopo.modules.objections.models import Objection

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2027, 9, 1, 9, 0, tzinfo=WIB)


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def about(office: Office, inquiry: Inquiry) -> PersonCase:
    found = find_numbered(office.agency, inquiry.number)
    assert found is not None
    return found


def asked(office: Office, inquiry: Inquiry, right: str) -> SubjectRequest:
    return requests.receive(
        about=about(office, inquiry), right=right, wish="", channel="desk", verified="KTP", by=office.front
    )


def test_what_is_nobodys_case_is_not_erased(office: Office) -> None:
    given: dict[str, Any] = {"agency": office.agency, "cause": ("x", uuid4()), "by": office.ppid}
    for kind, level in (("nothing", "identity"), ("inquiry", "all"), ("inquiry", "identity")):
        with pytest.raises(NothingToErase):
            erase(subject_type=kind, subject_id=uuid4(), level=level, **given)
    line = {"subject_id": uuid4(), "level": "identity", "rank": 1, "cause_type": "x", "cause_id": uuid4()}
    gone = [
        Erasure(agency_id=uuid4(), subject_type="inquiry", **line),
        Erasure(agency=office.agency, subject_type="inquiry", **line),
    ]
    assert replay(gone) == 0
    with pytest.raises(ValueError, match="Two kinds"):
        add_case_kind(CaseKind("inquiry", "x", Objection, "x", "closed_at"))
    assert find_numbered(office.agency, "X") is None


def test_a_case_without_a_contact_loses_only_words(office: Office) -> None:
    with clock.frozen(MONDAY):
        card = replace(CARD, subject="Laporan tentang Sri Rahayu", window_until=None)
        case = disputes.record(
            agency=office.agency, about=card, commission="Komisi Informasi", petitioned_on=MONDAY.date(), by=office.ppid
        )
        done = erase(
            agency=office.agency, subject_type="dispute", subject_id=case.pk, level="register", cause=("x", uuid4()),
            by=office.ppid, words=["Sri Rahayu"],
        )  # fmt: skip
    assert (done.values, done.files, done.messages, done.before) == (1, 0, 0, False)
    assert Dispute.objects.get().subject == "Laporan tentang [dihapus]"


def test_requests_are_bounded_and_corrections_exact(office: Office) -> None:
    inquiry = issued(office, REFUSING, email="")
    with clock.frozen(NOW):
        wrong = [asked(office, inquiry, "access") for _ in range(3)]
        with pytest.raises(NotAllowed, match="belum dijawab"):
            asked(office, inquiry, "access")
        with pytest.raises(NotAllowed, match="bukan permintaan perbaikan"):
            requests.correct(request=wrong[0], given={"name": "x"}, by=office.ppid)
        requests.withdraw(request=wrong[0], by=office.front)
        case = asked(office, inquiry, "correct")
        with pytest.raises(ValueError, match="No subject corrects"):
            requests.correct(request=case, given={"erased_at": "x"}, by=office.ppid)
        assert (
            requests.correct(request=case, given={"name": PERSON.name, "nik": "3304011201907700"}, by=office.ppid) == 1
        )
        assert Contact.objects.get(nik_digest=digest("3304011201907700", purpose="nik")) == inquiry.contact
        assert requests.correct(request=case, given={"nik": "3304011201907700"}, by=office.ppid) == 0
        assert requests.correct(request=case, given={"nik": ""}, by=office.ppid) == 1
        assert Contact.objects.get().nik_digest == ""
        OutboxMessage.objects.all().delete()
        requests.answer(request=case, result="granted", text="Ya.", by=office.ppid)
        assert not OutboxMessage.objects.exists()
        with pytest.raises(WrongState):
            requests.correct(request=case, given={"name": "y"}, by=office.ppid)
        requests.answer(request=asked(office, inquiry, "erase"), result="refused", text="Diwajibkan.", by=office.ppid)
        assert Contact.objects.get().erased_at is None
        held = holding.hold(
            agency=office.agency,
            subject_type="inquiry",
            subject_id=inquiry.pk,
            reason="x",
            restricts=False,
            by=office.ppid,
        )
        requests.withdraw(request=wrong[1], by=office.front)
        requests.answer(request=asked(office, inquiry, "object"), result="granted", text="Ya.", by=office.ppid)
        assert Hold.objects.count() == 1
        assert holding.lift(held=held, by=office.ppid).lifted_at == holding.lift(held=held, by=office.ppid).lifted_at
        Contact.objects.update(erased_at=NOW)
        case = asked(office, inquiry, "correct")
        assert requests.correct(request=case, given={"name": "z"}, by=office.ppid) == 0


def test_a_certificate_that_fails_is_made_next_time(office: Office) -> None:
    issued(office, REFUSING)
    kind = case_kind("inquiry")
    assert kind is not None
    with clock.frozen(NOW):
        case = destroying.propose(agency=office.agency, kind=kind, period="identity", by=office.ppid)
        destroying.approve(destruction=case, by=office.superior)
        bad = lambda _case, _items: Paper("privacy/nothing", {}, {}, "x.pdf")  # noqa: E731
        assert destroying.destroy_approved(paper=bad, limit=0) == 0
        assert destroying.destroy_approved(paper=bad) == 1
        assert Destruction.objects.get().state == "approved"
        stale = Destruction.objects.get()
        assert tasks.destroy_approved() == 0
        assert Destruction.objects.get().state == "done"
        # Another worker certified it meanwhile.
        destroying._finish(
            stale,
            lambda _case, _items: Paper(
                "privacy/certificate",
                {"title": "x", "opening": "x", "facts": [], "headings": ["a"] * 6, "rows": []},
                {"number": "1", "subject": "x", "name": "x"},
                "x.pdf",
            ),
        )
    assert Document.objects.filter(subject_type="destruction").count() == 1
    with pytest.raises(ValueError, match="1 to"):
        settings.choose_period(
            agency=office.agency, period="identity", days=0, needs_approval=True, decree_number="K", decree_on=NOW.date(),
            by=office.actor("agency_admin"),
        )  # fmt: skip


def test_whom_an_export_and_a_unit_concern(office: Office) -> None:
    first, second = issued(office, REFUSING), issued(office, REFUSING)
    since, until = first.received_at - dt.timedelta(days=1), NOW
    with pytest.raises(ValueError, match="Whose"):
        touched(office.agency, "officer", since, until)
    from pendopo.kernel.audit.actions import record

    user = office.auditor.user_pk
    assert touched(office.agency, "officer", since, until, user=user) == []
    with clock.frozen(first.received_at):
        for identities in (False, True, True):
            record(
                agency=office.agency, action="reporting.export", subject_type="register", subject_id=office.agency.pk,
                by=office.auditor, details={"start": "2026-08-01", "end": "2026-08-31", "identities": identities},
            )  # fmt: skip
    # The same days were taken away twice, as CSV and as XLSX: each case stands once.
    found = touched(office.agency, "officer", since, until, user=user)
    assert sorted(each.subject_id for each in found) == [first.pk, second.pk]
    assert len(touched(office.agency, "unit", since, until, unit=office.unit.pk)) == 2
    assert touched(office.agency, "unit", since, until, unit=office.other_unit.pk) == []
    assert touched(office.agency, "period", since, since) == []


def test_those_without_an_address_stay_untold(office: Office) -> None:
    inquiry = issued(office, REFUSING, email="")
    with clock.frozen(NOW):
        case = incidents.record(
            agency=office.agency, title="x", known_at=NOW, happened_from=NOW, happened_until=NOW, exposed="x", cause="x", by=office.ppid,
        )  # fmt: skip
        rows = (("inquiry", inquiry.pk), ("inquiry", uuid4()), ("nothing", uuid4()))
        for kind, pk in rows:
            Affected.objects.create(agency=office.agency, incident=case, subject_type=kind, subject_id=pk, number="x")
        assert incidents.tell(incident=case, subject="s", body="b", by=office.ppid) == 0
        assert incidents.mark_told(incident=case, by=office.ppid) == 3
    assert Incident.objects.get().state == "told"


def test_messages_and_mail_files_end(office: Office, tmp_path: Path, settings: Any) -> None:
    settings.EMAIL_FILE_PATH = tmp_path
    with clock.frozen(NOW - dt.timedelta(days=366)):
        old = [
            notifications.enqueue_email(
                agency=office.agency, to="a@x.example", subject="s", body="b", subject_type="x", subject_id=uuid4()
            )
            for _ in range(2)
        ]
        notifications.tell(agency=office.agency, users=[office.ppid.user], text="x")  # type: ignore[list-item]
    OutboxMessage.objects.filter(pk=old[0].pk).update(state="sent", sent_at=NOW)
    mail = tmp_path / "a.log"
    line = b"\n" + b"-" * 79 + b"\n"
    mail.write_bytes(line.join([b"Message-ID: <%s@x>" % str(each.pk).encode() for each in old]) + line)
    (tmp_path / "b.log").mkdir()
    with clock.frozen(NOW):
        assert tasks.forget_messages() == 1
    assert [each.pk for each in OutboxMessage.objects.all()] == [old[1].pk]
    assert not InboxItem.objects.exists()
    assert str(old[0].pk) not in mail.read_text()
    assert str(old[1].pk) in mail.read_text()
    left = mail.read_bytes()
    assert (forget_mail([uuid4()]), mail.read_bytes()) == (0, left)
    assert (forget_mail([old[1].pk]), mail.exists(), forget_mail([uuid4()])) == (1, False, 0)
    settings.EMAIL_FILE_PATH = None
    assert forget_mail([uuid4()]) == 0


def test_the_console_tells_what_is_due(office: Office, tmp_path: Path) -> None:
    issued(office, REFUSING)
    views.note_view(document=Document(purpose="letter"), by=office.front)
    with clock.frozen(NOW):
        told = CliRunner().invoke(privacy_group, ["due", "--agency", "contoh"])
        assert "contoh: Identitas pemohon, Permohonan informasi: 1\n" in told.output
        assert CliRunner().invoke(privacy_group, ["due", "--agency", "x"]).exit_code == 1
        assert "0 new lines" in CliRunner().invoke(privacy_group, ["ledger", str(tmp_path / "l.jsonl")]).output
