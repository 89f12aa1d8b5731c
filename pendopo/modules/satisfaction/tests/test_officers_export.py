"""Raw answers to take away: the same in four forms, read back by other programs, without what people wrote."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from pendopo.kernel.audit.models import Entry
from pendopo.kernel.imports.reading import open_table
from pendopo.kernel.services.models import Service
from pendopo.modules.satisfaction.reports.savfile import Variable, sav
from pendopo.modules.satisfaction.tests.surveying import Surveyed, answer


def test_four_forms(office: Surveyed, tmp_path: Path, django_assert_max_num_queries: Any) -> None:
    Service.objects.filter(pk=office.services[1].pk).update(name="=HYPERLINK(1)")
    survey = office.open()
    answer(survey, "343333302", service=0, told={"gender": "female", "education": "s1"}, comment="Rahasia 0812")
    answer(survey, "444444444", service=1)
    browser = office.visit("ppid")

    def sent(form: str) -> bytes:
        response = browser.get(office.url("export", survey.pk, form))
        assert response["Content-Disposition"] == f"attachment; filename*=UTF-8''jawaban-skm-2026-Q3.{form}"
        assert b"Rahasia" not in response.content
        return response.content

    with django_assert_max_num_queries(14):
        told = json.loads(sent("json"))
    assert [column["name"] for column in told["codebook"]] == [
        "no", "layanan", "cara", "gender", "age", "educatio", "occupati", "disabili", *(f"u{n}" for n in range(1, 10)),
    ]  # fmt: skip
    by_gender = sorted(told["answers"], key=lambda row: row[3] or 0)
    assert by_gender[0][1:] == [2, 4, None, None, None, None, None, *[4] * 9]
    assert by_gender[1][1:] == [1, 4, 2, None, 5, None, None, 3, 4, 3, 3, 3, 3, 3, None, 2]
    lines = list(csv.reader(StringIO(sent("csv").decode("utf-8-sig"))))
    assert lines[0][8] == "U1 Persyaratan"
    assert sorted(line[1] for line in lines[1:]) == ["'=HYPERLINK(1)", "Permohonan informasi"]
    table = [cells for _line, cells in open_table("a.xlsx", sent("xlsx")).lines]
    assert sorted(cells[1] for cells in table[1:]) == ["=HYPERLINK(1)", "Permohonan informasi"]
    path = tmp_path / "jawaban.sav"
    path.write_bytes(sent("sav"))
    values, meta = pyreadstat.read_sav(str(path), output_format="dict")
    assert [list(column) for column in zip(*values.values(), strict=True)] == told["answers"]
    assert meta.column_names_to_labels["U9"] == "Penanganan Pengaduan, Saran dan Masukan"
    assert meta.variable_value_labels["EDUCATIO"][5.0] == "S1"
    assert Entry.objects.filter(action="survey.export").count() == 4
    assert browser.get(office.url("export", survey.pk, "exe")).status_code == 404


@pytest.mark.once
def test_labels_are_cut_between_characters(tmp_path: Path) -> None:
    path = tmp_path / "long.sav"
    path.write_bytes(sav([Variable("x", "é" * 200, {1: "ü" * 90})], [[1], [None]], title="é" * 40))
    values, meta = pyreadstat.read_sav(str(path), output_format="dict")
    assert (next(iter(values["X"])), meta.column_labels, meta.variable_value_labels) == (
        1.0, ["é" * 127], {"X": {1.0: "ü" * 60}},
    )  # fmt: skip
    with pytest.raises(ValueError, match="no name"):
        sav([Variable("terlalu-panjang", "", {})], [], title="")
