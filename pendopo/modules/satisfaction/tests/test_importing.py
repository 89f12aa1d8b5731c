"""Answers and earlier results out of files: the published matrix gives its index, foreign exports are recognised, nothing comes twice."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from pendopo.kernel.documents.inspection import inspect_bytes
from pendopo.kernel.imports import actions as imports
from pendopo.kernel.imports.models import ImportProblem, ImportRun
from pendopo.kernel.imports.reading import open_table
from pendopo.kernel.imports.registry import Importer
from pendopo.kernel.imports.rules import Row, Unreadable, guess
from pendopo.kernel.people.actors import SYSTEM
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.actions import BadAnswer, importing
from pendopo.modules.satisfaction.actions.importing import ANSWERS, RESULTS
from pendopo.modules.satisfaction.models import Answer, PastResult
from pendopo.modules.satisfaction.queries import figures
from pendopo.modules.satisfaction.rules import old_answers
from pendopo.modules.satisfaction.tests.surveying import PERMEN, Surveyed, answer, by_hand, kept

CASES = {
    case["id"]: case for case in json.loads((Path(__file__).parent / "cases" / "skm_cases.json").read_text("utf-8"))
}
MARKS = [f"U{number}" for number in range(1, 10)]


def csv_of(headings: list[str], *rows: list[Any]) -> bytes:
    out = StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode()


def xlsx_of(rows: list[list[Any]]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return out.getvalue()


def taken(office: Surveyed, content: bytes, importer: Importer = ANSWERS, name: str = "skm.csv") -> ImportRun:
    """Take a file over, from upload to the end, as far as its rows are right."""
    upload = inspect_bytes(content, name=name, allowed=frozenset({"csv", "xlsx"}))
    run = imports.begin(agency=office.agency, importer=importer, upload=upload, by=office.ppid)
    imports.check(run=imports.map_columns(run=run, mapping=run.mapping, by=office.ppid), by=office.ppid)
    while imports.work():
        pass
    if ImportRun.objects.get(pk=run.pk).new:
        imports.run(run=run, by=office.ppid)
        while imports.work():
            pass
    return ImportRun.objects.get(pk=run.pk)


def told(run: ImportRun) -> list[tuple[int, str, str]]:
    return [(p.line, p.column, p.sentence % p.params) for p in ImportProblem.objects.filter(run=run)]


def one_service(office: Surveyed) -> Any:
    """Open a survey about one service, so that files need not name it."""
    return office.open(services=office.services[:1])


def test_the_published_matrix_of_49_rows_gives_its_index(office: Surveyed) -> None:
    case = CASES["sekadau_2019_s1_49baris"]
    survey = one_service(office)
    rows = [[number, *marks] for number, marks in enumerate(case["baris"], start=1)]
    content = xlsx_of([["Nilai hasil survei Semester I"], ["No. Res", *MARKS], *rows])
    run = taken(office, content, name="matriks.xlsx")
    assert (run.state, run.new, run.known, run.wrong) == ("done", 49, 0, 0)
    found = figures.figure(survey)
    assert found is not None
    assert (found.n, f"{found.converted}", found.band and found.band.grade) == (49, "78.74", "B")
    assert [element.total for element in found.elements] == case["jumlah_per_unsur"]
    assert kept() == by_hand()
    again = taken(office, content, name="matriks.xlsx")
    assert (again.new, again.known, Answer.objects.count()) == (0, 49, 49)


def test_as_many_queries_for_two_hundred_rows_as_for_two(office: Surveyed, django_assert_num_queries: Any) -> None:
    one_service(office)

    def rows(count: int) -> list[Row]:
        return [Row(n, {"number": str(n), **{f"u{u}": "3" for u in range(1, 10)}}) for n in range(count)]

    for count in (2, 200):
        with django_assert_num_queries(2):
            assert importing.examine_answers(office.agency, rows(count)) == {}
        with django_assert_num_queries(3):
            assert importing.known_answers(office.agency, rows(count)) == {}


QUESTIONS = [element.question for element in PERMEN.shown("questionnaire")]


@pytest.mark.once
@pytest.mark.parametrize(
    ("headings", "number"),
    [
        (["Nomor responden", *MARKS, "Layanan", "Jenis kelamin", "Usia", "Saran"], 0),
        (["id. ID respons", "submitdate. Tanggal dikirim", *(f"U{n}. {q}" for n, q in enumerate(QUESTIONS, 1))], 0),
        (["Response ID", "Date submitted", "Last page", *MARKS], 0),
        (["Timestamp", *QUESTIONS, "Kritik dan saran"], 0),
        (["Cap waktu", *(f"{n}. {q}" for n, q in enumerate(QUESTIONS, 1)), "Pendidikan terakhir"], 0),
        ([element.name for element in PERMEN.shown("questionnaire")] + ["No."], 9),
    ],
    ids=["own", "limesurvey", "limesurvey codes", "google", "google numbered", "names"],
)
def test_headings_of_other_programs_are_recognised(headings: list[str], number: int) -> None:
    found = guess(headings, old_answers.ANSWERS)
    first = next(place for place, text in enumerate(headings) if "ersyaratan" in text or text == "U1")
    assert [found[f"u{n}"] for n in range(1, 10)] == list(range(first, first + 9))
    assert found["number"] == number


def test_words_of_answers_traits_and_comments(office: Surveyed) -> None:
    survey = one_service(office)
    headings = ["Timestamp", *QUESTIONS, "Jenis kelamin", "Usia", "Pendidikan", "Kritik dan saran", "Tanggal"]
    labels = [element.labels[2] for element in PERMEN.shown("questionnaire")]
    run = taken(
        office,
        csv_of(
            headings,
            ["2026-07-01 09:12:44", *labels, "Perempuan", "34 tahun", "SLTA", "=HYPERLINK(1)", "1/7/2026"],
            ["2026-07-01 09:13:10", *labels[:8], "", "", "", "", "", ""],
        ),
    )
    assert (run.new, run.wrong) == (2, 0)
    full = Answer.objects.get(comment="=HYPERLINK(1)")
    assert (full.marks, full.told) == ("3" * 9, {"gender": "female", "age": "30s", "education": "sma"})
    assert full.received_at.astimezone(office.agency.zone).date().isoformat() == "2026-07-01"
    assert Answer.objects.filter(survey=survey).exclude(pk=full.pk).get().marks.count("0") == 1


def test_every_wrong_cell_is_told_and_nothing_of_its_row_is_taken(office: Surveyed) -> None:
    one_service(office)
    good = ["3"] * 9
    rows = [
        ["1", *good, ""],
        ["2", "0", "5", "4,0", "=1+1", *good[:5], ""],
        ["3", *[""] * 9, ""],
        ["4", *good, "Perpustakaan"],
        ["4", *good, ""],
        ["5", *good[:8], "Baik", "Permohonan informasi"],
    ]
    run = taken(office, csv_of(["No", *MARKS, "Layanan"], *rows))
    assert (run.new, run.wrong, Answer.objects.count()) == (1, 5, 1)
    assert told(run) == [
        (3, "u1", "Nilai “0” di luar skala. Tulis 1 sampai 4."),
        (3, "u2", "Nilai “5” di luar skala. Tulis 1 sampai 4."),
        (3, "u3", "Nilai “4,0” pecahan. Tulis bilangan bulat 1 sampai 4."),
        (3, "u4", "“=1+1” bukan jawaban unsur ini. Tulis 1 sampai 4, atau kata jawabannya."),
        (4, "", "Baris ini tidak berisi jawaban. Cocokkan kolom U1, U2, dan seterusnya."),
        (5, "service", "Layanan “Perpustakaan” tidak disurvei. Pakai salah satu: Permohonan informasi."),
        (6, "number", "Nomor ini sudah ada di baris 5 berkas ini. Perbaiki nomornya, atau hapus salah satu."),
        (7, "u9", "“Baik” bukan jawaban unsur ini. Tulis 1 sampai 4, atau kata jawabannya."),
    ]


def test_rows_name_their_survey_where_there_are_several(office: Surveyed) -> None:
    first, second = one_service(office), office.open("2026-Q4")
    row = ["7", *["3"] * 9, "", "", "3"]
    run = taken(office, csv_of(["No", *MARKS, "Nomor survei", "Layanan", "U10"], row))
    assert told(run) == [(2, "", "Ada 2 survei yang menerima impor. Tulis kolom “Nomor survei” di berkas asal.")]
    rows = [["7", *["3"] * 9, first.number, "", ""], ["8", *["4"] * 9, second.number, "perpustakaan", ""]]
    rows += [
        ["9", *["4"] * 9, second.number, "", ""],
        ["10", *["4"] * 9, "SKM-0", "", ""],
        ["11", *["3"] * 9, first.number, "", "3"],
    ]
    run = taken(office, csv_of(["No", *MARKS, "Nomor survei", "Layanan", "U10"], *rows))
    assert (run.new, [each[:2] for each in told(run)]) == (2, [(4, ""), (5, "survey"), (6, "u10")])
    assert sorted(Answer.objects.values_list("survey__number", "marks")) == sorted(
        [(first.number, "3" * 9), (second.number, "4" * 9)]
    )


def test_rows_are_written_by_a_person_and_as_they_were_examined(office: Surveyed) -> None:
    row = Row(2, {"number": "1", "u1": "3"})
    assert ANSWERS.known(office.agency, ["1"]) == {}
    with pytest.raises(ValueError, match="person"):
        ANSWERS.write(agency=office.agency, rows=[row], run=office.agency.pk, by=SYSTEM)
    with pytest.raises(BadAnswer):
        ANSWERS.write(agency=office.agency, rows=[row], run=office.agency.pk, by=office.ppid)


def test_a_published_survey_takes_no_more(office: Surveyed) -> None:
    survey = one_service(office)
    answer(survey, "333333333")
    actions.close(survey=survey, by=office.ppid)
    actions.publish(survey=survey, by=office.ppid)
    run = taken(office, csv_of(["No", *MARKS], ["1", *["3"] * 9]))
    assert (run.new, run.wrong) == (0, 1)


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"Nilai IKM": "99,00"}, "index", "tidak sama dengan hasil hitung 94.54"),
        ({"Jumlah responden": ""}, "n", "Isi jumlah responden"),
        ({"U1": ""}, "", "harus diisi untuk semua 9 unsur"),
        ({"U1": "999"}, "", "tidak mungkin"),
        ({"Unit": "Bidang Lain"}, "unit", "tidak ada di instansi ini"),
        (dict.fromkeys([*MARKS, "Nilai IKM"], ""), "index", "Isi nilai IKM"),
        ({"Periode": "2024-Q7"}, "period", "bukan periode"),
        ({"Nilai IKM": "7"}, "index", "bukan nilai IKM"),
    ],
)
def test_results_that_cannot_be(office: Surveyed, cells: dict[str, str], column: str, words: str) -> None:
    run = taken(office, results_of(cells), RESULTS)
    assert (run.new, PastResult.objects.count()) == (0, 0)
    [(line, at, said)] = told(run)
    assert (line, at) == (2, column)
    assert words in said


def results_of(*many: dict[str, str]) -> bytes:
    case = CASES["tw1_2025"]
    sums = dict(zip(MARKS, map(str, case["jumlah_per_unsur"]), strict=True))
    usual = {"No": "1", "Periode": "2025-Q1", "Unit": "", "Jumlah responden": "91", "Nilai IKM": "94,54",
             "Cara hitung": "", "Sumber": "Laporan SKM", **sums}  # fmt: skip
    rows = [usual | cells for cells in many]
    return csv_of(list(usual), *([row[name] for name in usual] for row in rows))


def test_results_of_earlier_periods(office: Surveyed) -> None:
    content = results_of(
        {},
        {"No": "2", "Periode": "2024", "Nilai IKM": "94,44", "Cara hitung": "0,111", "Unit": "bidang layanan"},
        {"No": "3", "Periode": "2023", "Nilai IKM": ""},
        {"No": "4", "Periode": "2022", "Nilai IKM": "81,2", **dict.fromkeys([*MARKS, "Jumlah responden"], "")},
        {"No": "5", "Periode": "2022", "Nilai IKM": "80", **dict.fromkeys(MARKS, "")},
    )
    run = taken(office, content, RESULTS)
    assert (run.new, run.wrong) == (4, 1)
    assert "sudah ada nilai 81.2" in told(run)[0][2]
    rows = PastResult.objects.order_by("period").values_list("period", "unit__name", "n", "method", "published_index")
    assert [(*some, f"{value}") for *some, value in rows] == [
        ("2022", None, None, "exact", "81.20"),
        ("2023", None, 91, "exact", "94.54"),
        ("2024", "Bidang Layanan", 91, "weight_0_111", "94.44"),
        ("2025-Q1", None, 91, "exact", "94.54"),
    ]
    assert (taken(office, content, RESULTS).new, PastResult.objects.count()) == (0, 4)


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "band"),
    [("19", "under_20"), ("20", "20s"), ("59 th", "50s"), ("60", "60_up"), ("60 tahun ke atas", "60_up"), ("121", ""), ("tua", "")],
)  # fmt: skip
def test_ages(text: str, band: str) -> None:
    if band:
        assert old_answers.read_age(text) == band
    else:
        with pytest.raises(Unreadable):
            old_answers.read_age(text)


@pytest.mark.once
def test_a_value_with_its_label() -> None:
    element = PERMEN.element("persyaratan")
    assert [
        old_answers.read_mark(PERMEN, element, text) for text in ("4", " sangat  sesuai ", "2 - Kurang sesuai")
    ] == [4, 4, 2]


def test_templates_have_the_headings(office: Surveyed) -> None:
    browser = office.visit("ppid")
    for importer in (ANSWERS, RESULTS):
        sent = browser.get(office.url("import_template", importer.key))
        _line, headings = next(open_table("templat.xlsx", sent.content).lines)
        assert guess(headings, importer.columns) == {
            column.key: place
            for place, column in enumerate(
                c for c in importer.columns if not c.key[1:].isdigit() or int(c.key[1:]) < 10
            )
        }
    assert browser.get(office.url("import_template", "zebra")).status_code == 404
