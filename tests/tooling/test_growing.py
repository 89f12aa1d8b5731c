"""The fillings of the long measurements on a few rows, and what these measurements judge by."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import restoring, restoring_inside
from benchmarks.growing import grow, grow_documents
from pendopo.config.backup.databases import rows_now
from pendopo.kernel.agencies.models import Agency, RegisterCounter
from pendopo.kernel.audit.queries import verify
from pendopo.kernel.documents.models import Document
from pendopo.modules.information.models import Inquiry
from pendopo.modules.satisfaction.actions import install_instruments
from pendopo.modules.satisfaction.models import Answer

from tests.operation.growth import changed


@pytest.mark.django_db
def test_rows_are_multiplied_as_the_program_would_have_written_them() -> None:
    # A test that commits, run before in this process, leaves none of the rows that migrations made.
    install_instruments()
    written = grow(25, agencies=2, clocks=3, moves=2, audit=2) | grow_documents(25, agencies=2)
    assert written == {
        "people_contact": 25, "information_inquiry": 25, "calendar_clock": 75, "workflow_move": 50,
        "notifications_outboxmessage": 25, "satisfaction_answer": 25, "audit_entry": 50, "documents_document": 25,
    }  # fmt: skip
    assert written.items() <= rows_now().items()
    agencies = list(Agency.objects.order_by("slug"))
    assert [verify(agency).entries for agency in agencies if verify(agency).intact] == [25, 25]
    for agency, last in zip(agencies, (13, 12), strict=True):
        numbers = Inquiry.objects.for_agency(agency).order_by("seq").values_list("seq", "number")
        assert list(numbers) == [(seq, f"PPID-2025-{seq:06d}") for seq in range(1, last + 1)]
        assert RegisterCounter.objects.for_agency(agency).get().last == last
        for inquiry in Inquiry.objects.for_agency(agency).select_related("contact"):
            assert inquiry.contact.agency_id == agency.pk
            assert (inquiry.closed_at is None) == (inquiry.state == "in_process")
    assert set(Document.objects.values_list("subject_id")) == set(Inquiry.objects.values_list("pk"))
    assert Answer.objects.exclude(comment="").count() == 9


def test_sizes_of_files_make_up_the_total() -> None:
    for total in (0, 1, 4_000, 9_000_000):
        made = list(restoring_inside.sizes(total))
        assert sum(made) == total
        assert all(4_000 <= size <= 20_008_000 for size in made[:-1])
    assert list(restoring_inside.sizes(10**7)) == list(restoring_inside.sizes(10**7))


def test_without_room_nothing_begins() -> None:
    restoring.expect_room(Path("/x"), 47_000_000_000, 10)
    with pytest.raises(SystemExit, match=r"^/x has 46 GB free, but 10 GB, backed up and restored, need 47 GB\. Name"):
        restoring.expect_room(Path("/x"), 46_000_000_000, 10)


def test_one_bit_is_changed(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"abc")
    restoring.flip(file, 1)
    assert file.read_bytes() == b"acc"


def test_every_difference_is_a_fault() -> None:
    before = {"a": [1, "7"], "b": [2, "8"], "search_course": [1, "1"]}
    assert restoring.differences(before, before | {"search_course": [1, "2"]}) == []
    assert restoring.differences(before, {"a": [1, "6"], "c": [0, "0"]}) == ["table a", "table b", "table c"]


def test_a_database_that_was_not_measured_keeps_its_column() -> None:
    for corner in ("", "what"):
        text = f"# Judul\n\n| {corner} | SQLite | PostgreSQL |\n| --- | --- | --- |\n| baris | 1,2 | 3 s (4) |\n| kosong |  | 0  |\n\nlain"
        assert restoring.kept(text, "Judul", "PostgreSQL") == ["3 s (4)", "0 "]
        assert restoring.kept(text, "Judul", "SQLite") == ["1,2", ""]
        assert restoring.kept(text, "Lain", "SQLite") == restoring.kept(text, "Judul", "MySQL") == []
    assert restoring.kept("", "Judul", "SQLite") == []


def test_an_upgrade_may_add_columns_and_fill_empty_tables() -> None:
    before = {"a": (["id", "x"], 2, "5"), "empty": (["id"], 0, "0")}
    assert changed(before, before | {"empty": (["id"], 3, "9")}) == []
    assert changed(before, {"a": (["id"], 2, "4"), "empty": (["id"], 0, "0")}) == []
    assert changed(before, before | {"a": (["id", "x"], 2, "6")}) == ["a"]
    assert changed(before, before | {"a": (["id"], 1, "5")}) == ["a"]
    assert changed(before, {}) == ["a"]
