"""A file from upload to register: dry run, run, resume after a crash, the same file again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.documents.storage import private_files
from pendopo.kernel.imports import actions, reading, registry, rules, tasks
from pendopo.kernel.imports.actions import NotNow
from pendopo.kernel.imports.models import ImportProblem, ImportRun
from pendopo.kernel.imports.tests.files import HEADINGS, csv_of, inspected, row, xlsx_of
from pendopo.kernel.imports.tests.guests import GUESTS
from pendopo.kernel.notifications.jobs import known_jobs
from pendopo.kernel.notifications.models import InboxItem
from pendopo.kernel.people.actors import staff
from pendopo.kernel.people.models import Contact


def begun(agency: Agency, by: Any, rows: list[list[Any]], *, above: int = 0) -> ImportRun:
    titles = [["Buku tamu", "", "", "", ""] for _line in range(above)]
    upload = inspected(csv_of([*titles, list(HEADINGS), *rows]))
    return actions.begin(agency=agency, importer=GUESTS, upload=upload, by=by)


def checked(agency: Agency, by: Any, rows: list[list[Any]], **more: Any) -> ImportRun:
    run = begun(agency, by, rows, **more)
    run = actions.map_columns(run=run, mapping=run.mapping, by=by)
    actions.check(run=run, by=by)
    work()
    return fresh(run)


def work() -> None:
    while actions.work():
        pass


def fresh(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_related("agency", "document").get(pk=run.pk)


def counts(run: ImportRun) -> tuple[str, int, int, int]:
    run = fresh(run)
    return run.state, run.new, run.known, run.wrong


def told(run: ImportRun) -> list[tuple[int, str, str]]:
    return [(p.line, p.column, p.sentence % p.params) for p in ImportProblem.objects.filter(run=run)]


def test_begin_finds_heading_on_line_4_and_guesses(agency: Agency, ppid: Any) -> None:
    run = begun(agency, ppid, [["1", "2", "3", "4", "5"], row(1), row(2)], above=3)
    assert (run.state, run.heading_line, run.total) == ("uploaded", 4, 2)
    assert run.headings == list(HEADINGS)
    assert run.mapping == {"number": 0, "day": 1, "name": 2, "why": 3, "count": 4}
    assert run.document.subject_id == run.pk


def test_file_without_headings_leaves_nothing(agency: Agency, ppid: Any) -> None:
    with pytest.raises(rules.Unreadable):
        actions.begin(agency=agency, importer=GUESTS, upload=inspected(csv_of([["a", "b"]])), by=ppid)
    assert not ImportRun.objects.exists()


def test_dry_run_changes_nothing_and_tells_every_row(agency: Agency, ppid: Any) -> None:
    run = checked(
        agency,
        ppid,
        [
            row(1),
            row(2, day="31/02/2023"),
            row(3, name=""),
            row(4, name="Hantu"),
            row(1, name="Kembaran"),
            row(6, why="Entah", count="dua"),
            ["", "", "", "", ""],
            row(7, name="Nama yang terlalu panjang"),
        ],
    )
    assert counts(run) == ("checked", 1, 0, 6)
    assert fresh(run).problem_count == 7
    assert told(run) == [
        (3, "day", "“31/02/2023” tidak ada dalam kalender. Perbaiki di berkas asal."),
        (4, "name", "Kolom ini kosong. Isi di berkas asal."),
        (5, "", "Tamu ini tidak diterima."),
        (6, "number", "Nomor ini sudah ada di baris 2 berkas ini. Perbaiki nomornya, atau hapus salah satu."),
        (7, "why", "“Entah” tidak dikenal. Pakai salah satu: Magang, Tanya."),
        (7, "count", "“dua” bukan bilangan bulat. Tulis seperti 15000 atau Rp15.000."),
        (9, "name", "Teks ini lebih dari 20 karakter. Pendekkan di berkas asal."),
    ]
    assert not Contact.objects.exists()


def test_run_writes_right_rows_once_with_a_trail_and_without_the_file(
    agency: Agency, ppid: Any, django_capture_on_commit_callbacks: Any
) -> None:
    run = checked(agency, ppid, [row(1), row(2, day="x"), row(3)])
    with django_capture_on_commit_callbacks(execute=True):
        actions.run(run=run, by=ppid)
        work()
    run = fresh(run)
    assert counts(run) == ("done", 2, 0, 1)
    assert [(c.decree_number, c.name, c.address) for c in Contact.objects.order_by("decree_number")] == [
        ("0001/BT/2023", "Tamu 1", str(ppid.user)),
        ("0003/BT/2023", "Tamu 3", str(ppid.user)),
    ]
    assert not private_files().exists(run.document.storage_name)
    trail = Entry.objects.filter(subject_id=run.pk, action__startswith="imports.").order_by("seq")
    assert [(entry.action, entry.actor, entry.details) for entry in trail] == [
        ("imports.begin", str(ppid.user), {"importer": "tamu", "rows": 3}),
        ("imports.map", str(ppid.user), {"columns": ["count", "day", "name", "number", "why"]}),
        ("imports.check", str(ppid.user), {"rows": 3}),
        ("imports.checked", "Sistem", {"new": 2, "known": 0, "wrong": 1}),
        ("imports.run", str(ppid.user), {"rows": 3}),
        ("imports.done", "Sistem", {"new": 2, "known": 0, "wrong": 1}),
    ]
    assert "Tamu" not in str([entry.details for entry in Entry.objects.all()])
    assert [item.text % item.params for item in InboxItem.objects.order_by("pk")] == [
        "Pemeriksaan berkas impor selesai: 2 baris baru, 0 sudah ada, 1 bermasalah.",
        "Impor selesai: 2 baris dimasukkan, 0 sudah ada, 1 bermasalah.",
    ]


def test_same_file_again_does_nothing(agency: Agency, ppid: Any) -> None:
    rows = [row(number) for number in range(5)]
    actions.run(run=checked(agency, ppid, rows), by=ppid)
    work()
    again = checked(agency, ppid, rows)
    assert counts(again) == ("checked", 0, 5, 0)
    with pytest.raises(NotNow, match="Tidak ada baris baru"):
        actions.run(run=again, by=ppid)
    # A file that has grown meanwhile brings only what is new.
    grown = checked(agency, ppid, [*rows, row(9)])
    actions.run(run=grown, by=ppid)
    work()
    assert counts(grown) == ("done", 1, 5, 0)
    assert Contact.objects.count() == 6


def test_number_that_belongs_to_something_else_is_a_problem(agency: Agency, other_agency: Agency, ppid: Any) -> None:
    for place in (agency, other_agency):
        Contact.objects.create(
            agency=place, kind="group", name="x", decree_number="0001/BT/2023", created_at=clock.now()
        )
    run = checked(agency, ppid, [row(1), row(2)])
    assert (counts(run), told(run)) == (("checked", 1, 0, 1), [(2, "number", "Nomor ini milik orang lain.")])


def test_ten_thousand_rows_in_batches_with_the_same_queries_each(agency: Agency, ppid: Any) -> None:
    total = 10_050
    rows = [row(number, day="x" if number % 5 == 0 else "3/8/2023") for number in range(total)]
    run = checked(agency, ppid, rows)
    wrong = total // 5
    assert counts(run) == ("checked", total - wrong, 0, wrong)
    assert (fresh(run).problem_count, len(told(run))) == (wrong, rules.MAX_PROBLEMS)
    actions.run(run=run, by=ppid)
    costs = []
    for batches in (1, 2):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert actions.work(batches=batches) == batches * rules.BATCH_ROWS
        costs.append(len(caught))
    # savepoint, lock, known, contacts (100 a statement), problems, progress, release; before them the run is found.
    assert costs[1] - costs[0] <= 10
    work()
    assert counts(run) == ("done", total - wrong, 0, wrong)
    assert Contact.objects.count() == total - wrong


def test_crash_between_and_within_batches_loses_and_repeats_nothing(
    agency: Agency, ppid: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = checked(agency, ppid, [row(number) for number in range(1_000)])
    actions.run(run=run, by=ppid)
    kept = actions._keep
    calls = []

    def crash(run: ImportRun, batch: Any) -> None:
        kept(run, batch)
        calls.append(batch.last)
        if len(calls) == 3:
            raise OSError("power is gone")  # after the rows of the third batch were written, before its commit

    monkeypatch.setattr(actions, "_keep", crash)
    with pytest.raises(OSError, match="power"):
        actions.work()
    assert (Contact.objects.count(), fresh(run).next_line, fresh(run).tries) == (400, 402, 1)
    work()
    assert counts(run) == ("done", 1_000, 0, 0)
    assert Contact.objects.values("decree_number").distinct().count() == Contact.objects.count() == 1_000


def test_rounds_end_so_that_mail_has_its_turn(agency: Agency, ppid: Any) -> None:
    run = begun(agency, ppid, [row(number) for number in range(500)])
    actions.check(run=actions.map_columns(run=run, mapping=run.mapping, by=ppid), by=ppid)
    assert actions.work(batches=1) == 200
    assert (fresh(run).state, fresh(run).done, fresh(run).next_line) == ("checking", 200, 202)


@pytest.mark.parametrize(("rows", "before"), [(300, 0), (200, 1)], ids=["in a batch", "at the end"])
def test_worker_that_was_overtaken_stops(
    agency: Agency, ppid: Any, monkeypatch: pytest.MonkeyPatch, rows: int, before: int
) -> None:
    run = begun(agency, ppid, [row(number) for number in range(rows)])
    actions.check(run=actions.map_columns(run=run, mapping=run.mapping, by=ppid), by=ppid)
    assert actions.work(batches=before) == before * 200
    opened = reading.open_table

    def slow(name: str, content: bytes) -> Any:
        monkeypatch.setattr(reading, "open_table", opened)
        work()  # meanwhile the other worker does it all
        return opened(name, content)

    monkeypatch.setattr(reading, "open_table", slow)
    assert actions.work() == 0
    assert counts(run) == ("checked", rows, 0, 0)
    assert Entry.objects.filter(subject_id=run.pk, action="imports.checked").count() == 1
    assert InboxItem.objects.count() == 1


def test_file_that_was_damaged_in_the_store_stops_the_import_in_words(agency: Agency, ppid: Any) -> None:
    content = xlsx_of([list(HEADINGS), row(1), row(2)])
    run = actions.begin(agency=agency, importer=GUESTS, upload=inspected(content, "buku.xlsx"), by=ppid)
    actions.check(run=actions.map_columns(run=run, mapping=run.mapping, by=ppid), by=ppid)
    name = run.document.storage_name
    private_files().delete(name)
    assert private_files().save(name, ContentFile(content[: len(content) // 2])) == name
    assert actions.work() == 0
    run = fresh(run)
    assert (run.state, run.failure, run.next_line, run.tries) == (
        "failed",
        "Berkas ini tidak terbaca sebagai tabel. Simpan ulang sebagai XLSX atau CSV, lalu unggah lagi.",
        0,
        0,
    )
    assert [item.text for item in InboxItem.objects.all()] == [
        "Impor terhenti. Buka halamannya untuk melihat sebabnya."
    ]
    trail = Entry.objects.filter(subject_id=run.pk, action="imports.fail")
    assert [(entry.actor, entry.details) for entry in trail] == [("Sistem", {"next_line": 0})]
    assert actions.work() == 0


def test_file_that_waits_for_the_virus_scanner_is_not_read(
    agency: Agency, ppid: Any, settings: Any, tmp_path: Path
) -> None:
    settings.PENDOPO_CLAMD = str(tmp_path / "nobody.sock")
    run = begun(agency, ppid, [row(1)])
    run = actions.map_columns(run=run, mapping=run.mapping, by=ppid)
    with pytest.raises(NotNow) as held:
        actions.check(run=run, by=ppid)
    assert held.value.reason.startswith("“buku.csv” masih menunggu pemindaian virus")
    assert (counts(run), actions.work()) == (("mapped", 0, 0, 0), 0)


def test_import_of_a_module_that_is_not_installed_any_more(agency: Agency, ppid: Any) -> None:
    run = checked(agency, ppid, [row(1)])
    registry._importers.clear()  # the fixture brings back what was there
    for act in (actions.check, actions.run):
        with pytest.raises(LookupError, match="Nobody imports tamu"):
            act(run=run, by=ppid)
    assert counts(run) == ("checked", 1, 0, 0)


def test_what_never_works_is_given_up_in_words(agency: Agency, ppid: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run = checked(agency, ppid, [row(1)])
    actions.run(run=run, by=ppid)
    private_files().delete(run.document.storage_name)
    for _try in range(rules.MAX_TRIES):
        with pytest.raises(FileNotFoundError):
            actions.work()
    run = fresh(run)
    assert (run.state, run.failure.partition(".")[0]) == ("failed", "Sistem gagal memproses berkas ini")
    assert actions.work() == 0


def test_one_import_of_a_kind_at_a_time(agency: Agency, ppid: Any) -> None:
    first, second = (begun(agency, ppid, [row(1)]) for _number in range(2))
    actions.check(run=actions.map_columns(run=first, mapping=first.mapping, by=ppid), by=ppid)
    second = actions.map_columns(run=second, mapping=second.mapping, by=ppid)
    with pytest.raises(NotNow, match="sedang berjalan"):
        actions.check(run=second, by=ppid)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRun.objects.filter(pk=second.pk).update(state="running")


def test_steps_at_the_wrong_time_or_by_the_wrong_person(agency: Agency, ppid: Any, person: Any) -> None:
    run = begun(agency, ppid, [row(1)])
    for act in (actions.check, actions.run):
        with pytest.raises(NotNow, match="tahap lain"):
            act(run=run, by=ppid)
    front = staff(person("front_office"), agency)
    with pytest.raises(NotNow, match="Peran Anda"):
        actions.map_columns(run=run, mapping=run.mapping, by=front)
    with pytest.raises(NotNow, match="Peran Anda"):
        actions.begin(agency=agency, importer=GUESTS, upload=inspected(csv_of([list(HEADINGS)])), by=front)


@pytest.mark.parametrize(
    "mapping",
    [{}, {"number": 0, "day": 1}, {"number": 0, "day": 0, "name": 1}, {"number": 0, "day": 1, "name": 9},
     {"number": 0, "day": 1, "name": 2, "other": 3}],
)  # fmt: skip
def test_mapping_must_be_possible(agency: Agency, ppid: Any, mapping: dict[str, int]) -> None:
    run = begun(agency, ppid, [row(1)])
    with pytest.raises(ValueError, match="column"):
        actions.map_columns(run=run, mapping=mapping, by=ppid)


def test_workbook_goes_the_same_way(agency: Agency, ppid: Any) -> None:
    def change(sheet: Any, _book: Any) -> None:
        sheet.merge_range(2, 2, 3, 2, "Dua orang")

    content = xlsx_of([list(HEADINGS), row(1, day=dt.date(2023, 8, 3), count=2), row(2), row(3, name="")], change)
    run = actions.begin(agency=agency, importer=GUESTS, upload=inspected(content, "buku.xlsx"), by=ppid)
    actions.check(run=actions.map_columns(run=run, mapping=run.mapping, by=ppid), by=ppid)
    work()
    assert (run.sheet, counts(run)) == ("Buku tamu", ("checked", 2, 0, 1))
    assert [(line, column) for line, column, _text in told(run)] == [(4, "name")]


def test_old_files_and_problems_are_swept(agency: Agency, ppid: Any, django_capture_on_commit_callbacks: Any) -> None:
    with clock.frozen(clock.now() - dt.timedelta(days=rules.KEEP_DAYS + 1)):
        old = checked(agency, ppid, [row(1, day="x")])
    young = checked(agency, ppid, [row(1, day="x")])
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.sweep_imports() == 1
    assert (fresh(old).document.removed_at is not None, len(told(old))) == (True, 0)
    assert (fresh(young).document.removed_at, len(told(young))) == (None, 1)
    with pytest.raises(NotNow, match="sudah dihapus"):
        actions.check(run=fresh(old), by=ppid)


def test_jobs_are_known_and_importers_have_keys_of_their_own() -> None:
    assert {name: seconds for name, seconds in known_jobs().items() if ".imports." in name} == {
        "pendopo.kernel.imports.tasks.import_rows": 5,
        "pendopo.kernel.imports.tasks.sweep_imports": 3600,
    }
    with pytest.raises(ValueError, match="Two importers"):
        registry.add_importer(registry.Importer(**{**_fields(), "title": "Lain"}))


def _fields() -> dict[str, Any]:
    return {name: getattr(GUESTS, name) for name in GUESTS.__dataclass_fields__}
