"""From the draft to the withdrawal: what is public when, who may, and what stays as it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from pendopo.kernel import clock
from pendopo.kernel.audit.models import Entry as AuditEntry
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.events import on
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.people.actors import SYSTEM
from pendopo.kernel.search.models import Change
from pendopo.kernel.workflow.actions import NotAllowed, WrongState
from pendopo.kernel.workflow.models import Move
from pendopo.modules.dip import actions, events, tasks
from pendopo.modules.dip.actions import Attached
from pendopo.modules.dip.actions.decreeing import decree
from pendopo.modules.dip.models import Decree, DecreeItem, Entry, EntryVersion, Tally
from pendopo.modules.dip.queries import decrees as decree_queries
from pendopo.modules.dip.queries.entries import files_of, latest_of
from pendopo.modules.dip.rules import kinds
from pendopo.modules.dip.tests.desk import LINK, WHOLE, Desk, live, make_desk, upload


def tally(desk: Desk) -> dict[tuple[str, str, int, str], int]:
    rows = Tally.objects.filter(agency=desk.agency, count__gt=0)
    return {(row.entry_class, row.unit, row.info_year, row.form): row.count for row in rows}


def told(desk: Desk) -> list[str]:
    return [str(item.text) for item in InboxItem.objects.filter(agency=desk.agency).order_by("id")]


def test_an_entry_is_written_asked_published(desk: Desk) -> None:
    entry = desk.draft(attached=Attached([LINK], [upload()]))
    assert (entry.number, entry.state, entry.unit, entry.review_due) == (
        f"DIP-SUK-{entry.year}-00001",
        "draft",
        desk.unit,
        None,
    )
    version = latest_of(entry)
    assert (version.number, version.is_live, version.search_text) == (
        1, False, "laporan kinerja 2025 capaian sasaran dan realisasi anggaran. lkjip sekretariat",
    )  # fmt: skip
    assert [(each.url, each.document and each.document.visibility) for each in files_of(version)] == [
        ("", "private"),
        (LINK.url, None),
    ]
    asked = actions.submit(entry=entry, note="Mohon periksa", by=desk.writer)
    shown = actions.publish(entry=asked, by=desk.ppid)
    today = clock.today(desk.agency.timezone)
    assert (shown.state, shown.reviewed_on, shown.review_due) == (
        "published", today, kinds.review_due(today, kinds.PERIODIC, kinds.ON_CHANGE),
    )  # fmt: skip
    found = live(entry)
    assert (found.number, found.published_on, found.published_by) == (1, today, desk.ppid.user)
    assert [each.document.visibility for each in files_of(found) if each.document] == ["public"]
    assert tally(desk) == {(kinds.PERIODIC, str(desk.unit.pk), 2025, kinds.SOFT): 1}
    assert [(each.kind, each.object_id) for each in Change.objects.all()] == [("dip", entry.pk)]
    assert [move.step for move in Move.objects.filter(subject_id=entry.pk).order_by("id")] == [
        "write", "submit", "publish",
    ]  # fmt: skip


def test_events_are_told_after_the_commit(desk: Desk, django_capture_on_commit_callbacks: Any) -> None:
    heard: list[object] = []
    on(events.EntryPublished, heard.append)
    on(events.EntryWithdrawn, heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        entry = desk.published()
        actions.withdraw(entry=entry, reason="Keliru.", by=desk.ppid)
    assert heard == [
        events.EntryPublished(desk.agency.pk, entry.pk, 1), events.EntryWithdrawn(desk.agency.pk, entry.pk),
    ]  # fmt: skip


def test_nothing_is_published_with_gaps_in_the_official_columns(desk: Desk) -> None:
    entry = desk.asked(replace(WHOLE, retention="", responsible=""))
    with pytest.raises(actions.Incomplete) as refused:
        actions.publish(entry=entry, by=desk.ppid)
    assert set(refused.value.problems) == {"retention", "responsible"}
    assert not EntryVersion.objects.filter(is_live=True).exists()
    back = actions.send_back(entry=entry, note="Lengkapi retensi.", by=desk.ppid)
    actions.edit(entry=back, unit=desk.unit, contents=WHOLE, change="tidak dipakai", by=desk.writer)
    assert latest_of(entry).change == ""
    actions.submit(entry=back, by=desk.writer)
    assert actions.publish(entry=back, by=desk.ppid).state == "published"
    with pytest.raises(actions.Incomplete):
        desk.draft(replace(WHOLE, title=""))


def test_a_revision_leaves_the_public_version_where_it_is(desk: Desk) -> None:
    entry = desk.published(attached=Attached([LINK], [upload("lama.csv"), upload("tetap.csv")]))
    first = live(entry)
    old, kept = [each.document for each in files_of(first) if each.document]
    revision = desk.revised(
        entry, title="Laporan kinerja 2025 (final)", change="angka final",
        attached=Attached([], [upload("baru.csv")], [old.pk]), form=kinds.BOTH,
    )  # fmt: skip
    assert (revision.state, live(entry).title, latest_of(entry).number) == ("revision", WHOLE.title, 2)
    visible = {each.name: each.visibility for each in Document.objects.exclude(purpose="letter")}
    assert visible == {"lama.csv": "public", "tetap.csv": "public", "baru.csv": "private"}
    actions.submit(entry=revision, by=desk.writer)
    actions.send_back(entry=revision, note="Periksa judul.", by=desk.ppid)
    actions.submit(entry=revision, by=desk.writer)
    actions.publish(entry=revision, by=desk.ppid)
    second = live(entry)
    assert (second.number, second.title, second.change) == (2, "Laporan kinerja 2025 (final)", "angka final")
    visible = {each.name: each.visibility for each in Document.objects.exclude(purpose="letter")}
    assert visible == {"lama.csv": "private", "tetap.csv": "public", "baru.csv": "public"}
    first.refresh_from_db()
    # What was published says what it said, for ever.
    assert (first.title, first.is_live, first.published_on is not None) == (WHOLE.title, False, True)
    assert [each.document.pk for each in files_of(first) if each.document] == [old.pk, kept.pk]
    assert tally(desk) == {(kinds.PERIODIC, str(desk.unit.pk), 2025, kinds.BOTH): 1}


def test_a_revision_can_be_given_up(desk: Desk) -> None:
    entry = desk.published(attached=Attached([], [upload("tetap.csv")]))
    revision = desk.revised(entry, title="Salah", attached=Attached([], [upload("batal.csv")]))
    actions.discard(entry=revision, note="Tidak perlu.", by=desk.writer)
    entry.refresh_from_db()
    assert (entry.state, latest_of(entry).number, live(entry).title) == ("published", 1, WHOLE.title)
    assert {each.name: each.removed_at is None for each in Document.objects.all()} == {
        "tetap.csv": True, "batal.csv": False,
    }  # fmt: skip
    # The number of the version given up is not used again.
    assert latest_of(actions.revise(entry=entry, by=desk.ppid)).number == 3


def test_withdrawn_information_is_gone_and_says_why(desk: Desk) -> None:
    entry = desk.published(attached=Attached([LINK], [upload()]))
    gone = actions.withdraw(entry=entry, reason="Digantikan dokumen lain.", by=desk.ppid)
    assert (gone.state, gone.withdrawn_reason, gone.review_due) == ("withdrawn", "Digantikan dokumen lain.", None)
    assert not EntryVersion.objects.filter(is_live=True).exists()
    assert (tally(desk), Document.objects.get().visibility) == ({}, "private")
    assert Change.objects.filter(object_id=entry.pk).count() == 2
    with pytest.raises(WrongState):
        actions.withdraw(entry=entry, reason="Lagi.", by=desk.ppid)
    with pytest.raises(WrongState):
        actions.revise(entry=entry, by=desk.ppid)


def test_a_draft_can_end_without_publication(desk: Desk) -> None:
    entry = desk.draft(attached=Attached([LINK], [upload()]))
    actions.drop(entry=entry, note="Ganda.", by=desk.writer)
    assert (Document.objects.get().removed_at is not None, files_of(latest_of(entry))[0].url) == (True, LINK.url)
    with pytest.raises(WrongState):
        actions.edit(entry=entry, unit=desk.unit, contents=WHOLE, by=desk.writer)


def test_units_write_their_own_and_only_the_ppid_decides(desk: Desk) -> None:
    entry = desk.asked()
    other = desk.actor("back_office")
    for act in (
        lambda: actions.publish(entry=entry, by=desk.writer),
        lambda: actions.send_back(entry=entry, note="x", by=desk.writer),
        lambda: actions.drop(entry=entry, note="x", by=other),
        lambda: actions.write(agency=desk.agency, unit=desk.unit, contents=WHOLE, by=other),
        lambda: actions.write(agency=desk.agency, unit=None, contents=WHOLE, by=desk.writer),
        lambda: actions.submit(entry=entry, by=desk.superior),
    ):
        with pytest.raises(NotAllowed):
            act()
    published = actions.publish(entry=entry, by=desk.ppid)
    for act in (
        lambda: actions.withdraw(entry=published, reason="x", by=desk.writer),
        lambda: actions.revise(entry=published, by=other),
    ):
        with pytest.raises(NotAllowed):
            act()
    revision = actions.revise(entry=published, by=desk.writer)
    with pytest.raises(NotAllowed):
        actions.edit(entry=revision, unit=None, contents=WHOLE, by=desk.writer)
    actions.submit(entry=revision, by=desk.writer)
    with pytest.raises(NotAllowed):  # while the PPID looks at it
        actions.discard(entry=revision, note="x", by=desk.writer)
    assert actions.discard(entry=revision, note="x", by=desk.ppid).state == "published"
    with pytest.raises(ValueError, match="same agency"):
        actions.write(agency=make_desk("lain").agency, unit=desk.unit, contents=WHOLE, by=desk.ppid)


def test_the_ppid_writes_what_belongs_to_no_unit(desk: Desk) -> None:
    entry = actions.write(agency=desk.agency, unit=None, contents=WHOLE, by=desk.ppid)
    actions.submit(entry=entry, by=desk.ppid)
    actions.publish(entry=entry, by=desk.ppid)
    assert tally(desk) == {(kinds.PERIODIC, "", 2025, kinds.SOFT): 1}
    moved = actions.revise(entry=entry, by=desk.ppid)
    actions.edit(entry=moved, unit=desk.unit, contents=WHOLE, by=desk.ppid)
    moved.refresh_from_db()
    assert moved.unit is None  # the unit takes over when the revision is published
    actions.submit(entry=moved, by=desk.ppid)
    assert actions.publish(entry=moved, by=desk.ppid).unit == desk.unit


def test_too_many_files_are_refused_whole(desk: Desk) -> None:
    with pytest.raises(FileRefused):
        desk.draft(attached=Attached([], [upload(f"{n}.csv") for n in range(11)]))
    assert (Entry.objects.count(), Document.objects.count()) == (0, 0)


def test_what_was_looked_at_is_due_one_cycle_later_and_reminded_of_once(desk: Desk) -> None:
    entry = desk.published()
    assert actions.remind_of_reviews() == 0
    late = clock.today(desk.agency.timezone) - dt.timedelta(days=1)
    Entry.objects.filter(pk=entry.pk).update(review_due=late)
    assert (tasks.remind(), tasks.remind()) == (1, 0)
    assert told(desk)[-1:] == ["Entri DIP %(number)s waktunya diperiksa lagi."]
    confirmed = actions.confirm(entry=entry, by=desk.writer)
    today = clock.today(desk.agency.timezone)
    assert (confirmed.reviewed_on, confirmed.review_due, confirmed.reminded_for) == (
        today, kinds.review_due(today, kinds.PERIODIC, kinds.ON_CHANGE), None,
    )  # fmt: skip
    unowned = actions.write(agency=desk.agency, unit=None, contents=WHOLE, by=desk.ppid)
    actions.submit(entry=unowned, by=desk.ppid)
    actions.publish(entry=unowned, by=desk.ppid)
    Entry.objects.filter(pk=unowned.pk).update(review_due=late)
    assert actions.remind_of_reviews() == 1


def test_what_was_opened_is_proposed_once(desk: Desk) -> None:
    origin = ("exemption", uuid4())
    given: dict[str, Any] = {"agency": desk.agency, "unit": desk.unit, "title": "Kontrak " * 40, "summary": "Terbuka."}
    entry = actions.propose_opened(origin=origin, **given)
    assert entry is not None
    assert actions.propose_opened(origin=origin, **given) is None
    version = latest_of(entry)
    assert (entry.state, version.category, len(version.title), version.is_live) == ("draft", "any_time-o", 200, False)
    assert told(desk) == ["Informasi telah dibuka: lengkapi konsep DIP %(number)s."] * len(told(desk))
    assert Move.objects.get(subject_id=entry.pk).by_label == SYSTEM.label


def test_counts_that_went_astray_are_counted_anew(desk: Desk) -> None:
    desk.published()
    desk.published("Kedua", info_year=None)
    Tally.objects.update(count=7)
    assert (tasks.recount(), sorted(tally(desk).values())) == (2, [1, 1])
    make_desk("kosong")
    assert actions.recount_all() == 2


def set_list(desk: Desk, **words: Any) -> Decree:
    lines, number = decree_queries.standing(desk.agency), decree_queries.next_number(desk.agency)
    given: dict[str, Any] = {
        "agency": desk.agency, "lines": lines, "number": number, "place": "Sukamaju", "letter": b"%PDF-1.7 surat",
        "file_name": "sk.pdf", "by": desk.ppid,
    }  # fmt: skip
    return decree(**given | words)


def test_a_decree_freezes_the_list_as_it_stands(desk: Desk) -> None:
    entry = desk.published()
    desk.draft()
    made = set_list(desk)
    assert (made.number, made.entry_count) == (f"1/SK-DIP/SUK/{made.year}", 1)
    desk.unit.name = "Sekretariat Daerah"
    desk.unit.save()
    revised = desk.revised(entry, title="Lain")
    actions.submit(entry=revised, by=desk.writer)
    actions.publish(entry=revised, by=desk.ppid)
    frozen = list(decree_queries.cells(decree_queries.lines_of(made)))
    assert [row[1:4] for row in frozen] == [
        [f"{WHOLE.title}. {WHOLE.summary}", "Sekretariat", WHOLE.responsible],
    ]  # fmt: skip
    assert decree_queries.checksum(decree_queries.lines_of(made)) == made.checksum
    assert decree_queries.letter_file(desk.agency, made.pk).visibility == "public"  # type: ignore[union-attr]
    assert set_list(desk).number == f"2/SK-DIP/SUK/{made.year}"
    assert AuditEntry.objects.filter(action="dip.decree").count() == 2


def test_a_decree_is_refused_when_the_list_or_the_number_moved_on(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="Belum ada entri"):
        set_list(desk)
    desk.published()
    lines, number = decree_queries.standing(desk.agency), decree_queries.next_number(desk.agency)
    desk.published("Kedua")
    with pytest.raises(NotAllowed, match="Daftar berubah"):
        set_list(desk, lines=lines)
    made = set_list(desk)
    with pytest.raises(NotAllowed, match="Daftar berubah"):
        set_list(desk, number=number, place="Kota Lain")
    # Pressed once more, before and after the page knows of the first.
    assert (set_list(desk), set_list(desk, number=number)) == (made, made)
    with pytest.raises(NotAllowed, match="Peran"):
        set_list(desk, by=desk.writer)
    assert (Decree.objects.count(), DecreeItem.objects.count()) == (1, 2)


def test_the_audit_trail_holds_no_words_of_entries(desk: Desk) -> None:
    entry = desk.published(title="KANARI judul")
    actions.withdraw(entry=entry, reason="KANARI alasan", by=desk.ppid)
    assert "KANARI" not in str(list(AuditEntry.objects.values_list("details", flat=True)))
