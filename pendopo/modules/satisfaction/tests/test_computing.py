"""`pendopo skm FILE.csv` and POST /api/v1/skm/compute: the same figures, and words for everything that is no answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from pendopo.modules.satisfaction.console import skm_group
from pendopo.modules.satisfaction.forms.computing import ComputeForm, TooLarge
from pendopo.modules.satisfaction.rules import instruments, limits, matrix
from pendopo.modules.satisfaction.tests.surveying import Surveyed, answer

URL = "/api/v1/skm/compute"
CASES = {c["id"]: c for c in json.loads((Path(__file__).parent / "cases" / "skm_cases.json").read_text("utf-8"))}
RAW = CASES["sekadau_2019_s1_49baris"]["baris"]
GOOD = [[4] * 9, [3] * 9]


def ask(client: Client, content: Any, path: str = URL) -> Any:
    return client.post(path, json.dumps(content), content_type="application/json")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(skm_group, arguments)


def written(folder: Path, rows: list[list[Any]], delimiter: str = ",") -> str:
    file = folder / "jawaban.csv"
    file.write_text("\n".join(delimiter.join(map(str, row)) for row in rows) + "\n", encoding="utf-8")
    return str(file)


def test_the_raw_matrix_by_both_ways(client: Client, tmp_path: Path) -> None:
    by_api = ask(client, {"rows": RAW})
    assert by_api.status_code == 200
    told = by_api.json()
    assert {key: told[key] for key in ("n", "incomplete", "index", "converted", "grade", "performance", "exact", "note")} == {
        "n": 49, "incomplete": 0, "index": "3.1497", "converted": "78.74", "grade": "B", "performance": "Baik",
        "exact": True, "note": "",
    }  # fmt: skip
    assert told["elements"][0] == {
        "key": "persyaratan", "name": "Persyaratan", "n": 49, "counts": [1, 8, 39, 1], "mean": "2.816",
        "weighted": "0.313", "converted": "70.41", "grade": "C", "rank": 9,
    }  # fmt: skip
    by_file = run("--json", written(tmp_path, RAW))
    assert (by_file.exit_code, json.loads(by_file.output)) == (0, told)
    as_csv = "\n".join(";".join(map(str, row)) for row in RAW)
    assert client.post(URL, as_csv, content_type="text/csv; charset=utf-8").json() == told


def test_the_command_tells_it_in_words(tmp_path: Path) -> None:
    file = written(tmp_path, [["U1", *(f"U{n}" for n in range(2, 10))], *GOOD], delimiter="\t")
    told = run(file, "--method", "weight_0_111")
    assert told.output.splitlines()[:3] == [
        "IKM 87.41 · B (Baik) · n = 2 · indeks 3.4965",
        "Mode kompatibilitas: bobot dibulatkan 0,111",
        "  3.500   87.50 B  #1  Persyaratan",
    ]
    partly = run("compute", written(tmp_path, [*GOOD, ["", *[4] * 8]]), "--blanks")
    assert "1 kuesioner tidak lengkap, tidak ikut dihitung" in partly.output
    assert run(written(tmp_path, [[6] * 5]), "--instrument", "spak").output.startswith("IPAK 100.00 · n = 1")


BAD = [
    ([["0", *"44444444"]], [(2, "U1", "Nilai “0” di luar skala. Tulis 1 sampai 4.")]),
    ([[*"44444444", "5"]], [(2, "U9", "Nilai “5” di luar skala. Tulis 1 sampai 4.")]),
    ([["4,0", *"44444444"]], [(2, "U1", "Nilai “4,0” pecahan. Tulis bilangan bulat 1 sampai 4.")]),
    ([["4", "", *"4444444"]], [(2, "U2", "Sel ini kosong. Isi nilai 1 sampai 4, atau hapus baris responden yang tidak lengkap.")]),
    ([list("4444444444")], [(2, "", "Baris ini berisi 10 kolom, padahal instrumen mempunyai 9 unsur.")]),
    ([["=SUM(A1:A9)", *"44444444"]], [(2, "U1", "Sel ini berisi rumus. Tulis nilainya: 1 sampai 4.")]),
    ([["baik", *"44444444"]], [(2, "U1", "“baik” bukan nilai. Tulis 1 sampai 4.")]),
    ([["-4", *"4444444", "٤"]], [(2, "U1", "Nilai “-4” di luar skala. Tulis 1 sampai 4."), (2, "U9", "“٤” bukan nilai. Tulis 1 sampai 4.")]),
    ([[""] * 9], [(2, "", "Baris ini kosong. Isi setiap unsur, atau hapus barisnya.")]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "problems"), BAD)
def test_what_is_no_answer_is_named_with_its_place(
    client: Client, rows: list[list[str]], problems: list[tuple[int, str, str]]
) -> None:
    refused = ask(client, {"rows": [[4] * 9, *rows]})
    assert refused.status_code == 422
    assert [(error["row"], error["column"], error["message"]) for error in refused.json()["errors"]] == problems


def test_the_command_names_places_too(tmp_path: Path) -> None:
    file = written(tmp_path, [["U1", *(f"U{n}" for n in range(2, 10))], [0, *[4] * 8], [4] * 10, []])
    refused = run(file)
    assert refused.exit_code == 2
    assert refused.stderr.splitlines() == [
        "2 U1: Nilai “0” di luar skala. Tulis 1 sampai 4.",
        "3: Baris ini berisi 10 kolom, padahal instrumen mempunyai 9 unsur.",
    ]
    as_json = run(file, "--json")
    assert (as_json.exit_code, [error["row"] for error in json.loads(as_json.stdout)["errors"]]) == (2, [2, 3])
    (tmp_path / "latin.csv").write_bytes("é".encode("latin-1"))
    assert "no CSV file in UTF-8" in run(str(tmp_path / "latin.csv")).stderr
    (tmp_path / "quoted.csv").write_text('"4', encoding="utf-8")
    assert "no CSV file" in run(str(tmp_path / "quoted.csv")).stderr
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    assert run(str(tmp_path / "empty.csv")).stderr == "Tidak ada baris yang terisi lengkap, jadi tidak ada indeks.\n"
    for option, word in (("--instrument", "x"), ("--method", "x"), ("--numbering", "x")):
        assert "is not known; one of" in run(file, option, word).stderr
    spak = written(tmp_path, [[6] * 5])
    assert "nine equal elements" in run(spak, "--instrument", "spak", "--method", "weight_0_11").stderr
    assert run(str(tmp_path / "missing.csv")).exit_code == 2
    assert "recount" in run("--help").output


HEAD = [f"U{n}" for n in range(1, 10)]


@pytest.mark.parametrize(
    ("head", "numbering", "weakest"),
    [
        (HEAD, "questionnaire", "sarana_prasarana"),
        (HEAD, "regulation", "penanganan_pengaduan"),
        ([*HEAD[:7], "U9", "U8"], "questionnaire", "penanganan_pengaduan"),
        ([*instruments.instrument("permen14_2017").keys[:7], "Penanganan Pengaduan, Saran dan Masukan", "sarana_prasarana"], "questionnaire", "penanganan_pengaduan"),
        (None, "regulation", "penanganan_pengaduan"),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_heading(
    client: Client, head: list[str] | None, numbering: str, weakest: str
) -> None:
    rows = [[*[4] * 7, 1, 4]]
    told = ask(client, {"rows": [head, *rows] if head else rows, "numbering": numbering}).json()
    assert [element["key"] for element in told["elements"] if element["rank"] == 9] == [weakest]


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ([*HEAD[:8], "Total"], "Judul kolom “Total” tidak dikenal. Tulis U1 sampai U9, atau hapus baris judul."),
        ([*HEAD[:8], "U1"], "Judul kolom harus menyebut setiap unsur satu kali: U1 sampai U9."),
        (HEAD[:8], "Judul kolom harus menyebut setiap unsur satu kali: U1 sampai U9."),
    ],
)
def test_a_heading_that_is_not_understood(client: Client, head: list[str], message: str) -> None:
    refused = ask(client, {"rows": [head, [4] * 9]})
    assert [error["message"] for error in refused.json()["errors"]] == [message]


@pytest.mark.parametrize(
    ("content", "parameters"),
    [
        ({}, ["rows"]),
        ([1, 2], ["rows"]),
        ("rows", ["rows"]),
        ({"rows": GOOD, "instrument": "x", "method": "y", "numbering": "z"}, ["instrument", "method", "numbering"]),
        ({"rows": [[6] * 5], "instrument": "spak", "method": "weight_0_11"}, ["method"]),
    ],
)
def test_questions_that_are_not_understood(client: Client, content: Any, parameters: list[str]) -> None:
    refused = ask(client, content)
    assert refused.status_code == 422
    assert [error["parameter"] for error in refused.json()["errors"]] == parameters
    assert all(
        error["message"].endswith((".", "…", "nrr_2", "spak", "regulation")) for error in refused.json()["errors"]
    )


def test_other_ways_of_asking(client: Client) -> None:
    assert client.get(URL).status_code == 405
    assert ask(client, GOOD).json()["converted"] == "87.50"
    assert ask(client, GOOD, f"{URL}?method=weight_0_11").json()["converted"] == "86.63"
    assert ask(client, {"rows": [[4] * 9, [None, *[4] * 8]], "blanks": True}).json()["incomplete"] == 1
    assert client.post(URL, b"\xff\xfe", content_type="text/csv").status_code == 422
    assert client.post(URL, b"{", content_type="application/json").status_code == 422
    assert Client(enforce_csrf_checks=True).post(URL, "4,4,4,4,4,4,4,4,4", content_type="text/csv").status_code == 200


def test_too_many_rows_are_refused_with_the_other_way(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = client.post(URL, "4,4,4,4,4,4,4,4,4\n" * 1_000_000, content_type="text/csv")
    assert refused.status_code == 413
    (error,) = refused.json()["errors"]
    assert error["message"].startswith("Layanan ini menghitung paling banyak 20000 baris.")
    monkeypatch.setattr(limits, "COMPUTE_ROWS", 3)
    assert client.post(URL, "4,4,4,4,4,4,4,4,4\n" * 3, content_type="text/csv").json()["n"] == 3
    assert client.post(URL, "4,4,4,4,4,4,4,4,4\n" * 5, content_type="text/csv").status_code == 413
    assert ask(client, {"rows": [[4] * 9] * 4}).status_code == 413
    monkeypatch.setattr("pendopo.modules.satisfaction.api.computing.COMPUTE_BYTES", 10)
    assert ask(client, {"rows": GOOD}).status_code == 413


def test_a_table_of_too_many_bytes_is_refused_whoever_hands_it_over() -> None:
    with pytest.raises(TooLarge, match="paling banyak"):
        ComputeForm(b"4" * (limits.COMPUTE_BYTES + 1), "text/csv", {})


def test_many_rows_are_read_in_bounded_memory() -> None:
    import tracemalloc

    permen = instruments.instrument("permen14_2017")
    row = ["4"] * 9
    tracemalloc.start()
    found = matrix.compute_table((row for _ in range(200_000)), permen)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.figure is not None
    assert found.figure.n == 200_000
    assert most < 12_000_000


def test_reading_stops_after_the_first_problems() -> None:
    permen = instruments.instrument("permen14_2017")
    found = matrix.compute_table((["9"] * 9 for _ in range(1_000_000)), permen)
    assert len(found.problems) == 50


def test_recount_on_the_command_line(office: Surveyed) -> None:
    from pendopo.modules.satisfaction.models import Tally

    answer(office.open(), "333333333")
    right = run("recount", "--jobs", "1")
    assert right.output == "1 answers in 1 surveys counted, 2 tallies compared.\nAll of them are right.\n"
    Tally.objects.filter(segment="").update(n=2)
    wrong = run("recount", "--agency", office.agency.slug, "--jobs", "1")
    assert (wrong.exit_code, "1 were wrong. Run again with --fix." in wrong.stderr, "everybody" in wrong.stderr) == (
        1,
        True,
        True,
    )
    assert run("recount", "--fix", "--jobs", "1").exit_code == 0
    assert run("recount", "--jobs", "1").exit_code == 0
    assert run("recount", "--agency", "nobody").exit_code == 2
