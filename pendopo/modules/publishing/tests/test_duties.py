"""Duties as they stand, proofs, owners, reminders, reviews."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.documents.inspection import inspect
from pendopo.kernel.notifications.models import InboxItem, OutboxMessage
from pendopo.kernel.people.models import User
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.modules.publishing import tasks
from pendopo.modules.publishing.actions import duties as actions
from pendopo.modules.publishing.actions import links as link_actions
from pendopo.modules.publishing.actions import reviews
from pendopo.modules.publishing.models import Duty, Link, Proof, Reminder
from pendopo.modules.publishing.queries import duties as queries
from pendopo.modules.publishing.queries import reviews as review_queries
from pendopo.modules.publishing.rules import duties, limits
from pendopo.modules.publishing.tests.body import MONDAY, TODAY, announce, at, make_body, prove, stands

from tests.staffed import Staffed

D = dt.date


def test_a_new_agency_has_everything_to_do(body: Staffed) -> None:
    lines = queries.lines_of(body.agency)
    assert len(lines) == 38
    assert {k: n for k, n in queries.counts(lines).items() if n} == {"overdue": 1, "no_proof": 36, "waiting": 1}
    assert [line.key for line in lines if line.standing == "overdue"] == ["annual-report"]
    assert list(queries.by_kind(lines)) == ["periodic", "immediate", "any_time", "yearly", "standard"]
    assert len(queries.lines_of(make_body("desa", kind="village").agency)) == 13


def test_the_newest_proof_counts_until_six_months_are_over(body: Staffed) -> None:
    prove(body, "periodic-1", D(2026, 2, 3))
    assert stands(body, "periodic-1") == "soon"
    prove(body, "periodic-1", D(2026, 8, 1))
    prove(body, "periodic-1", D(2026, 7, 1))
    line = queries.line_of(body.agency, "periodic-1")
    assert line is not None
    assert line.proof is not None
    assert (line.proof.on, line.due_on, line.standing) == (D(2026, 8, 1), D(2027, 2, 1), "met")
    with at(MONDAY.replace(year=2027, month=2, day=2)):
        assert stands(body, "periodic-1") == "overdue"
    assert queries.line_of(body.agency, "tidak-ada") is None


def test_a_retracted_proof_counts_no_longer(body: Staffed) -> None:
    proof = prove(body, "standard-1")
    assert stands(body, "standard-1") == "met"
    assert Link.objects.filter(subject_id=proof.pk).count() == 1
    actions.retract(proof=proof, reason="Salah butir.", by=body.ppid)
    assert (stands(body, "standard-1"), proof.retracted_reason) == ("no_proof", "Salah butir.")
    assert not Link.objects.filter(subject_id=proof.pk).exists()
    with pytest.raises(NotAllowed, match="sudah ditarik"):
        actions.retract(proof=proof, reason="Lagi.", by=body.ppid)


def test_a_file_is_kept_and_watched(body: Staffed) -> None:
    sheet = inspect(SimpleUploadedFile("profil.csv", b"a,b\r\n1,2\r\n"), allowed=frozenset({"csv"}))
    proof = actions.prove(
        agency=body.agency,
        key="standard-2",
        kind=duties.FILE,
        proved_on=TODAY,
        upload=sheet,
        note="Papan.",
        by=body.ppid,
    )
    assert proof.document is not None
    link = Link.objects.get(subject_id=proof.pk)
    assert (link.document_id, link.host, link.url) == (proof.document_id, "", "")
    line = queries.line_of(body.agency, "standard-2")
    assert line is not None
    assert line.proof is not None
    assert (line.proof.title, line.proof.kind) == ("profil.csv", "file")


@pytest.mark.parametrize(
    "given",
    [{"kind": duties.LINK, "url": ""}, {"kind": duties.FILE, "url": "https://x.id"}, {"kind": duties.FILE, "url": ""}],
)
def test_a_proof_is_a_page_or_a_file(body: Staffed, given: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="either a page or a file"):
        prove(body, "periodic-1", **given)


def test_no_proof_from_the_future_and_of_nothing(body: Staffed) -> None:
    with pytest.raises(NotAllowed, match="belum tiba"):
        prove(body, "periodic-1", TODAY + dt.timedelta(days=1))
    with pytest.raises(NotAllowed, match="tidak ada dalam katalog"):
        prove(body, "tidak-ada")


def test_a_unit_proves_what_it_owns(body: Staffed) -> None:
    back = body.actor("back_office")
    with pytest.raises(NotAllowed, match="milik unit lain"):
        prove(body, "periodic-2", by=back)
    unit = Unit.objects.get(agency=body.agency)
    actions.arrange(
        agency=body.agency, key="periodic-2", unit=unit, owner=None, months=None, soon_days=30, by=body.ppid
    )
    proof = prove(body, "periodic-2", by=back)
    assert Link.objects.get(subject_id=proof.pk).unit_id == unit.pk
    actions.arrange(
        agency=body.agency, key="periodic-2", unit=None, owner=None, months=None, soon_days=30, by=body.ppid
    )
    with pytest.raises(NotAllowed, match="milik unit lain"):
        actions.retract(proof=proof, reason="Keliru.", by=back)
    actions.arrange(
        agency=body.agency, key="periodic-2", unit=None, owner=back.user, months=None, soon_days=30, by=body.ppid
    )
    assert prove(body, "periodic-2", by=back).proved_by == back.user


def test_waived_under_a_name_and_taken_back(body: Staffed) -> None:
    duty = actions.waive(agency=body.agency, key="any_time-f", reason="Tidak menerbitkan izin.", by=body.ppid)
    assert (stands(body, "any_time-f"), duty.waived_by_label) == ("not_applicable", "Nama ppid")
    actions.restore(agency=body.agency, key="any_time-f", by=body.ppid)
    assert stands(body, "any_time-f") == "no_proof"
    found = Entry.objects.filter(agency=body.agency).order_by("seq").values_list("action", "details")
    assert list(found) == [("duty.waive", {"key": "any_time-f"}), ("duty.restore", {"key": "any_time-f"})]


def test_own_items_have_their_own_period(body: Staffed) -> None:
    own = actions.add_item(
        agency=body.agency, kind="any_time", text="Peta rawan banjir", article="Perbup 1", months=3, by=body.ppid
    )
    prove(body, own.key, D(2026, 5, 31))
    line = queries.line_of(body.agency, own.key)
    assert line is not None
    assert (line.text, line.due_on, line.standing, line.confidence) == ("Peta rawan banjir", D(2026, 8, 31), "soon", "")
    Duty.objects.bulk_create(
        Duty(agency=body.agency, key=f"own-{n}", is_own=True, kind="any_time", text="x")
        for n in range(limits.OWN_ITEMS_MAX)
    )
    with pytest.raises(NotAllowed, match="terlalu banyak"):
        actions.add_item(agency=body.agency, kind="any_time", text="x", article="", months=None, by=body.ppid)


def test_a_notice_proves_the_duty_of_article_10(body: Staffed) -> None:
    notice = announce(body)
    line = queries.line_of(body.agency, "immediate-1")
    assert line is not None
    assert line.proof is not None
    assert (line.standing, line.proof.title) == ("met", notice.title)


def test_the_list_asks_the_same_few_questions(body: Staffed) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries_made:
            queries.lines_of(body.agency)
        return len(queries_made)

    prove(body, "periodic-1")
    one = asked()
    for key in ("periodic-2", "periodic-3", "standard-1", "any_time-a"):
        for day in range(10):
            prove(body, key, TODAY - dt.timedelta(days=day))
    assert asked() == one <= 6


def test_another_agency_s_proofs_count_nothing_here(body: Staffed) -> None:
    prove(make_body("lain"), "periodic-1")
    assert stands(body, "periodic-1") == "no_proof"


# ---------------------------------------------------------------------------------------------------- reminders


def remind() -> int:
    return tasks.remind()


def test_owners_are_told_once_before_and_once_after(body: Staffed) -> None:
    ppid = body.ppid.user
    assert ppid is not None
    User.objects.filter(pk=ppid.pk).update(email="ppid@contoh.go.id")
    actions.waive(agency=body.agency, key="annual-report", reason="Baru dibentuk.", by=body.ppid)
    assert remind() == 0
    prove(body, "periodic-1", D(2026, 3, 1))
    assert remind() == 1
    assert remind() == 0
    with at(MONDAY.replace(month=9, day=2)):
        assert remind() == 1
        assert remind() == 0
    told = [item.sentence for item in InboxItem.objects.filter(user=ppid).order_by("id")]
    assert told == [
        "“Profil badan publik” harus diperbarui paling lambat 1 September 2026.",
        "“Profil badan publik” seharusnya diperbarui paling lambat 1 September 2026.",
    ]
    mails = OutboxMessage.objects.filter(recipient="ppid@contoh.go.id").order_by("id")
    assert [mail.subject for mail in mails] == ["Kewajiban pengumuman: Profil badan publik"] * 2
    assert "/contoh/meja/kewajiban/butir/periodic-1/" in mails[0].body
    assert Reminder.objects.filter(agency=body.agency).count() == 2
    # A new proof has a new due date, and is reminded of again.
    with at(MONDAY.replace(month=9, day=3)):
        prove(body, "periodic-1", D(2026, 9, 3))
    with at(MONDAY.replace(year=2027, month=3, day=1)):
        assert remind() == 1


def test_the_owner_is_told_else_the_unit_else_the_ppid(body: Staffed) -> None:
    back, unit = body.actor("back_office"), Unit.objects.get_or_create(agency=body.agency, name="Bidang")[0]
    assert body.ppid.user
    for key, owner, place in (("periodic-1", back.user, None), ("periodic-2", None, unit), ("periodic-3", None, None)):
        prove(body, key, D(2026, 3, 1))
        actions.arrange(agency=body.agency, key=key, unit=place, owner=owner, months=None, soon_days=30, by=body.ppid)
    empty = Unit.objects.create(agency=body.agency, name="Kosong")
    actions.arrange(
        agency=body.agency, key="annual-report", unit=empty, owner=None, months=None, soon_days=9, by=body.ppid
    )
    assert remind() == 4
    told = {(item.user.username, item.params["text"]) for item in InboxItem.objects.select_related("user")}
    assert told == {
        ("contoh-back_office", "Profil badan publik"),
        ("contoh-back_office", "Ringkasan program dan kegiatan yang sedang berjalan"),
        ("contoh-ppid", "Ringkasan kinerja"),
        ("contoh-ppid", "Laporan layanan informasi publik"),
    }


def test_reminders_walk_all_agencies_in_pages(body: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "AGENCIES_A_ROUND", 2)
    for number in range(4):
        assert make_body(f"lain-{number}").ppid
    assert body.ppid
    Agency.objects.filter(slug="lain-3").update(is_active=False)
    assert remind() == 4
    assert set(InboxItem.objects.values_list("agency__slug", flat=True)) == {"contoh", "lain-0", "lain-1", "lain-2"}


def test_of_two_workers_one_reminds(body: Staffed) -> None:
    assert body.ppid
    line = queries.line_of(body.agency, "annual-report")
    assert line is not None
    assert line.due_on is not None
    Reminder.objects.create(agency=body.agency, key=line.key, due_on=line.due_on, occasion="overdue", at=MONDAY)
    assert actions._tell(body.agency, line) == 0
    undated = queries.line_of(body.agency, "standard-1")
    assert undated is not None
    assert actions._tell(body.agency, undated) == 0


# ------------------------------------------------------------------------------------------------------ reviews


def test_a_review_stays_as_it_was_and_is_compared(body: Staffed) -> None:
    prove(body, "periodic-1", D(2026, 2, 10))
    prove(body, "standard-1")
    first = reviews.freeze(agency=body.agency, note="Reviu triwulan.", by=body.ppid)
    assert {k: n for k, n in first.counts.items() if n} == {
        "overdue": 1,
        "no_proof": 34,
        "soon": 1,
        "met": 1,
        "waiting": 1,
    }
    prove(body, "periodic-1")
    actions.waive(agency=body.agency, key="any_time-f", reason="Tidak ada izin.", by=body.ppid)
    own = actions.add_item(agency=body.agency, kind="standard", text="SOP biaya", article="", months=None, by=body.ppid)
    link_actions.Link.objects.filter(subject_id=Proof.objects.get(key="standard-1").pk).update(state="dead")
    second = reviews.freeze(agency=body.agency, note="", by=body.superior)
    assert review_queries.before(second) == first
    assert review_queries.before(first) is None
    rows = {row.line["key"]: row for row in review_queries.compared(second, first)}
    changes = {key: (row.before, row.line["standing"], row.change) for key, row in rows.items() if row.change}
    assert changes == {
        "periodic-1": ("soon", "met", "better"),
        "any_time-f": ("no_proof", "not_applicable", "better"),
        "standard-1": ("met", "dead_link", "worse"),
        own.key: ("", "no_proof", "new"),
    }
    assert rows[own.key].text == "SOP biaya"
    assert rows["any_time-f"].line["reason"] == "Tidak ada izin."
    first.refresh_from_db()
    assert {line["key"]: line["standing"] for line in first.lines}["periodic-1"] == "soon"
    assert review_queries.review_for(make_body("lain").agency, first.pk) is None


def test_a_review_on_paper(body: Staffed) -> None:
    from pendopo.kernel.workflow.views.letters import rendered

    review = reviews.freeze(agency=body.agency, note="Catatan.", by=body.ppid)
    paper = review_queries.paper(review, None)
    assert paper.file_name == "reviu-laman-2026-08-03.pdf"
    assert ["Direviu oleh", "Nama ppid"] in paper.content["facts"]
    assert len(paper.content["rows"]) == 38
    assert rendered(paper).startswith(b"%PDF")
