"""The register with its figures, the import of a list with faults told by cell, and its template."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from pendopo.kernel import clock
from pendopo.kernel.imports.actions import work
from pendopo.kernel.imports.models import ImportProblem, ImportRun
from pendopo.kernel.reporting.period import of_year
from pendopo.modules.dip import actions, reports
from pendopo.modules.dip.models import Entry, EntryVersion
from pendopo.modules.dip.queries.entries import latest_of
from pendopo.modules.dip.rules import kinds, old_list
from pendopo.modules.dip.tests.desk import Desk

from tests.listing import DAY, publish_entries


def test_the_register_and_the_figures(desk: Desk) -> None:
    desk.published()
    gone = desk.published("Kedua", entry_class=kinds.ANY_TIME, category="")
    actions.withdraw(entry=gone, reason="x", by=desk.ppid)
    publish_entries(desk.agency, ["Lama"], published_on=DAY.replace(year=2020))
    year = Entry.objects.order_by("id")[0].year
    page = desk.visit("auditor").get(f"/{desk.agency.slug}/meja/register/dip/", {"klasifikasi": "periodic"})
    assert (page.status_code, "Laporan kinerja 2025" in page.content.decode()) == (200, True)
    assert {column.key for column in reports.COLUMNS} >= {
        "summary",
        "holder",
        "responsible",
        "when",
        "where",
        "form",
        "retention",
    }
    facts = list(reports.facts(desk.agency, of_year(year), clock.now()))
    assert sorted(sorted(each.marks) for each in facts) == [
        ["added", "public", "public_periodic"], ["added", "withdrawn"], ["public", "public_periodic"],
    ]  # fmt: skip
    assert reports.rows(desk.agency, of_year(year), {"bentuk": "hard", "unit": str(desk.unit.pk)}).count() == 0


def table(rows: int, faults: int) -> bytes:
    """Return a list as CSV with titles above; every fault is another one of five."""
    head = ["Nomor", "Judul", "Ringkasan isi informasi", "Unit yang menguasai", "Penanggung jawab", "Waktu pembuatan",
            "Retensi arsip", "Klasifikasi", "Tahun", "Tautan"]  # fmt: skip
    lines = [["Daftar informasi publik"], head]
    step = rows // faults
    for n in range(rows):
        line = [
            f"A-{n}", f"Dokumen {n}", f"Isi dokumen {n}", "Sekretariat", "Kepala", "2025", "5 tahun", "Berkala", "2025",
            "https://sukamaju.example/x",
        ]  # fmt: skip
        if n % 2 and n != rows - 1:
            line[9] = ""
        if n % step == 0 and n // step < faults:
            place, text = [(2, ""), (3, "Unit Hantu"), (7, "Rahasia"), (8, "dua ribu"), (9, "x.pdf")][n // step % 5]
            line[place] = text
        lines.append(line)
    return "\n".join(",".join(line) for line in lines).encode()


@pytest.mark.once
def test_five_thousand_rows_with_forty_faults_are_told_by_cell_and_the_rest_taken_over(desk: Desk) -> None:
    """Must show 3 of the issue: every fault by its cell, the sound rows after confirmation."""
    assert desk.unit.name == "Sekretariat"
    ppid = desk.visit("ppid")
    begun = ppid.get(f"/{desk.agency.slug}/meja/impor/dip/baru/")
    assert desk.url("import_template") in begun.content.decode()
    file = SimpleUploadedFile("dip.csv", table(5_000, 40))
    ppid.post(f"/{desk.agency.slug}/meja/impor/dip/baru/", {"file": file})
    run = ImportRun.objects.get()
    page = f"/{desk.agency.slug}/meja/impor/{run.pk}/"
    ppid.post(f"{page}kolom/", {key: str(place) for key, place in run.mapping.items()})
    while work():
        pass
    run.refresh_from_db()
    assert (run.state, run.total, run.new, run.wrong, run.problem_count) == ("checked", 5_000, 4_960, 40, 40)
    assert Entry.objects.count() == 0
    cells = {
        (row[1], row[2])
        for row in (line.split(",") for line in b"".join(ppid.get(f"{page}masalah.csv")).decode().splitlines()[1:])
    }
    # Row 0 of the list stands on line 3, the fault of every 125th moves through the columns C, D, H, I and J.
    assert {cell for cell, _column in cells} == {f"{'CDHIJ'[n % 5]}{3 + 125 * n}" for n in range(40)}
    assert "C3" in ppid.get(page).content.decode()
    ppid.post(f"{page}masukkan/")
    while work():
        pass
    run.refresh_from_db()
    assert (run.state, Entry.objects.count(), EntryVersion.objects.filter(is_live=True).count()) == (
        "done",
        4_960,
        4_960,
    )
    assert ImportProblem.objects.count() == 40
    shown = Client().get(desk.url("listed"))
    assert (shown.context["total"], len(shown.context["entries"])) == (4_960, 20)
    entry = Entry.objects.get(source_number="A-4999")
    assert (entry.unit, entry.state, latest_of(entry).files.get().url) == (
        desk.unit, "published", "https://sukamaju.example/x",
    )  # fmt: skip
    numbers = list(Entry.objects.order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, 4_961))


def test_the_template_holds_every_column_and_the_words_that_fit(desk: Desk) -> None:
    assert desk.unit.name == "Sekretariat"
    answer = desk.visit("ppid").get(desk.url("import_template"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer)))
    sheets = [book.get_sheet_by_index(n).to_python() for n in (0, 1)]
    assert sheets[0] == [[str(column.label) for column in old_list.COLUMNS]]
    assert sheets[1][0][0] == "Wajib diisi"
    assert {"Berkala", "Serta-merta", "Setiap saat"} <= {row[1] for row in sheets[1]}
    assert "Sekretariat" in {row[5] for row in sheets[1]}
